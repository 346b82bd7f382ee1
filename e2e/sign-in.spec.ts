// The sign-in: refused, typed anew, and kept nowhere it could be read.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startPracticeCloud } from '../sandbox/practice-cloud.ts'
import { expect, test } from './fixtures.ts'
import { windowOf } from './screens/store-window.ts'
import { aJournal } from './store/journal.ts'
import { account } from './store/set-up-store.ts'

test('a password that is refused stops sending and nothing else; the right one sends what waited', async ({
  store,
  cloud,
  register,
}) => {
  await cloud.close()
  const changed = { ...account, password: 'canary-the-new-one' }
  const { port } = cloud
  const later = await startPracticeCloud({ port, accounts: [changed] })
  try {
    const [first, second] = [aJournal(), aJournal()]
    register.write(first, second)
    await expect(store.strip).toContainText('Sign-in needed', { timeout: 20_000 })
    const card = store.screen.getByRole('heading', { name: 'Petrosoft did not accept the saved password' })
    await expect(card).toBeVisible()
    await expect(store.page.locator('[aria-live="assertive"]'), 'said at once to a screen reader').toContainText(
      'Petrosoft did not accept the saved password',
    )
    await expect(store.screen).toContainText('2 files are safe here and will go after you sign in.')
    await store.go('Files')
    for (const { name } of [first, second])
      await expect(store.files.row(name)).toContainText('Waiting - sign-in needed')
    expect(later.received().journals).toEqual([])

    const { dialog, email, password, submit, trouble } = store.signIn
    await store.screen.getByRole('button', { name: 'Sign in' }).click()
    await expect(email).toHaveValue(account.email)
    await expect(password).toBeFocused()
    await password.fill(account.password)
    await submit.click()
    await expect(trouble).toContainText('Petrosoft did not accept this e-mail and password')
    await password.fill(changed.password)
    await submit.click()
    await expect(dialog).toBeHidden()

    await later.control.when(({ journals }) => journals.length === 2)
    for (const { name } of [first, second]) await expect(store.files.row(name)).toContainText('Accepted')
    await expect(store.strip).toContainText('All sent to 127.0.0.1')
  } finally {
    await later.close()
  }
})

/** Every way in which a text may lie in a file. */
const formsOf = (secret: string): readonly Buffer[] =>
  [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ secret }).toString().slice('secret='.length),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
  ]
    .map((text) => Buffer.from(text))
    .concat(Buffer.from(secret, 'utf16le'))

/** The files below a folder that hold one of the texts. */
const filesWith = (folder: string, texts: readonly Buffer[]): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .filter((path) => {
      const bytes = readFileSync(path)
      return texts.some((text) => bytes.includes(text))
    })

/** What the page and its storage could tell, as text. */
const keptByWindow = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const databases = await indexedDB.databases()
    const caches = await globalThis.caches.keys().catch(() => [])
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      databases.map(({ name }) => name),
      caches,
    ])
  })

test('where the computer has no safe place for a password, none is kept, the window says so and asks at the next start', async ({
  store,
  app,
  userData,
  startApp,
  cloud,
  register,
}) => {
  const hasPlace = await app.electron.evaluate(({ safeStorage }) => safeStorage.isEncryptionAvailable())
  expect(hasPlace, 'the tests’ screen has no secret service').toBe(false)
  const journal = aJournal()
  register.write(journal)
  await cloud.control.when(({ journals }) => journals.length === 1)
  await expect(store.screen).toContainText('This PC has no safe place for a password.')
  await store.go('Settings')
  await expect(store.screen).toContainText('Kept until Storebridge is closed')
  expect(await store.page.content(), 'the page does not hold it').not.toContain(account.password)
  expect(await keptByWindow(store.page)).toBe('[{},{},"",[],[]]')
  const secrets = formsOf(account.password)
  expect(filesWith(userData, secrets), 'while it runs').toEqual([])
  await app.end()
  expect(filesWith(userData, secrets), 'after it ended').toEqual([])
  expect(secrets.some((text) => app.log().includes(text.toString()))).toBe(false)
  expect(filesWith(userData, [Buffer.from(journal.name)]), 'the search can find what is there').not.toEqual([])

  const again = windowOf(await (await startApp()).electron.firstWindow())
  const waiting = aJournal()
  register.write(waiting)
  await expect(again.strip).toContainText('Sign-in needed')
  await expect(again.screen).toContainText('1 file is safe here and will go after you sign in.')
  await again.screen.getByRole('button', { name: 'Sign in' }).click()
  await again.signIn.password.fill(account.password)
  await again.signIn.submit.click()
  await cloud.control.when(({ journals }) => journals.length === 2)
  await expect(again.strip).toContainText('All sent to 127.0.0.1')
  expect(filesWith(userData, secrets)).toEqual([])
})
