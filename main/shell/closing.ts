// When there is a window at the start, and what closing it means (ux 2.3, R19). Closing must never end sending without a word, and never leave a program
// that runs and cannot be reached. Pure.

export interface StartFacts {
  /** True when the computer started the program, not a person. */
  readonly byComputer: boolean
  readonly hasStore: boolean
  /** True when nothing is sent until somebody has typed the password. */
  readonly passwordNeeded: boolean
  readonly reachable: boolean
}

/** Whether the program begins without a window: it works, nobody asked for it, and it can be found. */
export const beginsWithoutWindow = ({ byComputer, hasStore, passwordNeeded, reachable }: StartFacts): boolean =>
  byComputer && hasStore && !passwordNeeded && reachable

export interface ClosingFacts {
  /** The person's wish: closing keeps sending in the background. */
  readonly closeToTray: boolean
  /** True when the program can be reached without a window: an icon in the tray, or the Dock. */
  readonly reachable: boolean
  /** True when a real store is set up here: there is something to go on with. */
  readonly hasStore: boolean
  /** True once the program is ending anyway. */
  readonly ending: boolean
}

/**
 * `background`: the window goes, the engine stays. `end`: the program ends with the window. `ask`: a person is told what
 * ending means and chooses.
 */
export type Closing = 'background' | 'end' | 'ask'

export const closingOf = ({ closeToTray, reachable, hasStore, ending }: ClosingFacts): Closing => {
  if (ending || !hasStore) return 'end'
  return closeToTray && reachable ? 'background' : 'ask'
}
