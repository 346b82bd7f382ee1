// A law that is tried inside Windows' Node, and what came of it: one line of JSON for the process outside.

export interface LawResult {
  /** A full sentence. */
  readonly law: string
  /** Null when it holds; else what was found instead. */
  readonly broken: string | null
  readonly ms: number
}

export interface Law {
  readonly law: string
  /** Throws when it does not hold. */
  readonly holds: () => void | Promise<void>
}
