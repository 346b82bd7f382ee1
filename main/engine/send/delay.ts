// The one formula for waiting after trouble: full jitter under a ceiling that doubles from 5 s to 5 min (design 4.3).

const firstCeilingMs = 5000
const lastCeilingMs = 5 * 60_000
export const longestRetryAfterMs = 60 * 60_000

/**
 * @param failures how many failures came before (0 = this is the first)
 * @param random a number in [0, 1)
 * @param floorMs what the server asked for by Retry-After, 0 where it asked for nothing
 */
export const troubleDelayMs = (failures: number, random: number, floorMs = 0): number => {
  const ceiling = Math.min(lastCeilingMs, firstCeilingMs * 2 ** Math.min(failures, 10))
  return Math.max(Math.round(random * ceiling), Math.min(floorMs, longestRetryAfterMs))
}

/** Milliseconds a Retry-After header asks for: seconds, or a date measured against `wallNow`; 0 when it says nothing. */
export const retryAfterMs = (header: string | null, wallNow: number): number => {
  if (header === null) return 0
  const word = header.trim()
  if (/^\d+$/.test(word)) return Math.min(Number(word) * 1000, longestRetryAfterMs)
  const date = Date.parse(word)
  return Number.isNaN(date) ? 0 : Math.min(Math.max(0, date - wallNow), longestRetryAfterMs)
}
