import { beforeEach, describe, expect, test } from 'vitest'
import type { OpeningHours } from '../../contract/configuration.ts'
import type { EngineStatus, ProblemCode } from '../../contract/engine-status.ts'
import type { AppSnapshot } from '../../contract/ipc.ts'
import { aSnapshot as snapshotOf, aStatus, zone } from '../../contract/testing/snapshots.ts'
import { toastKinds, type ToastKind } from '../../contract/toast-kinds.ts'
import { noFiles } from '../../contract/vocabulary.ts'
import type { Timer } from '../engine/support/clock.ts'
import { Notifications } from './notifications.ts'
import type { QuietHours, ToldMemory } from './notification-policy.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Friday 20 November 2026, 10:00 in the store. */
const start = Date.parse('2026-11-20T15:00:00.000Z')
const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const hoursOf = (span: readonly string[]): OpeningHours =>
  Object.fromEntries(week.map((name) => [name, span])) as unknown as OpeningHours
const allOn: Record<ToastKind, boolean> = { 'sign-in': true, refused: true, quiet: true, 'not-sent': true, disk: true }

interface Shown {
  readonly kind: ToastKind | 'test'
  readonly title: string
  readonly body: string
  readonly at: number
  withdrawnAt: number | null
  readonly open: () => void
  readonly remind: () => void
}

/** A computer with a clock that is moved by hand; one shop's program on it, which can be started anew. */
const aComputer = (openingHours: OpeningHours | null = null, quietHours: QuietHours | null = null) => {
  let wall = start
  let monotonic = 0
  let told: ToldMemory = {}
  const shown: Shown[] = []
  const opened: string[] = []
  const clock = { wall: () => wall, monotonic: () => monotonic, after: (): Timer => ({ cancel: () => undefined }) }
  const begin = (): Notifications =>
    new Notifications({
      clock,
      log: () => undefined,
      told,
      onTold: (next) => {
        told = JSON.parse(JSON.stringify(next)) as ToldMemory
      },
      open: (place) => opened.push(place),
      show: (kind, { words }, { onOpen, onRemindTomorrow }) => {
        const { title, body } = words()
        const toast: Shown = { kind, title, body, at: wall, withdrawnAt: null, open: onOpen, remind: onRemindTomorrow }
        shown.push(toast)
        return {
          withdraw: () => {
            toast.withdrawnAt ??= wall
          },
        }
      },
    })
  let notifications = begin()
  let snapshot: AppSnapshot = aSnapshot()
  let switches = allOn
  const look = (): void => notifications.look({ snapshot, switches, timeZone: zone, openingHours, quietHours })
  return {
    shown,
    opened,
    at: () => wall,
    setClock: (to: number) => (wall = to),
    become: (next: AppSnapshot) => {
      snapshot = next
      look()
    },
    switchOff: (...kinds: readonly ToastKind[]) => {
      switches = { ...switches, ...Object.fromEntries(kinds.map((kind) => [kind, false])) }
      look()
    },
    /** Time passes; the program looks every five seconds, as app.ts does, and over hours every minute. */
    pass: (ms: number) => {
      const step = ms > hour && ms % minute === 0 ? minute : 5000
      for (let passed = 0; passed < ms; passed += step) {
        wall += step
        monotonic += step
        look()
      }
    },
    test: () => notifications.test(),
    wakeUp: () => notifications.wokeUp(),
    restart: () => {
      notifications.end()
      notifications = begin()
    },
  }
}

const startedAt = new Date(start).toISOString()
const aSnapshot = (status: Partial<EngineStatus> = {}, change: Partial<AppSnapshot> = {}): AppSnapshot =>
  snapshotOf(
    aStatus({ since: startedAt, counts: noFiles, lastScanAt: null, lastAcceptedAt: null, lastReport: null, ...status }),
    { attention: [], statusAt: startedAt, ...change },
  )

const withProblem = (code: ProblemCode): AppSnapshot =>
  aSnapshot({
    state: 'attention',
    problems: [{ code, since: new Date(start).toISOString(), count: 1, sentence: 'It is so.' }],
  })
