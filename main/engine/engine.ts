// The engine of one store: everything that touches the database and the network, as a value without module state, so
// that one process may host several. It imports no Electron; the app runs it in a process of its own, the command line
// in plain Node. Read its parts in the order of a journal's life: collect → judging → send → answer, with report and
// decide beside them (docs/architecture.md).

import { networkInterfaces } from 'node:os'
import type { Configuration } from '../../contract/configuration.ts'
import type { EngineState, EngineStatus } from '../../contract/engine-status.ts'
import type { HelperChannel } from '../../contract/folder-port.ts'
import { createVerdictLog } from './answer/verdict-log.ts'
import { FolderCollector } from './collect/folder-collector.ts'
import { meetFolder } from './collect/sighting-table.ts'
import {
  applyDecision,
  endPause,
  openDecisions,
  readPause,
  requestDecision,
  type Decided,
  type Decision,
} from './decide/decision.ts'
import { judgeAgainUnderNewSettings, runJudging } from './judging/judging-loop.ts'
import { ConnectionReporter } from './report/connection-reporter.ts'
import { registerCondition, type RegisterCondition } from './report/register-evidence.ts'
import { tcpAnswers } from './report/tcp-probe.ts'
import { createCloudClient } from './send/cloud-client.ts'
import type { Exchange } from './send/exchange.ts'
import { Sender } from './send/sender.ts'
import { SignIn } from './send/sign-in.ts'
import { databaseFile } from './storage/database-file.ts'
import { takeEngineLock } from './storage/engine-lock.ts'
import { readFact, writeFact } from './storage/fact-table.ts'
import { openDatabase, type Db } from './storage/open-database.ts'
import { engineTimeFrom, systemClock, type Clock, type Timer } from './support/clock.ts'
import { createDoorbell } from './support/doorbell.ts'
import { faultText, type Log } from './support/log.ts'
import { startOfDate } from './support/store-time.ts'
import { countsByState, lastAcceptedAt, oldestSince, oldestWaitingAt, unclearAsking } from './tell/counts.ts'
import { readLiveStatus, writeLiveStatus } from './tell/live-status.ts'
import { noteGap, noteOutages } from './tell/outage-table.ts'
import { statusFrom } from './tell/status.ts'
import { z } from 'zod'

export interface EngineOptions {
  /** One store = one data directory = one database = one lock. Made if it is not there. */
  readonly dataDirectory: string
  readonly configuration: Configuration
  /** The password, or null while there is none; asked at each sign-in and never kept. */
  readonly password: () => string | null
  /** Starts a helper process for a watched folder. */
  readonly openHelper: (folder: string) => Promise<HelperChannel>
  readonly log: Log
  readonly clock?: Clock
  readonly random?: () => number
  /** A store the caller has opened already; the engine owns it from now on. Without it the engine opens one. */
  readonly store?: OpenStore
}

/** The open database of a data directory together with the lock on it. */
export interface OpenStore {
  readonly db: Db
  /** Closes the database and frees the data directory. */
  close(): void
}

export interface Engine {
  readonly db: Db
  readonly configuration: Configuration
  status(): EngineStatus
  /** Calls back soon after anything changed, at most a few times a second. Returns how to end it. */
  onChanged(listener: (status: EngineStatus) => void): () => void
  /** Scans all folders; resolves when the scans have ended, well or badly. */
  checkNow(): Promise<void>
  /** Everything that waits for a time is due now, and a refused sign-in is tried again. */
  tryNow(): void
  /** The password was typed anew: sign in with it. */
  passwordChanged(): void
  /** The PC woke from sleep, or the network came back. */
  wokeUp(): void
  decide(decision: Decision): Decided
  /** What the screens ask and only the running engine knows. Times are this PC's. */
  live(): LiveFacts
  /** Waits at most 10 s for answers in flight, then frees the data directory. */
  stop(): Promise<void>
}

export interface LiveFacts {
  readonly clockOffMs: number | null
  readonly answerMs: number | null
  readonly lastAnswerAt: number | null
  readonly nextReportAt: number | null
  readonly nextSignInAt: number | null
  /** When the road to the cloud is tried again while it is not open. */
  readonly nextProbeAt: number | null
  readonly register: RegisterCondition | null
  readonly offline: boolean
}

