// What the 24-hour strip says beside its picture: the rows of its table twin and its summary, from the same runs.

import type { ConnectionDay, LaneState, LinkLane } from '../../../../contract/ipc.ts'
import type { Timestamp } from '../../../../contract/vocabulary.ts'
import type { MessageId } from '../../words/say.ts'

export const laneStateWords: Readonly<Record<LaneState, MessageId>> = {
  working: 'strip.working',
  broken: 'strip.broken',
  quiet: 'strip.quiet',
  'not-measured': 'strip.notMeasured',
}

export interface StripRow {
  readonly from: Timestamp
  readonly to: Timestamp
  /** One state a lane, in the order of the lanes. */
  readonly states: readonly LaneState[]
}

const stateAt = (lane: LinkLane, at: Timestamp): LaneState =>
  lane.runs.find((run) => run.from <= at && at < run.to)?.state ?? 'not-measured'

/** A row for each stretch in which no lane changes, the newest first. */
export const stripRows = ({ lanes, to }: ConnectionDay): readonly StripRow[] => {
  const begins = [...new Set(lanes.flatMap(({ runs }) => runs.map(({ from }) => from)))].sort()
  return begins
    .map((from, index) => ({ from, to: begins[index + 1] ?? to, states: lanes.map((lane) => stateAt(lane, from)) }))
    .toReversed()
}

/** Since when a link is as it is; null when that is longer than the strip goes back. */
export const laneSince = (day: ConnectionDay, link: LinkLane['link']): Timestamp | null => {
  const last = day.lanes.find((lane) => lane.link === link)?.runs.at(-1)
  return last === undefined || last.from <= day.from ? null : last.from
}

/** The lanes that were broken at some time, the longest first. */
export const brokenLanes = ({ lanes }: ConnectionDay): readonly LinkLane[] =>
  lanes.filter(({ brokenMs }) => brokenMs > 0).sort((a, b) => b.brokenMs - a.brokenMs)

const isUnmeasured = ({ states }: StripRow): boolean => states.every((state) => state === 'not-measured')

/** Whether there is something to tell, however short: a store that has just begun is shown what it is at. */
export const wasMeasured = (day: ConnectionDay): boolean => !stripRows(day).every(isUnmeasured)

/** How much of the day nothing was measured on any lane, ms. */
export const unmeasuredMs = (day: ConnectionDay): number =>
  stripRows(day)
    .filter(isUnmeasured)
    .reduce((sum, row) => sum + Date.parse(row.to) - Date.parse(row.from), 0)
