// The list of what a judgement objects to, by offset in the text. Only so many are told in full, because an
// acknowledgement must stay small enough to be read; the rest are counted.

export type RemarkSeverity = 'Error' | 'Warning' | 'Info'

export interface Remark {
  readonly severity: RemarkSeverity
  readonly message: string
  /** Offset in the journal's text, in UTF-16 units. */
  readonly offset: number
}

export interface VerdictRemarks {
  readonly add: (severity: RemarkSeverity, message: string, offset: number) => void
  readonly hasErrors: () => boolean
  /** Ascending by offset; a last one tells how many are left out. */
  readonly inOrder: () => readonly Remark[]
}

const mostErrors = 150
const mostNotes = 50

/** An empty list. Errors and notes have their own limits, so that notes never crowd out an error. */
export const createVerdictRemarks = (): VerdictRemarks => {
  const errors: Remark[] = []
  const notes: Remark[] = []
  let untold = 0
  return {
    add: (severity, message, offset) => {
      const [list, most] = severity === 'Error' ? [errors, mostErrors] : [notes, mostNotes]
      if (list.length < most) list.push({ severity, message, offset })
      else untold += 1
    },
    hasErrors: () => errors.length > 0,
    inOrder: () => {
      const told = [...errors, ...notes].sort((one, other) => one.offset - other.offset)
      const last = told.at(-1)
      if (untold === 0 || last === undefined) return told
      return [...told, { severity: 'Info', message: `${untold} more remarks are not listed.`, offset: last.offset }]
    },
  }
}
