// One line out of the transaction numbers of many days: where the register's counter turned over (9999 → 1) or began
// anew, the line goes on, so that what is missing in it is what was never seen. Pure.
//
// Numbers of a day are a set, not a sequence: transactions that overlap end in another order than they began, and a file
// may come late. Only where a counter turned does the time decide which part of a day came first.

import type { BusinessDate } from '../../../../contract/vocabulary.ts'

/** The known numbers of one register, or of several that share a counter, on one business date. */
export interface DayNumbers {
  readonly date: BusinessDate
  /** Days since 1970, so that days in between can be counted. */
  readonly day: number
  /** In any order; a number may stand there more than once. */
  readonly tickets: readonly Ticket[]
}

export interface Ticket {
  readonly number: number
  /** Seconds on the register's clock; null when it says no time. */
  readonly at: number | null
  readonly registerId: string
}

export interface Point extends Ticket {
  readonly date: BusinessDate
  readonly day: number
  /** The number as if the counter had never turned over. */
  readonly place: number
}

/** Numbers that are missing between two known ones that stand beside each other on the line. */
export interface Hole {
  readonly after: Point
  readonly before: Point
  readonly missing: number
}

/** A stretch of the line through which the counter went on without beginning anew. */
export interface Run {
  readonly points: readonly Point[]
}

export interface NumberLine {
  readonly runs: readonly Run[]
  /** What the counter goes up by: 1, unless all its numbers keep a larger distance. */
  readonly step: number
  readonly holes: readonly Hole[]
  /** How many distinct numbers there are. */
  readonly known: number
  /** The most numbers one after another without a hole. */
  readonly longest: number
  /** Business dates with at least a few numbers, and those of them on which a hole ends. */
  readonly busyDays: number
  readonly daysWithHoles: number
  /** What the counter begins with where it begins anew each day; null when it does not. */
  readonly beginsDailyWith: number | null
}

/** A day with fewer numbers says nothing about how often holes are. */
const fewNumbers = 10
/** A counter that turns over has at least three digits; with fewer it is one that begins anew. */
const cycles = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const
/** A jump that loses more than this many days' numbers, or this many numbers, is a new beginning and no loss. */
const lostDaysAtMost = 3
const alwaysPlausible = 100
/** More missing numbers than this around the end of a cycle mean that the counter began anew before it. */
const lostAtTurn = 50
/** In-day parts closer together than this are one part whatever the clock says. */
const overlapReach = 200

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const earlier = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b)

/** Each number once, with the earliest time it was written at, in the order of the numbers. */
const distinct = (tickets: readonly Ticket[]): readonly Ticket[] => {
  // Files mostly come in the order of their numbers.
  const isSorted = tickets.every(({ number }, i) => i === 0 || number > (tickets[i - 1]?.number ?? 0))
  if (isSorted) return tickets
  const sorted = [...tickets].sort((a, b) => a.number - b.number)
  const kept: Ticket[] = []
  for (const ticket of sorted) {
    const last = kept.at(-1)
    if (last !== undefined && last.number === ticket.number)
      kept[kept.length - 1] = { ...last, at: earlier(last.at, ticket.at) }
    else kept.push(ticket)
  }
  return kept
}

const medianTime = (tickets: readonly Ticket[]): number | null => {
  const times = tickets.flatMap(({ at }) => (at === null ? [] : [at]))
  return times.length === 0 ? null : median(times)
}

/** A day's numbers in the parts between which its counter turned: usually one. */
const partsOf = (numbers: readonly Ticket[]): readonly (readonly Ticket[])[] => {
  let widest = 0
  let at = 0
  for (let i = 1; i < numbers.length; i += 1) {
    const gap = (numbers[i]?.number ?? 0) - (numbers[i - 1]?.number ?? 0)
    if (gap > widest) [widest, at] = [gap, i]
  }
  if (widest <= overlapReach) return [numbers]
  const [low, high] = [numbers.slice(0, at), numbers.slice(at)]
  const [lowTime, highTime] = [medianTime(low), medianTime(high)]
  return lowTime !== null && highTime !== null && highTime < lowTime ? [high, low] : [numbers]
}

