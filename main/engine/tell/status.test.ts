import { describe, expect, test } from 'vitest'
import { noFiles, type DocumentState } from '../../../contract/vocabulary.ts'
import type { FolderCondition } from '../collect/folder-collector.ts'
import type { ReportFacts } from '../report/connection-reporter.ts'
import { openService, type Service } from '../send/service.ts'
import { statusFrom, type StatusFacts } from './status.ts'

const now = Date.UTC(2026, 10, 20, 15, 0, 0)
const second = 1000
const minute = 60 * second

const counts = (more: Partial<Record<DocumentState, number>> = {}): Record<DocumentState, number> => ({
  ...noFiles,
  accepted: 12,
  'not-needed': 3,
  ...more,
})

const folder = (more: Partial<FolderCondition> = {}): FolderCondition => ({
  path: 'C:\\Out',
  reachable: true,
  lastScanAt: now - 3 * second,
  watcher: 'watching',
  problem: null,
  busy: false,
  leftInFolder: 0,
  ...more,
})
const troubled = (code: NonNullable<FolderCondition['problem']>['code']): FolderCondition =>
  folder({ reachable: false, problem: { code, since: now - minute, detail: 'EXYZ: technical' } })

const disk = (more: Partial<StatusFacts['disk']>): StatusFacts['disk'] => ({
  level: 'enough',
  since: now - 60 * minute,
  freeBytes: 400_000_000_000,
  logHold: null,
  ...more,
})

const report = (more: Partial<ReportFacts> = {}): ReportFacts => ({
  at: now - 10 * second,
  state: 'OK',
  ok: true,
  sentence: null,
  freshUntil: now + 10 * minute,
  ...more,
})

const service = (more: Partial<Service>): Service => ({ ...openService, ...more })
const stop = (reason: 'refused' | 'no-token' | 'wrong-address'): Partial<StatusFacts> => ({
  signIn: reason === 'refused' ? 'refused' : 'no-token',
  signInStop: { reason, since: now - minute, sentence: 'Petrosoft gave a token and then did not accept it.' },
})

/** Everything is proven to be well. */
const well = (more: Partial<StatusFacts> = {}): StatusFacts => ({
  now,
  startedAt: now - 60 * minute,
  counts: counts(),
  unclearAsking: 0,
  oldestSince: {},
  oldestWaitingAt: null,
  lastAcceptedAt: now - 5 * minute,
  lastReport: report(),
  reportsExpected: true,
  reportWordNotAccepted: null,
  register: { ok: true, quiet: false },
  registerSince: now,
  quietMinutes: 180,
  signIn: 'signed-in',
  signInStop: null,
  service: openService,
  wallOffset: 0,
  folders: [folder()],
  pause: null,
  clockOffMs: 200,
  collectingBusy: false,
  disk: disk({}),
  ...more,
})

const status = (more: Partial<StatusFacts> = {}) => statusFrom(well(more), null)
const codes = (more: Partial<StatusFacts>): string[] => status(more).problems.map(({ code }) => code)

const breaker = service({
  road: { kind: 'breaker', cause: 'trouble', since: now, probes: 0, delayMs: 1, probeAt: now },
  troubles: 5,
  trouble: { fault: 'service', since: now - minute },
})
const stopped = (cause: 'forbidden' | 'wrong-address' | 'not-understood'): Service =>
  service({ road: { kind: 'stopped', cause, since: now - minute, delayMs: 1, probeAt: now } })

