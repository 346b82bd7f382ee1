// What the scripted main process plays: a store on a good day, a bad day, offline, in practice, being set up, and the
// files that are hard to show. All stand at the same moment, Saturday 21 November 2026, 2:43:20 PM in New York.

import type { EngineStatus, Problem } from '../../contract/engine-status.ts'
import type { AppSnapshot, ConnectionFacts, FileRow, LaneState, LinkLane, TodayFacts } from '../../contract/ipc.ts'
import { noFiles, type DocumentState } from '../../contract/vocabulary.ts'
import { cardsOf } from './attention-world.ts'
import { dayOf, groupOf, rowAt } from './file-world.ts'

export const NOW = Date.parse('2026-11-21T19:43:20.000Z')
const MINUTE = 60_000
const iso = (at: number): string => new Date(at).toISOString()
/** Store-local clock time of today as an instant. */
const clock = (text: string): number => Date.parse(`2026-11-21T${text}:00-05:00`)

export interface Scenario {
  readonly snapshot: AppSnapshot
  readonly rows: readonly FileRow[]
  /** Instead of rows: a list of so many files, made on demand. */
  readonly count: number | null
  readonly today: TodayFacts
  readonly connection: ConnectionFacts
  /** New files arrive and move through the queue by themselves. */
  readonly live: boolean
  readonly failing: readonly string[]
  /** A manager PIN is set (2468). */
  readonly pin?: boolean
}

const found = (at: number, id: number, change: Partial<FileRow> = {}): FileRow => rowAt(at, String(id), change)
const unanswered = { acceptedAt: null, answeredAt: null, referenceId: null, validationStatus: null } as const

/** Fourteen days, a file every quarter of an hour from 6 AM to midnight. */
const usualRows = (): FileRow[] => {
  const rows: FileRow[] = []
  let id = 5000
  for (let at = clock('14:41'); at > NOW - 14 * 24 * 60 * MINUTE; at -= 15 * MINUTE) {
    const hour = new Date(at - 5 * 60 * MINUTE).getUTCHours()
    if (hour >= 6) rows.push(found(at, id))
    id -= 1
  }
  return rows
}

const withProblems = (): FileRow[] => {
  const rows = usualRows()
  const put = (index: number, change: Partial<FileRow>): void => {
    const row = rows[index]
    if (row !== undefined) rows[index] = { ...row, ...change }
  }
  put(0, { ...unanswered, state: 'waiting', waitCause: 'document', nextAttemptAt: iso(clock('14:50')), attempts: 2 })
  put(1, { ...unanswered, state: 'unclear', problem: 'unanswered' })
  put(2, { ...unanswered, state: 'sending' })
  put(5, { state: 'accepted-with-notes', validationStatus: 'NonFatalError', noteCount: 1 })
  put(6, { ...unanswered, state: 'not-needed', problem: 'no-sales', sales: 0, attempts: 0 })
  const yesterdayEvening = rows.findIndex((row) => row.businessDates[0] === '2026-11-20')
  const refused: Partial<FileRow> = {
    state: 'refused',
    acceptedAt: null,
    validationStatus: 'FatalError',
    problemCount: 1,
  }
  put(yesterdayEvening + 12, refused)
  put(yesterdayEvening + 13, refused)
  put(yesterdayEvening + 14, { ...refused, problemCount: 2, noteCount: 1 })
  put(yesterdayEvening + 40, { ...unanswered, state: 'held', problem: 'repeats', attempts: 0 })
  put(yesterdayEvening + 60, { ...unanswered, state: 'held', problem: 'not-well-formed', attempts: 0, problemCount: 1 })
  put(yesterdayEvening + 61, { ...unanswered, state: 'ignored', attempts: 0 })
  put(yesterdayEvening + 62, { ...unanswered, state: 'set-aside', attempts: 1 })
  put(yesterdayEvening + 63, { ...unanswered, state: 'replaced', attempts: 1 })
  return rows
}

const countStates = (rows: readonly FileRow[]): Record<DocumentState, number> => {
  const counts: Record<DocumentState, number> = { ...noFiles }
  for (const row of rows) counts[row.state] += 1
  return counts
}

const folder = 'C:\\Passport\\XMLGateway\\BOOutBox'

const statusOf = (rows: readonly FileRow[], change: Partial<EngineStatus> = {}): EngineStatus => ({
  state: 'good',
  since: iso(clock('06:00')),
  counts: countStates(rows),
  oldestWaitingAt: null,
  lastScanAt: iso(NOW - 20_000),
  lastAcceptedAt: iso(clock('14:41')),
  lastReport: { at: iso(clock('14:40')), state: 'OK', ok: true },
  signIn: 'signed-in',
  breaker: 'closed',
  folders: [{ path: folder, reachable: true, lastScanAt: iso(NOW - 20_000), watcher: 'watching' }],
  problems: [],
  paused: null,
  ...change,
})

