import { describe, expect, test } from 'vitest'
import type { ProblemCode } from '../../../contract/engine-status.ts'
import type { AppSnapshot } from '../../../contract/ipc.ts'
import { problemEnds } from '../../../contract/standing.ts'
import { trayPictureOf } from '../../../main/shell/tray-picture.ts'
import { storeTimes } from '../data/snapshot-context.tsx'
import { pillOf } from './headline.ts'
import { say, speak } from './say.ts'
import { aProblem, aSnapshot, aStatus, iso, now, zone } from '../../../contract/testing/snapshots.ts'
import { noFiles } from '../../../contract/vocabulary.ts'

describe('the tray and the pill of the window', () => {
  const snapshots: readonly (readonly [string, AppSnapshot])[] = [
    ['good', aSnapshot(aStatus())],
    ['good elsewhere', aSnapshot(aStatus(), { otherCloud: 'staging.example.net' })],
    ['practice', aSnapshot(aStatus(), { mode: 'practice' })],
    [
      'practice that sends',
      aSnapshot(aStatus({ state: 'working', counts: { ...noFiles, waiting: 2 } }), { mode: 'practice' }),
    ],
    ['stopped', aSnapshot(aStatus(), { engine: 'stopped' })],
    ['restarting', aSnapshot(aStatus(), { engine: 'restarting' })],
    ['starting', aSnapshot(null)],
    ['trouble', aSnapshot(null, { trouble: 'Damaged.' })],
    ['old knowledge', aSnapshot(aStatus({ lastScanAt: iso(600_000) }))],
    ['never scanned', aSnapshot(aStatus({ lastScanAt: null }))],
    ['a scan of another day', aSnapshot(aStatus({ lastScanAt: iso(3 * 86_400_000) }))],
    ['working', aSnapshot(aStatus({ state: 'working' }))],
    ['sending one', aSnapshot(aStatus({ state: 'working', counts: { ...noFiles, waiting: 1 } }))],
    ['no password', aSnapshot(aStatus(), { password: 'needed' })],
    ...(Object.keys(problemEnds) as ProblemCode[]).map(
      (code) => [code, aSnapshot(aStatus({ counts: { ...noFiles, held: 3 }, problems: [aProblem(code, 3)] }))] as const,
    ),
  ]
  test.each(snapshots)('say the same words: %s', (_, snapshot) => {
    speak()
    const pill = pillOf(snapshot, now)
    const words = say(pill.id, { ...pill.values, time: storeTimes(zone, zone, now).momentShort(pill.at) })
    const marked =
      snapshot.mode === 'practice' && pill.id !== 'pill.practiceGood' ? say('pill.practice', { words }) : words
    const [heading] = trayPictureOf({ snapshot, now, computerZone: 'UTC' }).items
    const said = heading?.kind === 'heading' ? heading.words.split(' · checked')[0] : ''
    expect(said).toBe(marked.replaceAll(/[\u202f\u00a0]/g, ' '))
  })
})
