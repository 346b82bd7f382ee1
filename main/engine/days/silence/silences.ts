// Stretches without a sale that are unusual for a weekday: longer than three times what is usual on it (ux 2.10). Times
// are seconds since midnight of the business date on the register's clock, and may run past 24 hours. Pure.
//
// What is usual is asked twice: of the whole day, and, where so many sales are usual in just these hours that none at all
// cannot be chance, of the same hours. The second finds two silent hours in the afternoon of a store whose nights are long.

/** An earlier date: the times of its sales, ascending, and the longest stretch between two of them. */
export interface PastSales {
  readonly times: readonly number[]
  readonly longest: number
}

export interface Stretch {
  readonly from: number
  readonly to: number
}

export interface SilenceQuestion {
  /** Times of the day's sales, ascending. */
  readonly times: readonly number[]
  /** Earlier dates of the same weekday. */
  readonly history: readonly PastSales[]
  /** When the store is open; null when that is not known. */
  readonly open: readonly Stretch[] | null
  /** True once nothing more comes: then the evening counts too. */
  readonly isOver: boolean
  /** The hour that this date's clock skips, on the day it is set forward. */
  readonly skipped: Stretch | null
}

/** So many earlier dates of the weekday make a usual one. */
export const enoughWeeks = 3
/** A register with fewer sales on a day has no rhythm. */
const enoughSales = 10
const times = 3
/** Shorter stretches are nothing to look into. */
const shortest = 30 * 60
/** Sales that are usual in a stretch and all missing: less than one chance in a million. */
const cannotBeChance = 14

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

const stretchesOf = (sales: readonly number[]): Stretch[] =>
  sales.slice(1).map((to, i) => ({ from: sales[i] ?? to, to }))

const longestOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((longest, { from, to }) => Math.max(longest, to - from), 0)

const countWithin = (sales: readonly number[], { from, to }: Stretch): number =>
  sales.filter((at) => at > from && at < to).length

const overlapping = (stretches: readonly Stretch[], { from, to }: Stretch): Stretch[] =>
  stretches.filter((each) => each.to > from && each.from < to)

const overlapSeconds = (one: Stretch, other: Stretch): number =>
  Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from))

/** The parts of a stretch in which the store is open. */
const openParts = (stretch: Stretch, open: readonly Stretch[] | null): Stretch[] =>
  open === null
    ? [stretch]
    : open.flatMap((span) => {
        const part = { from: Math.max(stretch.from, span.from), to: Math.min(stretch.to, span.to) }
        return part.to > part.from ? [part] : []
      })

/** What an earlier date teaches. */
export const pastSales = (sales: readonly number[]): PastSales => ({
  times: sales,
  longest: sales.reduce((longest, at, i) => Math.max(longest, at - (sales[i - 1] ?? at)), 0),
})

/** The unusual stretches of a day, in their order; none where the weekday is not known well enough. */
export const silencesOf = ({ times: sales, history, open, isOver, skipped }: SilenceQuestion): Stretch[] => {
  const days = history.filter((day) => day.times.length >= enoughSales)
  const [first, last] = [sales[0], sales.at(-1)]
  if (days.length < enoughWeeks || days.length * 2 < history.length || first === undefined || last === undefined)
    return []
  const usualLongest = median(days.map(({ longest }) => longest))
  const usualFirst = median(days.map((day) => day.times[0] ?? 0))
  const usualLast = median(days.map((day) => day.times.at(-1) ?? 0))
  const candidates = [
    ...(first > usualFirst ? [{ from: usualFirst, to: first }] : []),
    ...stretchesOf(sales),
    ...(isOver && last < usualLast ? [{ from: last, to: usualLast }] : []),
  ].filter(({ from, to }) => to - from > shortest)
  const isUnusual = (part: Stretch): boolean => {
    const length = part.to - part.from - (skipped === null ? 0 : overlapSeconds(part, skipped))
    if (length <= shortest) return false
    if (length > times * usualLongest) return true
    const usualHere = median(days.map((day) => longestOf(overlapping(stretchesOf(day.times), part))))
    if (length <= times * usualHere) return false
    return days.reduce((count, day) => count + countWithin(day.times, part), 0) / days.length >= cannotBeChance
  }
  return candidates.flatMap((stretch) => openParts(stretch, open)).filter(isUnusual)
}
