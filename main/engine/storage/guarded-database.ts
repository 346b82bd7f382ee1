// The one connection of the engine, behind a guard that sees every fault of the disk where it happens. All loops use the
// database as if nothing could happen to it; none of them handles a failing disk by itself.
//
// Failing (SQLITE_IOERR*, also after a failed fsync; READONLY, CANTOPEN): nothing the connection believes to be written
// may be trusted, because the system marks pages clean whose writing failed (reliability 1, "fsync research"). Every use
// is refused at once, the connection is closed, and the file is opened anew after 1 s, later up to every minute: checked
// whole, its log written back, and proved by a write. Then whoever keeps a picture of the rows is told to read them again.
// Damaged (SQLITE_CORRUPT, NOTADB): the same, with the thorough check. When the file is damaged, or says so twice within
// ten minutes, it is lost for this engine: the owner is told and restores it (recover/).

import type { Clock, Timer } from '../support/clock.ts'
import { faultText, type Log } from '../support/log.ts'
import { DatabaseUnusable, openDatabase, type Db } from './open-database.ts'
import { sqliteCode, storageFaultOf } from './storage-fault.ts'

export interface StorageTrouble {
  /** `failing` is tried again by itself; `lost` needs the store to be opened anew. */
  readonly kind: 'failing' | 'lost'
  /** SQLite's result code at the first fault. */
  readonly code: string
  /** This PC's time of the first fault. */
  readonly since: number
}

/** The database is not to be used until it was opened anew; nothing of what was asked was done. */
export class StorageDown extends Error {
  readonly code: string
  constructor(code: string) {
    super(`the records cannot be used just now (${code})`)
    this.name = 'StorageDown'
    this.code = code
  }
}

export interface StorageWatch {
  readonly clock: Clock
  readonly log: Log
  readonly onTrouble: (trouble: StorageTrouble) => void
  /** The rows are what is on disk; what was not acknowledged may be among them all the same. */
  readonly onMended: () => void
  readonly onLost: (trouble: StorageTrouble) => void
}

export interface GuardedDatabase {
  /** Stays the same over every reopening. */
  readonly db: Db
  readonly trouble: StorageTrouble | null
  /** Begins to mend; until then faults are only thrown. One watch at a time. */
  watch(watch: StorageWatch): void
  /** Somebody who read beside found the file damaged: it is lost for this engine, as if the connection had said so. */
  suspect(why: string): void
  close(): void
}

const mendAfterMs = [1000, 2000, 5000, 10_000, 30_000, 60_000]
const damageForgivenMs = 10 * 60_000

type Statement = ReturnType<Db['prepare']>
type Anything = (...values: readonly unknown[]) => unknown