const snapshotOf = (status: EngineStatus | null, change: Partial<AppSnapshot> = {}): AppSnapshot => ({
  mode: 'real',
  store: { name: 'Acme #204', locationId: '33084', timeZone: 'America/New_York' },
  otherCloud: null,
  engine: 'running',
  status,
  attention: [],
  statusAt: iso(NOW),
  password: 'kept',
  secretStore: true,
  version: '0.1.0',
  supportId: '7F3-22K',
  trouble: null,
  ...change,
})

const perHour = [0, 0, 0, 0, 0, 0, 4, 4, 5, 5, 4, 5, 6, 5, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]

export const todayOf = (rows: readonly FileRow[], change: Partial<TodayFacts> = {}): TodayFacts => {
  const day = (date: string, salesAmount: string | null) => {
    const of = rows.filter((row) => row.businessDates[0] === date)
    const count = (...groups: string[]): number => of.filter((row) => groups.includes(groupOf(row))).length
    return {
      date,
      found: of.length,
      accepted: count('accepted', 'with-notes'),
      refused: count('refused'),
      waiting: count('waiting'),
      salesAmount,
    }
  }
  const needing = rows.filter((row) => ['refused', 'held', 'unclear'].includes(row.state))
  return {
    today: { ...day('2026-11-21', '7214.05'), lastFileAt: iso(clock('14:41')), perHour, currentHour: 14 },
    yesterday: day('2026-11-20', '18846.02'),
    lastAcceptedAt: iso(clock('14:41')),
    needsYou: needing.slice(0, 5).map(({ id, name, state }) => ({ id, name, state })),
    needsYouCount: needing.length,
    latest: rows.slice(0, 8),
    freeBytes: 412_000_000_000,
    ...change,
  }
}

/** A night the store was closed, a PC that slept, a short break of the service, and a longer one of the internet. */
const dayOfLanes = (): ConnectionFacts['day'] => {
  const from = clock('14:45') - 24 * 60 * MINUTE
  const slept = ['not-measured', clock('03:05'), clock('03:45')] as const
  const runs = (...parts: readonly (readonly [LaneState, number, number])[]): LinkLane['runs'] => {
    const filled: { state: LaneState; from: string; to: string }[] = []
    let at = from
    for (const [state, begins, ends] of parts) {
      if (begins > at) filled.push({ state: 'working', from: iso(at), to: iso(begins) })
      filled.push({ state, from: iso(begins), to: iso(ends) })
      at = ends
    }
    return at < NOW ? [...filled, { state: 'working', from: iso(at), to: iso(NOW) }] : filled
  }
  const offline = ['broken', clock('13:10'), clock('13:50')] as const
  return {
    from: iso(from),
    to: iso(NOW),
    stepMs: 5 * MINUTE,
    lanes: [
      {
        link: 'register',
        brokenMs: 0,
        runs: runs(['quiet', clock('00:00'), clock('03:05')], slept, ['quiet', clock('03:45'), clock('06:00')]),
      },
      { link: 'pc', brokenMs: 0, runs: runs(slept) },
      { link: 'internet', brokenMs: 36 * MINUTE, runs: runs(slept, offline) },
      {
        link: 'petrosoft',
        brokenMs: 45 * MINUTE,
        runs: runs(['broken', clock('19:45') - 24 * 60 * MINUTE, clock('19:55') - 24 * 60 * MINUTE], slept, offline),
      },
    ],
  }
}

const connectionOf = (change: Partial<ConnectionFacts> = {}): ConnectionFacts => ({
  register: { state: 'working', lastFileAt: iso(clock('14:41')), lastScanAt: iso(NOW - 3000) },
  pc: { state: 'good', freeBytes: 412_000_000_000, clockOffSeconds: 0.4 },
  internet: { state: 'good', since: iso(clock('13:48')), answerMs: 42 },
  petrosoft: { state: 'signed-in', since: iso(clock('06:00')), lastAnswerAt: iso(clock('14:41')), nextTryAt: null },
  reports: {
    last: { at: iso(clock('14:40')), state: 'OK', ok: true },
    nextAt: iso(clock('14:45')),
    missedToday: 0,
    everySeconds: 300,
  },
  buffer: { files: 0, bytes: 0, oldestAt: null, roomDays: 41 },
  day: dayOfLanes(),
  outages: [
    {
      what: 'internet',
      from: iso(clock('13:12')),
      to: iso(clock('13:48')),
      sentence: '3 files waited, all sent by 1:49 PM',
    },
    {
      what: 'service',
      from: iso(clock('07:46') - 24 * 60 * MINUTE),
      to: iso(clock('07:55') - 24 * 60 * MINUTE),
      sentence: 'Service was busy. 2 files waited',
    },
  ],
  ...change,
})