// Everything that keeps green from being proven: the state it leads to, and the problems that say why.
const conditions: readonly (readonly [string, Partial<StatusFacts>, string, readonly string[]])[] = [
  ['a file was refused', { counts: counts({ refused: 1 }) }, 'attention', ['files-refused']],
  ['a file is held', { counts: counts({ held: 2 }) }, 'attention', ['files-held']],
  [
    'a file may have arrived and asks',
    { counts: counts({ unclear: 1 }), unclearAsking: 1 },
    'attention',
    ['files-unclear'],
  ],
  ['a file may have arrived and goes again by itself', { counts: counts({ unclear: 1 }) }, 'working', []],
  ['a file waits', { counts: counts({ waiting: 1 }), oldestWaitingAt: now - 5 * second }, 'working', []],
  ['a file is stored and not judged', { counts: counts({ stored: 1 }), oldestWaitingAt: now }, 'working', []],
  ['a file is being sent', { counts: counts({ sending: 1 }), oldestWaitingAt: now }, 'working', []],
  [
    'a file has waited for just two minutes',
    { counts: counts({ waiting: 1 }), oldestWaitingAt: now - 2 * minute },
    'working',
    [],
  ],
  [
    'a file has waited for more than two minutes',
    { counts: counts({ waiting: 1 }), oldestWaitingAt: now - 2 * minute - 1 },
    'working',
    ['waiting-too-long'],
  ],
  [
    'a file in the folder has not been ready for more than two minutes',
    { counts: counts({ found: 1 }), oldestWaitingAt: now - 3 * minute },
    'working',
    ['waiting-too-long'],
  ],
  ['files are being read', { collectingBusy: true }, 'working', []],
  [
    'no folder has been looked at yet',
    { folders: [folder({ lastScanAt: null, reachable: false })], startedAt: now - second },
    'starting',
    [],
  ],
  [
    'one of two folders has not been looked at yet',
    { folders: [folder(), folder({ lastScanAt: null, reachable: false })], startedAt: now },
    'starting',
    [],
  ],
  [
    'the first look has not come for more than two minutes',
    { folders: [folder({ lastScanAt: null, reachable: false })], startedAt: now - 2 * minute - 1 },
    'starting',
    ['scan-stale'],
  ],
  [
    'the last look is more than two minutes old',
    { folders: [folder({ lastScanAt: now - 2 * minute - 1 })] },
    'working',
    ['scan-stale'],
  ],
  [
    'the last look at one of two folders is',
    { folders: [folder(), folder({ lastScanAt: now - 5 * minute })] },
    'working',
    ['scan-stale'],
  ],
  ['the folder is not there', { folders: [troubled('folder-missing')] }, 'attention', ['folder-missing']],
  ['the folder cannot be read', { folders: [troubled('folder-unreadable')] }, 'attention', ['folder-unreadable']],
  ['the folder is a file', { folders: [troubled('folder-not-a-folder')] }, 'attention', ['folder-not-a-folder']],
  [
    'the folder does not answer',
    { folders: [troubled('folder-not-answering')] },
    'attention',
    ['folder-not-answering'],
  ],
  ['the disk does not do what it should', { folders: [troubled('storage')] }, 'attention', ['storage']],
  ['the disk is full', { disk: disk({ level: 'full' }) }, 'attention', ['disk-full']],
  ['a folder learned that the disk is full', { folders: [troubled('disk-full')] }, 'attention', ['disk-full']],
  [
    'the disk is full and both folders wait for it',
    { disk: disk({ level: 'full' }), folders: [troubled('disk-full'), troubled('disk-full')] },
    'attention',
    ['disk-full'],
  ],
  ['the disk is almost full: a warning beside what is proven', { disk: disk({ level: 'low' }) }, 'good', ['disk-low']],
  ['copies are removed early', { disk: disk({ level: 'short' }) }, 'good', ['disk-low']],
  [
    'another program holds the records open',
    { disk: disk({ logHold: { since: now - 2 * minute, bytes: 90_000_000 } }) },
    'good',
    ['records-held-open'],
  ],
  [
    'another program reads the records for a moment',
    { disk: disk({ logHold: { since: now - second, bytes: 90_000_000 } }) },
    'good',
    [],
  ],
  [
    'one of two folders is in trouble',
    { folders: [folder(), troubled('folder-missing')] },
    'attention',
    ['folder-missing'],
  ],
  ['nobody has signed in yet', { signIn: 'not-yet' }, 'starting', []],
  ['signing in is under way', { signIn: 'signing-in' }, 'working', []],
  [
    'signing in has trouble',
    { signIn: 'trouble', service: service({ troubles: 1, trouble: { fault: 'no-internet', since: now } }) },
    'working',
    ['no-internet'],
  ],
  ['there is no password', { signIn: 'no-password' }, 'attention', ['sign-in-needed']],
  ['the sign-in was refused', stop('refused'), 'attention', ['sign-in-refused']],
  ['the sign-in brought no token', stop('no-token'), 'attention', ['sign-in-no-token']],
  ['the sign-in address is not Petrosoft’s', stop('wrong-address'), 'attention', ['wrong-address']],
  [
    'there is no internet',
    { service: service({ troubles: 1, trouble: { fault: 'no-internet', since: now } }) },
    'working',
    ['no-internet'],
  ],
  [
    'the service does not answer',
    { service: service({ troubles: 1, trouble: { fault: 'service', since: now } }) },
    'working',
    ['service-not-answering'],
  ],
  ['the breaker is open', { service: breaker }, 'working', ['service-not-answering']],
  [
    'the certificate is not trusted',
    { service: service({ troubles: 1, trouble: { fault: 'certificate', since: now } }) },
    'attention',
    ['certificate'],
  ],
  ['the account may not send', { service: stopped('forbidden') }, 'attention', ['forbidden']],
  ['the address is not Petrosoft’s', { service: stopped('wrong-address') }, 'attention', ['wrong-address']],
  ['the answers are not understood', { service: stopped('not-understood') }, 'attention', ['not-understood']],
  [
    'five files were turned down in a row',
    {
      service: service({
        turnedDown: [1, 2, 3, 4, 5],
        road: { kind: 'breaker', cause: 'turned-down', since: now, probes: 0, delayMs: 1, probeAt: now },
      }),
    },
    'attention',
    ['refused-in-a-row'],
  ],
  ['no report was made yet', { lastReport: null }, 'working', []],
  [
    'the last report did not get through',
    { lastReport: report({ ok: false, sentence: 'No.' }) },
    'working',
    ['report-failing'],
  ],
  [
    'no report has got through lately, though the last one did',
    { lastReport: report({ freshUntil: now - 1 }) },
    'working',
    ['report-failing'],
  ],
  [
    'the word for "not OK" is not accepted',
    { reportWordNotAccepted: { word: 'ERROR', since: now } },
    'attention',
    ['report-state-not-accepted'],
  ],
  [
    'no sales files come while the store is open',
    { register: { ok: false, why: 'quiet' } },
    'attention',
    ['no-sales-files'],
  ],
  ['the register does not answer', { register: { ok: false, why: 'probe' } }, 'attention', ['register-not-answering']],
  ['the clock is ahead', { clockOffMs: 5 * minute + 1 }, 'attention', ['clock-wrong']],
  ['the clock is behind', { clockOffMs: -5 * minute - 1 }, 'attention', ['clock-wrong']],
  ['sending is paused', { pause: { since: now, until: null, who: 'Kim' } }, 'paused', ['paused']],
  [
    'sending is paused and a file was refused',
    { pause: { since: now, until: null, who: 'Kim' }, counts: counts({ refused: 1 }) },
    'attention',
    ['paused', 'files-refused'],
  ],
]

