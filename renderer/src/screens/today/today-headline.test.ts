import { beforeAll, describe, expect, test } from 'vitest'
import type { EngineStatus } from '../../../../contract/engine-status.ts'
import type { AppSnapshot, TodayFacts } from '../../../../contract/ipc.ts'
import { aProblem, aSnapshot as snapshotOf, aStatus, iso, now } from '../../../../contract/testing/snapshots.ts'
import { noFiles } from '../../../../contract/vocabulary.ts'
import { say, speak } from '../../words/say.ts'
import { todayHeadline, type Headline } from './today-headline.ts'

const aSnapshot = (status: Partial<EngineStatus>, change: Partial<AppSnapshot> = {}): AppSnapshot =>
  snapshotOf(
    aStatus({
      since: iso(0),
      lastAcceptedAt: null,
      lastReport: null,
      folders: [{ path: 'C:\\POS', reachable: true, lastScanAt: null, watcher: 'watching' }],
      ...status,
    }),
    { store: null, attention: [], ...change },
  )

const day = { found: 96, accepted: 93, refused: 0, waiting: 0, salesAmount: null }
const today: TodayFacts = {
  today: { ...day, date: '2026-11-21', lastFileAt: null, perHour: [], currentHour: 14 },
  yesterday: { ...day, date: '2026-11-20' },
  lastAcceptedAt: iso(120_000),
  needsYou: [],
  needsYouCount: 0,
  latest: [],
  freeBytes: null,
}
const headlineOf = (snapshot: AppSnapshot, facts: TodayFacts | null = today): Headline => {
  const headline = todayHeadline(snapshot, facts, now)
  if (headline === null) throw new Error('there is no headline')
  return headline
}
const told = (snapshot: AppSnapshot, facts: TodayFacts | null = today): string => {
  const headline = headlineOf(snapshot, facts)
  const values = { ...headline.values, time: '2:41 PM', day: 'Friday 20 November' }
  return `${say(headline.title, values)} / ${headline.sentence ?? say(headline.text, values)}`
}

beforeAll(() => speak())

describe('the headline of Today', () => {
  test('on a good day says what was proven and since when', () => {
    expect(told(aSnapshot({}))).toBe(
      'All files we found were accepted / Nothing is waiting and nothing needs you. Last file accepted at 2:41 PM.',
    )
    expect(todayHeadline(aSnapshot({}), today, now)).toMatchObject({ form: 'sentence', hue: 'green' })
  })

  test('without any file shows no tick: nothing found proves nothing', () => {
    const headline = todayHeadline(aSnapshot({ counts: noFiles }), today, now)
    expect(headline).toMatchObject({ hue: 'grey', icon: 'found' })
    expect(told(aSnapshot({ counts: noFiles }))).toBe('No files yet / New sales files from C:\\POS will show here.')
  })

  test('names the day and how many of its files are missing when all refusals are of one day', () => {
    const snapshot = aSnapshot({ state: 'attention', problems: [aProblem('files-refused', 3)] })
    const facts = { ...today, needsYouCount: 3, yesterday: { ...today.yesterday, refused: 3 } }
    expect(told(snapshot, facts)).toBe(
      '3 files were refused / Friday 20 November is missing 3 of 96 files at the office. They will not go through until someone acts.',
    )
    expect(todayHeadline(snapshot, facts, now)).toMatchObject({
      form: 'card',
      action: { kind: 'problem', action: { kind: 'files', group: 'refused' } },
    })
  })

  test('claims no day when the refusals are of several', () => {
    const snapshot = aSnapshot({ state: 'attention', problems: [aProblem('files-refused', 5)] })
    const facts = { ...today, yesterday: { ...today.yesterday, refused: 3 } }
    expect(told(snapshot, facts)).toContain('Their sales are missing at the office.')
  })

  test('leads to the file itself when it is only one', () => {
    const snapshot = aSnapshot({ state: 'attention', problems: [aProblem('files-refused', 1)] })
    const facts = { ...today, needsYouCount: 1, needsYou: [{ id: '7', name: 'a.xml', state: 'refused' }] }
    expect(told(snapshot, facts)).toContain('1 file was refused')
    expect(headlineOf(snapshot, facts).action).toMatchObject({ kind: 'file', id: '7' })
  })

  test('counts the files that wait for the sign-in', () => {
    const counts = { ...noFiles, waiting: 11, stored: 1 }
    const snapshot = aSnapshot({ state: 'attention', counts, problems: [aProblem('sign-in-refused', 12)] })
    expect(told(snapshot)).toBe(
      'Petrosoft did not accept the saved password / 12 files are safe here and will go after you sign in.',
    )
  })

  test('is one sentence while the internet is away: the bar above names the cause', () => {
    const snapshot = aSnapshot({
      state: 'working',
      counts: { ...noFiles, waiting: 7 },
      problems: [aProblem('no-internet', 7)],
    })
    expect(todayHeadline(snapshot, today, now)).toMatchObject({ form: 'sentence', hue: 'blue' })
    expect(told(snapshot)).toContain('7 files are waiting')
  })

  test('names the cause itself where no bar does', () => {
    const snapshot = aSnapshot({ state: 'working', problems: [aProblem('report-failing', 1)] })
    expect(told(snapshot)).toContain('Reports have not arrived')
  })

  test('in practice says by whom files were accepted, and wears the flask', () => {
    const snapshot = aSnapshot({ counts: { ...noFiles, accepted: 12 } }, { mode: 'practice' })
    expect(told(snapshot)).toBe(
      'All 12 practice files were accepted / By the practice cloud on this PC. Petrosoft has received nothing.',
    )
    expect(headlineOf(snapshot).icon).toBe('practice')
  })

  test('in practice never wears a green tick, whatever happens', () => {
    for (const state of ['good', 'working', 'starting', 'paused'] as const) {
      expect(headlineOf(aSnapshot({ state }, { mode: 'practice' })).hue).not.toBe('green')
    }
  })

  test('says when files went somewhere else than to Petrosoft', () => {
    const snapshot = aSnapshot({}, { otherCloud: 'staging.example.net' })
    expect(told(snapshot)).toContain('Petrosoft has received nothing')
    expect(headlineOf(snapshot).icon).not.toBe('accepted')
  })

  test('shows main’s sentence when nothing works, also where no numbers can be read', () => {
    const snapshot = aSnapshot({}, { trouble: 'The disk is damaged.' })
    for (const facts of [today, null]) expect(told(snapshot, facts)).toContain('The disk is damaged.')
  })

  test('needs no numbers to say that a person is needed, and never says without them that all went well', () => {
    const needing = aSnapshot({ state: 'attention', problems: [aProblem('files-refused', 3)] })
    expect(told(needing, null)).toContain('3 files were refused')
    for (const state of ['good', 'working', 'starting', 'paused'] as const)
      expect(todayHeadline(aSnapshot({ state }), null, now)?.hue).not.toBe('green')
    expect(todayHeadline(aSnapshot({}), null, now)).toBeNull()
  })
})
