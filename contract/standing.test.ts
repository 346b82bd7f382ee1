import { describe, expect, test } from 'vitest'
import type { ProblemCode } from './engine-status.ts'
import type { AppSnapshot } from './ipc.ts'
import { attentionCountOf, problemEnds, shapeOf, standingOf, type StandingShape } from './standing.ts'
import { aProblem, aSnapshot, aStatus, iso, now } from './testing/snapshots.ts'
import { noFiles } from './vocabulary.ts'

const shape = (snapshot: AppSnapshot): StandingShape => shapeOf(standingOf(snapshot, now), snapshot)

describe('the tick of the tray', () => {
  const yesNo = [true, false] as const
  const sixteen = yesNo.flatMap((fresh) =>
    yesNo.flatMap((empty) =>
      yesNo.flatMap((noRefusal) => yesNo.map((report) => [fresh, empty, noRefusal, report] as const)),
    ),
  )

  // The engine's own word is held at `good` on purpose: each condition must take the tick by itself.
  test.each(sixteen)(
    'shows only when the scan is fresh (%s), the queue empty (%s), no refusal open (%s) and the report through (%s)',
    (fresh, empty, noRefusal, report) => {
      const status = aStatus({
        lastScanAt: iso(fresh ? 119_000 : 121_000),
        counts: { ...noFiles, accepted: 41, waiting: empty ? 0 : 1, refused: noRefusal ? 0 : 1 },
        lastReport: { at: iso(180_000), state: 'OK', ok: report },
      })
      const expected = fresh && empty && noRefusal && report ? 'good' : noRefusal ? 'working' : 'attention'
      expect(shape(aSnapshot(status))).toBe(expected)
    },
  )

  test.each(Object.keys(problemEnds) as ProblemCode[])('is never there while there is %s', (code) => {
    const snapshot = aSnapshot(aStatus({ problems: [aProblem(code)] }))
    expect(shape(snapshot)).toBe(problemEnds[code] === 'person' ? 'attention' : 'working')
    expect(attentionCountOf(snapshot)).toBe(problemEnds[code] === 'person' ? 1 : 0)
  })

  test.each([
    ['before the first scan has ended', aSnapshot(aStatus({ state: 'starting', lastScanAt: null })), 'working'],
    ['before anything was ever scanned', aSnapshot(aStatus({ lastScanAt: null })), 'working'],
    ['while the engine starts', aSnapshot(aStatus(), { engine: 'starting' }), 'working'],
    ['while nothing is known', aSnapshot(null), 'working'],
    ['while the engine works', aSnapshot(aStatus({ state: 'working' })), 'working'],
    ['while the engine keeps being restarted', aSnapshot(aStatus(), { engine: 'restarting' }), 'paused'],
    ['while the engine is stopped', aSnapshot(aStatus(), { engine: 'stopped' }), 'paused'],
    ['while the store’s records say it is stopped', aSnapshot(aStatus({ state: 'stopped' })), 'paused'],
    [
      'while a person paused sending',
      aSnapshot(aStatus({ paused: { until: null, since: iso(0), who: 'x' } })),
      'paused',
    ],
    ['while the password is missing', aSnapshot(aStatus(), { password: 'needed' }), 'attention'],
    ['while nothing can work', aSnapshot(aStatus(), { trouble: 'Damaged.' }), 'attention'],
    ['while files go to another cloud', aSnapshot(aStatus(), { otherCloud: 'staging.example.net' }), 'working'],
    ['in practice', aSnapshot(aStatus(), { mode: 'practice' }), 'working'],
  ] as const)('is never there %s', (_, snapshot, expected) => {
    expect(shape(snapshot)).toBe(expected)
  })
})

describe('what needs a person', () => {
  test('is counted once for each cause, whatever mends itself beside it', () => {
    const problems = [aProblem('files-refused'), aProblem('no-internet'), aProblem('disk-low')]
    expect(attentionCountOf(aSnapshot(aStatus({ problems })))).toBe(2)
  })

  test('is the sign-in, once, whether the engine says so or main', () => {
    expect(attentionCountOf(aSnapshot(aStatus(), { password: 'needed' }))).toBe(1)
    const listed = aStatus({ problems: [aProblem('sign-in-refused')] })
    expect(attentionCountOf(aSnapshot(listed, { password: 'needed' }))).toBe(1)
  })

  test('goes away with its cause, and comes before a pause and before what mends itself', () => {
    const paused = { until: null, since: iso(0), who: 'x' }
    const both = aStatus({ paused, problems: [aProblem('no-internet'), aProblem('files-held')] })
    expect(standingOf(aSnapshot(both), now)).toMatchObject({ kind: 'needs-person', problem: { code: 'files-held' } })
    expect(attentionCountOf(aSnapshot(aStatus()))).toBe(0)
  })
})
