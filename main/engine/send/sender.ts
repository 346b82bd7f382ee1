// Sends what waits, several at a time, and keeps what came back. One loop decides; each request runs beside it and
// rings the bell when it has ended.
//
// Promises: the attempt is committed before the first byte leaves; the verdict and the state it leads to are one
// transaction; a document that may have arrived never goes again without its row saying so, and by itself at most
// five times. If we die while sending, the next start finds `sending` and makes it `unclear` (design 4.3, 4.4).

import type { Configuration } from '../../../contract/configuration.ts'
import type { UnclearProblem } from '../../../contract/vocabulary.ts'
import type { VerdictLog } from '../answer/verdict-log.ts'
import { documentById, moveDocument, theDocument, type DocumentRow } from '../life/document-table.ts'
import { holdDamaged, intactBytes, type ReadAgain } from '../life/stored-bytes.ts'
import type { Db } from '../storage/open-database.ts'
import { readFact, writeFact } from '../storage/fact-table.ts'
import { writeWallOffset } from '../storage/wall-offset.ts'
import type { Clock, EngineTime, Timer } from '../support/clock.ts'
import type { Doorbell } from '../support/doorbell.ts'
import { faultText, type Log } from '../support/log.ts'
import { businessDateAt } from '../support/store-time.ts'
import { insertAttempt, insertAttemptEnd, openAttempts, type AttemptEnd, type StartedAttempt } from './attempt-table.ts'
import type { CloudClient } from './cloud-client.ts'
import { troubleDelayMs } from './delay.ts'
import type { Exchange } from './exchange.ts'
import { outcomeOf, type Outcome } from './outcome.ts'
import {
  leaveUnclearToPersons,
  nextDue,
  nextDueAt,
  rebaseWaits,
  releaseAllWaits,
  releaseServiceWaits,
} from './queue.ts'
import {
  afterAnySign,
  afterOutcome,
  afterTrouble,
  dueNow,
  hasOpened,
  openService,
  rebased,
  serviceSchema,
  type Service,
} from './service.ts'
import type { SignIn, TokenAnswer } from './sign-in.ts'

/** How often a document that may have arrived is sent again without a person. */
export const mostUnclearSends = 5

const serviceFact = 'service'
const stopWaitsMs = 10_000
const faultPauseMs = 5000
/** After which time the file of the verdicts is tried again. */
const verdictsAgainAfterMs = 10_000
const signInPauseMs = 5000
const oldTroubleMs = 5000

export interface SenderOptions {
  readonly db: Db
  readonly configuration: Configuration
  readonly clock: Clock
  readonly engineTime: EngineTime
  readonly random: () => number
  readonly log: Log
  readonly client: CloudClient
  readonly signIn: SignIn
  readonly verdictLog: VerdictLog
  readonly bell: Doorbell
  /** Until when a person paused sending; the engine asks at every turn. */
  readonly pausedUntil: () => number | null | false
  readonly onExchange: (exchange: Exchange) => void
  readonly onChanged: () => void
  /** An answer showed that the road to the cloud, which was closed, is open again. */
  readonly onRoadOpen?: () => void
  /** Finds bytes that are damaged here in the folder they came from. */
  readonly readAgain?: ReadAgain
  /** Something could not be written: room is made for what must be, if the disk took no more. */
  readonly noteFault?: (fault: unknown) => boolean
}

interface Job {
  readonly document: DocumentRow
  readonly attempt: StartedAttempt
  readonly token: string
}

