// The one word for a register's day, and for the day of a store. Pure; the table in docs/sales-days.md is its test.

import type { DayVerdict } from '../../../../contract/sales-days.ts'

export interface LineState {
  readonly files: number
  readonly accepted: number
  readonly refused: number
  /** On their way by themselves. */
  readonly moving: number
  /** Held, or without an answer: a person is asked. */
  readonly asking: number
  /** Something is missing: numbers, a stretch of time, money of the register's report, a sale that was set aside. */
  readonly incomplete: boolean
  /** Two hours past the end of the day. */
  readonly isOver: boolean
  /** A person said so, or the opening hours. */
  readonly isClosed: boolean
}

/** What a register's day comes to. Whatever a person can mend comes first, and green only when nothing else is left. */
export const lineVerdict = (line: LineState): DayVerdict => {
  if (line.refused > 0 || line.asking > 0) return 'needs-you'
  if (line.files === 0) return line.isClosed ? 'closed' : line.isOver ? 'none' : 'still-arriving'
  if (!line.isOver) return 'still-arriving'
  if (line.incomplete) return 'possible-gap'
  if (line.moving > 0) return 'still-arriving'
  if (line.accepted === 0) return line.isClosed ? 'closed' : 'none'
  return 'accepted'
}

/** The verdict of a day from those of its registers, and of files that name no register. */
export const dayVerdict = (lines: readonly DayVerdict[], isOver: boolean, isClosed: boolean): DayVerdict => {
  const has = (verdict: DayVerdict): boolean => lines.includes(verdict)
  if (has('needs-you')) return 'needs-you'
  if (lines.length === 0) return isClosed ? 'closed' : isOver ? 'none' : 'still-arriving'
  if (!isOver) return lines.every((verdict) => verdict === 'closed') ? 'closed' : 'still-arriving'
  // A register without a file on a day on which the others have some lacks something.
  if (has('possible-gap') || (has('none') && (has('accepted') || has('still-arriving')))) return 'possible-gap'
  if (has('still-arriving')) return 'still-arriving'
  if (has('accepted')) return 'accepted'
  return has('none') ? 'none' : 'closed'
}
