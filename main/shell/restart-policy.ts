// When a process that died is started again: after 1 s, doubling to 60 s, for ever; a person is told from the third
// time within ten minutes (design 3). Pure.

const firstDelayMs = 1000
const longestDelayMs = 60_000
const spanMs = 10 * 60_000
const toldFrom = 3

export interface Restart {
  readonly delayMs: number
  /** True when the window says that Storebridge keeps restarting. */
  readonly told: boolean
}

/** The crashes of the last ten minutes; those before are forgiven. */
export const recentCrashes = (crashes: readonly number[], now: number): number[] =>
  crashes.filter((at) => now - at < spanMs)

/** What follows the newest of these crashes. Times are monotonic ms, the newest is now. */
export const restartAfter = (crashes: readonly number[], now: number): Restart => {
  const n = Math.max(1, recentCrashes(crashes, now).length)
  return { delayMs: Math.min(longestDelayMs, firstDelayMs * 2 ** (n - 1)), told: n >= toldFrom }
}