const endOf = (outcome: Outcome): AttemptEnd => {
  const base = { httpStatus: null, mayHaveArrived: false, sentence: null, acknowledgement: null, raw: null }
  switch (outcome.kind) {
    case 'verdict':
      return {
        ...base,
        outcome: outcome.state,
        httpStatus: outcome.status,
        mayHaveArrived: true,
        acknowledgement: outcome.acknowledgement,
        raw: outcome.raw,
      }
    case 'turned-down':
      return {
        ...base,
        outcome: 'refused',
        httpStatus: outcome.status,
        sentence: outcome.words,
        acknowledgement: outcome.acknowledgement,
        raw: outcome.raw,
      }
    case 'not-understood':
      return {
        outcome: outcome.problem,
        httpStatus: outcome.status,
        mayHaveArrived: true,
        sentence: outcome.sentence,
        acknowledgement: outcome.acknowledgement,
        raw: outcome.raw,
      }
    case 'not-sent':
      return { ...base, outcome: 'not-sent', sentence: outcome.sentence }
    case 'unanswered':
      return {
        ...base,
        outcome: 'unanswered',
        httpStatus: outcome.status,
        mayHaveArrived: true,
        sentence: outcome.sentence,
      }
    case 'busy':
      return {
        ...base,
        outcome: 'busy',
        httpStatus: outcome.status,
        // A gateway may give up on a service that has taken the document; only "too many requests" says that it has not.
        mayHaveArrived: outcome.status !== 429,
        sentence: `The service answered ${outcome.status}: later.`,
        raw: outcome.raw,
      }
    case 'not-authorised':
      return {
        ...base,
        outcome: 'not-authorised',
        httpStatus: 401,
        sentence: 'The sign-in was not accepted any more.',
        raw: outcome.raw,
      }
    case 'forbidden':
      return {
        ...base,
        outcome: 'forbidden',
        httpStatus: 403,
        sentence: 'This account may not send.',
        raw: outcome.raw,
      }
    case 'wrong-address':
      return {
        ...base,
        outcome: 'wrong-address',
        httpStatus: outcome.status,
        sentence: `This address does not answer like Petrosoft (${outcome.status}).`,
        raw: outcome.raw,
      }
  }
}

const nowhere: ReadAgain = () => Promise.resolve(null)

const endIsKept = (db: Db, attemptId: number): boolean =>
  db.prepare('SELECT 1 FROM attempt_end WHERE attempt_id = ?').get(attemptId) !== undefined

export class Sender {
  readonly #options: SenderOptions
  readonly #stopping = new AbortController()
  /** Set while verdicts wait for their file. */
  #verdictsAgain: Timer | null = null
  readonly #inFlight = new Map<number, { readonly orderDate: string; readonly done: Promise<void> }>()
  #loop: Promise<void> | null = null
  #service: Service
  #lastWasToday = false

  constructor(options: SenderOptions) {
    this.#options = options
    const { db, engineTime } = options
    this.#service = rebased(readFact(db, serviceFact, serviceSchema) ?? openService, engineTime.now())
  }

  get service(): Service {
    return this.#service
  }

  start(): void {
    this.#recover()
    // A verdict of which an earlier run could not write the line is written now.
    this.#logVerdicts()
    this.#loop = this.#run()
  }