/** Another engine runs on this data directory. */
export class EngineBusy extends Error {
  constructor(dataDirectory: string) {
    super(`another Storebridge is running on ${dataDirectory}`)
    this.name = 'EngineBusy'
  }
}

export { databaseFile }

const decisionPollMs = 200
const tickMs = 5000
const refreshAfterMs = 200
const jumpMs = 30_000
const stopWaitsMs = 10_000

const verdictSettings = (configuration: Configuration): string => {
  const { sendUnsupported, sendTraining, sendRepeated, maxBytes } = configuration.sending
  return JSON.stringify([configuration.store.storeLocationIds, sendUnsupported, sendTraining, sendRepeated, maxBytes])
}

/** When the newest sale came: what was stored since the engine first looked, or what the files themselves say. */
const newestFileAt = (db: Db, lookedAt: number): number | null => {
  const row = db
    .prepare<[number], { stored: number | null; modified: number | null }>(
      'SELECT max(CASE WHEN stored_at > ? THEN stored_at END) AS stored, max(modified_at) AS modified FROM document',
    )
    .get(lookedAt)
  const times = [row?.stored, row?.modified].filter((time): time is number => typeof time === 'number')
  return times.length === 0 ? null : Math.max(...times)
}

const medianOf = (numbers: readonly number[]): number | null => {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}

const networkSignature = (): string =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => (addresses ?? []).map(({ address, internal }) => (internal ? '' : address)))
    .sort()
    .join(' ')

/**
 * Takes a data directory, making it and its database as needed: what an engine stands on, and what the settings of a
 * store that has no engine yet are kept in. Throws EngineBusy when somebody else has the data directory,
 * DatabaseUnusable when the database cannot be used.
 */
export const openStore = (dataDirectory: string): OpenStore => {
  const lock = takeEngineLock(dataDirectory)
  if (lock === null) throw new EngineBusy(dataDirectory)
  try {
    const db = openDatabase(databaseFile(dataDirectory))
    return {
      db,
      close: () => {
        db.close()
        lock.release()
      },
    }
  } catch (fault) {
    lock.release()
    throw fault
  }
}

/**
 * Starts an engine. Scanning has begun when it returns; the first scan and the sign-in have not ended.
 * Throws EngineBusy when another one has the data directory, DatabaseUnusable when the database cannot be used.
 */
export const startEngine = (options: EngineOptions): Engine => {
  const { dataDirectory, configuration, log } = options
  const clock = options.clock ?? systemClock
  const random = options.random ?? Math.random
  const store = options.store ?? openStore(dataDirectory)
  try {
    return new RunningEngine(options, store, clock, random, log, configuration)
  } catch (fault) {
    store.close()
    throw fault
  }
}

class RunningEngine implements Engine {
  readonly db: Db
  readonly configuration: Configuration
  readonly #dataDirectory: string
  readonly #clock: Clock
  readonly #log: Log
  readonly #store: OpenStore
  readonly #engineTime
  readonly #startedAt: number
  readonly #stopping = new AbortController()
  readonly #judgeBell = createDoorbell()
  readonly #sendBell = createDoorbell()
  readonly #collectors: FolderCollector[]
  readonly #client
  readonly #signIn: SignIn
  readonly #sender: Sender
  readonly #reporter: ConnectionReporter
  readonly #judging: Promise<void>
  readonly #listeners = new Set<(status: EngineStatus) => void>()
  readonly #timers = new Set<Timer>()
  #refresh: Timer | null = null
  #status: EngineStatus | null = null
  #standing: { state: EngineState; since: number } | null = null
  #dataVersion: unknown
  #clockOffs: number[] = []
  #answerMs: number | null = null
  #lastAnswerAt: number | null = null
  #probeAnswered: boolean | null = null
  #newestFile: { readonly at: number | null } | null = null
  #registerTrouble: { readonly why: string; readonly since: number } | null = null
  #reporting = false
  #tick: { wall: number; monotonic: number; network: string }

