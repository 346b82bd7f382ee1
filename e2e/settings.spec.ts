// Settings: what is changed holds at once and after a restart; what is wrong is told beside its field.

import { bridgeKey } from '../contract/channel-names.ts'
import type { WindowBridge } from '../contract/ipc.ts'
import { expect, test } from './fixtures.ts'
import { windowOf } from './screens/store-window.ts'
import { aJournal } from './store/journal.ts'
import { settingsOf } from './store/set-up-store.ts'

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
  await store.screen.getByRole('button', { name: 'Show what changes' }).click()
  const row = (table: string, name: string) =>
    store.page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: name }).getByRole('cell')
  await expect(row('4 changes not saved', 'Store name')).toHaveText(['Acme #204', 'Acme #205'])
  await expect(row('4 changes not saved', 'Folder 1: Sales folder')).toHaveText([register.path, other.path])
  await expect(row('4 changes not saved', 'When we don’t know')).toHaveText([/^Send it again by itself/, 'Ask me'])
  await store.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()

  // Nobody loses by a slip what was typed.
  const question = store.page.getByRole('alertdialog', { name: 'Leave without saving?' })
  await store.go('Files')
  await expect(question).toContainText('4 changes are not saved yet.')
  await expect(question.getByRole('button', { name: 'Stay here' })).toBeFocused()
  await question.getByRole('button', { name: 'Stay here' }).click()
  await expect(settings.field('Store name')).toHaveValue('Acme #205')
  await settings.save.click()
  await expect(store.notices).toContainText('Settings saved.')
  await expect(store.screen).toContainText('No changes')
  await expect(row('Saved just now', 'Seconds between reports')).toHaveText(['300', '2'])
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

  // Left without saving, nothing of it is there any more.
  await store.go('Today')
  await page.getByRole('button', { name: 'Leave without saving' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Today/ })).toBeFocused()
  await store.go('Settings')
  await settings.field('Location ID').fill('')
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

test('opening hours are edited day by day, what is missing is told beside its day, they hold after Save, and a closed day at once', async ({
  store,
}) => {
  await store.go('Settings')
  const { settings, screen } = store
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

  const closed = screen.getByRole('group', { name: 'Closed days' })
  await closed.getByLabel('Day the store is closed').fill('2031-12-25')
  await closed.getByRole('button', { name: 'Add a closed day' }).click()
  await expect(closed.getByRole('listitem')).toHaveText([/Dec 2031/])
  await closed.getByRole('button', { name: /^Remove .* 25 December/ }).click()
  await expect(closed).toContainText('No closed days are marked.')
})

test('a manager PIN guards the settings in main, asks before an accepted file goes again, and can be taken away', async ({
  store,
  cloud,
  register,
}) => {
  const { page, screen, settings, file } = store
  const sale = aJournal({ prices: ['41.99'] })
  register.write(sale)
  await cloud.control.when(({ journals }) => journals.length === 1)
  await store.openFile(sale.name)
  await expect(screen).toContainText('1 sale, $41.99')

  await store.go('Settings')
  await screen.getByRole('switch', { name: 'Hide sales amounts on the screens' }).click()
  await screen.getByRole('button', { name: 'Set a PIN…' }).click()
  const choose = page.getByRole('dialog', { name: 'Choose a manager PIN' })
  await choose.getByLabel('New PIN').fill('2468')
  await choose.getByLabel('The same PIN again').fill('2469')
  await choose.getByRole('button', { name: 'Keep this PIN' }).click()
  await expect(choose).toContainText('The two PINs are not the same.')
  await choose.getByLabel('The same PIN again').fill('2468')
  await choose.getByRole('button', { name: 'Keep this PIN' }).click()
  await expect(store.notices).toContainText('The manager PIN is on.')
  await store.openFile(sale.name)
  await expect(screen).toContainText('1 sale, amount hidden')
  await expect(screen).not.toContainText('$41.99')

  // The page asks main directly, as a page that lies would.
  const raw = (action: 'save' | 'again') =>
    page.evaluate(
      async ({ key, what, wanted }) => {
        const bridge = Reflect.get(globalThis, key) as WindowBridge
        const order = { action: 'resend', which: { ids: ['1'] }, reason: 'x', again: true } as const
        const answer = what === 'save' ? await bridge.saveSettings(wanted) : await bridge.giveOrder(order)
        return answer.ok ? 'done' : answer.kind
      },
      { key: bridgeKey, what: action, wanted: settingsOf(cloud.url, '/elsewhere') },
    )
  expect([await raw('save'), await raw('again')]).toEqual(['locked', 'locked'])

  await file.actions.getByRole('button', { name: 'Send again' }).click()
  await file.warning.getByRole('textbox').fill('The office asked for it')
  await file.warning.getByRole('button', { name: 'Send again anyway' }).click()
  const asked = page.getByRole('dialog', { name: 'Manager PIN needed' })
  await asked.getByLabel('Manager PIN', { exact: true }).fill('1111')
  await asked.getByRole('button', { name: 'Go on' }).click()
  await expect(asked).toContainText('This is not the manager PIN.')
  await asked.getByRole('button', { name: 'Cancel' }).click()
  await expect(store.notices).toContainText('Nothing was done: the manager PIN was not typed.')
  expect(cloud.received().journals).toHaveLength(1)

  await store.go('Settings')
  await expect(settings.save).toBeHidden()
  await screen.getByLabel('Manager PIN', { exact: true }).fill('2468')
  await screen.getByRole('button', { name: 'Open settings' }).click()
  await settings.field('Store name').fill('Acme #206')
  await settings.save.click()
  await expect(store.strip).toContainText('Acme #206')
  await screen.getByRole('button', { name: 'Remove the PIN…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove it' }).click()
  await expect(store.notices).toContainText('The manager PIN was removed.')
  await page.keyboard.press('F1')
  const activity = screen.getByRole('group', { name: 'Recent activity' })
  for (const deed of ['Manager PIN set', 'Wrong manager PIN typed', 'Settings changed', 'Manager PIN removed'])
    await expect(activity).toContainText(deed)
})

test('a pause on Connection says when it ends and how much waits; the sign-in is forgotten only after a question', async ({
  store,
  cloud,
  register,
}) => {
  const { page, screen } = store
  await cloud.control.when(({ reports }) => reports.some(({ ok }) => ok))
  await store.go('Connection')
  await screen.getByRole('button', { name: 'Pause until tomorrow 6 AM' }).click()
  const bar = page.getByRole('region', { name: 'Notice' })
  await expect(bar).toContainText(/Paused until .*6:00\sAM\./)
  register.write(aJournal(), aJournal())
  await expect(bar).toContainText('2 files are waiting.')
  expect(cloud.received().journals).toEqual([])
  await bar.getByRole('button', { name: 'Resume' }).click()
  await cloud.control.when(({ journals }) => journals.length === 2)

  await store.go('Settings')
  const question = page.getByRole('alertdialog', { name: 'Forget the sign-in on this PC?' })
  await screen.getByRole('button', { name: 'Forget the sign-in' }).click()
  await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await question.getByRole('button', { name: 'Keep it' }).click()
  await expect(question).toBeHidden()
  await screen.getByRole('button', { name: 'Forget the sign-in' }).click()
  await question.getByRole('button', { name: 'Forget it' }).click()
  await expect(store.strip).toContainText('Sign-in needed')
  register.write(aJournal())
  await store.go('Files')
  await expect(screen.getByRole('link', { name: '1 waiting' })).toBeVisible()
  expect(cloud.received().journals).toHaveLength(2)
})
