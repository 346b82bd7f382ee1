import { expect, test } from 'vitest'
import type { AppSnapshot } from '../../contract/ipc.ts'
import type { Timer } from '../engine/support/clock.ts'
import { usualPreferences } from './preferences.ts'
import { Presence } from './presence.ts'
import type { TrayPicture } from './tray-picture.ts'

const snapshot = (change: Partial<AppSnapshot> = {}): AppSnapshot => ({
  mode: 'real',
  store: { name: 'Acme #204', locationId: '33084', timeZone: 'America/New_York' },
  otherCloud: null,
  engine: 'stopped',
  status: null,
  attention: [],
  statusAt: '2026-11-21T19:43:20.000Z',
  password: 'kept',
  secretStore: true,
  version: '0.1.0',
  trouble: 'Damaged.',
  supportId: null,
  ...change,
})

const aDesktop = (options: { readonly hasDock?: boolean } = {}) => {
  let host: string | null = null
  let removed = 0
  const drawn: TrayPicture[] = []
  const badges: number[] = []
  const waiting: { readonly ms: number; readonly action: () => void }[] = []
  const presence = new Presence({
    clock: {
      wall: () => Date.parse('2026-11-21T19:43:20.000Z'),
      monotonic: () => 0,
      after: (ms, action): Timer => {
        waiting.push({ ms, action })
        return { cancel: () => waiting.splice(0) }
      },
    },
    log: () => undefined,
    hasDock: options.hasDock === true,
    findTrayHost: () => Promise.resolve(host),
    createTray: () => ({ show: (picture) => drawn.push(picture), remove: () => (removed += 1) }),
    showBadge: (count) => badges.push(count),
    notifications: { look: () => undefined, end: () => undefined },
  })
  const show = (change: Partial<AppSnapshot> = {}): void =>
    presence.show({ snapshot: snapshot(change), preferences: usualPreferences, openingHours: null })
  return { presence, drawn, badges, waiting, show, removed: () => removed, setHost: (to: string | null) => (host = to) }
}

test('a panel that comes late gets the icon, drawn as things stand by then', async () => {
  const desktop = aDesktop()
  await desktop.presence.start()
  desktop.show()
  expect([desktop.drawn.length, await desktop.presence.isReachable()]).toEqual([0, false])
  desktop.setHost(':1.4')
  const [again] = desktop.waiting
  expect(again?.ms).toBe(5000)
  again?.action()
  await expect.poll(() => desktop.drawn.map(({ shape }) => shape)).toEqual(['attention'])
  expect(await desktop.presence.isReachable()).toBe(true)
  expect(desktop.drawn).toHaveLength(1)
})

test('a panel that has gone makes the program unreachable without its window; a Dock never does', async () => {
  const desktop = aDesktop()
  desktop.setHost(':1.4')
  await desktop.presence.start()
  expect(await desktop.presence.isReachable()).toBe(true)
  desktop.setHost(null)
  expect(await desktop.presence.isReachable()).toBe(false)
  expect(await aDesktop({ hasDock: true }).presence.isReachable()).toBe(true)
})

test('a panel that was started anew gets the icon again', async () => {
  const desktop = aDesktop()
  desktop.show()
  desktop.setHost(':1.4')
  await desktop.presence.start()
  desktop.setHost(':1.9')
  desktop.waiting[0]?.action()
  await expect.poll(() => desktop.drawn.length).toBe(2)
  expect(desktop.removed()).toBe(1)
})

test('the badge counts what needs a person, and nothing of practice', () => {
  const desktop = aDesktop()
  desktop.show()
  desktop.show({ mode: 'practice' })
  desktop.show({ trouble: null })
  expect(desktop.badges).toEqual([1, 0, 0])
})

test('after the end nothing is drawn any more', async () => {
  const desktop = aDesktop()
  desktop.setHost(':1.4')
  await desktop.presence.start()
  desktop.presence.end()
  desktop.show()
  expect([desktop.drawn.length, desktop.badges.length, desktop.removed()]).toEqual([0, 0, 1])
  expect(await desktop.presence.isReachable()).toBe(false)
})