  constructor(
    options: EngineOptions,
    store: OpenStore,
    clock: Clock,
    random: () => number,
    log: Log,
    configuration: Configuration,
  ) {
    const { db } = store
    this.db = db
    this.#store = store
    this.configuration = configuration
    this.#dataDirectory = options.dataDirectory
    this.#clock = clock
    this.#log = log
    this.#engineTime = engineTimeFrom(clock)
    this.#startedAt = clock.wall()
    this.#tick = { wall: clock.wall(), monotonic: clock.monotonic(), network: networkSignature() }
    const onChanged = (): void => this.#changed()
    const onExchange = (exchange: Exchange): void => this.#noteExchange(exchange)

    const last = readLiveStatus(options.dataDirectory)
    if (last !== null) noteGap(db, last.at, this.#startedAt)
    this.#rejudgeIfSettingsChanged()

    this.#client = createCloudClient(configuration.petrosoft.baseUrl, configuration.sending.maxInFlight + 2, clock)
    this.#signIn = new SignIn({
      clock,
      client: this.#client,
      email: configuration.petrosoft.email,
      password: options.password,
      onStopped: (stop) => {
        log('warn', 'sign-in-stopped', { reason: stop.reason, sentence: stop.sentence })
        onChanged()
      },
      onSignedIn: () => {
        log('info', 'signed-in')
        this.#sender.signedIn()
        this.#reporter.reportSoon()
        onChanged()
      },
      onExchange,
    })
    this.#sender = new Sender({
      db,
      configuration,
      clock,
      engineTime: this.#engineTime,
      random,
      log,
      client: this.#client,
      signIn: this.#signIn,
      verdictLog: createVerdictLog(db, options.dataDirectory),
      bell: this.#sendBell,
      pausedUntil: () => this.#pausedUntil(),
      onExchange,
      onChanged,
    })
    this.#reporter = new ConnectionReporter({
      db,
      configuration,
      clock,
      log,
      client: this.#client,
      signIn: this.#signIn,
      condition: () => this.#registerCondition(),
      onExchange,
      onChanged,
    })
    this.#collectors = configuration.folders.map((folder) => {
      const metAt = clock.wall()
      const startsAt =
        folder.startFrom === 'all'
          ? null
          : folder.startFrom === 'now'
            ? metAt
            : startOfDate(folder.startFrom, configuration.store.timeZone)
      return new FolderCollector({
        db,
        row: meetFolder(db, folder.path, metAt, startsAt),
        folder,
        maxBytes: configuration.sending.maxBytes,
        clock,
        log,
        openHelper: options.openHelper,
        onStored: () => this.#fileStored(),
        onChanged,
      })
    })

    this.#applyOpenDecisions()
    this.#sender.start()
    this.#judging = runJudging({
      db,
      configuration,
      clock,
      log,
      bell: this.#judgeBell,
      signal: this.#stopping.signal,
      onJudged: () => {
        this.#sendBell.ring()
        onChanged()
      },
    })
    for (const collector of this.#collectors) collector.start()
    this.#every(decisionPollMs, () => this.#pollDecisions())
    this.#every(tickMs, () => this.#beat())
    this.#publish()
    log('info', 'started', { store: configuration.store.locationId, folders: configuration.folders.length })
  }

  status(): EngineStatus {
    return this.#status ?? this.#computeStatus()
  }

  onChanged(listener: (status: EngineStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async checkNow(): Promise<void> {
    await Promise.all(this.#collectors.map((collector) => collector.scanNow()))
  }

  tryNow(): void {
    this.#sender.tryNow()
    this.#reporter.reportSoon()
    for (const collector of this.#collectors) void collector.scanNow()
  }

  passwordChanged(): void {
    this.#signIn.forget()
    this.#sendBell.ring()
    this.#reporter.reportSoon()
    this.#changed()
  }

  wokeUp(): void {
    this.#sender.roadMayBeBack()
    this.#reporter.reportSoon()
    for (const collector of this.#collectors) void collector.scanNow()
  }

  decide(decision: Decision): Decided {
    const id = requestDecision(this.db, decision, this.#clock.wall())
    return this.#applied(id)
  }

  live(): LiveFacts {
    const { clockOffMs } = this.#clockFacts()
    const retryAt = this.#signIn.retryAt
    const { road } = this.#sender.service
    return {
      clockOffMs,
      answerMs: this.#answerMs,
      lastAnswerAt: this.#lastAnswerAt,
      nextReportAt: this.#reporter.nextAt(),
      nextSignInAt:
        retryAt === null || retryAt === -Infinity ? null : this.#clock.wall() + retryAt - this.#clock.monotonic(),
      nextProbeAt: road.kind === 'open' ? null : road.probeAt + this.#engineTime.wallOffset(),
      register: this.#reporter.condition === null ? null : this.#registerNow(),
      offline: this.#sender.service.trouble?.fault === 'no-internet',
    }
  }

  async stop(): Promise<void> {
    this.#log('info', 'stopping')
    for (const timer of this.#timers) timer.cancel()
    this.#refresh?.cancel()
    this.#stopping.abort()
    this.#judgeBell.ring()
    // The sender gives its own answers this long; a sign-in or a report that hangs gets no longer.
    const patience = this.#clock.after(stopWaitsMs, () => this.#client.abortAll())
    await Promise.all([
      ...this.#collectors.map((collector) => collector.stop()),
      this.#judging,
      this.#reporter.stop(),
      this.#sender.stop(),
    ])
    patience.cancel()
    await this.#client.close()
    this.#listeners.clear()
    const stopped: EngineStatus = {
      ...this.#computeStatus(),
      state: 'stopped',
      since: new Date(this.#clock.wall()).toISOString(),
    }
    this.#writeLive(stopped)
    this.#store.close()
    this.#log('info', 'stopped')
  }

  #rejudgeIfSettingsChanged(): void {
    const settings = verdictSettings(this.configuration)
    const before = readFact(this.db, 'verdict-settings', z.string())
    if (before === settings) return
    this.db
      .transaction(() => {
        if (before !== null) judgeAgainUnderNewSettings(this.db)
        writeFact(this.db, 'verdict-settings', settings)
      })
      .immediate()
  }

  /** False when sending is not paused; else when the pause ends, null = when somebody resumes it. */
  #pausedUntil(): number | null | false {
    const pause = readPause(this.db)
    if (pause === null) return false
    if (pause.until === null) return null
    if (pause.until > this.#clock.wall()) return pause.until
    endPause(this.db)
    this.#changed()
    return false
  }

  async #registerCondition(): Promise<RegisterCondition> {
    const { probe } = this.configuration.connectionReport
    this.#probeAnswered = probe === null ? null : await tcpAnswers(probe.host, probe.port)
    return this.#registerNow()
  }

  /** By what is known this moment; only the answer of the register's address is as old as the last report. */
  #registerNow(): RegisterCondition {
    const { connectionReport, store } = this.configuration
    const condition = registerCondition({
      foldersReachable: this.#collectors.every((collector) => collector.condition().reachable),
      newestFileAt: this.#newestFileAt(),
      now: this.#clock.wall(),
      timeZone: store.timeZone,
      openingHours: store.openingHours,
      quietMinutes: connectionReport.quietMinutes,
      probeAnswered: this.#probeAnswered,
    })
    const why = condition.ok ? null : condition.why
    if (why === null) this.#registerTrouble = null
    else if (this.#registerTrouble?.why !== why) this.#registerTrouble = { why, since: this.#clock.wall() }
    return condition
  }

  #fileStored(): void {
    // What was there when the program started says by its own time when the register was alive; what comes later, by
    // its coming.
    if (this.#clock.wall() > this.#startedAt + tickMs) this.#newestFile = { at: this.#clock.wall() }
    else this.#newestFile = null
    this.#judgeBell.ring()
  }

  /** Kept, because it is asked with every picture of the status and a store has hundreds of thousands of documents. */
  #newestFileAt(): number | null {
    this.#newestFile ??= { at: newestFileAt(this.db, this.#startedAt + tickMs) }
    return this.#newestFile.at
  }

  #noteExchange(exchange: Exchange): void {
    if (exchange.kind !== 'answer') return
    this.#answerMs = exchange.tookMs
    this.#lastAnswerAt = this.#clock.wall()
    const date = exchange.date === null ? NaN : Date.parse(exchange.date)
    if (!Number.isNaN(date)) this.#clockOffs = [...this.#clockOffs, this.#clock.wall() - date].slice(-5)
    if (this.#sender.service.trouble?.fault === 'no-internet') this.#sender.roadMayBeBack()
  }

  #clockFacts(): { clockOffMs: number | null } {
    return { clockOffMs: medianOf(this.#clockOffs) }
  }

  #every(ms: number, action: () => void): void {
    let timer: Timer | null = null
    const next = (): void => {
      if (timer !== null) this.#timers.delete(timer)
      if (this.#stopping.signal.aborted) return
      try {
        action()
      } catch (fault) {
        this.#log('error', 'engine-fault', { fault: faultText(fault) })
      }
      timer = this.#clock.after(ms, next)
      this.#timers.add(timer)
    }
    timer = this.#clock.after(ms, next)
    this.#timers.add(timer)
  }

  /** Another process wrote to the database: a decision, most likely. */
  #pollDecisions(): void {
    const version = this.db.pragma('data_version', { simple: true })
    if (version === this.#dataVersion) return
    this.#dataVersion = version
    this.#applyOpenDecisions()
  }

  #applyOpenDecisions(): void {
    for (const id of openDecisions(this.db)) this.#applied(id)
  }

  #applied(id: number): Decided {
    const decided = applyDecision(this.db, id, this.#clock.wall())
    this.#log('info', 'decided', { decision: String(id), applied: decided.applied, sentence: decided.sentence })
    const fileId =
      this.db.prepare<[number], number | null>('SELECT file_id FROM decision WHERE id = ?').pluck().get(id) ?? null
    if (fileId !== null) for (const collector of this.#collectors) collector.noteDecision(fileId)
    this.#sendBell.ring()
    this.#judgeBell.ring()
    this.#changed()
    return decided
  }

  /** Every few seconds: notices sleep, clock jumps and a changed network; keeps the picture fresh. */
  #beat(): void {
    const now = { wall: this.#clock.wall(), monotonic: this.#clock.monotonic(), network: networkSignature() }
    const before = this.#tick
    this.#tick = now
    const jumped = Math.abs(now.wall - before.wall - (now.monotonic - before.monotonic)) > jumpMs
    const slept = now.monotonic - before.monotonic > tickMs + jumpMs
    if (jumped || slept || now.network !== before.network) {
      this.#log('info', 'woke-up', { jumped, slept })
      this.wokeUp()
    }
    this.#publish()
  }

  #changed(): void {
    if (this.#refresh !== null || this.#stopping.signal.aborted) return
    this.#refresh = this.#clock.after(refreshAfterMs, () => {
      this.#refresh = null
      try {
        this.#publish()
      } catch (fault) {
        this.#log('error', 'status-fault', { fault: faultText(fault) })
      }
    })
  }

  #publish(): void {
    const status = this.#computeStatus()
    this.#status = status
    noteOutages(this.db, status.problems, this.#clock.wall())
    this.#writeLive(status)
    this.#startReportingWhenLooked()
    for (const listener of this.#listeners) listener(status)
  }

  #writeLive(status: EngineStatus): void {
    try {
      writeLiveStatus(this.#dataDirectory, status, this.#clock.wall())
    } catch (fault) {
      this.#log('warn', 'live-status-not-written', { fault: faultText(fault) })
    }
  }

  /** The first report goes when every folder was looked at once, well or badly. */
  #startReportingWhenLooked(): void {
    if (this.#reporting) return
    const looked = this.#collectors.every((collector) => {
      const { lastScanAt, problem } = collector.condition()
      return lastScanAt !== null || problem !== null
    })
    if (!looked) return
    this.#reporting = true
    this.#reporter.start()
  }

  #computeStatus(): EngineStatus {
    const now = this.#clock.wall()
    const folders = this.#collectors.map((collector) => collector.condition())
    const register = this.#reporter.condition === null ? null : this.#registerNow()
    const { connectionReport } = this.configuration
    const status = statusFrom(
      {
        now,
        startedAt: this.#startedAt,
        counts: countsByState(this.db),
        unclearAsking: unclearAsking(this.db),
        oldestSince: oldestSince(this.db),
        oldestWaitingAt: oldestWaitingAt(this.db),
        lastAcceptedAt: lastAcceptedAt(this.db),
        lastReport: this.#reporter.last,
        reportsExpected: register === null || register.ok || connectionReport.notOkState !== null,
        reportWordNotAccepted: this.#reporter.wordNotAccepted,
        register,
        registerSince: this.#registerTrouble?.since ?? now,
        quietMinutes: connectionReport.quietMinutes,
        signIn: this.#signIn.state,
        signInStop: this.#signIn.stop,
        service: this.#sender.service,
        wallOffset: this.#engineTime.wallOffset(),
        folders,
        pause: readPause(this.db),
        ...this.#clockFacts(),
        collectingBusy: folders.some(({ busy }) => busy),
      },
      this.#standing,
    )
    this.#standing = { state: status.state, since: Date.parse(status.since) }
    return status
  }
}
