// How much room the disk of the data directory has, as four levels with hysteresis: what is told, and what stops. Pure;
// the room is measured by tell/free-space.ts.
//
//   enough   all is well
//   low      the manager is told (2 GB)
//   short    what may be forgotten is forgotten early (500 MB)
//   full     nothing new is collected; sending goes on (200 MB)
//
// A disk of less than 20 GB has these limits in proportion, so that a small one can be used at all, but never less than
// what the records' own log needs.

export type RoomLevel = 'enough' | 'low' | 'short' | 'full'

export interface DiskRoom {
  readonly level: RoomLevel
  /** Since when it is at this level; this PC's time. */
  readonly since: number
  /** Bytes free for this user; null where the system does not tell. */
  readonly freeBytes: number | null
}

export interface MeasuredRoom {
  readonly freeBytes: number
  readonly totalBytes: number
}

const megabyte = 1_000_000
const ordinaryDiskBytes = 20_000 * megabyte
const limits = { low: 2000 * megabyte, short: 500 * megabyte, full: 200 * megabyte } as const
/** What must be free beyond the limit before a level counts as left: an eighth of it. */
export const beyond = 1.125

const worse: readonly Exclude<RoomLevel, 'enough'>[] = ['full', 'short', 'low']

const depth: Readonly<Record<RoomLevel, number>> = { enough: 0, low: 1, short: 2, full: 3 }

/** What the log of the records may need to be folded; on a disk that is smaller still, a quarter of it. */
const leastLeftBytes = 8 * megabyte

/** Below how many free bytes a disk of this size is at a level. */
export const limitOf = (level: Exclude<RoomLevel, 'enough'>, totalBytes: number): number => {
  const inProportion = Math.min(1, totalBytes / ordinaryDiskBytes) * limits[level]
  const least = Math.min(leastLeftBytes, totalBytes / 4)
  return Math.max(inProportion, least * (1 + (depth.full - depth[level]) / 2))
}

/** The level after a measurement; one that is left only when there is clearly more room than its limit. */
export const roomAfter = (before: DiskRoom | null, measured: MeasuredRoom | null, now: number): DiskRoom => {
  if (measured === null)
    return before === null ? { level: 'enough', since: now, freeBytes: null } : { ...before, freeBytes: null }
  const { freeBytes, totalBytes } = measured
  const was = before?.level ?? 'enough'
  const level =
    worse.find((each) => freeBytes < limitOf(each, totalBytes) * (depth[each] <= depth[was] ? beyond : 1)) ?? 'enough'
  return { level, since: before?.level === level ? before.since : now, freeBytes }
}
