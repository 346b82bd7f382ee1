// Which files a person looks at unmasked just now. Beginning to is a decision like any other, kept for ever with who and
// when (`show-full`); it lasts until the person leaves the file, the engine stops, or half an hour passes without a look.
// Whoever asks for a file in full without it gets it masked (ux 2.8; reliability 4.6).

import type { Decided } from '../decide/decision.ts'
import type { Clock } from '../support/clock.ts'

const forgottenAfterMs = 30 * 60_000

export interface ShownInFull {
  /** Writes the decision down by `decide`, and lets the file be read in full if that worked. */
  begin(fileId: number, decide: () => Decided): Decided
  end(fileId: number): void
  /** Whether this look may be in full; it must also have been asked for. */
  allows(fileId: number, wanted: boolean | undefined): boolean
}

export const createShownInFull = (clock: Clock): ShownInFull => {
  /** When each file was last looked at, monotonic. */
  const shown = new Map<number, number>()
  return {
    begin: (fileId, decide) => {
      const decided = decide()
      if (decided.applied) shown.set(fileId, clock.monotonic())
      return decided
    },
    end: (fileId) => {
      shown.delete(fileId)
    },
    allows: (fileId, wanted) => {
      const lookedAt = shown.get(fileId)
      if (wanted !== true || lookedAt === undefined) return false
      const now = clock.monotonic()
      if (now - lookedAt > forgottenAfterMs) {
        shown.delete(fileId)
        return false
      }
      shown.set(fileId, now)
      return true
    },
  }
}