const problem = (code: Problem['code'], count: number, since: number): Problem => ({
  code,
  count,
  since: iso(since),
  sentence: code,
})

/** With the cards of its files and problems. */
export const withCards = (snapshot: AppSnapshot, rows: readonly FileRow[]): AppSnapshot => ({
  ...snapshot,
  attention: cardsOf(rows, snapshot.status?.problems ?? []).map(({ key, code, since, count }) => {
    return { key, code, since, count }
  }),
})

const make = (rows: readonly FileRow[], change: Partial<Scenario> = {}): Scenario => ({
  rows,
  count: null,
  today: todayOf(rows),
  connection: connectionOf(),
  live: false,
  failing: [],
  ...change,
  snapshot: withCards(change.snapshot ?? snapshotOf(statusOf(rows)), rows),
})

const offlineParts = (rows: readonly FileRow[], problems: readonly Problem[]) => ({
  snapshot: snapshotOf(
    statusOf(rows, {
      state: problems.length > 1 ? 'attention' : 'working',
      problems,
      breaker: 'open',
      lastAcceptedAt: iso(clock('13:10')),
    }),
  ),
  today: todayOf(rows, { lastAcceptedAt: iso(clock('13:10')) }),
  connection: connectionOf({
    internet: { state: 'offline', since: iso(clock('13:12')), answerMs: null },
    petrosoft: {
      state: 'not-answering',
      since: iso(clock('13:12')),
      lastAnswerAt: iso(clock('13:10')),
      nextTryAt: iso(clock('14:46')),
    },
    buffer: { files: 7, bytes: 311_000, oldestAt: iso(clock('13:11')), roomDays: 41 },
    outages: [{ what: 'internet', from: iso(clock('13:12')), to: null, sentence: '7 files wait' }],
  }),
})

const offlineRows = (rows: FileRow[]): FileRow[] =>
  rows.map((row, index) => (index < 7 ? { ...row, ...unanswered, state: 'waiting', waitCause: 'no-internet' } : row))

/** What an engine is asked for by the screens. */
const unreadable = [
  'getAttention',
  'getSalesMonth',
  'getSalesDay',
  'getToday',
  'listFiles',
  'getConnection',
  'getSettings',
] as const

