// Help & support: reached by F1, the guides, and a support file in which no secret is.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { saveTo } from './screens/save-dialog.ts'
import { aJournal } from './store/journal.ts'
import { account } from './store/set-up-store.ts'

const card = '4111111111111111'

test('F1 opens Help, which says what to tell support, also at the foot of the navigation', async ({ store, app }) => {
  await store.page.keyboard.press('F1')
  await expect(store.page.getByRole('heading', { level: 1, name: 'Help & support' })).toBeFocused()
  const support = store.screen.getByRole('region', { name: 'If you need help' })
  const id = await support.getByRole('definition').first().innerText()
  expect(id).toMatch(/^[2-9A-Z]{3}-[2-9A-Z]{3}$/)
  await expect(store.navigation).toContainText(id)
  await support.getByRole('button', { name: 'Copy' }).click()
  await expect(store.notices).toContainText('Copied.')
  expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toContain(id)

  const guide = store.screen.getByRole('button', { name: 'A file was refused' })
  await guide.click()
  await expect(store.screen.getByText('Sales in a refused file are not at the office.')).toBeVisible()
  await expect(store.screen.getByRole('table', { name: 'Keys' })).toContainText('F1')
})

test('a support file is shown whole before it is saved, and no password, token, e-mail address or card number is in it', async ({
  store,
  app,
  cloud,
  register,
  userData,
}) => {
  // The e-mail address and a card number where a folder's file name brings them into the log and the lists.
  register.write(aJournal({ name: `${account.email} ${card}.xml`, prices: ['1,25'] }))
  await cloud.control.when(({ journals }) => journals.length > 0)
  await expect(store.strip).not.toContainText('All sent')
  await store.page.keyboard.press('F1')
  const part = store.screen.getByRole('region', { name: 'Support file' })
  await part.getByRole('button', { name: 'Make a support file' }).click()
  await expect(part).toContainText('This is all that will be in the file:')
  const shown = await part.locator('pre').allInnerTexts()
  expect(shown.length).toBeGreaterThan(4)

  const path = join(userData, 'support.txt')
  await saveTo(app, path)
  await part.getByRole('button', { name: 'Save…' }).click()
  await expect(store.notices).toContainText('Saved as support.txt.')
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n')
  const flat = text.replaceAll(/\s+/g, ' ')
  for (const words of shown) expect(flat).toContain(words.replaceAll(/\s+/g, ' ').trim())
  for (const secret of [
    account.password,
    encodeURIComponent(account.password),
    'canary',
    account.email,
    '@',
    card,
    'eyJ',
  ])
    expect(text).not.toContain(secret)
  expect(text).toContain(register.path)
})

test('the recent log can be filtered, and what was decided is told', async ({ store, register, cloud }) => {
  register.write(aJournal())
  await cloud.control.when(({ journals }) => journals.length > 0)
  await store.page.keyboard.press('F1')
  const log = store.screen.getByRole('log', { name: 'Recent log' })
  await expect(log).toContainText('connection-report')
  await store.screen.getByRole('searchbox', { name: 'Filter the log' }).fill('connection-report')
  await expect(log).not.toContainText('app-starting')
  await expect(log).toContainText('connection-report')
  await expect(store.screen.getByRole('region', { name: 'Diagnostics' })).toContainText('accepted')
})
