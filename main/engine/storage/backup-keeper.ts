// Keeps copies of the database: one soon after the start when the last is older than a day, then one a day, at a quiet
// moment within two hours. Too little room or a fault is told and tried again in an hour; sending never waits for it.

import { statfsSync, statSync } from 'node:fs'
import type { Clock, Timer } from '../support/clock.ts'
import { faultText, type Log } from '../support/log.ts'
import { listBackups, makeBackup } from './backup.ts'
import { databaseFile } from './database-file.ts'
import type { Db } from './open-database.ts'

export interface BackupKeeperOptions {
  readonly db: Db
  readonly dataDirectory: string
  readonly clock: Clock
  readonly log: Log
  /** The built thread that checks a copy; null to check it in this one. */
  readonly checker: string | null
  /** True while nothing is on its way, so that a copy disturbs nobody. */
  readonly isQuiet: () => boolean
  readonly onChanged: () => void
}

/** What the status tells about the copies. */
export interface BackupFacts {
  /** This PC's time of the newest checked copy; null when there is none. */
  readonly lastAt: number | null
  /** Why the last try failed, or null. */
  readonly failed: string | null
  /** This PC's time since which there should have been one. */
  readonly since: number
}

const hourMs = 3600_000
const dayMs = 24 * hourMs
const firstAfterMs = 1000
const quietWithinMs = 2 * hourMs
const lookEveryMs = 60_000
const againAfterMs = hourMs
/** A copy, and as much again, so that copying never takes the last room from the journals. */
const roomNeeded = 2

export class BackupKeeper {
  readonly #options: BackupKeeperOptions
  readonly #stopping = new AbortController()
  readonly #startedAt: number
  #timer: Timer | null = null
  #running: Promise<void> = Promise.resolve()
  #lastAt: number | null
  #failed: string | null = null
  #waitingSince: number | null = null
  /** The copy due at a start is made at once: it is of the state that was just found whole. */
  #first = true

  constructor(options: BackupKeeperOptions) {
    this.#options = options
    this.#startedAt = options.clock.wall()
    this.#lastAt = this.#newest()
  }

  get facts(): BackupFacts {
    return { lastAt: this.#lastAt, failed: this.#failed, since: this.#lastAt ?? this.#startedAt }
  }

  start(): void {
    this.#lookAfter(firstAfterMs)
  }

  /** Gives up a copy that is being made; resolves when nothing of it is left. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('stopping'))
    this.#timer?.cancel()
    await this.#running
  }

  #newest(): number | null {
    try {
      return listBackups(this.#options.dataDirectory)[0]?.at ?? null
    } catch {
      // A folder that cannot be listed holds no copy anybody could restore.
      return null
    }
  }

  #lookAfter(ms: number): void {
    if (this.#stopping.signal.aborted) return
    this.#timer = this.#options.clock.after(ms, () => {
      this.#running = this.#look().then((waitMs) => this.#lookAfter(waitMs))
    })
  }

  /** Makes a copy when one is due; returns after how many ms to look again. */
  async #look(): Promise<number> {
    const { clock, log, isQuiet, onChanged, db, dataDirectory, checker } = this.#options
    const now = clock.wall()
    const first = this.#first
    this.#first = false
    // A copy from the future is of a clock that was wrong: it counts for nothing.
    const due = this.#lastAt === null || this.#lastAt > now || now - this.#lastAt >= dayMs
    if (!due) return Math.min(lookEveryMs * 10, Math.max(lookEveryMs, dayMs - (now - (this.#lastAt ?? now))))
    this.#waitingSince ??= clock.monotonic()
    try {
      if (!first && !isQuiet() && clock.monotonic() - this.#waitingSince < quietWithinMs) return lookEveryMs
      this.#waitingSince = null
      const began = clock.monotonic()
      this.#mustHaveRoom()
      const { at } = await makeBackup(db, dataDirectory, now, this.#stopping.signal, checker)
      this.#lastAt = at
      this.#failed = null
      log('info', 'backup-made', { ms: Math.round(clock.monotonic() - began) })
      onChanged()
      return lookEveryMs
    } catch (fault) {
      if (this.#stopping.signal.aborted) return againAfterMs
      this.#failed = faultText(fault)
      log('warn', 'backup-failed', { fault: this.#failed })
      onChanged()
      return againAfterMs
    }
  }

  #mustHaveRoom(): void {
    const { dataDirectory } = this.#options
    const { bavail, bsize } = statfsSync(dataDirectory)
    const size = statSync(databaseFile(dataDirectory)).size
    if (bavail * bsize < roomNeeded * size)
      throw new Error(`not enough free space for a copy: ${roomNeeded * size} bytes are needed`)
  }
}
