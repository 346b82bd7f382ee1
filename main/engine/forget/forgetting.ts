// Forgets in the background what may be forgotten (design 4.6), and gives the room back to the disk. Every step is
// short, and after each as much time is left to the others many times over; a step that fails is tried again later,
// and dying at any point loses nothing, because each step is one transaction that is complete in itself.

import type { Db } from '../storage/open-database.ts'
import { pauseFor, type Clock } from '../support/clock.ts'
import { createDoorbell } from '../support/doorbell.ts'
import { faultText, type Log } from '../support/log.ts'
import {
  keptFreePages,
  removeOldestBytes,
  removeOldestDetails,
  removeOldRecords,
  returnFreePages,
  type Forgotten,
} from './forget-step.ts'
import { forgetBefore } from './forgetting-rule.ts'
import type { RoomLevel } from './disk-room.ts'

/** A start has more urgent things to do. */
const firstAfterMs = 60_000
const everyMs = 10 * 60_000
const inNeedEveryMs = 15_000
const faultPauseMs = 60_000
/** A step that took longer than this makes the next one smaller, one that took less than half of it larger. */
const stepMs = 20
const restTimes = 5
const leastRestMs = 25
const [leastDocuments, mostDocuments] = [4, 400]
const pagesAtOnce = 256
/** Of the free pages, when the disk needs them. */
const keptInNeed = 32
/** So many go before it is looked whether that was enough. */
const mostEarly = 32
const earlyRestMs = 200
const dayMs = 24 * 3600_000
/** Early forgetting spares what is younger, until nothing can be collected any more. */
const sparedMs = 2 * dayMs

export interface ForgettingOptions {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly keepAcceptedDays: number
  /** Time by the cloud's clock; null while it is not known. Without it nothing is forgotten by age. */
  readonly cloudNow: () => number | null
  readonly level: () => RoomLevel
  /** Something could not be written; true when the disk took no more. */
  readonly noteFault: (fault: unknown) => boolean
  /** The disk is looked at anew, after something was given back. */
  readonly lookAtDisk: () => Promise<void>
  /** Shortens what is kept beside the database; called about once a day with the time before which it may go. */
  readonly compactFiles?: (before: number) => Promise<void>
  /** For measuring: what was done and how long nobody else had a turn. */
  readonly onStep?: (step: string, tookMs: number) => void
}

type StepName = 'disk-space' | 'bytes' | 'details' | 'records' | 'pages'

export class Forgetting {
  readonly #options: ForgettingOptions
  readonly #bell = createDoorbell()
  readonly #stopping = new AbortController()
  #documents = 32
  #compactAgainAt = -Infinity
  #loop: Promise<void> | null = null
  /** What was forgotten since it was last told. */
  #tally: Record<StepName, number> = { 'disk-space': 0, bytes: 0, details: 0, records: 0, pages: 0 }

  constructor(options: ForgettingOptions) {
    this.#options = options
  }

  start(): void {
    this.#loop = this.#run()
  }

  /** The disk is short of room: do not wait for the next round. */
  hurry(): void {
    this.#bell.ring()
  }

  /** Resolves when the step that runs has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#bell.ring()
    await this.#loop
  }

  async #run(): Promise<void> {
    const { clock, log, noteFault } = this.#options
    let waitMs = firstAfterMs
    for (;;) {
      const timer = clock.after(waitMs, () => this.#bell.ring())
      await this.#bell.heard()
      timer.cancel()
      if (this.#stopping.signal.aborted) return
      try {
        await this.round()
        const { level } = this.#options
        waitMs = level() === 'short' || level() === 'full' ? inNeedEveryMs : everyMs
      } catch (fault) {
        if (!noteFault(fault)) log('error', 'forgetting-stopped', { fault: faultText(fault) })
        waitMs = faultPauseMs
      }
    }
  }

  /** Everything that may be forgotten now, step by step. Throws what a step throws. */
  async round(): Promise<void> {
    const { db, clock, log, lookAtDisk } = this.#options
    for (;;) {
      const began = clock.monotonic()
      const step = this.#step()
      if (step === null || this.#stopping.signal.aborted) break
      const tookMs = clock.monotonic() - began
      this.#options.onStep?.(step, tookMs)
      if (tookMs > stepMs) this.#documents = Math.max(leastDocuments, Math.floor(this.#documents / 2))
      else if (tookMs < stepMs / 2) this.#documents = Math.min(mostDocuments, this.#documents * 2)
      if (step === 'disk-space') await lookAtDisk()
      const leastMs = step === 'disk-space' ? earlyRestMs : leastRestMs
      await pauseFor(clock, Math.max(leastMs, restTimes * tookMs), this.#stopping.signal)
      if (this.#stopping.signal.aborted || !db.open) break
    }
    await this.#compactFiles()
    const { bytes, details, records, pages } = this.#tally
    const early = this.#tally['disk-space']
    if (early + bytes + details + records + pages > 0)
      log('info', 'forgotten', { early, bytes, details, records, pages })
    this.#tally = { 'disk-space': 0, bytes: 0, details: 0, records: 0, pages: 0 }
  }

  async #compactFiles(): Promise<void> {
    const { clock, cloudNow, keepAcceptedDays, compactFiles } = this.#options
    const now = cloudNow()
    if (now === null || this.#stopping.signal.aborted || clock.monotonic() < this.#compactAgainAt) return
    this.#compactAgainAt = clock.monotonic() + dayMs
    await compactFiles?.(forgetBefore(now, keepAcceptedDays).records)
  }

  /** One step of the first kind that has something to do; null when nothing has. */
  #step(): StepName | null {
    const { db, clock, cloudNow, level, keepAcceptedDays } = this.#options
    const at = clock.wall()
    const counted = (name: StepName, { documents, more }: Forgotten): StepName | null => {
      this.#tally[name] += documents
      return documents > 0 || more ? name : null
    }
    const room = level()
    if (room === 'short' || room === 'full') {
      // First what is free already, so that nothing is forgotten for room that is there.
      if (this.#returnPages(keptInNeed)) return 'pages'
      const before = room === 'full' ? Number.MAX_SAFE_INTEGER : at - sparedMs
      const some = Math.min(mostEarly, this.#documents)
      const early = counted('disk-space', removeOldestBytes(db, before, 'disk-space', at, some))
      if (early !== null) return early
    }
    const now = cloudNow()
    if (now !== null) {
      const before = forgetBefore(now, keepAcceptedDays)
      const aged =
        counted('bytes', removeOldestBytes(db, before.bytes, 'age', at, this.#documents)) ??
        counted('details', removeOldestDetails(db, before.details, at, this.#documents)) ??
        counted('records', removeOldRecords(db, before.records, 500))
      if (aged !== null) return aged
    }
    return this.#returnPages(keptFreePages) ? 'pages' : null
  }

  #returnPages(keep: number): boolean {
    const given = returnFreePages(this.#options.db, pagesAtOnce, keep)
    this.#tally.pages += given
    return given > 0
  }
}
