// The last 24 hours of the way of a sale in cells of five minutes (ux 2.11): a lane for each link, drawn from the
// connection reports and the outages that were written down while it happened. A cell nothing was measured in says so;
// it is never shown as working (design, promise 5).

import type { OpeningHours } from '../../../contract/configuration.ts'
import type { ConnectionDay, LaneState, LinkLane, Outage } from '../../../contract/ipc.ts'
import { isOpen } from '../report/register-evidence.ts'
import type { Db } from '../storage/open-database.ts'
import { timestampFrom } from '../support/timestamp.ts'
import type { Span } from './store-day.ts'

export const cellMs = 5 * 60_000
export const dayCells = 288
/** What is over sooner is no break: the moment between a start and its first sign-in, one answer that came late. */
const shortestBreakMs = 60_000

/** What the reports that fell into one cell say together. */
export interface ReportCell {
  /** Index of the cell, 0 = the oldest; below it for a report that still speaks for the first cells. */
  readonly cell: number
  /** The last of them, this PC's time in ms. */
  readonly at: number
  /** One of them was taken. */
  readonly taken: boolean
  /** One of them was answered, whatever the answer. */
  readonly answered: boolean
  /** One of them said that the register is not well. */
  readonly registerNotWell: boolean
}

export interface DayEvidence {
  /** The end of the last, running cell's first moment is `now`'s own; `from` is the beginning of the first. */
  readonly from: number
  readonly now: number
  readonly reports: readonly ReportCell[]
  /** How long a report speaks for what comes after it, ms. */
  readonly reportSpeaksMs: number
  readonly outages: readonly { readonly what: Outage['what']; readonly from: number; readonly to: number }[]
  readonly openingHours: OpeningHours | null
  readonly timeZone: string
}

type Link = LinkLane['link']

/** What breaks each link. Without internet Petrosoft is not reached either. */
const breaks: Readonly<Record<Link, readonly Outage['what'][]>> = {
  register: ['folder'],
  pc: ['pc'],
  internet: ['internet'],
  petrosoft: ['service', 'sign-in', 'internet'],
}
const links: readonly Link[] = ['register', 'pc', 'internet', 'petrosoft']