export const scenarios = {
  good: (): Scenario => make(usualRows()),
  attention: (): Scenario => {
    const rows = withProblems()
    const refused = problem('files-refused', 3, clock('14:00') - 20 * 60 * MINUTE)
    return make(rows, { snapshot: snapshotOf(statusOf(rows, { state: 'attention', problems: [refused] })) })
  },
  offline: (): Scenario => {
    const rows = offlineRows(usualRows())
    return make(rows, offlineParts(rows, [problem('no-internet', 7, clock('13:12'))]))
  },
  'attention-offline': (): Scenario => {
    const rows = offlineRows(
      usualRows().map((row, index) =>
        index >= 46 && index < 49 ? { ...row, state: 'refused' as const, acceptedAt: null, problemCount: 1 } : row,
      ),
    )
    return make(
      rows,
      offlineParts(rows, [problem('files-refused', 3, clock('12:00')), problem('no-internet', 7, clock('13:12'))]),
    )
  },
  'sign-in': (): Scenario => {
    const rows = usualRows().map((row, index) =>
      index < 12 ? { ...row, ...unanswered, state: 'waiting' as const, waitCause: 'sign-in' as const } : row,
    )
    return make(rows, {
      snapshot: snapshotOf(
        statusOf(rows, {
          state: 'attention',
          signIn: 'refused',
          problems: [problem('sign-in-refused', 12, clock('09:02'))],
        }),
        { password: 'needed' },
      ),
      connection: connectionOf({
        petrosoft: {
          state: 'sign-in-needed',
          since: iso(clock('09:02')),
          lastAnswerAt: iso(clock('09:02')),
          nextTryAt: iso(clock('15:02')),
        },
      }),
    })
  },
  /** Many things at once: conditions of the store, two reasons of refusals, held and unclear files. */
  mixed: (): Scenario => {
    const rows = withProblems().map((row, index) =>
      index >= 80 && index < 92
        ? { ...row, state: 'refused' as const, acceptedAt: null, problemCount: 1, noteCount: 2 }
        : index >= 100 && index < 102
          ? { ...row, ...unanswered, state: 'held' as const, problem: 'other-store' as const }
          : row,
    )
    const problems = [
      problem('sign-in-refused', 12, clock('09:02')),
      problem('folder-missing', 1, clock('10:12')),
      problem('files-refused', 15, clock('12:00')),
      problem('no-sales-files', 1, clock('10:40')),
      problem('disk-low', 1, clock('06:00')),
      problem('not-understood', 3, clock('06:00')),
    ]
    return make(rows, { snapshot: snapshotOf(statusOf(rows, { state: 'attention', problems })) })
  },
  pin: (): Scenario => ({ ...scenarios.good(), pin: true }),
  paused: (): Scenario => {
    const rows = usualRows().map((row, index) =>
      index < 9 ? { ...row, ...unanswered, state: 'waiting' as const, waitCause: 'paused' as const } : row,
    )
    const until = '2026-11-22T11:00:00.000Z'
    return make(rows, {
      snapshot: snapshotOf(
        statusOf(rows, {
          state: 'paused',
          paused: { until, since: iso(clock('14:00')), who: 'manager' },
          problems: [problem('paused', 9, clock('14:00'))],
        }),
      ),
    })
  },
  stale: (): Scenario => {
    const rows = usualRows()
    return make(rows, { snapshot: snapshotOf(statusOf(rows, { lastScanAt: iso(NOW - 18 * MINUTE) })) })
  },
  starting: (): Scenario => {
    const rows = usualRows()
    return make(rows, {
      snapshot: snapshotOf(statusOf(rows, { state: 'starting', lastScanAt: null }), { engine: 'starting' }),
    })
  },
  'no-secret-store': (): Scenario => {
    const rows = usualRows()
    return make(rows, { snapshot: snapshotOf(statusOf(rows), { secretStore: false, password: 'this-session' }) })
  },
  'other-cloud': (): Scenario => {
    const rows = usualRows()
    return make(rows, { snapshot: snapshotOf(statusOf(rows), { otherCloud: 'staging.example.net' }) })
  },
  'other-zone': (): Scenario => {
    const rows = usualRows()
    return make(rows, {
      snapshot: snapshotOf(statusOf(rows), {
        store: { name: 'Acme West', locationId: '33085', timeZone: 'Pacific/Honolulu' },
      }),
    })
  },
  trouble: (): Scenario =>
    make([], {
      snapshot: snapshotOf(null, {
        engine: 'stopped',
        trouble: 'The files of Storebridge on this PC are damaged. Call support before you do anything else.',
      }),
      failing: [...unreadable, 'getLastDays', 'getHandled'],
    }),
  quiet: (): Scenario => {
    const rows = usualRows()
    return make(rows, {
      snapshot: snapshotOf(
        statusOf(rows, { state: 'attention', problems: [problem('no-sales-files', 1, clock('10:40'))] }),
      ),
      connection: connectionOf({
        register: { state: 'quiet', lastFileAt: iso(clock('10:40')), lastScanAt: iso(NOW - 3000) },
      }),
    })
  },
  practice: (): Scenario => {
    const rows = usualRows().slice(0, 12)
    return make(rows, {
      snapshot: snapshotOf(statusOf(rows), {
        mode: 'practice',
        store: { name: 'Practice store', locationId: '00000', timeZone: 'America/New_York' },
        otherCloud: '127.0.0.1',
      }),
      today: { ...todayOf(rows), today: { ...todayOf(rows).today, found: 12, accepted: 12 } },
      connection: connectionOf({ outages: [] }),
      live: true,
    })
  },
  empty: (): Scenario => {
    const none = { found: 0, accepted: 0, refused: 0, waiting: 0, salesAmount: null }
    return make([], {
      today: {
        ...todayOf([]),
        today: { date: dayOf(NOW), ...none, lastFileAt: null, perHour: perHour.map(() => 0), currentHour: 14 },
        yesterday: { date: '2026-11-20', ...none },
        lastAcceptedAt: null,
        latest: [],
      },
      connection: connectionOf({ register: { state: 'unknown', lastFileAt: null, lastScanAt: null }, outages: [] }),
    })
  },
  many: (): Scenario => make([], { count: 200_000, snapshot: snapshotOf(statusOf(usualRows())) }),
  'too-many': (): Scenario => make([], { count: 300_000, snapshot: snapshotOf(statusOf(usualRows())) }),
  failing: (): Scenario =>
    make(usualRows(), {
      failing: [...unreadable, 'getLines'],
    }),
  'failing-file': (): Scenario => make(usualRows(), { failing: ['getFile'] }),
  setup: (): Scenario => make([], { snapshot: snapshotOf(null, { mode: 'setup', store: null, engine: 'stopped' }) }),
} as const satisfies Record<string, () => Scenario>

export type ScenarioName = keyof typeof scenarios
