import { describe, expect, test } from 'vitest'
import type { LinkLane, Outage } from '../../../contract/ipc.ts'
import { addFile, openTestStore } from '../testing/test-store.ts'
import { cellMs, connectionDay, dayCells, readConnectionDay, roomDays, type DayEvidence } from './connection-day.ts'

const from = Date.parse('2026-11-19T20:20:00.000Z')
const now = from + (dayCells - 1) * cellMs + 100_000
const reportEvery = (change: Partial<DayEvidence['reports'][number]> = {}): DayEvidence['reports'] =>
  Array.from({ length: dayCells }, (_, cell) => ({
    cell,
    at: from + cell * cellMs + 1000,
    taken: true,
    answered: true,
    registerNotWell: false,
    ...change,
  }))
const evidence = (more: Partial<DayEvidence> = {}): DayEvidence => ({
  from,
  now,
  reports: reportEvery(),
  reportSpeaksMs: 660_000,
  outages: [],
  openingHours: null,
  timeZone: 'America/New_York',
  ...more,
})
const outage = (what: Outage['what'], fromMinute: number, toMinute: number) => ({
  what,
  from: from + fromMinute * 60_000,
  to: from + toMinute * 60_000,
})
const lanesOf = (more: Partial<DayEvidence> = {}): Record<LinkLane['link'], LinkLane> =>
  Object.fromEntries(connectionDay(evidence(more)).lanes.map((lane) => [lane.link, lane])) as never
const states = (lane: LinkLane): readonly string[] => lane.runs.map(({ state }) => state)

describe('the last 24 hours', () => {
  test('are one run from the first cell to now for each link while every report got through', () => {
    for (const lane of connectionDay(evidence()).lanes)
      expect(lane).toEqual({
        link: lane.link,
        brokenMs: 0,
        runs: [{ state: 'working', from: new Date(from).toISOString(), to: new Date(now).toISOString() }],
      })
  })

  test('cover every moment once, whatever happened', () => {
    const { lanes } = connectionDay(
      evidence({
        reports: reportEvery().slice(40, 200),
        outages: [outage('internet', 300, 336), outage('engine', 700, 745)],
      }),
    )
    for (const { runs } of lanes) {
      expect(runs[0]?.from).toBe(new Date(from).toISOString())
      expect(runs.at(-1)?.to).toBe(new Date(now).toISOString())
      for (const [index, run] of runs.entries()) if (index > 0) expect(run.from).toBe(runs[index - 1]?.to)
      for (const [index, run] of runs.entries()) if (index > 0) expect(run.state).not.toBe(runs[index - 1]?.state)
    }
  })

  test('without internet break the way to Petrosoft too, and nothing before it', () => {
    const lanes = lanesOf({ outages: [outage('internet', 300, 336)] })
    expect(states(lanes.register)).toEqual(['working'])
    expect(states(lanes.pc)).toEqual(['working'])
    expect(states(lanes.internet)).toEqual(['working', 'broken', 'working'])
    expect(lanes.internet.brokenMs).toBe(36 * 60_000)
    expect(lanes.petrosoft.brokenMs).toBe(36 * 60_000)
  })

  test('count a break of the service inside a break of the internet once', () => {
    const { petrosoft } = lanesOf({ outages: [outage('internet', 300, 330), outage('service', 310, 340)] })
    expect(petrosoft.brokenMs).toBe(40 * 60_000)
  })

  test('are not called working while Storebridge did not run or the PC slept', () => {
    const stopped = lanesOf({ outages: [outage('engine', 700, 745)] })
    for (const lane of Object.values(stopped)) expect(states(lane)).toEqual(['working', 'not-measured', 'working'])
    const slept = lanesOf({ reports: reportEvery().filter(({ cell }) => cell < 100 || cell > 140) })
    for (const lane of Object.values(slept)) expect(states(lane)).toEqual(['working', 'not-measured', 'working'])
    for (const lane of Object.values(lanesOf({ reports: [] }))) expect(states(lane)).toEqual(['not-measured'])
  })

  test('show a report that was answered with no as a break of Petrosoft and a proof of the internet', () => {
    const lanes = lanesOf({ reports: reportEvery({ taken: false }) })
    expect(states(lanes.petrosoft)).toEqual(['broken'])
    expect(states(lanes.internet)).toEqual(['working'])
  })

  test('prove neither internet nor Petrosoft by a report that was never sent', () => {
    const lanes = lanesOf({ reports: reportEvery({ taken: false, answered: false }) })
    expect([states(lanes.petrosoft), states(lanes.internet)]).toEqual([['not-measured'], ['not-measured']])
  })

  test('call the register quiet outside of the opening hours and broken when a report said so', () => {
    const day = ['06:00-23:00']
    const openingHours = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }
    expect(states(lanesOf({ openingHours }).register)).toEqual(['working', 'quiet', 'working'])
    const lanes = lanesOf({ reports: reportEvery({ registerNotWell: true }) })
    expect(states(lanes.register)).toEqual(['broken'])
    expect(states(lanes.petrosoft)).toEqual(['working'])
  })

  test('are read from the rows of the day, one a cell however many reports there were', () => {
    const { db } = openTestStore()
    const add = db.prepare('INSERT INTO connection_report (at, state, ok, http_status) VALUES (?, ?, ?, ?)')
    for (let at = from - 600_000; at < now; at += 60_000) add.run(at, 'OK', 1, 200)
    db.prepare(`INSERT INTO outage (what, began_at, ended_at, sentence) VALUES ('folder', ?, NULL, 'x')`).run(
      now - 600_000,
    )
    db.prepare(`INSERT INTO outage (what, began_at, ended_at, sentence) VALUES ('sign-in', ?, ?, 'x')`).run(
      now - 900_000,
      now - 850_000,
    )
    const day = readConnectionDay(db, { now, everySeconds: 60, openingHours: null, timeZone: 'America/New_York' })
    expect(day.lanes.map(({ runs }) => runs.map(({ state }) => state))).toEqual([
      ['working', 'broken'],
      ['working'],
      ['working'],
      ['working'],
    ])
    expect(day.lanes[0]?.brokenMs).toBe(600_000)
    expect(day.from).toBe(new Date(from).toISOString())
  })
})

test('room is counted in days of what the last two weeks brought, and not guessed where nothing came', () => {
  const { db } = openTestStore()
  const day = 24 * 3_600_000
  expect(roomDays(db, 1e9, 0, now)).toBeNull()
  addFile(db, { state: 'accepted', bytes: 'x'.repeat(1000), at: now - 2 * day })
  addFile(db, { state: 'accepted', bytes: 'y'.repeat(1000), at: now - 3600_000 })
  expect(roomDays(db, 41_000, 1000, now)).toBe(40)
  expect(roomDays(db, 500, 1000, now)).toBe(0)
  expect(roomDays(db, null, 0, now)).toBeNull()
})
