// With a real secret service (gnome-keyring in a session of its own): the password is kept there, and when the service is
// locked at a later start, nothing is lost, nothing hangs and the person is asked again. The fault matrix starts it (F36):
// without a service, as on the tests' plain screen, sign-in.spec.ts tells what happens.

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { windowOf } from './screens/store-window.ts'
import { aJournal } from './store/journal.ts'
import { account } from './store/set-up-store.ts'

test.skip(process.env['E2E_SECRET_SERVICE'] !== '1', 'there is no secret service on this screen')

/** Locks every collection, as the end of a desktop session does. */
const lockService = (): void => {
  execFileSync('gdbus', [
    'call', '--session', '--timeout', '10', '--dest', 'org.freedesktop.secrets', '--object-path', '/org/freedesktop/secrets',
    '--method', 'org.freedesktop.Secret.Service.Lock', "['/org/freedesktop/secrets/collection/login']",
  ]) // prettier-ignore
}

const holds = (folder: string, text: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .filter((path) => readFileSync(path).includes(text))

test('a kept password serves the next start; a locked service costs nobody a file and asks again', async ({
  store,
  app,
  userData,
  startApp,
  cloud,
  register,
}) => {
  test.setTimeout(180_000)
  const hasPlace = await app.electron.evaluate(({ safeStorage }) => safeStorage.isEncryptionAvailable())
  expect(hasPlace, 'this screen has a secret service').toBe(true)
  const first = aJournal()
  register.write(first)
  await cloud.control.when(({ journals }) => journals.length === 1)
  await store.go('Settings')
  await expect(store.screen).not.toContainText('Kept until Storebridge is closed')
  await app.end()
  expect(holds(userData, account.password), 'no file holds it as it is').toEqual([])

  const again = await startApp()
  const second = aJournal()
  register.write(second)
  await cloud.control.when(({ journals }) => journals.length === 2, 30_000)
  await again.end()

  lockService()
  const third = aJournal()
  register.write(third)
  const locked = windowOf(await (await startApp()).electron.firstWindow())
  await expect(locked.strip).toContainText('Sign-in needed', { timeout: 60_000 })
  await expect(locked.screen).toContainText('1 file is safe here and will go after you sign in.')
  await locked.screen.getByRole('button', { name: 'Sign in' }).click()
  await locked.signIn.password.fill(account.password)
  await locked.signIn.submit.click()
  await cloud.control.when(({ journals }) => journals.length === 3, 30_000)
  await expect(locked.strip).toContainText('All sent to 127.0.0.1')
})