  /** Sends nothing new, waits up to 10 s for answers in flight, then gives them up as unanswered. */
  async stop(): Promise<void> {
    const { bell, clock, client } = this.#options
    this.#stopping.abort()
    bell.ring()
    const timer = clock.after(stopWaitsMs, () => client.abortAll())
    await this.#loop
    await Promise.all([...this.#inFlight.values()].map(({ done }) => done))
    timer.cancel()
    if (this.#verdictsAgain !== null) this.#logVerdicts(true)
  }

  /** Try now: everything that waits for a time is due, a refused sign-in is tried again. */
  tryNow(): void {
    const { db, engineTime, signIn, bell } = this.#options
    releaseAllWaits(db, engineTime.now())
    this.#setService(dueNow(this.#service, engineTime.now()))
    signIn.tryAgain()
    bell.ring()
  }

  /** The network returned, or the PC woke up: what waits because of the service is due. */
  roadMayBeBack(): void {
    const { db, engineTime, bell } = this.#options
    // It is called after a jump of the clock, too.
    writeWallOffset(db, engineTime.wallOffset())
    releaseServiceWaits(db, engineTime.now())
    this.#setService(dueNow(this.#service, engineTime.now()))
    bell.ring()
  }

  /**
   * The database was opened anew after a fault. A commit of an attempt that was not acknowledged may be on the disk: its
   * request never went, and nobody else would end it.
   */
  storageMended(): void {
    const { db, bell } = this.#options
    db.transaction(() => this.#endInterrupted((documentId) => !this.#inFlight.has(documentId))).immediate()
    // What kept the database from being written most likely kept their file, too.
    if (this.#verdictsAgain !== null) this.#logVerdicts(true)
    bell.ring()
  }

  /** What a start finds in `sending` may have arrived: it becomes `unclear`, due at once. */
  #recover(): void {
    const { db, engineTime, configuration } = this.#options
    db.transaction(() => {
      rebaseWaits(db, engineTime.now())
      if (configuration.sending.resendUnclear === 'ask') leaveUnclearToPersons(db)
      this.#endInterrupted(() => true)
    }).immediate()
  }

  #endInterrupted(isInterrupted: (documentId: number) => boolean): void {
    const { db, clock, engineTime, log } = this.#options
    for (const { id, document_id: documentId } of openAttempts(db)) {
      if (!isInterrupted(documentId)) continue
      const document = theDocument(db, documentId)
      const end: AttemptEnd = {
        outcome: 'interrupted',
        httpStatus: null,
        mayHaveArrived: true,
        sentence: 'Storebridge ended while this file was being sent.',
        acknowledgement: null,
        raw: null,
      }
      insertAttemptEnd(db, id, end, clock.wall())
      this.#lose(document, 'unanswered', engineTime.now(), 'at-once')
      log('warn', 'interrupted-attempt', { id: String(documentId) })
    }
  }

  async #run(): Promise<void> {
    const { bell, clock, log } = this.#options
    while (!this.#stopping.signal.aborted) {
      let waitMs: number
      try {
        waitMs = await this.#turn()
      } catch (fault) {
        this.#options.noteFault?.(fault)
        log('error', 'sending-stopped', { fault: faultText(fault) })
        waitMs = faultPauseMs
      }
      if (waitMs <= 0) continue
      const timer = clock.after(Math.min(waitMs, 60_000), () => bell.ring())
      await bell.heard()
      timer.cancel()
    }
  }

  /** One decision: starts at most one request. Returns how long nothing else can be done, in ms. */
  async #turn(): Promise<number> {
    const { db, clock, engineTime, configuration, pausedUntil, signIn } = this.#options
    const paused = pausedUntil()
    if (paused !== false) return paused === null ? Infinity : Math.max(1, paused - clock.wall())
    const now = engineTime.now()
    const { road } = this.#service
    const slots = road.kind === 'open' ? configuration.sending.maxInFlight : 1
    if (this.#inFlight.size >= slots) return Infinity
    if (road.kind !== 'open' && now < road.probeAt) return road.probeAt - now
    const question = {
      now,
      today: this.#today(),
      todayFirst: this.#todayIsOwed(slots),
      onlyNeverSent: road.kind === 'breaker' && road.cause === 'trouble',
    }
    const document = nextDue(db, question)
    const nextAt = nextDueAt(db, now)
    // Only what may have arrived is due, or nothing will be: a sign-in tells as much about the road and risks no copy.
    const probeBySignIn =
      document === undefined &&
      (question.onlyNeverSent
        ? nextAt === null || nextDue(db, { ...question, onlyNeverSent: false }) !== undefined
        : nextAt === null && this.#troubleIsOld(now))
    if (document === undefined && !probeBySignIn && signIn.state !== 'not-yet' && signIn.state !== 'trouble') {
      if (nextAt !== null) return Math.max(1, nextAt - now)
      return this.#service.trouble === null ? Infinity : oldTroubleMs
    }
    const answer = probeBySignIn ? await signIn.renew() : await signIn.token()
    if (this.#stopping.signal.aborted) return 0
    if (answer.kind !== 'token') return this.#withoutToken(answer, road.kind !== 'open')
    // The sign-in took its time: the world may have changed meanwhile.
    if (document === undefined || pausedUntil() !== false || this.#service.road.kind !== road.kind) return 0
    await this.#begin(document, answer.token)
    return 0
  }

  /** Trouble that no document will clear, because none is left to be sent: nobody shall be told of it for ever. */
  #troubleIsOld(now: number): boolean {
    const { road, trouble } = this.#service
    return road.kind === 'open' && trouble !== null && now - trouble.since >= oldTroubleMs
  }

  #withoutToken(answer: Exclude<TokenAnswer, { kind: 'token' }>, isProbe: boolean): number {
    const { clock, engineTime, random, signIn } = this.#options
    switch (answer.kind) {
      case 'no-password':
        return Infinity
      case 'later':
        return Math.max(1, answer.waitMs)
      case 'stopped':
        // It was refused by somebody: the road is not what is wrong.
        this.#serviceAnswered()
        return Math.max(1, (signIn.retryAt ?? Infinity) - clock.monotonic())
      case 'trouble': {
        const next = afterTrouble(this.#service, answer, engineTime.now(), random(), isProbe)
        this.#setService(next)
        if (next.road.kind !== 'open') return Math.max(1, next.road.probeAt - engineTime.now())
        return Math.max(
          1,
          troubleDelayMs(next.troubles - 1, random(), answer.retryAfterMs),
          Math.min(signInPauseMs, 1000),
        )
      }
    }
  }

  #today(): string {
    const { clock, configuration } = this.#options
    return businessDateAt(clock.wall(), configuration.store.timeZone, configuration.store.businessDayEnds)
  }

  /** With one slot the lanes take turns; with more, one of them belongs to today. */
  #todayIsOwed(slots: number): boolean {
    if (slots === 1) return !this.#lastWasToday
    const today = this.#today()
    return ![...this.#inFlight.values()].some(({ orderDate }) => orderDate >= today)
  }

  async #begin(document: DocumentRow, token: string): Promise<void> {
    const { db, clock, log, onChanged } = this.#options
    const stored = await intactBytes(db, document.id, this.#options.readAgain ?? nowhere)
    if (stored.repaired) log('warn', 'stored-bytes-repaired', { id: String(document.id) })
    // A decision may have come meanwhile.
    const current = documentById(db, document.id)
    if (current?.state !== document.state || current.delivery_id !== document.delivery_id) return
    if (stored.kind !== 'intact') {
      db.transaction(() => holdDamaged(db, document.id, stored.kind === 'missing', clock.wall())).immediate()
      log('error', 'stored-bytes-damaged', { id: String(document.id) })
      onChanged()
      return
    }
    const repeats = document.state === 'unclear'
    const attempt = db
      .transaction(() => {
        if (document.delivery_id === null) throw new Error(`document ${document.id} has no delivery`)
        const started = insertAttempt(db, document.id, document.delivery_id, clock.wall())
        moveDocument(db, document.id, { kind: 'attempt-started' }, clock.wall(), {
          attempts: document.attempts + 1,
          due_at: null,
          unclear_sends: document.unclear_sends + (repeats ? 1 : 0),
        })
        return started
      })
      .immediate()
    onChanged()
    const today = this.#today()
    this.#lastWasToday = document.order_date >= today
    log('info', 'sending', { id: String(document.id), name: document.name, attempt: attempt.number, again: repeats })
    const job: Job = {
      document: { ...document, unclear_sends: document.unclear_sends + (repeats ? 1 : 0) },
      attempt,
      token,
    }
    const isProbe = this.#service.road.kind !== 'open'
    const done = this.#carry(job, stored.bytes, isProbe).finally(() => {
      this.#inFlight.delete(document.id)
      this.#options.bell.ring()
    })
    this.#inFlight.set(document.id, { orderDate: document.order_date, done })
  }

  /** Sends and keeps the answer; tries again to keep it when the disk does not let us. */
  async #carry(job: Job, bytes: Uint8Array, isProbe: boolean): Promise<void> {
    const { client, clock, log } = this.#options
    const { document, token } = job
    const exchange = await client.sendJournal({
      name: document.name,
      bytes,
      deliveryId: String(document.delivery_id),
      token,
    })
    this.#tellExchange(exchange)
    const outcome = outcomeOf(exchange, document.name, clock.wall())
    for (;;) {
      try {
        this.#settle(job, outcome, isProbe)
        return
      } catch (fault) {
        this.#options.noteFault?.(fault)
        log('error', 'answer-not-kept', { id: String(document.id), fault: faultText(fault) })
        if (this.#stopping.signal.aborted) {
          this.#rescue(job, endOf(outcome))
          return
        }
        await new Promise<void>((resolve) => {
          clock.after(faultPauseMs, resolve)
        })
      }
    }
  }

