// How a file name is drawn: the part that differs from its neighbours in full ink, the part they share in grey, and
// cut in the middle when there is no room, because registers put what tells files apart at the end.

export interface FileNameParts {
  /** Drawn grey; may be cut with "…". */
  readonly head: string
  /** Drawn in full ink; never cut. */
  readonly tail: string
}

/** The last digits (at most six) before the extension, with it, are the tail; a name without digits is all tail. */
export const splitFileName = (name: string): FileNameParts => {
  const dot = name.lastIndexOf('.')
  const end = dot > 0 ? dot : name.length
  const digits = /\d{1,6}$/.exec(name.slice(0, end))
  if (digits === null || digits.index === 0) return { head: '', tail: name }
  return { head: name.slice(0, digits.index), tail: name.slice(digits.index) }
}
