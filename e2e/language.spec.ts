// Spanish: chosen, it holds at once, everywhere and after a restart; nothing stays English but what others wrote. That
// longer words fit is held by accessibility.spec.ts.

import type { Page } from '@playwright/test'
import { expect, test, type StartedApp } from './fixtures.ts'
import { isEnglish, spanish, wordsOn } from './screens/spoken-words.ts'
import { visit } from './screens/visit.ts'
import { aJournal, wrongPrice } from './store/journal.ts'

const es = (id: string): string => {
  const words = spanish[id]
  if (words === undefined) throw new Error(`no Spanish for ${id}`)
  return words
}

/** The page at a place of the window, with its heading. */
const goTo = async (page: Page, place: string): Promise<void> => {
  await visit(page, place)
  await expect(page.locator('h1').first()).toBeVisible()
}

const expectSpanish = (page: Page, where: string): Promise<void> =>
  test.step(where, async () => {
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('es-US')
    // What is still loading says so for a moment.
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    await expect.poll(async () => (await wordsOn(page)).length, where).toBeGreaterThan(5)
    const words = await wordsOn(page)
    expect.soft(words.filter(isEnglish), where).toEqual([])
  })

const chooseSpanish = async (page: Page): Promise<void> => {
  await goTo(page, '/settings')
  await page.getByRole('radio', { name: 'Español' }).check()
  await expect(page.getByRole('heading', { level: 1, name: es('nav.settings') })).toBeVisible()
}

const titleOf = (app: StartedApp): Promise<string> =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle() ?? '')

