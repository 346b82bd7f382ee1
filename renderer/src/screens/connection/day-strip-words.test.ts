import { describe, expect, test } from 'vitest'
import type { ConnectionDay, LaneState } from '../../../../contract/ipc.ts'
import { brokenLanes, laneSince, stripRows, unmeasuredMs, wasMeasured } from './day-strip-words.ts'

const at = (hour: number): string => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`
const runs = (...parts: readonly (readonly [LaneState, number, number])[]) =>
  parts.map(([state, from, to]) => ({ state, from: at(from), to: at(to) }))
const day: ConnectionDay = {
  from: at(0),
  to: at(20),
  stepMs: 300_000,
  lanes: [
    { link: 'register', brokenMs: 0, runs: runs(['working', 0, 4], ['not-measured', 4, 5], ['quiet', 5, 20]) },
    { link: 'pc', brokenMs: 0, runs: runs(['working', 0, 4], ['not-measured', 4, 5], ['working', 5, 20]) },
    { link: 'internet', brokenMs: 60, runs: runs(['working', 0, 4], ['not-measured', 4, 5], ['working', 5, 20]) },
    { link: 'petrosoft', brokenMs: 90, runs: runs(['broken', 0, 4], ['not-measured', 4, 5], ['working', 5, 20]) },
  ],
}

describe('the table beside the strip', () => {
  test('has a row for each stretch in which nothing changes, newest first, without gaps', () => {
    expect(stripRows(day)).toEqual([
      { from: at(5), to: at(20), states: ['quiet', 'working', 'working', 'working'] },
      { from: at(4), to: at(5), states: ['not-measured', 'not-measured', 'not-measured', 'not-measured'] },
      { from: at(0), to: at(4), states: ['working', 'working', 'working', 'broken'] },
    ])
  })

  test('names since when a link is as it is, and nothing when that is before the strip begins', () => {
    expect(laneSince(day, 'register')).toBe(at(5))
    expect(laneSince({ ...day, lanes: [{ link: 'pc', brokenMs: 0, runs: runs(['working', 0, 20]) }] }, 'pc')).toBeNull()
  })

  test('counts what was not measured once, and names the longest break first', () => {
    expect(unmeasuredMs(day)).toBe(3_600_000)
    expect(brokenLanes(day).map(({ link }) => link)).toEqual(['petrosoft', 'internet'])
  })

  test('tells of a store that began to measure seconds ago what it measured', () => {
    const seconds = { from: at(19), to: '2026-11-20T19:00:20.000Z' }
    const begun = (state: LaneState): ConnectionDay => ({
      ...day,
      to: seconds.to,
      lanes: day.lanes.map((lane) => ({ ...lane, runs: [...runs(['not-measured', 0, 19]), { state, ...seconds }] })),
    })
    expect(wasMeasured(begun('broken'))).toBe(true)
    expect(wasMeasured(begun('not-measured'))).toBe(false)
    expect(wasMeasured({ ...day, lanes: [] })).toBe(false)
  })
})
