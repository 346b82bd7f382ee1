// What only a person can solve: one card a cause, the same number everywhere, orders about all files of a card that never
// touch the register's files, and everything gone within five seconds once the cause is (ux 2.9; checks 31 and 35).

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { missingForTray, startSessionBus } from './desktop/session-bus.ts'
import { startTrayHost, type TrayIcon } from './desktop/tray-icon.ts'
import { expect, test as base } from './fixtures.ts'
import { seriousComplaints } from './screens/serious-complaints.ts'
import { windowOf, type StoreWindow } from './screens/store-window.ts'
import { aJournal, wrongPrice } from './store/journal.ts'
import { settingsOf, setUpStore } from './store/set-up-store.ts'

interface Desktop {
  readonly bus: string
  readonly icon: () => Promise<TrayIcon>
}

/** The desktop's tray where there is one on this machine; the window is looked at in any case. */
const test = base.extend<{ readonly desktop: Desktop | null }>({
  desktop: async ({}, use) => {
    if (missingForTray() !== null) return use(null)
    const bus = await startSessionBus()
    const host = await startTrayHost(bus)
    let first: Promise<TrayIcon> | null = null
    await use({ bus: bus.address, icon: () => (first ??= host.firstIcon()) })
    await bus.end()
  },
  appEnvironment: async ({ desktop }, use) => use(desktop === null ? {} : { DBUS_SESSION_BUS_ADDRESS: desktop.bus }),
})

/** Name, modification time and contents of everything in a folder. */
const contentsOf = (folder: string): readonly string[] =>
  readdirSync(folder)
    .toSorted()
    .map((name) => {
      const path = join(folder, name)
      return `${name} ${statSync(path, { bigint: true }).mtimeNs} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`
    })

const cardsOf = ({ page, screen }: StoreWindow) =>
  screen.getByRole('region').filter({ has: page.getByText(/^Who can fix it/) })

/** Navigation, pill and tray say the same number, or nothing. */
const isCountedEverywhere = async (
  { navigation, strip }: StoreWindow,
  icon: TrayIcon | null,
  cards: number,
  pill: string,
): Promise<void> => {
  await expect(navigation.getByRole('link', { name: /^Needs attention/ })).toHaveText(
    cards === 0 ? 'Needs attention' : `Needs attention${cards}`,
    { timeout: 5000 },
  )
  await expect(strip).toContainText(pill, { timeout: 5000 })
  if (icon === null) return
  await expect.poll(async () => (await icon.labels())[0], { timeout: 5000 }).toContain(pill)
  const labels = await icon.labels()
  expect(labels.filter((label) => label.startsWith('Needs attention'))).toEqual(
    cards === 0 ? [] : [`Needs attention (${cards})…`],
  )
}

