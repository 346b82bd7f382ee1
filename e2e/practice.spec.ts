// Practice: one click, alive within seconds, marked everywhere, and gone without a trace.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { windowOf } from './screens/store-window.ts'
import { wizardOf } from './screens/wizard.ts'

test('practice comes alive with one click, is marked on every screen, and leaves nothing behind', async ({
  app,
  page,
  userData,
}) => {
  const wizard = wizardOf(page)
  await wizard.practise.click()
  const window = windowOf(page)
  const { strip, screen, practiceStrip, file } = window
  await expect(practiceStrip).toContainText('Nothing reaches Petrosoft.')
  await expect(screen.getByRole('listitem').filter({ hasText: 'Accepted' }).first()).toBeVisible()

  const titleOfWindow = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())
  for (const place of ['Files', 'Connection', 'Settings', 'Today'] as const) {
    await window.go(place)
    await expect(practiceStrip).toBeVisible()
    await expect(strip).toContainText('Practice store')
    await expect(strip).toContainText(/Practice(:|, all sent)/)
    await expect.poll(titleOfWindow).toBe(`${place} - Storebridge (practice)`)
  }

  await window.go('Files')
  await window.files.chooseGroup('Refused')
  const refused = window.files.rows.filter({ hasText: 'Refused - fix needed' })
  // The register of practice brings it among the first twenty, one after the other.
  await refused.first().click({ timeout: 25_000 })
  await expect(practiceStrip).toBeVisible()
  await expect(file.status).toHaveText('Refused - fix needed')
  await expect(file.chosenMessage).toContainText(/Line \d+, position \d+/)
  const line = /Line (\d+)/.exec(await file.chosenMessage.innerText())?.[1] ?? ''
  await expect(file.markedLine).toContainText(line)
  await expect(file.markedLine).toContainText('▲ position')

  const folder = join(userData, 'practice')
  expect(readdirSync(folder)).toHaveLength(1)
  await practiceStrip.getByRole('button', { name: 'Leave practice' }).click()
  await expect(wizard.welcome).toBeVisible()
  await expect.poll(() => (existsSync(folder) ? readdirSync(folder) : [])).toEqual([])
  await expect.poll(titleOfWindow).toBe('Set up Storebridge')

  await wizard.setUp.click()
  await expect(wizard.email, 'nothing of practice is left for the real store').toHaveValue('')
  await wizard.otherAddress.click()
  await expect(wizard.address).toHaveValue('https://cnnx35-api.petrosoft.cloud')
})

test('practice beside a store that is set up shares nothing with it', async ({ store, cloud, userData }) => {
  await store.go('Settings')
  await store.settings.field('Store name').fill('Half typed')
  const start = store.screen.getByRole('button', { name: 'Start practice' })
  await start.click()
  const question = store.page.getByRole('alertdialog', { name: 'Leave without saving?' })
  await question.getByRole('button', { name: 'Stay here' }).click()
  await expect(store.settings.field('Store name')).toHaveValue('Half typed')
  await start.click()
  await question.getByRole('button', { name: 'Leave without saving' }).click()
  await expect(store.practiceStrip).toBeVisible()
  await expect(store.strip).toContainText('Practice store')
  await expect(store.screen.getByRole('listitem').filter({ hasText: 'Accepted' }).first()).toBeVisible()
  await store.practiceStrip.getByRole('button', { name: 'Leave practice' }).click()

  await expect(store.strip).toContainText('Acme #204')
  await expect(store.practiceStrip).toBeHidden()
  await store.go('Files')
  await expect(store.screen).toContainText('No files yet.')
  expect(cloud.received().journals, 'no practice file went to the store’s own service').toEqual([])
  await expect.poll(() => readdirSync(join(userData, 'practice'))).toEqual([])
})
