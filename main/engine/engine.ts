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
import { meetFolder, meetFolderAnew } from './collect/sighting-table.ts'
import {
  applyDecision,
  endPause,
  openDecisions,
  readPause,
  requestDecision,
  type Decided,
  type Decision,
} from './decide/decision.ts'
import { FileOrders } from './decide/file-orders.ts'
import { closedDays } from './days/day/closed-days.ts'
import { keepStoreHours } from './days/day/store-hours-fact.ts'
import { startMovementLoop, type MovementLoop } from './days/movement/movement-loop.ts'
import { judgeAgainUnderNewSettings, runJudging, withBytesButUnjudged } from './judging/judging-loop.ts'
import { isDiskFull } from './forget/disk-fault.ts'
import { DiskKeeper } from './forget/disk-keeper.ts'
import { Forgetting } from './forget/forgetting.ts'
import { giveUpReserve } from './forget/reserve-file.ts'
import { compactVerdictFile } from './forget/verdict-file-compaction.ts'
import { ConnectionReporter } from './report/connection-reporter.ts'
import { registerCondition, type RegisterCondition } from './report/register-evidence.ts'
import { tcpAnswers } from './report/tcp-probe.ts'
import { createCloudClient } from './send/cloud-client.ts'
import type { Exchange } from './send/exchange.ts'
import { Sender } from './send/sender.ts'
import { SignIn } from './send/sign-in.ts'
import {
  startOfMetFolder,
  noteFolderScanned,
  noteFoldersMet,
  readRecoveries,
  restoredFacts,
} from './recover/lost-span.ts'
import { openRecovered } from './recover/open-recovered.ts'
import { witnessOf, type Witness } from './recover/witness.ts'
import { takesUpAfterTrial } from './setup/trial-file.ts'
import { BackupKeeper } from './storage/backup-keeper.ts'
import { takeEngineLock } from './storage/engine-lock.ts'
import { readFact, writeFact } from './storage/fact-table.ts'
import type { GuardedDatabase } from './storage/guarded-database.ts'
import { LaterCheck } from './storage/later-check.ts'
import type { Db } from './storage/open-database.ts'
import { isLargerThan } from './storage/start-check.ts'
import { storageFaultOf } from './storage/storage-fault.ts'
import { engineTimeFrom, systemClock, type Clock, type Timer } from './support/clock.ts'
import { createDoorbell } from './support/doorbell.ts'
import { faultText, type Log } from './support/log.ts'
import { startOfDate } from './support/store-time.ts'
import { countsByState, lastAcceptedAt, oldestSince, oldestWaitingAt, unclearAsking } from './tell/counts.ts'
import { diskRoomNow, diskRoomOf } from './tell/free-space.ts'
import { readLiveStatus, writeLiveStatus } from './tell/live-status.ts'
import { noteGap, noteOutages } from './tell/outage-table.ts'
import { statusFrom } from './tell/status.ts'
import { storeDateAt } from './tell/store-day.ts'
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
  /** False where nobody would restore the records from a copy: practice, which ends with its directory. */
  readonly safetyCopies?: boolean
  /** True for the engine that sends one file during the set-up (setup/trial-file.ts). */
  readonly trial?: boolean
  /** The built thread that checks databases; without it a safety copy is checked in this one, beside nothing else. */
  readonly checker?: string
  /** A store the caller has opened already; the engine owns it from now on. Without it the engine opens one. */
  readonly store?: OpenStore
  /** For the opening of one: OpenStoreOptions. */
  readonly uncheckedAbove?: number
}