test('what needs a person is one card a cause, is counted alike everywhere, and goes with its cause', async ({
  desktop,
  store,
  register,
  cloud,
}) => {
  test.setTimeout(90_000)
  const icon = desktop === null ? null : await desktop.icon()
  const { page, screen, notices, files } = store
  const [first, second] = [aJournal({ prices: [wrongPrice] }), aJournal({ prices: ['2.49', wrongPrice] })]
  const unknown = aJournal()
  const damaged = { name: 'PJR-damaged.xml', bytes: Buffer.from('<NAXML-POSJournal><A></B></NAXML-POSJournal>\n') }
  cloud.control.addFaults({
    on: 'journal',
    match: { name: unknown.name },
    do: {
      kind: 'verdict',
      status: 'FatalError',
      message: 'No.',
      details: [{ line: 4, position: 2, message: 'Programme LP-7 of 4111111111111111 is not enrolled.' }],
    },
  })
  register.write(first, second, unknown, damaged)
  await cloud.control.when(({ journals }) => journals.length === 3, 30_000)
  const before = contentsOf(register.path)
  await isCountedEverywhere(store, icon, 3, '4 files need you')

  await test.step('each card names the cause, the day, who can fix it, and Petrosoft’s words as they came', async () => {
    await page.keyboard.press('Control+3')
    await expect(page).toHaveTitle('Needs attention (3) - Storebridge')
    await expect(cardsOf(store)).toHaveCount(3)
    const prices = screen.getByRole('region', { name: '2 files refused for the same reason: a price can’t be read' })
    await expect(prices).toContainText(/is missing 2 of 4 files at the office\./)
    await expect(prices).toContainText('Who can fix it: your register company')
    await expect(prices.locator('q[lang="en"]')).toContainText('1,25')
    const other = screen.getByRole('region', { name: 'One file refused', exact: true })
    await expect(other.locator('q[lang="en"]')).toHaveText('Programme LP-7 of 411111••••••1111 is not enrolled.')
    await expect(
      screen.getByRole('region', { name: 'One file could not be sent: damaged or broken off' }),
    ).toBeVisible()
    expect(await seriousComplaints(page)).toEqual([])
  })

  await test.step('the count leads to exactly these files', async () => {
    await screen.getByRole('button', { name: 'Open the 2 files' }).click()
    await expect(files.rows).toHaveCount(2)
    for (const { name } of [first, second]) await expect(files.row(name)).toBeVisible()
    await screen.getByRole('button', { name: /^Only: 2 files refused for the same reason/ }).click()
    await expect(files.rows).toHaveCount(4)
  })

  await test.step('sending all again by keyboard and taking it back sends nothing', async () => {
    await page.keyboard.press('Control+3')
    await screen.getByRole('button', { name: 'Send all 2 again' }).focus()
    await page.keyboard.press('Enter')
    await expect(notices).toContainText('2 files')
    await page.keyboard.press('Control+z')
    await expect(notices.getByRole('button', { name: 'Undo' })).toHaveCount(0)
    await expect(cardsOf(store)).toHaveCount(3)
    expect(cloud.received().journals).toHaveLength(3)
  })

  await test.step('ignoring all asks first and names the day; undone, the card is back', async () => {
    const more = screen.getByRole('button', { name: 'More for these 2 files' })
    await more.focus()
    await page.keyboard.press('Enter')
    const heading = screen.getByRole('heading', { level: 1 })
    await expect(page.getByRole('menuitem', { name: 'Ignore all 2…' })).toBeVisible()
    // A click that cannot reach it would say that something covers it.
    await heading.click({ trial: true, timeout: 3000 })
    await page.getByRole('menuitem', { name: 'Ignore all 2…' }).click()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog).toContainText(/\w+day \d+ \w+/)
    expect(await seriousComplaints(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Ignore 2 files' }).click()
    await isCountedEverywhere(store, icon, 2, '2 files need you')
    await notices.getByRole('button', { name: 'Undo' }).click()
    await isCountedEverywhere(store, icon, 3, '4 files need you')
  })

  await test.step('everything set aside is gone everywhere within five seconds, and told as handled', async () => {
    for (const [cards, pill] of [
      [2, '2 files need you'],
      [1, '1 file needs you'],
      [0, 'All sent'],
    ] as const) {
      await screen
        .getByRole('button', { name: /^More for/ })
        .first()
        .click()
      await page.getByRole('menuitem', { name: /^Set aside/ }).click()
      await isCountedEverywhere(store, icon, cards, pill)
    }
    await expect(screen).toContainText(/Nothing needs you\. Last refusal: \w+ \d+ \w+\./)
    expect(contentsOf(register.path), 'no order touches the register’s files').toEqual(before)
    const handled = screen.locator('summary', { hasText: 'Handled in the last 7 days' })
    await handled.click()
    const lines = screen.getByRole('listitem').filter({ hasText: /by \S+/ })
    await expect(lines.first()).toContainText('was set aside')
    await expect(screen.getByRole('link', { name: '2 files were set aside' })).toBeVisible()
    await expect(screen.getByRole('link', { name: 'Sending 2 files again was taken back' })).toBeVisible()
    expect(await seriousComplaints(page)).toEqual([])
    await screen.getByRole('link', { name: '2 files were set aside' }).click()
    await expect(files.rows).toHaveCount(2)
  })
})

test('a store that is open without a file is told so, shown how to check, and left alone once it is closed today', async ({
  page,
  cloud,
  register,
}) => {
  const settings = settingsOf(cloud.url, register.path)
  const open = ['00:00-24:00']
  const openingHours = { mon: open, tue: open, wed: open, thu: open, fri: open, sat: open, sun: open }
  await setUpStore(page, { ...settings, store: { ...settings.store, openingHours } })
  const store = windowOf(page)
  const { screen, notices, strip } = store
  await isCountedEverywhere(store, null, 1, 'No sales files since')
  await page.keyboard.press('Control+3')
  const card = screen.getByRole('region', { name: /^No sales files since/ })
  await expect(card).toContainText('Who can fix it: you')

  await card.getByRole('button', { name: 'Show me how to check' }).focus()
  await page.keyboard.press('Enter')
  const guide = screen.getByRole('button', { name: 'The folder can’t be read, or no files come' })
  await expect(guide).toHaveAttribute('aria-expanded', 'true')
  await expect(guide).toBeFocused()

  await page.keyboard.press('Control+3')
  await card.getByRole('button', { name: 'We are closed today' }).click()
  await isCountedEverywhere(store, null, 0, 'All sent')
  await expect(screen).toContainText('Nothing needs you. No file was ever refused.')
  await notices.getByRole('button', { name: 'Undo' }).click()
  await isCountedEverywhere(store, null, 1, 'No sales files since')
  await expect(card).toBeVisible()

  await test.step('a folder that has gone is told within a minute, and leaves by itself when it is back', async () => {
    const away = `${register.path}-away`
    renameSync(register.path, away)
    await expect(strip).toContainText('Folder can’t be opened', { timeout: 60_000 })
    renameSync(away, register.path)
    await isCountedEverywhere(store, null, 1, 'No sales files since')
    await expect(card).toBeVisible()
  })
})