describe('green', () => {
  test('is shown when everything is proven', () => {
    expect(status()).toMatchObject({
      state: 'good',
      problems: [],
      signIn: 'signed-in',
      breaker: 'closed',
      paused: null,
    })
  })

  test.each([
    ['the clock is off by less than five minutes', { clockOffMs: -5 * minute }],
    ['nothing is known of the clock', { clockOffMs: null }],
    ['it has been quiet while the store is closed', { register: { ok: true, quiet: true } }],
    ['the register was not asked yet', { register: null }],
    [
      'nothing was ever accepted, because nothing ever came',
      { lastAcceptedAt: null, counts: counts({ accepted: 0, 'not-needed': 0 }) },
    ],
    [
      'files are empty, from before the start, ignored, set aside, replaced or gone',
      { counts: counts({ found: 2, ignored: 4, 'set-aside': 1, replaced: 3, vanished: 2 }) },
    ],
    ['changes are found by looking only', { folders: [folder({ watcher: 'rescan' })] }],
    [
      'no report is expected, because the owner wants none while the register is not OK',
      { reportsExpected: false, lastReport: null },
    ],
    ['the last look is just two minutes old', { folders: [folder({ lastScanAt: now - 2 * minute })] }],
  ] as const)('is not taken away because %s', (_what, more) => {
    expect(status(more).state).toBe('good')
  })

  test.each(conditions)('is not shown when %s', (_what, more, state, expected) => {
    expect(status(more).state).toBe(state)
    expect(codes(more)).toEqual(expected)
  })
})

