// What may be forgotten, and from when on (design 4.6). Pure. Identity, verdict, reference, times, decisions about a
// file and the keys that guard against a repeated sale are not here: they are never forgotten. Refused, held, waiting,
// unclear, set-aside and ignored documents are kept whole, for ever.

const dayMs = 24 * 3600_000
/** Messages, events, findings, raw answers, reports, outages: thirteen months, so that a year can be compared. */
export const detailDays = 400

/** States a document can be forgotten in: the cloud has its word, or nobody will ever need one. */
export const forgettableStates = ['accepted', 'accepted-with-notes', 'not-needed', 'replaced'] as const

/** Times of this PC, ms since 1970: what is older may go. */
export interface ForgetBefore {
  /** Bytes of documents that have been in a forgettable state since then. */
  readonly bytes: number
  /** Their messages, events, findings and raw answers; never while their bytes are kept. */
  readonly details: number
  /** Connection reports, outages, pauses. */
  readonly records: number
}

/**
 * What may go at a moment. `now` is the time by the cloud's clock, never by this PC's alone: a clock that was set to
 * another year must not make everything look old. `keepAcceptedDays`: design 5, at least 1.
 */
export const forgetBefore = (now: number, keepAcceptedDays: number): ForgetBefore => ({
  bytes: now - keepAcceptedDays * dayMs,
  details: now - Math.max(detailDays, keepAcceptedDays) * dayMs,
  records: now - detailDays * dayMs,
})
