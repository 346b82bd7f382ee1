// The words every part of Storebridge uses for the life of a journal (docs/glossary.md explains them).
// They are the words of the database, the command line and the contract; the words a manager reads are in renderer/.

/** Where a document, or a sighting that has no document yet, stands. design: "The life of a journal". */
export const documentStates = [
  'found',
  'vanished',
  'stored',
  'waiting',
  'sending',
  'unclear',
  'accepted',
  'accepted-with-notes',
  'refused',
  'held',
  'not-needed',
  'replaced',
  'set-aside',
  'ignored',
] as const
export type DocumentState = (typeof documentStates)[number]

/** How many files are in each state where there are none at all. */
export const noFiles = Object.fromEntries(documentStates.map((state) => [state, 0])) as Readonly<
  Record<DocumentState, number>
>

export type FoundProblem = 'empty' | 'growing' | 'locked' | 'unreadable'
export type HeldProblem =
  'not-well-formed' | 'doctype' | 'encoding' | 'cut-off' | 'too-large' | 'other-store' | 'repeats' | 'reader-failed'
export type NotNeededProblem = 'no-sales' | 'training' | 'other-naxml' | 'not-a-journal'
export type UnclearProblem = 'unanswered' | 'not-understood' | 'other-name' | 'restored'
export type IgnoredProblem = 'before-start'

/** Why a document is in its state; null where the state says it all. */
export type DocumentProblem = FoundProblem | HeldProblem | NotNeededProblem | UnclearProblem | IgnoredProblem

/** Where a document came from. Later sources join this union. */
export const sources = ['folder', 'sitoo', 'cashier'] as const
export type Source = (typeof sources)[number]

export type FindingSeverity = 'error' | 'warning' | 'info'

/** RFC 3339 UTC with milliseconds, e.g. 2026-11-22T01:40:29.123Z. */
export type Timestamp = string
/** A trading day as the register wrote it, YYYY-MM-DD; never a JavaScript Date. */
export type BusinessDate = string
/** A decimal number in text, a leading zero before the point, the written number of decimals kept: "-0.48", "15.0000". */
export type DecimalText = string