const refused = (n: number): AppSnapshot => aSnapshot({ state: 'attention', counts: { ...noFiles, refused: n } })
const waitingSince = (n: number, at: number, more: Partial<EngineStatus> = {}): AppSnapshot =>
  aSnapshot({
    state: 'working',
    counts: { ...noFiles, waiting: n },
    oldestWaitingAt: new Date(at).toISOString(),
    ...more,
  })

/** A state of the store under which a kind has its cause. */
const faults: Readonly<Record<ToastKind, () => AppSnapshot>> = {
  'sign-in': () => withProblem('sign-in-refused'),
  refused: () => refused(3),
  quiet: () => withProblem('no-sales-files'),
  'not-sent': () => waitingSince(5, start - 5 * hour),
  disk: () => withProblem('disk-low'),
}
const kindsOf = (shown: readonly Shown[]): readonly Shown['kind'][] => shown.map(({ kind }) => kind)

let computer = aComputer()
beforeEach(() => {
  computer = aComputer()
})

describe('each of the five kinds', () => {
  test.each(toastKinds)('%s is shown once, and withdrawn within five seconds of its end', (kind) => {
    computer.become(faults[kind]())
    computer.pass(11 * minute)
    expect(kindsOf(computer.shown)).toEqual([kind])
    expect(computer.shown[0]?.withdrawnAt).toBeNull()
    computer.pass(5 * hour)
    expect(computer.shown).toHaveLength(1)
    const cleared = computer.at()
    computer.become(aSnapshot())
    expect(computer.shown[0]?.withdrawnAt).toBe(cleared)
  })

  test.each(toastKinds)('%s that is switched off is never shown, also while it fails', (kind) => {
    computer.switchOff(kind)
    computer.become(faults[kind]())
    computer.pass(30 * hour)
    expect(computer.shown).toEqual([])
  })

  test.each(toastKinds)('%s that is switched off while it is shown is withdrawn at once', (kind) => {
    computer.become(faults[kind]())
    computer.pass(11 * minute)
    computer.switchOff(kind)
    expect(computer.shown[0]?.withdrawnAt).toBe(computer.at())
  })

  test.each(toastKinds)('%s is never shown in practice, and what was shown is withdrawn there', (kind) => {
    computer.become({ ...faults[kind](), mode: 'practice' })
    computer.pass(day)
    expect(computer.shown).toEqual([])
    computer.become(faults[kind]())
    computer.pass(minute)
    computer.become(aSnapshot({}, { mode: 'practice' }))
    expect(computer.shown.map(({ withdrawnAt }) => withdrawnAt)).toEqual([computer.at()])
  })
})

describe('what disturbs nobody', () => {
  test('is anything in the ten minutes after the start', () => {
    for (const kind of toastKinds) {
      const fresh = aComputer()
      fresh.become(faults[kind]())
      fresh.pass(10 * minute - 5000)
      expect(fresh.shown).toEqual([])
    }
  })

  test('is anything in the ten minutes after a wake-up', () => {
    computer.pass(hour)
    computer.wakeUp()
    computer.become(faults.refused())
    computer.pass(10 * minute - 5000)
    expect(computer.shown).toEqual([])
    computer.pass(5000)
    expect(kindsOf(computer.shown)).toEqual(['refused'])
  })

  test('is an hour without internet with two hundred files waiting', () => {
    computer.pass(hour)
    const from = computer.at()
    const problems = [{ code: 'no-internet', since: new Date(from).toISOString(), count: 200, sentence: '' }] as const
    computer.become(waitingSince(200, from, { problems }))
    computer.pass(hour)
    expect(computer.shown).toEqual([])
    computer.become(aSnapshot())
    computer.pass(hour)
    expect(computer.shown).toEqual([])
  })

  test.each([
    'no-internet',
    'service-not-answering',
    'report-failing',
    'scan-stale',
    'waiting-too-long',
    'files-held',
    'backup-old',
  ] as const)('is %s by itself', (code) => {
    computer.become(withProblem(code))
    computer.pass(day)
    expect(computer.shown).toEqual([])
  })

  test('is what is over again within half a minute', () => {
    computer.pass(hour)
    for (let i = 0; i < 50; i += 1) {
      computer.become(faults['sign-in']())
      computer.pass(25_000)
      computer.become(aSnapshot())
      computer.pass(5000)
    }
    expect(computer.shown).toEqual([])
  })

  test('is a pause, however long', () => {
    computer.become(
      waitingSince(5, start - 5 * hour, { paused: { until: null, since: new Date(start).toISOString(), who: 'x' } }),
    )
    computer.pass(10 * hour)
    expect(computer.shown).toEqual([])
  })

  test('is files that have waited less than four hours', () => {
    computer.become(waitingSince(5, start))
    computer.pass(4 * hour - 10_000)
    expect(computer.shown).toEqual([])
    computer.pass(45_000)
    expect(kindsOf(computer.shown)).toEqual(['not-sent'])
  })

  test('is an engine that starts again: what is shown stays, and nothing new comes', () => {
    computer.become(faults.refused())
    computer.pass(11 * minute)
    computer.become(aSnapshot({}, { engine: 'starting', status: null }))
    computer.pass(minute)
    expect(computer.shown.map(({ withdrawnAt }) => withdrawnAt)).toEqual([null])
  })
})

