// Which documents are read again because an older reader, or older settings, judged them (design 4.2): first those whose
// verdict may be another one now, then all others, newest first, because people look at the newest days. The latter only
// get their facts (events, findings, amounts) anew.
//
// Two looks over the records for each start of the program, in small bites, and none after that: whatever is judged in
// this run is judged by this reader. Which documents are done stands in their rows, so a stop costs nothing.

import type { Db } from '../storage/open-database.ts'

const atOnce = 20
/** How many rows one bite looks at. */
const rowsInABite = 2000

export interface Candidate {
  readonly id: number
  readonly size: number
  readonly judging_starts: number
}

export class Rereading {
  readonly #db: Db
  readonly #version: number
  #lookedAtUnsettled = false
  /** Ids from here on were looked at; 0 = all of them, null = not begun. */
  #above: number | null = null

  /** @param version what the reader is now; documents read by a lower one are read again */
  constructor(db: Db, version: number) {
    this.#db = db
    this.#version = version
  }

  /** Nothing is left to be read again in this run. */
  get isDone(): boolean {
    return this.#lookedAtUnsettled && this.#above === 0
  }

  /** The next few; empty also when this bite held none, while `isDone` is still false. */
  next(): Candidate[] {
    if (!this.#lookedAtUnsettled) {
      const unsettled = this.#unsettled()
      if (unsettled.length > 0) return unsettled
      this.#lookedAtUnsettled = true
    }
    return this.#nextBite()
  }

  #unsettled(): Candidate[] {
    return this.#db
      .prepare<[number, number], Candidate>(
        `SELECT d.id, d.size, d.judging_starts FROM document d JOIN content c ON c.document_id = d.id
         WHERE d.state IN ('held', 'not-needed', 'waiting')
           AND d.reader_version IS NOT NULL AND d.reader_version < ? ORDER BY d.id LIMIT ?`,
      )
      .all(this.#version, atOnce)
  }

  #nextBite(): Candidate[] {
    this.#above ??= (this.#db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM document').pluck().get() ?? 0) + 1
    const from = Math.max(1, this.#above - rowsInABite)
    const found = this.#db
      .prepare<[number, number, number, number], Candidate>(
        `SELECT d.id, d.size, d.judging_starts FROM document d JOIN content c ON c.document_id = d.id
         WHERE d.id >= ? AND d.id < ? AND d.state <> 'stored'
           AND d.reader_version IS NOT NULL AND d.reader_version < ? ORDER BY d.id DESC LIMIT ?`,
      )
      .all(from, this.#above, this.#version, atOnce)
    // Those that were found are asked for again, until their rows say that they are done.
    if (found.length === 0) this.#above = from <= 1 ? 0 : from
    return found
  }
}
