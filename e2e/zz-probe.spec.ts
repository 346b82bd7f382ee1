import { test, expect } from './fixtures.ts'
import { aJournal, wrongPrice } from './store/journal.ts'
test('probe', async ({ app, store, cloud, register }) => {
  const bad = aJournal({ prices: ['2.49', wrongPrice] })
  register.write(bad)
  await cloud.control.when(({ journals }) => journals.length === 1)
  await app.electron.evaluate(({ BrowserWindow }) => {
    const [w] = BrowserWindow.getAllWindows()
    w?.setMinimumSize(200, 200)
    w?.setContentSize(320, 640)
  })
  const find = () =>
    store.page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
        .map(
          (e) =>
            `${e.tagName} ${e.getAttribute('role') ?? ''} ${Math.round(e.getBoundingClientRect().width)} ${(e.textContent ?? '').slice(0, 50)}`,
        )
        .slice(0, 25),
    )
  await store.page.evaluate(() => {
    location.hash = '#/settings'
  })
  await expect(store.settings.field('Store name')).toBeVisible()
  console.log('SETTINGS', await find())
  await store.page.evaluate(() => {
    location.hash = '#/files/1'
  })
  await store.file.tab('Document facts').click()
  console.log('FACTS', await find())
})