/** Spans in order, those that touch joined. */
const joined = (spans: readonly Span[]): Span[] => {
  const whole: Span[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = whole.at(-1)
    if (last !== undefined && span.from <= last.to)
      whole[whole.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else whole.push(span)
  }
  return whole
}

const overlapMs = (spans: readonly Span[], { from, to }: Span): number =>
  spans.reduce((sum, span) => sum + Math.max(0, Math.min(span.to, to) - Math.max(span.from, from)), 0)

/** The report that speaks for each cell: one of its own, or one before it that is not too old. */
const speaking = ({ from, reports, reportSpeaksMs }: DayEvidence): (ReportCell | null)[] => {
  const own = new Map(reports.map((report) => [report.cell, report]))
  let last = reports.findLast(({ cell }) => cell < 0) ?? null
  return Array.from({ length: dayCells }, (_, cell) => {
    last = own.get(cell) ?? last
    return last !== null && last.at + reportSpeaksMs > from + cell * cellMs ? last : null
  })
}

const provenBy = (link: Link, report: ReportCell | null, serviceBroken: boolean): 'yes' | 'no' | 'broken' => {
  if (report === null) return 'no'
  switch (link) {
    case 'register':
      return report.registerNotWell ? 'broken' : 'yes'
    case 'pc':
      return 'yes'
    case 'internet':
      // A service that was reached and answered badly, or not in time, proves the way to it.
      return report.answered || serviceBroken ? 'yes' : 'no'
    case 'petrosoft':
      return report.taken ? 'yes' : report.answered ? 'broken' : 'no'
  }
}

/** The lanes of a day, each as runs of equal cells. Pure. */
export const connectionDay = (evidence: DayEvidence): ConnectionDay => {
  const { from, now, outages, openingHours, timeZone } = evidence
  const spansOf = (kinds: readonly Outage['what'][]): Span[] =>
    joined(outages.filter(({ what }) => kinds.includes(what)))
  const notRunning = spansOf(['engine'])
  const serviceDown = spansOf(['service'])
  const reports = speaking(evidence)
  const lane = (link: Link): LinkLane => {
    const broken = spansOf(breaks[link])
    let brokenMs = 0
    const runs: { from: number; to: number; state: LaneState }[] = []
    for (let cell = 0; cell < dayCells; cell += 1) {
      const span = { from: from + cell * cellMs, to: Math.min(now, from + (cell + 1) * cellMs) }
      if (span.to <= span.from) break
      const state = stateOf(cell, span)
      const run = runs.at(-1)
      if (run?.state === state) run.to = span.to
      else runs.push({ ...span, state })
    }
    return {
      link,
      runs: runs.map((run) => ({ state: run.state, from: timestampFrom(run.from), to: timestampFrom(run.to) })),
      brokenMs,
    }

    function stateOf(cell: number, span: Span): LaneState {
      const down = overlapMs(broken, span)
      if (down > 0) {
        brokenMs += down
        return 'broken'
      }
      if (overlapMs(notRunning, span) * 2 > span.to - span.from) return 'not-measured'
      const proven = provenBy(link, reports[cell] ?? null, overlapMs(serviceDown, span) > 0)
      if (proven === 'broken') {
        brokenMs += span.to - span.from
        return 'broken'
      }
      if (proven === 'no') return 'not-measured'
      const closed = link === 'register' && openingHours !== null && !isOpen(span.from, timeZone, openingHours)
      return closed ? 'quiet' : 'working'
    }
  }
  return { from: timestampFrom(from), to: timestampFrom(now), stepMs: cellMs, lanes: links.map(lane) }
}

export interface DayQuestion {
  readonly now: number
  readonly everySeconds: number
  readonly openingHours: OpeningHours | null
  readonly timeZone: string
}

/** Reads the evidence of the last 24 hours and draws the lanes. At most one row a cell is taken out of SQLite. */
export const readConnectionDay = (
  db: Db,
  { now, everySeconds, openingHours, timeZone }: DayQuestion,
): ConnectionDay => {
  const from = Math.floor(now / cellMs) * cellMs - (dayCells - 1) * cellMs
  // As long as a report counts as fresh elsewhere (reporter), and never less than a cell.
  const reportSpeaksMs = Math.max(cellMs, 2 * everySeconds * 1000 + 60_000)
  const before = Math.ceil(reportSpeaksMs / cellMs)
  const reports = db
    .prepare<
      { base: number; before: number; now: number; step: number },
      { cell: number; at: number; taken: number; answered: number; notWell: number }
    >(
      `SELECT CAST((at - @base) / @step AS INTEGER) - @before AS cell, max(at) AS at, max(ok) AS taken,
              max(http_status IS NOT NULL) AS answered, max(state <> 'OK') AS notWell
       FROM connection_report WHERE at >= @base AND at <= @now GROUP BY cell ORDER BY cell`,
    )
    .all({ base: from - before * cellMs, before, now, step: cellMs })
    .map(({ cell, at, taken, answered, notWell }) => ({
      cell,
      at,
      taken: taken === 1,
      answered: answered === 1,
      registerNotWell: notWell === 1,
    }))
  const outages = db
    .prepare<[number, number, number], { what: Outage['what']; began_at: number; ended_at: number | null }>(
      `SELECT what, began_at, ended_at FROM outage
       WHERE began_at < ? AND (ended_at IS NULL OR (ended_at > ? AND ended_at - began_at >= ?))`,
    )
    .all(now, from, shortestBreakMs)
    .map(({ what, began_at, ended_at }) => ({ what, from: began_at, to: ended_at ?? now }))
  return connectionDay({ from, now, reports, reportSpeaksMs, outages, openingHours, timeZone })
}

const measuredDays = 14
const dayMs = 24 * 3_600_000

/**
 * For how many more days of files there is room on this disk, by what the last two weeks brought; null where nothing is
 * known. `reserveBytes` are never counted on: collecting stops before the disk is full.
 */
export const roomDays = (db: Db, freeBytes: number | null, reserveBytes: number, now: number): number | null => {
  if (freeBytes === null) return null
  const row = db
    .prepare<[number], { bytes: number | null; first: number | null }>(
      'SELECT sum(size) AS bytes, min(stored_at) AS first FROM document WHERE stored_at >= ?',
    )
    .get(now - measuredDays * dayMs)
  if (row === undefined || row.bytes === null || row.bytes === 0 || row.first === null) return null
  const perDay = row.bytes / Math.max(1, (now - row.first) / dayMs)
  return Math.floor(Math.max(0, freeBytes - reserveBytes) / perDay)
}