interface Part {
  readonly date: BusinessDate
  readonly day: number
  readonly numbers: readonly Ticket[]
  readonly first: number
  readonly last: number
  readonly beginsDay: boolean
}

const partsOfDays = (days: readonly DayNumbers[]): Part[] =>
  days.flatMap(({ date, day, tickets }) =>
    partsOf(distinct(tickets)).flatMap((numbers, index): Part[] => {
      const [first, last] = [numbers[0], numbers.at(-1)]
      if (first === undefined || last === undefined) return []
      return [{ date, day, numbers, first: first.number, last: last.number, beginsDay: index === 0 }]
    }),
  )

/**
 * What the counter begins each day with, where it does: on most days it goes back to the same small number, and what it
 * reached the day before differs.
 */
const dailyBeginning = (parts: readonly Part[]): number | null => {
  const mornings = parts.filter(({ beginsDay }) => beginsDay)
  if (mornings.length < 3) return null
  const backwards = mornings.slice(1).filter(({ first }, i) => first < (mornings[i]?.last ?? 0))
  if (backwards.length < 0.6 * (mornings.length - 1)) return null
  const counts = new Map<number, number>()
  for (const { first } of mornings) counts.set(first, (counts.get(first) ?? 0) + 1)
  const [begins, times] = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, 0])
  return times >= 0.6 * mornings.length ? begins : null
}

/** The counter's cycle when going from one number to a smaller one turns it over; null when it does not. */
const cycleBetween = (last: number, first: number, plausible: number): number | null => {
  for (const cycle of cycles) {
    const skipped = first + cycle - last - 1
    // Only a counter that stood near its end turns over.
    if (skipped >= 0 && skipped <= plausible && last % cycle >= cycle - 1 - plausible && first % cycle <= plausible)
      return cycle
  }
  return null
}

interface Growing {
  points: Point[]
  offset: number
  last: number
  day: number
  /** Numbers of the last parts, to tell a late one from a counter that began anew. */
  recent: Set<number>
}

const begin = (part: Part): Growing => ({
  points: [],
  offset: 0,
  last: part.last,
  day: part.day,
  recent: new Set(),
})

const extend = (run: Growing, part: Part): void => {
  const recent = run.day === part.day ? run.recent : new Set<number>()
  for (const ticket of part.numbers) {
    const { number, at, registerId } = ticket
    run.points.push({ number, at, registerId, date: part.date, day: part.day, place: number + run.offset })
    recent.add(ticket.number)
  }
  run.recent = recent
}

/** Whether a part that begins below what was reached only fills what was left open there. */
const fillsIn = (run: Growing, part: Part): boolean => {
  if (run.last - part.first > overlapReach || part.last + overlapReach < run.last) return false
  const below = part.numbers.filter(({ number }) => number <= run.last)
  const twice = below.filter(({ number }) => run.recent.has(number)).length
  return twice <= Math.max(1, Math.floor(below.length / 5)) && twice < below.length
}

interface Turned {
  readonly runs: readonly Growing[]
  /** Places at which the counter stood at zero, which is no transaction. */
  readonly zeros: ReadonlySet<number>
}

