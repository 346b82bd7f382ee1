// Tells the cloud every few minutes whether the register is alive (design 4.5). The beat is on the monotonic clock;
// a report that was missed is recorded and never invented later, only the newest state has value. Reports go on while
// sending is paused, have their own request and never wait behind journals.

import type { Configuration } from '../../../contract/configuration.ts'
import type { Exchange } from '../send/exchange.ts'
import type { CloudClient } from '../send/cloud-client.ts'
import type { SignIn } from '../send/sign-in.ts'
import type { Db } from '../storage/open-database.ts'
import { pauseFor, type Clock } from '../support/clock.ts'
import { faultText, type Log } from '../support/log.ts'
import { reportTime } from '../support/store-time.ts'
import type { RegisterCondition } from './register-evidence.ts'

export interface ReporterOptions {
  readonly db: Db
  readonly configuration: Configuration
  readonly clock: Clock
  readonly log: Log
  readonly client: CloudClient
  readonly signIn: SignIn
  readonly condition: () => Promise<RegisterCondition>
  readonly onExchange: (exchange: Exchange) => void
  readonly onChanged: () => void
}

export interface ReportFacts {
  readonly at: number
  readonly state: string
  readonly ok: boolean
  readonly sentence: string | null
  /** This PC's time until which it still says something about now: two beats and a minute. */
  readonly freshUntil: number
}

const retryAfterOutageMs = 5000
const stopWaitsMs = 10_000

const statusSentence = (status: number): string => `Petrosoft answered the connection report with ${status}.`

export class ConnectionReporter {
  readonly #options: ReporterOptions
  readonly #stopping = new AbortController()
  #loop: Promise<void> | null = null
  #last: ReportFacts | null
  #nextAt = Infinity
  #condition: RegisterCondition | null = null
  /** The cloud answered 4xx to this word for "not OK": it is not used any more in this run. */
  #wordNotAccepted: { readonly word: string; readonly since: number } | null = null
  #wake = new AbortController()

  constructor(options: ReporterOptions) {
    this.#options = options
    this.#last =
      options.db
        .prepare<[], { at: number; state: string; ok: 0 | 1; sentence: string | null }>(
          'SELECT at, state, ok, sentence FROM connection_report ORDER BY id DESC LIMIT 1',
        )
        .all()
        .map((row) => ({ ...row, ok: row.ok === 1, freshUntil: this.#freshUntil(row.at) }))[0] ?? null
  }

  get last(): ReportFacts | null {
    return this.#last
  }

  get condition(): RegisterCondition | null {
    return this.#condition
  }

  get wordNotAccepted(): { readonly word: string; readonly since: number } | null {
    return this.#wordNotAccepted
  }

  /** Wall time of the next report as far as it is known. */
  nextAt(): number | null {
    const { clock } = this.#options
    return this.#nextAt === Infinity ? null : clock.wall() + Math.max(0, this.#nextAt - clock.monotonic())
  }

  /** Starts the beat; the caller does so when the first scan has finished. */
  start(): void {
    this.#loop ??= this.#run()
  }

  /** Ends the beat; waits up to 10 s for a report on its way, then gives up what is open. */
  async stop(): Promise<void> {
    const { clock, client } = this.#options
    this.#stopping.abort()
    this.#wake.abort()
    const timer = clock.after(stopWaitsMs, () => client.abortAll())
    await this.#loop
    timer.cancel()
  }

  /** After an outage, or a sleep of this PC, the latest state goes at once instead of at the next beat. */
  reportSoon(): void {
    const { clock, configuration } = this.#options
    const isFresh =
      this.#last !== null && Math.abs(clock.wall() - this.#last.at) < configuration.connectionReport.everySeconds * 1000
    if (this.#last?.ok === true && isFresh) return
    this.#wake.abort()
  }

  async #run(): Promise<void> {
    const { clock, configuration, log } = this.#options
    const everyMs = configuration.connectionReport.everySeconds * 1000
    while (!this.#stopping.signal.aborted) {
      const began = clock.monotonic()
      this.#nextAt = began + everyMs
      try {
        await this.#report()
      } catch (fault) {
        log('error', 'report-failed', { fault: faultText(fault) })
      }
      // What woke it meanwhile is answered by this report, if it got through.
      if (this.#last?.ok === true) this.#wake = new AbortController()
      if (this.#stopping.signal.aborted) return
      const woken = this.#wake.signal
      const spent = clock.monotonic() - began
      await pauseFor(clock, Math.min(everyMs, retryAfterOutageMs) - spent, this.#stopping.signal)
      await pauseFor(clock, everyMs - (clock.monotonic() - began), woken)
      this.#wake = new AbortController()
    }
  }

  async #report(): Promise<void> {
    const { configuration, condition, client, signIn, clock, onExchange } = this.#options
    const current = await condition()
    this.#condition = current
    const { notOkState } = configuration.connectionReport
    const state = current.ok ? 'OK' : notOkState
    if (state === null || (state !== 'OK' && state === this.#wordNotAccepted?.word)) return
    for (let renewed = false; ; renewed = true) {
      const measured = clock.wall()
      const answer = await signIn.token()
      if (this.#stopping.signal.aborted) return
      if (answer.kind !== 'token') {
        this.#keep({ at: measured, state, ok: false, sentence: 'Not signed in to Petrosoft.' }, null)
        return
      }
      // What comes from here on is news to this report; the sign-in it may have made itself is not.
      this.#wake = new AbortController()
      const report = { state, recordedAt: reportTime(measured, configuration.store.timeZone) }
      const exchange = await client.reportConnection(configuration.store.locationId, report, answer.token)
      onExchange(exchange)
      if (exchange.kind === 'answer' && exchange.status === 401) {
        signIn.rejected(answer.token, 'report')
        if (!renewed) continue
      } else if (exchange.kind === 'answer') signIn.proved(answer.token, 'report')
      this.#keepExchange(measured, state, exchange)
      return
    }
  }

  #keepExchange(at: number, state: string, exchange: Exchange): void {
    if (exchange.kind === 'no-answer') {
      this.#keep({ at, state, ok: false, sentence: exchange.sentence }, null)
      return
    }
    const { status } = exchange
    const ok = status >= 200 && status < 300
    const turnedDown = status >= 400 && status < 500 && ![401, 408, 429].includes(status)
    if (turnedDown && state !== 'OK') {
      this.#wordNotAccepted = { word: state, since: at }
      this.#options.log('warn', 'report-state-not-accepted', { state, status })
    }
    this.#keep({ at, state, ok, sentence: ok ? null : statusSentence(status) }, status)
  }

  #freshUntil(at: number): number {
    return at + 2 * this.#options.configuration.connectionReport.everySeconds * 1000 + 60_000
  }

  #keep(report: Omit<ReportFacts, 'freshUntil'>, status: number | null): void {
    const { db, log, onChanged } = this.#options
    this.#last = { ...report, freshUntil: this.#freshUntil(report.at) }
    db.prepare('INSERT INTO connection_report (at, state, ok, http_status, sentence) VALUES (?, ?, ?, ?, ?)').run(
      report.at,
      report.state,
      report.ok ? 1 : 0,
      status,
      report.sentence,
    )
    log(report.ok ? 'info' : 'warn', 'connection-report', {
      state: report.state,
      ok: report.ok,
      status,
      sentence: report.sentence,
    })
    onChanged()
  }
}