/** The open database of a data directory together with the lock on it. */
export interface OpenStore {
  readonly db: Db
  /** Its guard, where it has one: without it a failing disk is not mended while the engine runs. */
  readonly storage?: GuardedDatabase
  /** True when the opening left the tables unchecked: the engine has its checker look at them (storage/later-check.ts). */
  readonly unchecked?: boolean
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
  /** What a person orders about files; sending again waits until it cannot be taken back any more. */
  readonly orders: Pick<FileOrders, 'give' | 'takeBack' | 'hold' | 'facts'>
  /** A person said of a day whether the store was closed. */
  dayMarked(): void
  /** What the screens ask and only the running engine knows. Times are this PC's. */
  live(): LiveFacts
  /** How long the last look into a watched folder took, ms; null before the first, or when it is not watched. */
  scanMs(path: string): number | null
  /**
   * Resolves, with what SQLite said, when the records are damaged and this engine cannot go on: its owner stops it and
   * starts another one, whose opening restores them. Otherwise it never does.
   */
  readonly lost: Promise<string>
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

const silent: Log = () => undefined

export interface OpenStoreOptions {
  readonly log?: Log
  readonly now?: number
  /** Of a larger database, bytes, the tables are left to the engine's checker. Not given, or Infinity: none is. */
  readonly uncheckedAbove?: number
}

/**
 * Takes a data directory, making it and its database as needed: what an engine stands on, and what the settings of a
 * store that has no engine yet are kept in. A damaged database is restored (recover/). Throws EngineBusy when somebody
 * else has the data directory, DatabaseUnusable when the database cannot be used.
 */
const openOnce = (
  dataDirectory: string,
  { log = silent, now = systemClock.wall(), uncheckedAbove = Infinity }: OpenStoreOptions = {},
): OpenStore => {
  const lock = takeEngineLock(dataDirectory)
  if (lock === null) throw new EngineBusy(dataDirectory)
  try {
    const storage = openRecovered({ dataDirectory, now, log, uncheckedAbove })
    return {
      db: storage.db,
      storage,
      unchecked: isLargerThan(storage.db, uncheckedAbove),
      close: () => {
        storage.close()
        lock.release()
      },
    }
  } catch (fault) {
    lock.release()
    throw fault
  }
}

/** A disk that has less free than this cannot even open the records. */
const barelyBytes = 512 * 1024

/** The same; on a full disk the reserve is given up first, so that what is stored can be told and sent. */
export const openStore: typeof openOnce = (dataDirectory, more) => {
  try {
    return openOnce(dataDirectory, more)
  } catch (fault) {
    const noRoom = isDiskFull(fault) || (diskRoomNow(dataDirectory)?.freeBytes ?? Infinity) < barelyBytes
    if (!noRoom || !giveUpReserve(dataDirectory)) throw fault
    return openOnce(dataDirectory, more)
  }
}

/**
 * Starts an engine. Scanning has begun when it returns; the first scan and the sign-in have not ended.
 * Throws EngineBusy when another one has the data directory, DatabaseUnusable when the database cannot be used.
 */
export const startEngine = (options: EngineOptions): Engine => {
  const { uncheckedAbove = Infinity } = options
  try {
    return startOnce(options)
  } catch (fault) {
    // Damage was met in tables nobody had looked at yet: an opening that looks at all of them restores.
    if (options.store !== undefined || !Number.isFinite(uncheckedAbove) || storageFaultOf(fault) !== 'damaged')
      throw fault
    return startOnce({ ...options, uncheckedAbove: Infinity })
  }
}

const startOnce = (options: EngineOptions): Engine => {
  const { dataDirectory, configuration, log } = options
  const clock = options.clock ?? systemClock
  const random = options.random ?? Math.random
  const { uncheckedAbove = Infinity } = options
  const store = options.store ?? openStore(dataDirectory, { log, now: clock.wall(), uncheckedAbove })
  try {
    return new RunningEngine(options, store, clock, random, log, configuration)
  } catch (fault) {
    store.close()
    throw fault
  }
}

const countRows = (db: Db) => ({
  counts: countsByState(db),
  unclearAsking: unclearAsking(db),
  oldestSince: oldestSince(db),
  oldestWaitingAt: oldestWaitingAt(db),
  lastAcceptedAt: lastAcceptedAt(db),
  pause: readPause(db),
  restored: restoredFacts(db),
})
type Counted = ReturnType<typeof countRows>

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
  readonly orders: FileOrders
  readonly #disk: DiskKeeper
  readonly #forgetting: Forgetting
  readonly #judging: Promise<void>
  readonly #movements: MovementLoop
  readonly #listeners = new Set<(status: EngineStatus) => void>()
  readonly #timers = new Set<Timer>()
  #refresh: Timer | null = null
  #publishMs = 0
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
  readonly #backups: BackupKeeper
  readonly #laterCheck: LaterCheck | null
  readonly #alsoJudge = new Set<number>()
  readonly lost: Promise<string>
  #lose: (why: string) => void = () => undefined
  /** What the rows said last: told on while they cannot be read. */
  #counted: Counted | null = null
  #witness: Witness | undefined
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
    this.lost = new Promise((resolve) => {
      this.#lose = resolve
    })
    store.storage?.watch({
      clock,
      log,
      onTrouble: () => this.#changed(),
      onMended: () => this.#storageMended(),
      onLost: ({ code }) => this.#lose(code),
    })
    this.#engineTime = engineTimeFrom(clock)
    this.#startedAt = clock.wall()
    this.#tick = { wall: clock.wall(), monotonic: clock.monotonic(), network: networkSignature() }
    const onChanged = (): void => this.#changed()
    const onExchange = (exchange: Exchange): void => this.#noteExchange(exchange)

