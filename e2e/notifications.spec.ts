// Notifications on a real desktop service (dunst on the tests' screen). The policy's hours and days are held by
// main/shell/notification-policy.test.ts; here it is proved that they arrive, once, and are taken back.

import { missingFor, startSessionBus, type SessionBus } from './desktop/session-bus.ts'
import { bridgeKey } from '../contract/channel-names.ts'
import type { WindowBridge } from '../contract/ipc.ts'
import { expect, test as base, type StartedApp } from './fixtures.ts'
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

/** Main's monotonic clock goes on by that much: what waits for time to pass has waited. */
const letTimePass = (app: StartedApp, ms: number): Promise<void> =>
  app.electron.evaluate((_, more) => {
    const before = performance.now.bind(performance)
    performance.now = () => before() + more
  }, ms)

test.skip(missing !== null, missing ?? '')

test('four refused files are one notification after the quiet minutes, and none once they are dealt with', async ({
  dunst,
  store,
  app,
  register,
}) => {
  register.write(...Array.from({ length: 4 }, () => aJournal({ prices: [wrongPrice] })))
  await expect(store.strip).toContainText('4 files need you', { timeout: 30_000 })
  expect(await dunst.displayed(), 'nothing in the first ten minutes').toBe(0)
  await letTimePass(app, 11 * 60_000)
  await expect.poll(dunst.displayed, { timeout: 15_000 }).toBe(1)

  await store.page.evaluate(async (key) => {
    const bridge = Reflect.get(globalThis, key) as WindowBridge
    const filter = { dateKind: 'found', from: null, to: null, group: 'refused', text: '', problemsOnly: false } as const
    const page = await bridge.listFiles({ filter, after: null, limit: 100 })
    const ids = page.ok ? page.value.rows.map(({ id }) => id) : []
    await bridge.giveOrder({ action: 'set-aside', which: { ids }, reason: null, again: false })
  }, bridgeKey)
  const cleared = Date.now()
  await expect.poll(dunst.displayed, { timeout: 10_000 }).toBe(0)
  expect(Date.now() - cleared, 'withdrawn within five seconds').toBeLessThan(5000)
  expect(await dunst.gone()).toEqual(['4 files refused'])
})

test('a kind that is switched off is never shown', async ({ dunst, store, app, register }) => {
  await store.go('Settings')
  await store.screen.getByRole('switch', { name: 'Files refused' }).click()
  register.write(aJournal({ prices: [wrongPrice] }))
  await expect(store.strip).toContainText('1 file needs you', { timeout: 30_000 })
  await letTimePass(app, 11 * 60_000)
  // Whatever a person changes here is looked at at once.
  await store.screen.getByRole('switch', { name: 'Sign-in needed' }).click()
  await expect(store.screen.getByRole('switch', { name: 'Sign-in needed' })).not.toBeChecked()
  expect([await dunst.displayed(), await dunst.gone()]).toEqual([0, []])
  await store.screen.getByRole('switch', { name: 'Files refused' }).click()
  await expect.poll(dunst.displayed).toBe(1)
  await store.screen.getByRole('button', { name: 'Send me a test' }).click()
  await expect.poll(dunst.displayed, 'a test comes at once').toBe(2)
})
