// The rows of one list, read by id where the person looks: one request at a time, always for where they are now, so that
// what they only passed by is never asked for. Rows once read stay, and are shown until fresher ones come. Lives as long
// as its list, also while the person is in one of its files.

import type { FileRow } from '../../../../contract/ipc.ts'
import { missingIds, slimRows, type InView, type ListRow, type LongFact } from './pinned-list.ts'

export class RowReader {
  readonly #read: (ids: readonly string[]) => Promise<readonly FileRow[]>
  readonly #kept: readonly LongFact[]
  readonly #rows = new Map<string, ListRow>()
  /** Whose rows need not be asked for: they were, since anything about files changed. */
  readonly #asked = new Set<string>()
  readonly #listeners = new Set<() => void>()
  #ids: readonly string[] = []
  #view: InView = { first: 0, last: 0, focused: 0 }
  #reading = false
  #version = 0
  #error: unknown = null

  /** `read` gives the rows of these ids; what is no file is left out. `keep`: what is kept of them beside the usual. */
  constructor(read: (ids: readonly string[]) => Promise<readonly FileRow[]>, keep: readonly LongFact[] = []) {
    this.#read = read
    this.#kept = keep
  }

  /** Why the last request failed; null when it did not. */
  get error(): unknown {
    return this.#error
  }

  /** Another number whenever `rowAt` or `error` may give something else. */
  readonly version = (): number => this.#version

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  /** A row by its place in the list; undefined while it is on its way. */
  readonly rowAt = (index: number): ListRow | undefined => {
    const id = this.#ids[index]
    return id === undefined ? undefined : this.#rows.get(id)
  }

  /** What the list knows of a file; undefined where it has not read it. */
  rowOf(id: string): ListRow | undefined {
    return this.#rows.get(id)
  }

  /** The files of the list, in its order. */
  setIds(ids: readonly string[]): void {
    this.#ids = ids
    this.#tell()
    this.#readInView()
  }

  /** Rows that are known already, just read. */
  keep(rows: readonly FileRow[]): void {
    for (const row of slimRows(rows, this.#kept)) {
      this.#rows.set(row.id, row)
      this.#asked.add(row.id)
    }
    this.#tell()
  }

  readonly setInView = (view: InView): void => {
    this.#view = view
    this.#readInView()
  }

  /** Something about files changed: rows are read again as they are seen. */
  freshen(): void {
    this.#asked.clear()
    this.#readInView()
  }

  /** Asks again for what could not be read. */
  retry(): void {
    this.#error = null
    this.#readInView()
  }

  #tell(): void {
    this.#version += 1
    for (const changed of this.#listeners) changed()
  }

  #readInView(): void {
    if (this.#reading || this.#error !== null) return
    const missing = missingIds(this.#ids, this.#asked, this.#view)
    if (missing.length === 0) return
    this.#reading = true
    for (const id of missing) this.#asked.add(id)
    void this.#readThese(missing)
  }

  async #readThese(ids: readonly string[]): Promise<void> {
    try {
      for (const row of slimRows(await this.#read(ids), this.#kept)) this.#rows.set(row.id, row)
    } catch (error) {
      for (const id of ids) this.#asked.delete(id)
      this.#error = error
    }
    this.#reading = false
    this.#tell()
    this.#readInView()
  }
}
