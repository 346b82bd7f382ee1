// The check an opening left for later: some seconds after the start, when Today has long been on the screen, in a thread
// beside everything else. Damage is told to the guard of the database, whose owner opens the store anew and restores it.
// What could not be looked at is looked at again in an hour; sending never waits for it.

import type { Clock, Timer } from '../support/clock.ts'
import { faultText, type Log } from '../support/log.ts'
import { checkInThread } from './check-in-thread.ts'

export interface LaterCheckOptions {
  /** The database. */
  readonly path: string
  readonly clock: Clock
  readonly log: Log
  /** The built thread that checks a database. */
  readonly checker: string
  readonly onDamage: (why: string) => void
}

const firstAfterMs = 10_000
const againAfterMs = 3600_000

export class LaterCheck {
  readonly #options: LaterCheckOptions
  readonly #stopping = new AbortController()
  #timer: Timer | null = null
  #running: Promise<void> = Promise.resolve()

  constructor(options: LaterCheckOptions) {
    this.#options = options
  }

  start(): void {
    this.#lookAfter(firstAfterMs)
  }

  /** Gives up a check that is under way; resolves when nothing of it is left. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('stopping'))
    this.#timer?.cancel()
    await this.#running
  }

  #lookAfter(ms: number): void {
    this.#timer = this.#options.clock.after(ms, () => {
      this.#running = this.#look()
    })
  }

  async #look(): Promise<void> {
    const { path, clock, log, checker, onDamage } = this.#options
    const { signal } = this.#stopping
    const began = clock.monotonic()
    const fault = await checkInThread('records', path, checker, signal).catch((reason: unknown) => ({
      kind: 'unread' as const,
      why: faultText(reason),
    }))
    if (signal.aborted) return
    const ms = Math.round(clock.monotonic() - began)
    if (fault === null) log('info', 'records-checked', { ms })
    else if (fault.kind === 'damaged') {
      log('error', 'records-found-damaged', { ms, why: fault.why })
      onDamage(fault.why)
    } else {
      log('warn', 'records-not-checked', { why: fault.why })
      this.#lookAfter(againAfterMs)
    }
  }
}
