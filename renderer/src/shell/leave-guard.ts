// Holds a person back who is about to leave a screen with something not saved. While a guard stands, a change of the place
// to another screen is taken back and handed to it; it asks, and goes on or not. So is whatever else would end the screen,
// such as beginning practice. Only one screen is open at a time, so there is one guard.

/** Where the person goes ("/files?find=1"), or what they do that ends the screen. */
export type Leaving = string | (() => void)
export type LeaveGuard = (leaving: Leaving) => void

let standing: LeaveGuard | null = null

/** Puts the guard up; the result takes it down. */
export const guardLeaving = (guard: LeaveGuard): (() => void) => {
  standing = guard
  return () => {
    if (standing === guard) standing = null
  }
}

const screenOf = (hash: string): string => hash.replace(/^\/?/, '/').split(/[/?]/)[1] ?? ''

/** True when leaving `from` for `to` (hashes such as "/files?find=1") was handed to a guard and must not happen now. */
export const isHeldBack = (from: string, to: string): boolean => {
  if (standing === null || screenOf(from) === screenOf(to)) return false
  standing(to)
  return true
}

/** True when `goOn`, which ends the screen, was handed to a guard and must not happen now. */
export const isHeldBackFrom = (goOn: () => void): boolean => {
  standing?.(goOn)
  return standing !== null
}