describe('problems', () => {
  test('come worst first: the pause, what needs a person, what mends itself', () => {
    expect(
      codes({
        ...stop('refused'),
        pause: { since: now, until: null, who: 'Kim' },
        service: service({ troubles: 1, trouble: { fault: 'no-internet', since: now } }),
        folders: [troubled('folder-missing'), folder({ lastScanAt: now - 10 * minute })],
        counts: counts({ refused: 1, held: 1, unclear: 3, waiting: 2 }),
        unclearAsking: 1,
        oldestWaitingAt: now - 10 * minute,
        clockOffMs: 10 * minute,
        lastReport: report({ ok: false }),
        reportWordNotAccepted: { word: 'ERROR', since: now },
        register: { ok: false, why: 'probe' },
      }),
    ).toEqual([
      'paused',
      'sign-in-refused',
      'folder-missing',
      'files-refused',
      'files-held',
      'files-unclear',
      'clock-wrong',
      'register-not-answering',
      'report-state-not-accepted',
      'no-internet',
      'scan-stale',
      'waiting-too-long',
      'report-failing',
    ])
  })

  test('say since when, in this PC’s time, also where the engine counts in its own', () => {
    const facts = {
      wallOffset: -60 * minute,
      service: service({ troubles: 1, trouble: { fault: 'service', since: now } }),
    } as const
    expect(status(facts).problems[0]?.since).toBe(new Date(now - 60 * minute).toISOString())
    expect(status({ counts: counts({ held: 1 }), oldestSince: { held: now - 7 * minute } }).problems[0]?.since).toBe(
      new Date(now - 7 * minute).toISOString(),
    )
  })

  test('count what they are about, and count one as one', () => {
    const [refused] = status({ counts: counts({ refused: 1 }) }).problems
    expect(refused).toMatchObject({ count: 1, sentence: '1 file was refused by Petrosoft.' })
    const [refusals] = status({ counts: counts({ refused: 3 }) }).problems
    expect(refusals).toMatchObject({ count: 3, sentence: '3 files were refused by Petrosoft.' })
  })

  test('say how many files are safe here and go by themselves: not those that ask a person', () => {
    const waiting = { counts: counts({ waiting: 2, stored: 1, sending: 1, unclear: 3 }), unclearAsking: 2 }
    const [trouble] = status({
      ...waiting,
      service: service({ troubles: 1, trouble: { fault: 'service', since: now } }),
    }).problems.filter(({ code }) => code === 'service-not-answering')
    expect(trouble).toMatchObject({ count: 5 })
    expect(trouble?.sentence).toContain('5 files are saved here and will go by themselves.')
    const [needed] = status({ ...waiting, signIn: 'no-password' }).problems
    expect(needed?.sentence).toContain('5 files are safe here')
  })

  test.each([
    [20, '20 minutes'],
    [60, '60 minutes'],
    [119, '119 minutes'],
    [120, '2 hours'],
    [180, '3 hours'],
    [0.5, '1 minute'],
  ])('name a quiet time of %d minutes as %s', (quietMinutes, words) => {
    expect(status({ register: { ok: false, why: 'quiet' }, quietMinutes }).problems[0]?.sentence).toContain(
      `more than ${words} while`,
    )
  })

  test('are plain sentences: they hold none of the words a manager does not know', () => {
    const banned =
      /\b(upload failed|invalid|exception|null|undefined|payload|acks?|quarantined?|tokens?|sync error|PJR|HTTP|SQLite|EXYZ|NaN)\b/i
    for (const [what, more] of conditions) {
      for (const { sentence, since, count } of status(more).problems) {
        expect(sentence, what).not.toMatch(banned)
        expect(sentence, what).toMatch(/^[A-Z0-9].*[.?]$/)
        expect(sentence, what).not.toMatch(/\b1 files\b/)
        expect(since, what).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
        expect(Number.isInteger(count), what).toBe(true)
      }
    }
  })
})