  /** The engine ends and its database takes nothing: a verdict at least goes into the file beside it. */
  #rescue({ document, attempt }: Job, end: AttemptEnd): void {
    const { verdictLog, clock, log } = this.#options
    const { outcome: verdict } = end
    if (verdict !== 'accepted' && verdict !== 'accepted-with-notes' && verdict !== 'refused') return
    if (document.sha256 === null) return
    try {
      verdictLog.rescue({
        attemptId: attempt.id,
        sha256: document.sha256,
        name: document.name,
        at: clock.wall(),
        verdict,
        referenceId: end.acknowledgement?.referenceId ?? null,
      })
      log('warn', 'verdict-rescued', { id: String(document.id) })
    } catch (fault) {
      // Then the next start finds an attempt without an end, and says that it may have arrived.
      log('error', 'verdict-not-rescued', { id: String(document.id), fault: faultText(fault) })
    }
  }

  /** A fault of a listener must not cost the answer. */
  #tellExchange(exchange: Exchange): void {
    try {
      this.#options.onExchange(exchange)
    } catch (fault) {
      this.#options.log('error', 'exchange-not-noted', { fault: faultText(fault) })
    }
  }

  #settle(job: Job, outcome: Outcome, isProbe: boolean): void {
    const { db, clock, engineTime, random, signIn, log, onChanged } = this.#options
    const { document, attempt, token } = job
    const now = engineTime.now()
    if (outcome.kind === 'not-authorised') signIn.rejected(token, 'journal')
    else if (outcome.kind !== 'not-sent' && outcome.kind !== 'unanswered') signIn.proved(token, 'journal')
    const before = this.#service
    const after = afterOutcome(before, document.id, outcome, now, random(), isProbe)
    const end = endOf(outcome)
    // One moment for the answer and for what follows from it.
    const at = clock.wall()
    db.transaction(() => {
      // A commit that was not acknowledged may be on the disk all the same.
      if (endIsKept(db, attempt.id)) return
      insertAttemptEnd(db, attempt.id, end, at)
      this.#moveBy(document, attempt, outcome, now, at)
      if (after !== before) writeFact(db, serviceFact, after)
      if (hasOpened(before, after)) releaseServiceWaits(db, now)
    }).immediate()
    this.#service = after
    log('info', 'answered', {
      id: String(document.id),
      name: document.name,
      attempt: attempt.number,
      outcome: end.outcome,
      status: end.httpStatus,
      referenceId: end.acknowledgement?.referenceId ?? null,
      sentence: end.sentence,
    })
    if (before.road.kind !== after.road.kind)
      log('warn', after.road.kind === 'open' ? 'road-open' : 'road-closed', {
        road: after.road.kind,
        cause: after.road.kind === 'open' ? null : after.road.cause,
      })
    if (before.road.kind !== 'open' && after.road.kind === 'open') this.#options.onRoadOpen?.()
    this.#logVerdicts()
    onChanged()
  }

  /**
   * The verdicts are in the database; their file takes them when it can: another program may hold it (a virus scanner, a
   * backup), and no further answer may come for hours that would bring them there.
   */
  #logVerdicts(isAgain = false): void {
    const { verdictLog, clock, log, noteFault } = this.#options
    const failedBefore = this.#verdictsAgain !== null
    this.#verdictsAgain?.cancel()
    this.#verdictsAgain = null
    try {
      verdictLog.catchUp()
      if (failedBefore) log('info', 'verdict-log-written')
    } catch (fault) {
      // A disk that was full is told by what must be written; trying again must not keep it full.
      if (!isAgain) noteFault?.(fault)
      if (!failedBefore) log('error', 'verdict-log-not-written', { fault: faultText(fault) })
      if (!this.#stopping.signal.aborted)
        this.#verdictsAgain = clock.after(verdictsAgainAfterMs, () => this.#logVerdicts(true))
    }
  }

  #moveBy(document: DocumentRow, attempt: StartedAttempt, outcome: Outcome, now: number, at: number): void {
    const { db } = this.#options
    const settled = { due_at: null, delay_ms: null, wait_cause: null, failures: 0 } as const
    switch (outcome.kind) {
      case 'verdict':
      case 'turned-down': {
        const state = outcome.kind === 'verdict' ? outcome.state : 'refused'
        const accepted = state !== 'refused'
        const reference = outcome.kind === 'verdict' ? outcome.acknowledgement.referenceId : null
        moveDocument(db, document.id, { kind: 'answered', state }, at, {
          ...settled,
          unclear_sends: 0,
          newest_answer_id: attempt.id,
          ...(accepted && document.accepted_at === null ? { accepted_at: at, accepted_reference_id: reference } : {}),
        })
        return
      }
      case 'not-understood':
        this.#lose({ ...document, newest_answer_id: attempt.id }, outcome.problem, now, 'document')
        db.prepare('UPDATE document SET newest_answer_id = ? WHERE id = ?').run(attempt.id, document.id)
        return
      case 'unanswered':
        this.#lose(document, 'unanswered', now, 'service')
        return
      case 'not-authorised':
        this.#postpone(document, null, now, 0)
        return
      case 'forbidden':
      case 'wrong-address':
        this.#postpone(document, null, now, 0)
        return
      case 'not-sent':
        this.#postpone(document, 'service', now, 0)
        return
      case 'busy':
        this.#postpone(document, 'service', now, outcome.retryAfterMs)
        return
    }
  }

  /** Back to waiting; after a delay when the service is to blame, at once when the road itself was closed. */
  #postpone(document: DocumentRow, cause: 'service' | null, now: number, floorMs: number): void {
    const { db, clock, random } = this.#options
    const wall = clock.wall()
    if (document.state === 'unclear') {
      // It may have arrived with an earlier attempt, and that does not become untrue; this attempt is not counted.
      const before = { ...document, unclear_sends: document.unclear_sends - 1 }
      this.#lose(before, 'unanswered', now, cause ?? 'at-once', floorMs)
      return
    }
    if (cause === null) {
      moveDocument(db, document.id, { kind: 'postponed' }, wall, { due_at: null, delay_ms: null, wait_cause: null })
      return
    }
    const delayMs = troubleDelayMs(document.failures, random(), floorMs)
    moveDocument(db, document.id, { kind: 'postponed' }, wall, {
      due_at: now + delayMs,
      delay_ms: delayMs,
      wait_cause: cause,
      failures: document.failures + 1,
    })
  }

  /** Unclear from now on: due again after a delay, or asking a person when it may not be repeated by itself. */
  #lose(
    document: DocumentRow,
    problem: UnclearProblem,
    now: number,
    cause: 'document' | 'service' | 'at-once',
    floorMs = 0,
  ): void {
    const { db, clock, random, configuration } = this.#options
    const bySelf =
      configuration.sending.resendUnclear === 'auto' &&
      problem !== 'other-name' &&
      problem !== 'restored' &&
      document.unclear_sends < mostUnclearSends
    const delayMs = cause === 'at-once' ? 0 : troubleDelayMs(document.failures, random(), floorMs)
    moveDocument(db, document.id, { kind: 'lost', problem }, clock.wall(), {
      due_at: bySelf ? now + delayMs : null,
      delay_ms: bySelf ? delayMs : null,
      wait_cause: bySelf && cause !== 'at-once' ? cause : null,
      failures: document.failures + (cause === 'at-once' ? 0 : 1),
      unclear_sends: document.unclear_sends,
    })
  }

  #setService(service: Service): void {
    const { db, engineTime, onChanged } = this.#options
    const opened = hasOpened(this.#service, service)
    db.transaction(() => {
      writeFact(db, serviceFact, service)
      if (opened) releaseServiceWaits(db, engineTime.now())
    }).immediate()
    this.#service = service
    onChanged()
  }

  /** A sign-in worked: the service answers. */
  signedIn(): void {
    this.#serviceAnswered()
    this.#options.bell.ring()
  }

  #serviceAnswered(): void {
    const next = afterAnySign(this.#service)
    if (next.road.kind !== this.#service.road.kind || next.troubles !== this.#service.troubles) this.#setService(next)
  }
}