/** The words of a message, without what makes it count and fill. */
const plain = (message: string): string =>
  message.replaceAll(/\{\w+\}/g, '7').replaceAll(/\w+, plural,|(?:=0|one|other) *(?=\{)|[{}#]/g, ' ')

test('English is known when it is seen, and Spanish is not taken for it', () => {
  for (const words of [
    'Sending is paused.',
    'No internet since 2:41 PM.',
    'Settings',
    'Close',
    'What is this',
    '3 files found',
  ])
    expect(isEnglish(words), words).toBe(true)
  for (const words of Object.values(spanish)) expect(isEnglish(plain(words)), words).toBe(false)
  for (const words of ['Acme #204', 'PJR20251120082000.xml', 'America/New_York', '$61,131.62', 'F5', '2:50 p. m.'])
    expect(isEnglish(words), words).toBe(false)
})

test('a language is chosen before anything else, and changes what stands on the screen at once', async ({
  app,
  page,
}) => {
  await expect(page.getByRole('radio', { name: 'Español' })).toBeVisible()
  await page.getByRole('radio', { name: 'Español' }).check()
  await expectSpanish(page, 'first step')
  await expect.poll(() => titleOf(app)).toContain('Configurar')
  await page.getByRole('radio', { name: 'English' }).check()
  await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('en-US')
  expect((await wordsOn(page)).some(isEnglish)).toBe(true)
})

test.describe('on a computer that speaks Spanish', () => {
  test.use({
    appArguments: ['--lang=es-MX'],
    appEnvironment: { LANGUAGE: 'es_MX', LANG: 'es_MX.UTF-8', LC_ALL: 'es_MX.UTF-8' },
  })
  test('the first window is Spanish', async ({ page }) => {
    await expect(page.locator('h1').first()).toBeVisible()
    await expectSpanish(page, 'first step')
  })
})

test('every screen of a store is Spanish, but for what Petrosoft and the register wrote', async ({
  app,
  store,
  cloud,
  register,
  startApp,
}) => {
  test.setTimeout(150_000)
  const { page } = store
  await chooseSpanish(page)
  await goTo(page, '/')
  await expectSpanish(page, 'Today, empty')
  await goTo(page, '/files')
  await expectSpanish(page, 'Files, empty')

  const bad = aJournal({ prices: ['2.49', wrongPrice, '0.99', wrongPrice] })
  const good = aJournal({ prices: ['2.49', '12.00'] })
  const broken = aJournal()
  register.write(good, bad, {
    ...broken,
    bytes: Buffer.from(broken.bytes.toString('utf8').replace('<RegisterID>', '<Xq>')),
  })
  await cloud.control.when(({ journals }) => journals.length === 2)
  await expect(store.strip).toContainText(/requieren? atención/)

  for (const place of [
    '/',
    '/attention',
    '/files',
    '/files?group=waiting',
    '/sales-days',
    '/connection',
    '/help',
    '/settings',
  ]) {
    await goTo(page, place)
    await expectSpanish(page, place)
  }

  await goTo(page, '/files')
  for (const [index, name] of [good.name, bad.name, broken.name].entries()) {
    await goTo(page, '/')
    await goTo(page, '/files')
    await page.getByRole('row').filter({ hasText: name }).click()
    await expect(page.getByRole('main').getByText(name, { exact: true }).first()).toBeVisible()
    const tabs = page.getByRole('tab')
    for (let tab = 0; tab < (await tabs.count()); tab += 1) {
      await tabs.nth(tab).click()
      await expectSpanish(page, `file ${index + 1}, ${await tabs.nth(tab).textContent()}`)
    }
  }
  await page.getByRole('button', { name: es('action.ignore') }).click()
  await expectSpanish(page, 'question before ignoring')
  await page.keyboard.press('Escape')

  await goTo(page, '/settings')
  await page.getByRole('textbox', { name: es('form.locationId') }).fill('')
  await page.getByRole('button', { name: es('settings.save'), exact: true }).click()
  await expectSpanish(page, 'settings with an error')
  await page.getByRole('button', { name: es('settings.discard') }).click()
  await page.getByRole('button', { name: es('settings.changePassword') }).click()
  await expectSpanish(page, 'sign-in dialog')
  await page.keyboard.press('Escape')

  await cloud.control.goAway()
  register.write(aJournal())
  await goTo(page, '/')
  await expect(page.getByRole('main')).toContainText('guardado aquí y se enviará solo')
  await expectSpanish(page, 'Today, Petrosoft away')
  await goTo(page, '/connection')
  await expectSpanish(page, 'Connection, Petrosoft away')

  await app.end()
  const again = await (await startApp()).electron.firstWindow()
  await expect(again.locator('h1').first()).toBeVisible()
  await expectSpanish(again, 'after a restart')
})

test('main speaks the language of the window: what it refuses, and the mark of practice', async ({ app, page }) => {
  await page.getByRole('radio', { name: 'Español' }).check()
  await page
    .getByRole('button', { name: es('welcome.practice') })
    .first()
    .click()
  await expect(page.getByRole('region', { name: es('practice.label') })).toBeVisible()
  await expect.poll(() => titleOf(app)).toContain(es('window.practiceMark'))
  const refused = await page.evaluate(async () => {
    const bridge = Reflect.get(globalThis, 'storebridge') as { importSetupFile: () => Promise<{ sentence?: string }> }
    return bridge.importSetupFile()
  })
  expect(refused.sentence).toBe(es('told.inPractice'))
  await expect(
    page
      .getByRole('listitem')
      .filter({ hasText: es('status.accepted') })
      .nth(1),
  ).toBeVisible({ timeout: 40_000 })
  await expectSpanish(page, 'practice')
})

test('money, days and times are written as in the Spanish of the United States', async ({ store, cloud, register }) => {
  const { page } = store
  const journal = aJournal({ prices: ['61131.62'] })
  register.write(journal)
  await cloud.control.when(({ journals }) => journals.length === 1)
  await chooseSpanish(page)
  await goTo(page, '/files')
  await page.getByRole('row').filter({ hasText: journal.name }).click()
  await expect(page.getByRole('main')).toContainText('1 venta, $61,131.62')
  const words = await wordsOn(page)
  expect(words.filter((text) => /\d\s?(AM|PM)\b/.test(text))).toEqual([])
  expect(words.some((text) => /\d:\d\d\u00a0[ap]\.\u00a0m\./.test(text))).toBe(true)
})
