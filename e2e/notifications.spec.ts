// Notifications on a real desktop service (dunst on the tests' screen). The policy's hours and days are held by
// main/shell/notification-policy.test.ts; here it is proved that they arrive, once, and are taken back.

import { missingFor, missingForTray, startSessionBus, type SessionBus } from './desktop/session-bus.ts'
import { bridgeKey } from '../contract/channel-names.ts'
import type { WindowBridge } from '../contract/ipc.ts'
import { expect, test as base } from './fixtures.ts'
import { letTimePass } from './desktop/let-time-pass.ts'
import { watchBadge } from './desktop/badge.ts'
import { startTrayHost } from './desktop/tray-icon.ts'
import { aJournal, wrongPrice } from './store/journal.ts'

const missing = missingFor('dunst', 'dunstctl')

interface Dunst {
  readonly bus: SessionBus
  readonly displayed: () => Promise<number>
  /** Titles of those that have gone, newest first. */
  readonly gone: () => Promise<readonly string[]>
}

const test = base.extend<{ readonly dunst: Dunst }>({
  dunst: async ({}, use) => {
    const bus = await startSessionBus()
    bus.start('dunst', ['-conf', '/dev/null'])
    const displayed = async (): Promise<number> => Number(await bus.ask('dunstctl', 'count', 'displayed'))
    // Asked of the bus: asking dunst itself would start a second one.
    const isThere = (): Promise<string> =>
      bus.call(
        'org.freedesktop.DBus',
        '/org/freedesktop/DBus',
        'org.freedesktop.DBus.NameHasOwner',
        'org.freedesktop.Notifications',
      )
    await expect.poll(isThere).toContain('true')
    await use({
      bus,
      displayed,
      gone: async () => {
        const history = JSON.parse(await bus.ask('dunstctl', 'history')) as {
          readonly data: readonly (readonly { readonly summary: { readonly data: string } }[])[]
        }
        return (history.data[0] ?? []).map(({ summary }) => summary.data)
      },
    })
    await bus.end()
  },
  appEnvironment: async ({ dunst }, use) => use({ DBUS_SESSION_BUS_ADDRESS: dunst.bus.address }),
})

test.skip(missing !== null, missing ?? '')

test('five hundred refused files are one notification after the quiet minutes, one card a cause, and none of it is left once they are dealt with', async ({
  dunst,
  store,
  app,
  cloud,
  register,
}) => {
  test.setTimeout(120_000)
  const badge = await watchBadge(app)
  const icon = missingForTray() === null ? await (await startTrayHost(dunst.bus)).firstIcon() : null
  const cards = store.screen.getByRole('region').filter({ has: store.page.getByText(/^Who can fix it/) })
  const counted = store.navigation.getByRole('link', { name: /^Needs attention/ })
  const onTray = async (): Promise<readonly string[]> =>
    icon === null ? [] : (await icon.labels()).filter((label) => label.startsWith('Needs attention'))
  const other = aJournal()
  cloud.control.addFaults({
    on: 'journal',
    match: { name: other.name },
    do: {
      kind: 'verdict',
      status: 'FatalError',
      message: 'No.',
      details: [{ line: 4, position: 2, message: 'The programme is not known.' }],
    },
  })
  register.write(other, ...Array.from({ length: 499 }, () => aJournal({ prices: [wrongPrice] })))
  await expect(store.strip).toContainText('500 files need you', { timeout: 60_000 })
  expect(await dunst.displayed(), 'nothing in the first ten minutes').toBe(0)
  await letTimePass(app, 11 * 60_000)
  await expect.poll(dunst.displayed, { timeout: 15_000 }).toBe(1)
  await store.page.keyboard.press('Control+3')
  await expect(cards).toHaveCount(2)
  await expect(counted).toHaveText('Needs attention2')
  await expect.poll(badge, 'the badge counts cards').toBe(2)
  if (icon !== null) await expect.poll(onTray).toEqual(['Needs attention (2)…'])

  await store.page.evaluate(async (key) => {
    const bridge = Reflect.get(globalThis, key) as WindowBridge
    const filter = { dateKind: 'found', from: null, to: null, group: 'refused', text: '', problemsOnly: false } as const
    const newest = await bridge.listFiles({ filter, after: null, limit: 1 })
    const upTo = newest.ok ? (newest.value.rows[0]?.id ?? '') : ''
    await bridge.giveOrder({ action: 'set-aside', which: { filter, upTo }, reason: null, again: false })
  }, bridgeKey)
  const cleared = Date.now()
  await Promise.all([
    expect.poll(dunst.displayed, { timeout: 10_000 }).toBe(0),
    expect.poll(badge, { timeout: 10_000 }).toBe(0),
    expect(cards).toHaveCount(0),
    expect(counted).toHaveText('Needs attention'),
    expect.poll(onTray).toEqual([]),
  ])
  expect(Date.now() - cleared, 'gone within five seconds').toBeLessThan(5000)
  expect(await dunst.gone()).toEqual(['500 files refused'])
})

test('a kind that is switched off is never shown, and nothing is in the minutes after a wake-up', async ({
  dunst,
  store,
  app,
  register,
}) => {
  await store.go('Settings')
  await store.screen.getByRole('switch', { name: 'Files refused' }).click()
  register.write(aJournal({ prices: [wrongPrice] }))
  await expect(store.strip).toContainText('1 file needs you', { timeout: 30_000 })
  await letTimePass(app, 11 * 60_000)
  // Whatever a person changes here is looked at at once.
  await store.screen.getByRole('switch', { name: 'Sign-in needed' }).click()
  await expect(store.screen.getByRole('switch', { name: 'Sign-in needed' })).not.toBeChecked()
  expect([await dunst.displayed(), await dunst.gone()]).toEqual([0, []])
  // The computer wakes: what it may tell now waits for quiet minutes of its own.
  await app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'))
  await store.screen.getByRole('switch', { name: 'Files refused' }).click()
  await expect(store.screen.getByRole('switch', { name: 'Files refused' })).toBeChecked()
  expect([await dunst.displayed(), await dunst.gone()], 'right after a wake-up').toEqual([0, []])
  await letTimePass(app, 11 * 60_000)
  await store.screen.getByRole('switch', { name: 'Sign-in needed' }).click()
  await expect.poll(dunst.displayed).toBe(1)
  await store.screen.getByRole('button', { name: 'Send me a test' }).click()
  await expect.poll(dunst.displayed, 'a test comes at once').toBe(2)
})