    const last = readLiveStatus(options.dataDirectory)
    if (last !== null) noteGap(db, last.at, this.#startedAt)
    this.#rejudgeIfSettingsChanged()
    keepStoreHours(db, configuration)

    this.#disk = new DiskKeeper({
      db,
      dataDirectory: options.dataDirectory,
      clock,
      log,
      measure: () => diskRoomOf(options.dataDirectory),
      measureNow: () => diskRoomNow(options.dataDirectory),
      onChanged: () => {
        this.#forgetting.hurry()
        if (this.#disk.mayCollect()) for (const collector of this.#collectors) void collector.scanNow()
        onChanged()
      },
    })
    this.#forgetting = new Forgetting({
      db,
      clock,
      log,
      keepAcceptedDays: configuration.sending.keepAcceptedDays,
      cloudNow: () => {
        const { clockOffMs } = this.#clockFacts()
        return clockOffMs === null ? null : clock.wall() - clockOffMs
      },
      level: () => this.#disk.level,
      noteFault: (fault) => this.#disk.noteFault(fault),
      lookAtDisk: () => this.#disk.look(),
      compactFiles: async (before) => {
        const bytes = await compactVerdictFile(options.dataDirectory, before)
        if (bytes > 0) log('info', 'verdict-file-compacted', { bytes })
      },
    })

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
      onRoadOpen: () => this.#reporter.reportSoon(),
      bell: this.#sendBell,
      pausedUntil: () => this.#pausedUntil(),
      onExchange,
      onChanged,
      readAgain: (id) => this.#readAgain(id),
      noteFault: (fault) => this.#disk.noteFault(fault),
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
    const takesUp = options.trial !== true && takesUpAfterTrial(db)
    this.#collectors = configuration.folders.map((folder) => {
      const metAt = clock.wall()
      const startsAt =
        folder.startFrom === 'all'
          ? null
          : folder.startFrom === 'now'
            ? startOfMetFolder(db, metAt)
            : startOfDate(folder.startFrom, configuration.store.timeZone)
      if (takesUp) meetFolderAnew(db, folder.path, metAt, startsAt)
      const row = meetFolder(db, folder.path, metAt, startsAt)
      return new FolderCollector({
        db,
        row,
        folder,
        onScanned: (share) => noteFolderScanned(db, row.id, share),
        onBytesBack: (ids) => {
          for (const id of ids) this.#alsoJudge.add(id)
          this.#judgeBell.ring()
        },
        maxBytes: configuration.sending.maxBytes,
        clock,
        log,
        openHelper: options.openHelper,
        onStored: () => this.#fileStored(),
        onChanged,
        disk: this.#disk,
      })
    })

    noteFoldersMet(db)
    if (readRecoveries(db).length > 0) for (const id of withBytesButUnjudged(db)) this.#alsoJudge.add(id)
    this.#backups = new BackupKeeper({
      db,
      dataDirectory: options.dataDirectory,
      clock,
      log,
      checker: options.checker ?? null,
      isQuiet: () => this.#isQuiet(),
      onChanged,
    })

    const { storage } = store
    this.#laterCheck =
      store.unchecked === true && options.checker !== undefined
        ? new LaterCheck({
            path: db.name,
            clock,
            log,
            checker: options.checker,
            onDamage: (why) => storage?.suspect(why),
          })
        : null

    this.orders = new FileOrders({ db, clock, log, onDecided: (fileIds) => this.#decided(fileIds) })
    this.#applyOpenDecisions()
    this.orders.start()
    this.#sender.start()
    this.#movements = startMovementLoop({
      db,
      maxBytes: configuration.sending.maxBytes,
      clock,
      log,
      onRead: onChanged,
    })
    this.#judging = runJudging({
      db,
      configuration,
      clock,
      log,
      bell: this.#judgeBell,
      signal: this.#stopping.signal,
      onJudged: () => {
        this.#sendBell.ring()
        this.#movements.ring()
        onChanged()
      },
      readAgain: (id) => this.#readAgain(id),
      alsoJudge: this.#alsoJudge,
      noteFault: (fault) => this.#disk.noteFault(fault),
    })
    void this.#disk.look()
    for (const collector of this.#collectors) collector.start()
    this.#forgetting.start()
    if (options.safetyCopies !== false) this.#backups.start()
    this.#laterCheck?.start()
    this.#every(decisionPollMs, () => this.#pollDecisions())
    this.#every(tickMs, this.#beatAction)
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
    this.#client.startAfresh()
    this.#sender.roadMayBeBack()
    this.#reporter.reportSoon()
    for (const collector of this.#collectors) void collector.scanNow()
  }

  decide(decision: Decision): Decided {
    const id = requestDecision(this.db, decision, this.#clock.wall())
    return this.#applied(id)
  }

  dayMarked(): void {
    this.#changed()
  }

  scanMs(path: string): number | null {
    return this.#collectors.find((collector) => collector.condition().path === path)?.scanMs ?? null
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
      this.orders.stop(),
      this.#judging,
      this.#movements.stop(),
      this.#reporter.stop(),
      this.#sender.stop(),
      this.#forgetting.stop(),
      this.#backups.stop(),
      this.#laterCheck?.stop(),
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

  /** The database was opened anew after a fault of the disk: the rows are what they are, not what was believed. */
  #storageMended(): void {
    this.#sender.storageMended()
    for (const collector of this.#collectors) collector.reload()
    this.#judgeBell.ring()
    this.#dataVersion = undefined
    this.#changed()
  }

  /** The bytes of a document from a folder it still lies in. */
  async #readAgain(documentId: number): Promise<Uint8Array | null> {
    const seen = this.db
      .prepare<[number], { folder_id: number | null; path: string; size: number | null }>(
        'SELECT folder_id, path, size FROM sighting WHERE document_id = ? AND present = 1 ORDER BY id DESC',
      )
      .all(documentId)
    for (const { folder_id: folderId, path, size } of seen) {
      const collector = this.#collectors.find((each) => each.folderId === folderId)
      const bytes = size === null ? null : ((await collector?.readAgain(path, size)) ?? null)
      if (bytes !== null) return bytes
    }
    return null
  }

  /** Nothing is on its way: what waits for a person or for the road does not count. */
  #isQuiet(): boolean {
    const { stored, sending } = countsByState(this.db)
    return stored + sending === 0 && this.#collectors.every((collector) => !collector.condition().busy)
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
      // A day a person marked as closed has no opening hours: nothing is missed.
      openingHours: this.#isMarkedClosed() ? null : store.openingHours,
      quietMinutes: connectionReport.quietMinutes,
      probeAnswered: this.#probeAnswered,
    })
    const why = condition.ok ? null : condition.why
    if (why === null) this.#registerTrouble = null
    else if (this.#registerTrouble?.why !== why) {
      // "No sales files since": since the last one, not since somebody noticed.
      const since = why === 'quiet' ? this.#newestFileAt() : null
      this.#registerTrouble = { why, since: since ?? this.#clock.wall() }
    }
    return condition
  }

  #isMarkedClosed(): boolean {
    if (this.#isDown()) return false
    const today = storeDateAt(this.#clock.wall(), this.configuration.store)
    return closedDays(this.db, today, today).has(today)
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
    if (this.#newestFile === null && this.#isDown()) return null
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
        // While the disk fails there is nothing to do but to tell so; the guard opens the database again by itself.
        if (!this.#isDown() || action === this.#beatAction) action()
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
    this.#decided(fileId === null ? [] : [fileId])
    return decided
  }

  #decided(fileIds: readonly number[]): void {
    for (const collector of this.#collectors) for (const id of fileIds) collector.noteDecision(id)
    this.#sendBell.ring()
    this.#judgeBell.ring()
    this.#changed()
  }

  readonly #beatAction = (): void => this.#beat()

  #isDown(): boolean {
    return (this.#store.storage?.trouble ?? null) !== null
  }

  /** Every few seconds: notices sleep, clock jumps and a changed network; keeps the picture fresh. */
  #beat(): void {
    const now = { wall: this.#clock.wall(), monotonic: this.#clock.monotonic(), network: networkSignature() }
    const before = this.#tick
    this.#tick = now
    const jumped = Math.abs(now.wall - before.wall - (now.monotonic - before.monotonic)) > jumpMs
    const slept = now.monotonic - before.monotonic > tickMs + jumpMs
    if ((jumped || slept || now.network !== before.network) && !this.#isDown()) {
      this.#log('info', 'woke-up', { jumped, slept })
      this.wokeUp()
    }
    void this.#disk.look()
    this.#publish()
  }

  #changed(): void {
    if (this.#refresh !== null || this.#stopping.signal.aborted) return
    // The larger the store, the longer its rows take to count: never more than a tenth of the time is spent on it.
    this.#refresh = this.#clock.after(Math.max(refreshAfterMs, 10 * this.#publishMs), () => {
      this.#refresh = null
      try {
        this.#publish()
      } catch (fault) {
        this.#log('error', 'status-fault', { fault: faultText(fault) })
      }
    })
  }

  #publish(): void {
    const began = this.#clock.monotonic()
    const status = this.#computeStatus()
    this.#status = status
    this.#noteOutages(status)
    this.#writeLive(status)
    this.#startReportingWhenLooked()
    // With what those who are told make of it: they count what needs a person.
    for (const listener of this.#listeners) listener(status)
    this.#publishMs = this.#clock.monotonic() - began
  }

  /** A disk that does not let us write the outage down must not keep the picture from being told. */
  #noteOutages(status: EngineStatus): void {
    if (this.#isDown()) return
    try {
      noteOutages(this.db, status.problems, this.#clock.wall())
    } catch (fault) {
      if (!this.#disk.noteFault(fault)) this.#log('error', 'outage-not-noted', { fault: faultText(fault) })
    }
  }

  #writeLive(status: EngineStatus): void {
    try {
      if (!this.#isDown()) this.#witness = witnessOf(this.db)
      writeLiveStatus(this.#dataDirectory, status, this.#clock.wall(), this.#witness)
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
        ...this.#count(),
        records: { trouble: this.#store.storage?.trouble ?? null, backup: this.#backups.facts },
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
        ...this.#clockFacts(),
        collectingBusy: folders.some(({ busy }) => busy),
        disk: this.#disk.condition(),
      },
      this.#standing,
    )
    this.#standing = { state: status.state, since: Date.parse(status.since) }
    return status
  }

  /** What the rows say; while they cannot be read, what they said last. */
  #count(): Counted {
    if (this.#counted !== null && this.#isDown()) return this.#counted
    try {
      this.#counted = countRows(this.db)
    } catch (fault) {
      if (this.#counted === null || !this.#isDown()) throw fault
    }
    return this.#counted
  }
}
