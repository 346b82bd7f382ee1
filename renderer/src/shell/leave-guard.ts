// Holds a person back who is about to leave a screen with something not saved. While a guard stands, a change of the place
// to another screen is taken back and handed to it; it asks, and goes on or not. Only one screen is open at a time, so
// there is one guard.

export type LeaveGuard = (to: string) => void

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