const joinParts = (parts: readonly Part[], beginsDaily: boolean): Turned => {
  const usual = median(parts.map(({ numbers }) => numbers.length))
  const runs: Growing[] = []
  const zeros = new Set<number>()
  let run: Growing | undefined
  const beginAnew = (part: Part): void => {
    run = begin(part)
    runs.push(run)
    extend(run, part)
  }
  for (const part of parts) {
    if (run === undefined || (beginsDaily && part.beginsDay)) {
      beginAnew(part)
      continue
    }
    const plausible = Math.max(alwaysPlausible, usual * lostDaysAtMost * (part.day - run.day + 1))
    if (part.first > run.last) {
      if (part.first - run.last - 1 > plausible) beginAnew(part)
      else {
        extend(run, part)
        run.last = part.last
      }
    } else if (fillsIn(run, part)) {
      extend(run, part)
      run.last = Math.max(run.last, part.last)
    } else {
      const cycle = cycleBetween(run.last, part.first, lostAtTurn)
      if (cycle === null) beginAnew(part)
      else {
        const zero = (Math.floor(run.last / cycle) + 1) * cycle + run.offset
        run.offset += cycle
        if (part.first % cycle !== 0) zeros.add(zero)
        run.recent = new Set()
        extend(run, part)
        run.last = part.last
      }
    }
    if (run !== undefined) run.day = part.day
  }
  return { runs, zeros }
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

/** The line of a register's numbers, days in ascending order. A number zero is no transaction and is left out. */
export const numberLine = (days: readonly DayNumbers[]): NumberLine => {
  const parts = partsOfDays(
    days.map((each) =>
      each.tickets.some(({ number }) => number <= 0)
        ? { ...each, tickets: each.tickets.filter(({ number }) => number > 0) }
        : each,
    ),
  )
  const beginsDailyWith = dailyBeginning(parts)
  const { runs, zeros } = joinParts(parts, beginsDailyWith !== null)
  const sorted = runs.map(({ points }) => points.sort((a, b) => a.place - b.place))
  const plausible = Math.max(alwaysPlausible, median(parts.map(({ numbers }) => numbers.length)) * lostDaysAtMost * 2)
  const gaps: { after: Point; before: Point; distance: number }[] = []
  let common = 0
  for (const points of sorted)
    for (let i = 1; i < points.length; i += 1) {
      const [after, before] = [points[i - 1], points[i]]
      if (after === undefined || before === undefined) continue
      let distance = before.place - after.place
      if (distance === 0) continue
      for (const zero of zeros) if (zero > after.place && zero < before.place) distance -= 1
      gaps.push({ after, before, distance })
      common = greatestCommonDivisor(common, distance)
    }
  const step = Math.max(1, common)
  const holes: Hole[] = []
  let inRow = sorted.length === 0 ? 0 : 1
  let longest = inRow
  let known = sorted.reduce((count, points) => count + points.length, 0)
  let previous: Point | undefined
  for (const { after, before, distance } of gaps) {
    // Beginning anew breaks no row: nothing is missing there.
    if (previous !== undefined && previous !== after) inRow += 1
    previous = before
    const missing = distance / step - 1
    if (missing > 0 && missing <= plausible * Math.max(1, before.day - after.day)) {
      holes.push({ after, before, missing })
      inRow = 1
    } else inRow += 1
    longest = Math.max(longest, inRow)
  }
  if (known === 0) longest = 0
  for (const points of sorted)
    for (let i = 1; i < points.length; i += 1) if (points[i]?.place === points[i - 1]?.place) known -= 1
  const perDay = new Map<string, number>()
  for (const points of sorted) for (const { date } of points) perDay.set(date, (perDay.get(date) ?? 0) + 1)
  const busy = new Set([...perDay].flatMap(([date, count]) => (count >= fewNumbers ? [date] : [])))
  return {
    runs: sorted.map((points) => ({ points })),
    step,
    holes: [...holes, ...missingBeginnings(sorted, beginsDailyWith, step)],
    known,
    longest,
    busyDays: busy.size,
    daysWithHoles: new Set(holes.flatMap(({ before }) => (busy.has(before.date) ? [before.date] : []))).size,
    beginsDailyWith,
  }
}

/** Where each day begins with the same number, what a day lacks before its first one is missing too. */
const missingBeginnings = (
  runs: readonly (readonly Point[])[],
  beginsDailyWith: number | null,
  step: number,
): Hole[] => {
  if (beginsDailyWith === null) return []
  return runs.flatMap((points): Hole[] => {
    const [first] = points
    if (first === undefined || first.number <= beginsDailyWith) return []
    const missing = Math.floor((first.number - beginsDailyWith) / step)
    if (missing === 0 || missing > alwaysPlausible) return []
    const before = beginsDailyWith - step
    return [{ after: { ...first, number: before, place: before }, before: first, missing }]
  })
}