test('five hundred refusals within a minute are one notification, which tells how many', () => {
  computer.pass(hour)
  for (let n = 1; n <= 500; n += 1) {
    computer.become(refused(n))
    if (n % 40 === 0) computer.pass(5000)
  }
  computer.pass(hour)
  expect(computer.shown).toHaveLength(1)
  expect(computer.shown[0]?.title).toMatch(/^\d+ files refused$/)
  expect(Number.parseInt(computer.shown[0]?.title ?? '', 10)).toBeGreaterThan(200)
})

describe('a second day', () => {
  test('brings an unchanged cause once more after twenty-four hours, and not before', () => {
    computer.become(faults.disk())
    computer.pass(11 * minute)
    computer.pass(23 * hour)
    expect(computer.shown).toHaveLength(1)
    computer.pass(2 * hour)
    expect(computer.shown).toHaveLength(2)
    expect(computer.shown[0]?.withdrawnAt).not.toBeNull()
  })

  test('brings what has grown meanwhile, once', () => {
    computer.become(refused(3))
    computer.pass(11 * minute)
    computer.become(refused(4))
    computer.pass(10 * hour)
    expect(computer.shown).toHaveLength(1)
    computer.pass(5 * hour)
    expect(computer.shown.map(({ title }) => title)).toEqual(['3 files refused', '4 files refused'])
  })

  test('the same day, a cause that went and came is not told again', () => {
    for (let i = 0; i < 10; i += 1) {
      computer.become(faults.refused())
      computer.pass(20 * minute)
      computer.become(aSnapshot())
      computer.pass(5 * minute)
    }
    expect(computer.shown).toHaveLength(1)
  })

  test('is remembered over a restart of the program', () => {
    computer.become(faults.refused())
    computer.pass(11 * minute)
    computer.restart()
    computer.pass(10 * hour)
    expect(computer.shown).toHaveLength(1)
    expect(computer.shown[0]?.withdrawnAt).not.toBeNull()
  })

  test('is not lost to a clock that was a year ahead', () => {
    computer.setClock(start + 365 * day)
    computer.become(faults.refused())
    computer.pass(11 * minute)
    computer.setClock(start)
    computer.pass(minute)
    expect(computer.shown).toHaveLength(2)
  })
})

describe('the buttons', () => {
  test('Open opens the place where something can be done', () => {
    computer.become(faults.refused())
    computer.pass(11 * minute)
    computer.shown[0]?.open()
    expect(computer.opened).toEqual(['/attention'])
  })

  test('Remind me tomorrow withdraws it and brings it back at eight the next morning, also after a restart', () => {
    computer.become(faults.disk())
    computer.pass(11 * minute)
    computer.shown[0]?.remind()
    expect(computer.shown[0]?.withdrawnAt).toBe(computer.at())
    computer.restart()
    computer.pass(23 * hour)
    expect(computer.shown.map(({ at }) => new Date(at).toISOString())).toEqual([
      '2026-11-20T15:10:00.000Z',
      '2026-11-21T13:00:00.000Z',
    ])
  })

  test('nobody is reminded of what is over', () => {
    computer.become(faults.disk())
    computer.pass(11 * minute)
    computer.shown[0]?.remind()
    computer.become(aSnapshot())
    computer.pass(2 * day)
    expect(computer.shown).toHaveLength(1)
  })
})