/** Opens the file again after a fault: whole, on disk to the last page, and writable. Throws when it is not. */
const reopen = (path: string, thorough: boolean, at: number): Db => {
  const db = openDatabase(path, { mustExist: true })
  try {
    if (thorough) {
      const damage = db.pragma('integrity_check(1)', { simple: true })
      if (damage !== 'ok') throw new DatabaseUnusable('damaged', `the database ${path} is damaged: ${String(damage)}`)
    }
    // What stands in the log may be in the system's memory alone; written back and synced, it is on disk.
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.prepare(
      `INSERT INTO fact (name, value) VALUES ('storage-proof', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    ).run(String(at))
    return db
  } catch (fault) {
    db.close()
    throw fault
  }
}

class Guard implements GuardedDatabase {
  readonly db: Db
  readonly #path: string
  #current: Db
  #trouble: StorageTrouble | null = null
  #watch: StorageWatch | null = null
  #timer: Timer | null = null
  #tries = 0
  #lastDamage = -Infinity
  #thorough = false
  #closed = false
  readonly #guarded = new WeakSet<Statement>()

  constructor(path: string, opened: Db) {
    this.#path = path
    this.#current = opened
    this.db = this.#facade()
  }

  get trouble(): StorageTrouble | null {
    return this.#trouble
  }

  watch(watch: StorageWatch): void {
    this.#watch = watch
  }

  suspect(why: string): void {
    const watch = this.#watch
    if (watch === null || this.#closed || this.#trouble?.kind === 'lost') return
    watch.log('error', 'storage-trouble', { code: 'SQLITE_CORRUPT', fault: why })
    this.#timer?.cancel()
    this.#trouble = { kind: 'lost', code: 'SQLITE_CORRUPT', since: watch.clock.wall() }
    this.#timer = watch.clock.after(0, () => this.#lose(watch))
  }

  close(): void {
    this.#closed = true
    this.#timer?.cancel()
    this.#watch = null
    this.#closeCurrent()
  }

  #closeCurrent(): void {
    try {
      this.#current.close()
    } catch {
      // On a failing disk even closing may fail; the next opening decides what the file is worth.
    }
  }

  #usable(): Db {
    if (this.#trouble !== null) throw new StorageDown(this.#trouble.code)
    return this.#current
  }

  #noticing<Result>(work: () => Result): Result {
    if (this.#trouble !== null) throw new StorageDown(this.#trouble.code)
    try {
      return work()
    } catch (fault) {
      this.#note(fault)
      throw fault
    }
  }

  #note(fault: unknown): void {
    const watch = this.#watch
    if (watch === null || this.#trouble !== null || this.#closed || fault instanceof StorageDown) return
    const kind = storageFaultOf(fault)
    if (kind !== 'failing' && kind !== 'damaged') return
    const code = sqliteCode(fault) ?? 'SQLITE_IOERR'
    const now = watch.clock.monotonic()
    const again = kind === 'damaged' && now - this.#lastDamage < damageForgivenMs
    if (kind === 'damaged') this.#lastDamage = now
    this.#trouble = { kind: again ? 'lost' : 'failing', code, since: watch.clock.wall() }
    this.#thorough = kind === 'damaged'
    this.#tries = 0
    watch.log('error', 'storage-trouble', { code, fault: faultText(fault) })
    // Whoever uses the connection now must have left it before it is closed: at the next turn, not here.
    if (again) this.#timer = watch.clock.after(0, () => this.#lose(watch))
    else this.#mendLater(watch)
    watch.clock.after(0, () => {
      if (this.#trouble !== null && !this.#closed) watch.onTrouble(this.#trouble)
    })
  }

  #mendLater(watch: StorageWatch): void {
    const ms = mendAfterMs[Math.min(this.#tries, mendAfterMs.length - 1)] ?? 60_000
    this.#tries += 1
    this.#timer = watch.clock.after(ms, () => this.#mend(watch))
  }

  #mend(watch: StorageWatch): void {
    if (this.#closed) return
    this.#closeCurrent()
    try {
      this.#current = reopen(this.#path, this.#thorough, watch.clock.wall())
    } catch (fault) {
      watch.log('error', 'storage-not-mended', { tries: this.#tries, fault: faultText(fault) })
      if (fault instanceof DatabaseUnusable && fault.kind === 'damaged') this.#lose(watch)
      else this.#mendLater(watch)
      return
    }
    this.#trouble = null
    watch.log('warn', 'storage-mended', { tries: this.#tries })
    watch.onMended()
  }

  #lose(watch: StorageWatch): void {
    if (this.#closed || this.#trouble === null) return
    this.#trouble = { ...this.#trouble, kind: 'lost' }
    this.#closeCurrent()
    watch.onTrouble(this.#trouble)
    watch.onLost(this.#trouble)
  }

  #statement(text: string): Statement {
    const statement = this.#noticing(() => this.#current.prepare(text))
    if (this.#guarded.has(statement)) return statement
    this.#guarded.add(statement)
    for (const name of ['run', 'get', 'all'] as const) {
      const work: Anything = statement[name].bind(statement)
      Object.defineProperty(statement, name, {
        value: (...values: readonly unknown[]) => this.#noticing(() => work(...values)),
      })
    }
    const iterate = statement.iterate.bind(statement) as (...values: readonly unknown[]) => IterableIterator<unknown>
    const noticing = <Result>(work: () => Result): Result => this.#noticing(work)
    Object.defineProperty(statement, 'iterate', {
      value: function* (...values: readonly unknown[]) {
        const rows = noticing(() => iterate(...values))
        try {
          for (let row = noticing(() => rows.next()); row.done !== true; row = noticing(() => rows.next()))
            yield row.value
        } finally {
          rows.return?.()
        }
      },
    })
    return statement
  }

  #transaction(work: Anything): unknown {
    const as =
      (mode: 'default' | 'deferred' | 'immediate' | 'exclusive') =>
      (...values: readonly unknown[]): unknown =>
        this.#noticing(() => this.#current.transaction(work)[mode](...values))
    return Object.assign(as('default'), {
      default: as('default'),
      deferred: as('deferred'),
      immediate: as('immediate'),
      exclusive: as('exclusive'),
      database: this.db,
    })
  }

  /** Everything the product uses of a connection, passed on to the one that is open now. */
  #facade(): Db {
    const current = (): Db => this.#current
    const facade = {
      prepare: (text: string) => this.#statement(text),
      transaction: (work: Anything) => this.#transaction(work),
      pragma: (text: string, options?: { simple?: boolean }) =>
        this.#noticing(() => this.#current.pragma(text, options)),
      exec: (text: string) => {
        this.#noticing(() => this.#current.exec(text))
        return facade
      },
      backup: (path: string, options?: Parameters<Db['backup']>[1]) => this.#usable().backup(path, options),
      close: () => {
        this.close()
        return facade
      },
      get open() {
        return current().open
      },
      get inTransaction() {
        return current().inTransaction
      },
      get name() {
        return current().name
      },
    }
    return facade as unknown as Db
  }
}

/** Puts an open database behind its guard; from now on it is used by `db` alone. */
export const guardDatabase = (path: string, opened: Db): GuardedDatabase => new Guard(path, opened)