describe('the status', () => {
  test('keeps the time since when it is in its state, until the state changes', () => {
    const since = now - 30 * minute
    expect(statusFrom(well(), { state: 'good', since }).since).toBe(new Date(since).toISOString())
    expect(statusFrom(well(), { state: 'working', since }).since).toBe(new Date(now).toISOString())
  })

  test('shows the breaker as open whenever not everything may go', () => {
    expect(status({ service: breaker }).breaker).toBe('open')
    expect(status({ service: stopped('forbidden') }).breaker).toBe('open')
    expect(status({ service: service({ troubles: 4, trouble: { fault: 'service', since: now } }) }).breaker).toBe(
      'closed',
    )
  })

  test('tells counts, folders, the last report and a pause as they are', () => {
    const told = status({
      counts: counts({ waiting: 7 }),
      oldestWaitingAt: now - second,
      folders: [folder(), folder({ path: '/b', lastScanAt: now - minute, watcher: 'rescan' })],
      pause: { since: now - minute, until: now + minute, who: 'Kim' },
    })
    expect(told.counts.waiting).toBe(7)
    expect(told.oldestWaitingAt).toBe(new Date(now - second).toISOString())
    expect(told.lastScanAt).toBe(new Date(now - 3 * second).toISOString())
    expect(told.lastReport).toEqual({ at: new Date(now - 10 * second).toISOString(), state: 'OK', ok: true })
    expect(told.folders).toEqual([
      { path: 'C:\\Out', reachable: true, lastScanAt: new Date(now - 3 * second).toISOString(), watcher: 'watching' },
      { path: '/b', reachable: true, lastScanAt: new Date(now - minute).toISOString(), watcher: 'rescan' },
    ])
    expect(told.paused).toEqual({
      since: new Date(now - minute).toISOString(),
      until: new Date(now + minute).toISOString(),
      who: 'Kim',
    })
  })
})

test('a full disk is told with how many files wait in the folders, and since when the first was refused', () => {
  const waiting = { ...troubled('disk-full'), leftInFolder: 7 }
  const [problem] = status({ disk: disk({ level: 'full', since: now - 30 * minute }), folders: [waiting] }).problems
  expect(problem).toEqual({
    code: 'disk-full',
    since: new Date(now - 30 * minute).toISOString(),
    count: 7,
    sentence:
      "The disk of this PC is full: Storebridge cannot save new files. Free some space. 7 files wait in the register's folder and will be taken by themselves then. What is saved already is still sent.",
  })
})

test('a disk that is almost full is told with its room, and that copies go early', () => {
  const [low] = status({ disk: disk({ level: 'low', freeBytes: 1_840_000_000 }) }).problems
  expect(low?.sentence).toBe(
    'The disk of this PC is almost full (1.8 GB free). Free some space before new sales files cannot be saved.',
  )
  const [short] = status({ disk: disk({ level: 'short', freeBytes: 430_000_000 }) }).problems
  expect(short?.sentence).toMatch(/\(430 MB free\).* Copies of accepted files are removed early to make room\.$/)
})
