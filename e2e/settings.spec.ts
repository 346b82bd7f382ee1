// Settings: what is changed holds at once and after a restart; what is wrong is told beside its field.

import { expect, test } from './fixtures.ts'
import { windowOf } from './screens/store-window.ts'
import { aJournal } from './store/journal.ts'

test('a changed name, folder and reporting interval hold at once, and after a restart', async ({
  store,
  app,
  startApp,
  cloud,
  register,
}) => {
  const { settings, strip } = store
  const other = register.another('Other box')
  await store.go('Settings')
  await settings.field('Store name').fill('Acme #205')
  await settings.field('Sales folder').fill(other.path)
  await settings.field('Seconds between reports').fill('2')
  await settings.choose('When we don’t know whether a file arrived', 'Ask me')
  await expect(store.screen).toContainText('4 changes not saved')
  await settings.save.click()
  await expect(store.notices).toContainText('Settings saved.')
  await expect(store.screen).toContainText('No changes')
  await expect(strip).toContainText('Acme #205')

  const reports = cloud.received().reports.length
  await cloud.control.when((ledger) => ledger.reports.length >= reports + 2)
  const [here, there] = [aJournal(), aJournal()]
  register.write(here)
  other.write(there)
  const { journals } = await cloud.control.when((ledger) => ledger.journals.length > 0)
  expect(
    journals.map(({ name }) => name),
    'only the new folder is read',
  ).toEqual([there.name])

  await app.end()
  const again = windowOf(await (await startApp()).electron.firstWindow())
  await expect(again.strip).toContainText('Acme #205')
  await again.go('Settings')
  await expect(again.settings.field('Store name')).toHaveValue('Acme #205')
  await expect(again.settings.field('Sales folder')).toHaveValue(other.path)
  await expect(again.settings.field('Seconds between reports')).toHaveValue('2')
  await expect(again.screen.getByRole('radio', { name: 'Ask me', exact: true })).toBeChecked()
})

test('wrong values are told beside their fields and in a summary that takes the focus, and nothing is saved', async ({
  store,
  cloud,
}) => {
  const { page, settings, strip } = store
  await store.go('Settings')
  await settings.field('Store name').fill('Not to be kept')
  await settings.field('Location ID').fill('')
  await settings.field('Sales folder').fill('  ')
  await settings.field('Files sent at the same time').fill('99')
  await settings.field('Address of Petrosoft’s service').fill('http://petrosoft.example')
  await settings.save.click()

  await expect(settings.summary).toBeFocused()
  await expect(settings.summary).toContainText('4 things must be corrected before this can be saved')
  const told = [
    ['Location ID', 'Enter the location ID of this store.'],
    ['Sales folder', 'Enter the folder the register writes its sales files into.'],
    ['Files sent at the same time', 'Enter a whole number from 1 to 16.'],
    ['Address of Petrosoft’s service', 'Enter an address that begins with https://.'],
  ] as const
  for (const [name, sentence] of told) {
    await expect(settings.field(name)).toHaveAccessibleDescription(new RegExp(sentence.replaceAll('.', '\\.')))
    await settings.summary.getByRole('button', { name: sentence }).click()
    await expect(settings.field(name)).toBeFocused()
  }
  await expect(strip).toContainText('Acme #204')

  await page.getByRole('button', { name: 'Discard changes' }).click()
  await expect(settings.field('Location ID')).toHaveValue('33084')
  await expect(settings.field('Address of Petrosoft’s service')).toHaveValue(cloud.url)
})

test('what only main can know is wrong is told beside its field, too', async ({ store, cloud, register }) => {
  await cloud.control.goAway()
  register.write(aJournal())
  await expect(store.strip).toContainText('Petrosoft not answering')
  await store.go('Settings')
  const { settings } = store
  await settings.field('Location ID').fill('44000')
  await settings.save.click()
  await expect(settings.summary).toBeFocused()
  const sentence = '1 file has not been sent for store 33084 yet; wait until they are gone, or set them aside'
  await expect(settings.summary).toContainText(sentence)
  await expect(settings.field('Location ID')).toHaveAccessibleDescription(new RegExp(sentence))
})

test('opening hours are edited day by day, what is missing is told beside its day, and they hold after Save', async ({
  store,
}) => {
  await store.go('Settings')
  const { page, settings, screen } = store
  await screen.getByRole('switch', { name: 'Tell me when no sales files come while the store is open' }).click()
  await screen.getByRole('checkbox', { name: 'Monday' }).check()
  await screen.getByLabel('Monday, closes').fill('')
  await settings.save.click()
  await expect(settings.summary).toBeFocused()
  await settings.summary.getByRole('button').first().click()
  await expect(screen.getByRole('checkbox', { name: 'Monday' })).toBeFocused()
  await screen.getByLabel('Monday, closes').fill('00:00')
  await screen.getByRole('button', { name: 'Use Monday’s hours for every day' }).click()
  await screen.getByRole('checkbox', { name: 'Sunday' }).uncheck()
  await settings.save.click()
  await expect(store.notices).toContainText('Settings saved.')
  await store.go('Today')
  await store.go('Settings')
  await expect(screen.getByLabel('Tuesday, closes')).toHaveValue('00:00')
  await expect(screen.getByRole('checkbox', { name: 'Sunday' })).not.toBeChecked()
  await page.keyboard.press('F1')
})

test('the sign-in is forgotten only after a question, and then nothing is sent until someone signs in', async ({
  store,
  cloud,
  register,
}) => {
  await cloud.control.when(({ reports }) => reports.some(({ ok }) => ok))
  await store.go('Settings')
  const { page, screen } = store
  const question = page.getByRole('alertdialog', { name: 'Forget the sign-in on this PC?' })
  await screen.getByRole('button', { name: 'Forget the sign-in' }).click()
  await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await question.getByRole('button', { name: 'Keep it' }).click()
  await expect(question).toBeHidden()
  await screen.getByRole('button', { name: 'Forget the sign-in' }).click()
  await question.getByRole('button', { name: 'Forget it' }).click()
  await expect(store.strip).toContainText('Sign-in needed')
  const journal = aJournal()
  register.write(journal)
  await store.go('Files')
  await expect(store.files.row(journal.name)).toBeVisible()
  expect(cloud.received().journals).toEqual([])
})
