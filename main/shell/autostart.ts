// Starting with the computer: entered once by itself when a store is set up, afterwards only on a person's word; what
// somebody switched off in the system's own list stays off and is told in true words (ux part 4, row 45). Pure but for the
// port it is given.

import type { AutostartState } from '../../contract/autostart.ts'

/** The system's list of programs that start with the computer. */
export interface AutostartPort {
  /** `absent`: not in the list. `disabled`: in it, but switched off there. */
  readonly read: () => 'enabled' | 'disabled' | 'absent'
  /** Throws what the system throws. `enter` also switches on what was switched off: only on a person's word. */
  readonly enter: () => void
  readonly remove: () => void
}

/** Where the program must not enter itself: not installed, a test's own data folder, practice. */
export const noAutostart = null

export const autostartState = (port: AutostartPort | null): AutostartState => {
  if (port === null) return 'not-here'
  const found = port.read()
  return found === 'enabled' ? 'on' : found === 'disabled' ? 'off-by-system' : 'off'
}

export interface FirstEntry {
  readonly hasStore: boolean
  /** True once this program has entered itself; then what the list says is a person's wish. */
  readonly enteredBefore: boolean
  readonly port: AutostartPort | null
}

/**
 * Enters the program when it never did so before and there is a store to work for. Returns whether it is to be remembered
 * that it did; an entry that is there already, on or off, is remembered and left as it is.
 */
export const enterOnce = ({ hasStore, enteredBefore, port }: FirstEntry): boolean => {
  if (!hasStore || enteredBefore || port === null) return enteredBefore
  if (port.read() === 'absent') port.enter()
  return true
}
