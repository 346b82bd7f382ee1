// The app starts at all: one window, in order, shut off from the system, with its data where it belongs.
import { bridgeKey } from '../contract/channel-names.ts'
import { expect, test } from './fixtures.ts'

test('the app opens one window, which loads without a complaint', async ({ app, page }) => {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.reload()

  await expect(page).toHaveTitle(/Storebridge/)
  await expect(page.locator('body')).not.toBeEmpty()
  expect(app.electron.windows()).toHaveLength(1)
  expect(complaints).toEqual([])
})

test('the window comes from the package and has nothing of the system but the bridge', async ({ page }) => {
  expect(page.url()).toMatch(/^app:\/\/bundle\//)
  const system = ['require', 'process', 'module', 'Buffer', 'global']
  expect(await page.evaluate((names) => names.filter((name) => name in globalThis), system)).toEqual([])
  expect(await page.evaluate((key) => typeof Reflect.get(globalThis, key), bridgeKey)).toBe('object')
})

test('the app keeps its data in the folder it was given', async ({ app, userData }) => {
  expect(await app.electron.evaluate((electron) => electron.app.getPath('userData'))).toBe(userData)
})
