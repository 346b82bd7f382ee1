// The icon is clicked again while Storebridge runs: one window, one engine.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from './fixtures.ts'

test('a second start ends by itself and brings the first window to the front', async ({ app, page, userData }) => {
  await page.getByRole('heading', { level: 1 }).waitFor()
  const first = app.electron.process()
  await app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    // A person put it away.
    window?.hide()
    window?.on('show', () => Reflect.set(globalThis, 'wasShown', true))
    window?.on('focus', () => Reflect.set(globalThis, 'wasFocused', true))
  })

  // The same program with the same words, but for the test's own way in.
  const args = first.spawnargs.slice(1).filter((arg) => !/^--(inspect|remote-debugging)/.test(arg))
  const second = spawn(first.spawnfile, args, {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: undefined, STOREBRIDGE_USER_DATA: userData },
    stdio: 'ignore',
  })
  const [code] = (await once(second, 'exit')) as [number | null]

  expect(code).toBe(0)
  await expect
    .poll(() =>
      app.electron.evaluate(() => [Reflect.get(globalThis, 'wasShown'), Reflect.get(globalThis, 'wasFocused')]),
    )
    .toEqual([true, true])
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  expect(first.exitCode).toBeNull()
})
