import { beforeAll, describe, expect, test } from 'vitest'
import type { ProblemCode } from '../../../contract/engine-status.ts'
import type { AppSnapshot } from '../../../contract/ipc.ts'
import { standingOf } from '../../../contract/standing.ts'
import { barOf } from './bar.ts'
import { pillOf } from './headline.ts'
import { problemWords } from './problems.ts'
import { say, speak } from './say.ts'
import { aProblem, aSnapshot, aStatus, iso, now } from '../../../contract/testing/snapshots.ts'
import { noFiles } from '../../../contract/vocabulary.ts'

const pillWords = (snapshot: AppSnapshot): string => {
  const pill = pillOf(snapshot, now)
  return say(pill.id, { ...pill.values, time: '1:12 PM' })
}

beforeAll(() => speak())

describe('the green tick', () => {
  test('appears when everything is proven', () => {
    expect(pillOf(aSnapshot(aStatus()), now)).toMatchObject({ hue: 'green', icon: 'accepted' })
    expect(pillWords(aSnapshot(aStatus()))).toBe('All sent')
  })

  const notProven: readonly (readonly [string, AppSnapshot])[] = [
    ['the engine does not run', aSnapshot(aStatus(), { engine: 'stopped' })],
    ['the engine starts', aSnapshot(aStatus(), { engine: 'starting' })],
    ['the engine keeps being restarted', aSnapshot(aStatus(), { engine: 'restarting' })],
    ['there is no status', aSnapshot(null)],
    ['the engine says starting', aSnapshot(aStatus({ state: 'starting' }))],
    ['the engine says working', aSnapshot(aStatus({ state: 'working' }))],
    ['the engine says attention without saying why', aSnapshot(aStatus({ state: 'attention' }))],
    ['the engine says stopped', aSnapshot(aStatus({ state: 'stopped' }))],
    ['nothing was ever scanned', aSnapshot(aStatus({ lastScanAt: null }))],
    ['the last scan is older than two minutes', aSnapshot(aStatus({ lastScanAt: iso(120_001) }))],
    ['sending is paused', aSnapshot(aStatus({ paused: { until: null, since: iso(0), who: 'x' } }))],
    ['the engine cannot work at all', aSnapshot(aStatus(), { trouble: 'Damaged.' })],
    ['the password is missing', aSnapshot(aStatus(), { password: 'needed' })],
    ['files go to another cloud', aSnapshot(aStatus(), { otherCloud: 'staging.example.net' })],
    ['it is only practice', aSnapshot(aStatus(), { mode: 'practice' })],
    ...(Object.keys(problemWords) as ProblemCode[]).map(
      (code) => [`there is the problem ${code}`, aSnapshot(aStatus({ problems: [aProblem(code)] }))] as const,
    ),
  ]
  test.each(notProven)('does not appear when %s', (_, snapshot) => {
    const pill = pillOf(snapshot, now)
    expect(pill.hue).not.toBe('green')
    expect(pill.icon).not.toBe('accepted')
  })

  test('is the flask in practice, whatever the practice engine says', () => {
    for (const state of ['good', 'working', 'attention', 'paused', 'starting'] as const)
      expect(pillOf(aSnapshot(aStatus({ state }), { mode: 'practice' }), now)).toMatchObject({
        hue: 'brand',
        icon: 'practice',
      })
  })
})

describe('the worst condition', () => {
  test('is the first problem that only a person can end, before any that mends itself', () => {
    const status = aStatus({ state: 'attention', problems: [aProblem('no-internet', 7), aProblem('files-refused', 3)] })
    expect(standingOf(aSnapshot(status), now)).toMatchObject({
      kind: 'needs-person',
      problem: { code: 'files-refused' },
    })
  })

  test('counts every file that needs a person in the pill, not only those of the worst kind, and none that goes by itself', () => {
    const counts = { ...noFiles, refused: 3, held: 2, unclear: 5 }
    const problems = [aProblem('files-refused', 3), aProblem('files-held', 2), aProblem('files-unclear', 1)]
    expect(pillWords(aSnapshot(aStatus({ state: 'attention', counts, problems })))).toBe('6 files need you')
  })

  test('that mends itself is told with its own words', () => {
    const status = aStatus({ state: 'working', problems: [aProblem('no-internet', 7)] })
    expect(pillWords(aSnapshot(status))).toBe('No internet')
    expect(pillOf(aSnapshot(status), now).hue).toBe('blue')
  })

  test('of a folder that is not looked at any more is told as old knowledge', () => {
    const status = aStatus({ state: 'working', problems: [aProblem('scan-stale')] })
    expect(standingOf(aSnapshot(status), now).kind).toBe('stale')
  })

  test('is told for files on their way, too', () => {
    const status = aStatus({ state: 'working', counts: { ...noFiles, waiting: 2, sending: 1 } })
    expect(pillWords(aSnapshot(status))).toBe('Sending 3 files')
  })
})

describe('the one bar above a page', () => {
  const offline = aSnapshot(
    aStatus({ state: 'working', counts: { ...noFiles, waiting: 7 }, problems: [aProblem('no-internet', 7)] }),
  )

  test('is not there when there is nothing to say', () => {
    expect(barOf(aSnapshot(aStatus()), now, 'elsewhere')).toBeNull()
  })

  test('says that files are saved while there is no internet, in blue', () => {
    const bar = barOf(offline, now, 'today')
    expect(bar).toMatchObject({ key: 'no-internet', hue: 'blue', n: 7 })
    expect(bar === null ? '' : say(bar.text, { n: bar.n })).toBe('7 files are saved here and will go by themselves.')
  })

  test('names the pause before the internet: the pause is why nothing goes', () => {
    const paused = aStatus({ ...offline.status, paused: { until: iso(-3_600_000), since: iso(0), who: 'x' } })
    expect(barOf(aSnapshot(paused), now, 'elsewhere')?.key).toBe('paused')
  })

  test('asks for the sign-in on every screen but Today, whose card does it', () => {
    const snapshot = aSnapshot(aStatus(), { password: 'needed' })
    expect(barOf(snapshot, now, 'elsewhere')?.key).toBe('sign-in')
    expect(barOf(snapshot, now, 'today')).toBeNull()
    expect(barOf(snapshot, now, 'attention'), 'its card says it').toBeNull()
  })

  test('tells of a computer without a safe place for passwords, but not in practice', () => {
    expect(barOf(aSnapshot(aStatus(), { secretStore: false }), now, 'elsewhere')?.key).toBe('secret-store')
    expect(barOf(aSnapshot(aStatus(), { secretStore: false, mode: 'practice' }), now, 'elsewhere')).toBeNull()
  })

  test('shows main’s own sentence when nothing works at all', () => {
    for (const place of ['elsewhere', 'attention'] as const)
      expect(barOf(aSnapshot(null, { trouble: 'Damaged.' }), now, place)?.sentence).toBe('Damaged.')
  })
})