describe('outside opening hours', () => {
  const evening = hoursOf(['16:00-22:00'])

  test.each(toastKinds.filter((kind) => kind !== 'sign-in'))('%s waits until the store opens', (kind) => {
    const shop = aComputer(evening)
    shop.become(faults[kind]())
    shop.pass(6 * hour - 5000)
    expect(shop.shown).toEqual([])
    shop.pass(5000)
    expect(kindsOf(shop.shown)).toEqual([kind])
  })

  test('the sign-in waits for the next eight o’clock, whether the store is open then or not', () => {
    const shop = aComputer(hoursOf([]))
    shop.become(faults['sign-in']())
    shop.pass(22 * hour - 5000)
    expect(shop.shown).toEqual([])
    shop.pass(5000)
    expect(shop.shown.map(({ kind, at }) => [kind, new Date(at).toISOString()])).toEqual([
      ['sign-in', '2026-11-21T13:00:00.000Z'],
    ])
  })

  test('the sign-in is told at once while the store is open', () => {
    const shop = aComputer(hoursOf(['09:00-22:00']))
    shop.pass(hour)
    shop.become(faults['sign-in']())
    shop.pass(30_000)
    expect(kindsOf(shop.shown)).toEqual(['sign-in'])
  })
})

const problem = (code: ProblemCode) => ({ code, since: new Date(start).toISOString(), count: 1, sentence: '' })

describe('quiet hours', () => {
  const night: QuietHours = { from: '22:00', to: '06:00' }

  test('let nothing through, not even the sign-in, and what still holds is told when they end', () => {
    const computer = aComputer(null, { from: '09:00', to: '12:00' })
    computer.become(aSnapshot({ problems: [problem('sign-in-refused')] }))
    computer.pass(2 * hour - minute)
    expect(computer.shown).toEqual([])
    computer.pass(2 * minute)
    expect(computer.shown.map(({ kind }) => kind)).toEqual(['sign-in'])
    expect(computer.shown[0]?.at).toBeGreaterThanOrEqual(start + 2 * hour)
  })

  test('run past midnight where they end earlier than they begin, by the store’s clock', () => {
    const computer = aComputer(null, night)
    // 21:30 in the store.
    computer.pass(11 * hour + 30 * minute)
    computer.become(aSnapshot({ counts: { ...noFiles, refused: 1 } }))
    computer.pass(35 * minute)
    expect(computer.shown, 'before ten in the evening').toHaveLength(1)
    computer.become(aSnapshot({ problems: [problem('disk-full')] }))
    computer.pass(7 * hour + 50 * minute)
    expect(
      computer.shown.map(({ kind }) => kind),
      'until six nothing',
    ).toEqual(['refused'])
    computer.pass(20 * minute)
    expect(computer.shown.map(({ kind }) => kind)).toEqual(['refused', 'disk'])
  })

  test('of no length are none', () => {
    const computer = aComputer(null, { from: '10:00', to: '10:00' })
    computer.become(aSnapshot({ counts: { ...noFiles, refused: 1 } }))
    computer.pass(20 * minute)
    expect(computer.shown).toHaveLength(1)
  })
})

test('a test is shown at once, takes the place of the one before, and says nothing about the store', () => {
  const computer = aComputer(null, { from: '00:00', to: '23:59' })
  computer.test()
  computer.test()
  expect(computer.shown.map(({ kind, withdrawnAt }) => [kind, withdrawnAt !== null])).toEqual([
    ['test', true],
    ['test', false],
  ])
  computer.shown[1]?.open()
  expect(computer.opened).toEqual(['/settings'])
})
