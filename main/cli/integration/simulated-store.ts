// One store whose engine runs inside the test process on a simulated clock and without chance (every random delay is the
// given share of its longest), against a practice cloud over real HTTP, with real folders, helper processes and SQLite.
// For what takes hours. One at a time in a process: requests under way are counted over all of them.

import { compressionUnderWay } from './compression-under-way.ts'
import { mkdir } from 'node:fs/promises'
import { subscribe } from 'node:diagnostics_channel'
import { join } from 'node:path'
import { parseConfiguration } from '../../../contract/configuration.ts'
import type { FileSummary } from '../../../contract/file-facts.ts'
import type { HelperChannel } from '../../../contract/folder-port.ts'
import {
  practiceAccount,
  startPracticeCloud,
  type PracticeCloud,
  type PracticeCloudOptions,
} from '../../../sandbox/practice-cloud.ts'
import { deflateSync } from 'node:zlib'
import { storedBytes } from '../../engine/judging/judging-loop.ts'
import { openSqlite } from '../../engine/storage/open-database.ts'
import { forkFolderHelper } from '../../engine/collect/fork-helper.ts'
import { startEngine, type Engine } from '../../engine/engine.ts'
import { logLine } from '../../engine/support/log.ts'
import { eachFile, fileFacts } from '../../engine/tell/file-list.ts'
import type { FileFacts } from '../../../contract/file-facts.ts'
import { builtCommandLine } from './built-command-line.ts'
import { putFile, type ConfigurationChange } from './practice-store.ts'
import { createSimulatedClock, type SimulatedClock } from './simulated-clock.ts'
import { temporaryFolder, type AtEnd } from './temporary-folder.ts'
import type { LogLine } from './running-engine.ts'

/** Requests of all engines in this process that have no end yet. */
const requestsUnderWay = new Set<object>()
let requestEvents = 0
const requestOf = (message: unknown): object => (message as { readonly request: object }).request
subscribe('undici:request:create', (message) => {
  requestsUnderWay.add(requestOf(message))
  requestEvents += 1
})
for (const end of ['undici:request:trailers', 'undici:request:error'])
  subscribe(end, (message) => {
    requestsUnderWay.delete(requestOf(message))
    requestEvents += 1
  })

/** The count works only when this file was imported before the engine; a test that got it wrong would fail now and then. */
const mustCountCompression = (): void => {
  const db = openSqlite(':memory:')
  db.exec('CREATE TABLE content (document_id INTEGER PRIMARY KEY, deflated BLOB)')
  db.prepare('INSERT INTO content VALUES (1, ?)').run(deflateSync('x'))
  void storedBytes(db, 1)
  db.close()
  if (compressionUnderWay() === 0) throw new Error('import simulated-store.ts before anything of the engine')
}

export interface SimulatedStoreOptions {
  readonly configuration?: ConfigurationChange
  readonly cloud?: Omit<PracticeCloudOptions, 'now'>
  readonly random?: () => number
  /** Stands between the engine and a folder's helper. */
  readonly throughHelper?: (channel: HelperChannel) => HelperChannel
}

export class SimulatedStore {
  readonly dataDirectory: string
  readonly folder: string
  readonly clock: SimulatedClock
  readonly log: LogLine[] = []
  cloud!: PracticeCloud
  password: string | null = practiceAccount.password
  /** True while a test keeps questions from a helper, so that nobody waits for their answers. */
  helperMayHang = false
  readonly #options: SimulatedStoreOptions
  #engine: Engine | null = null
  #helperRequests = 0
  #helperEvents = 0
  #statusChanges = 0

  constructor(root: string, options: SimulatedStoreOptions) {
    this.dataDirectory = join(root, 'data')
    this.folder = join(root, 'BOOutBox')
    this.#options = options
    this.clock = createSimulatedClock(Date.now(), {
      isAtRest: () => this.#isAtRest(),
      happenings: () => requestEvents + this.#helperEvents + this.#statusChanges + this.log.length,
      tell: () => this.#tell(),
    })
  }

  get engine(): Engine {
    if (this.#engine === null) throw new Error('the engine has not been started')
    return this.#engine
  }

  /** Requests that hang because a rule asks for it: nobody needs to wait for them. */
  #hanging(): number {
    if (requestsUnderWay.size === 0) return 0
    return this.cloud.received().requests.filter(({ fault, end }) => fault === 'hang' && end === 'pending').length
  }

  #tell(): string {
    const rows =
      this.#engine?.db.open === true
        ? this.rows().map(({ name, state, problem, attempts }) => [name, state, problem, attempts])
        : []
    return JSON.stringify(
      {
        requestsUnderWay: requestsUnderWay.size,
        compressionUnderWay: compressionUnderWay(),
        helperRequests: this.#helperRequests,
        rows,
        requests: this.cloud
          .received()
          .requests.slice(-5)
          .map(({ call, status, fault, end }) => [call, status, fault, end]),
        status: this.#engine?.status(),
        log: this.log.slice(-15),
      },
      null,
      1,
    )
  }

  #isAtRest(): boolean {
    const hanging = this.#hanging()
    if (requestsUnderWay.size > hanging || compressionUnderWay() > 0) return false
    if (this.#helperRequests > 0 && !this.helperMayHang) return false
    if (this.#engine?.db.open !== true) return true
    const [stored, sending] = this.#engine.db
      .prepare<[], [number, number]>(
        `SELECT (SELECT count(*) FROM document WHERE state = 'stored'), (SELECT count(*) FROM document WHERE state = 'sending')`,
      )
      .raw()
      .get() ?? [0, 0]
    return stored === 0 && sending <= hanging
  }

  #countRequests(channel: HelperChannel): HelperChannel {
    let open = 0
    const close = (): void => {
      this.#helperRequests -= open
      open = 0
    }
    channel.onExit(close)
    return {
      ...channel,
      send: (message) => {
        if (message.kind === 'request') {
          open += 1
          this.#helperRequests += 1
        }
        channel.send(message)
      },
      onMessage: (listener) => {
        channel.onMessage((message) => {
          this.#helperEvents += 1
          if ((message.kind === 'answer' || message.kind === 'fault') && open > 0) {
            open -= 1
            this.#helperRequests -= 1
          }
          listener(message)
        })
      },
      kill: () => {
        close()
        channel.kill()
      },
    }
  }

  /** Starts the engine; no time passes. */
  async start(change: ConfigurationChange = this.#options.configuration ?? {}): Promise<Engine> {
    mustCountCompression()
    const { folderHelper } = await builtCommandLine()
    const parsed = parseConfiguration({
      store: { locationId: '33084', timeZone: 'America/New_York', ...change.store },
      petrosoft: {
        baseUrl: this.cloud.url,
        email: practiceAccount.email,
        password: { env: 'NOT_ASKED' },
        ...change.petrosoft,
      },
      folders: change.folders ?? [{ path: this.folder }],
      sending: change.sending ?? {},
      connectionReport: change.connectionReport ?? {},
    })
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
    const through = this.#options.throughHelper ?? ((channel: HelperChannel) => channel)
    this.#engine = startEngine({
      dataDirectory: this.dataDirectory,
      configuration: parsed.configuration,
      password: () => this.password,
      openHelper: () => Promise.resolve(this.#countRequests(through(forkFolderHelper(folderHelper)))),
      log: (level, event, facts) => {
        if (level !== 'debug') this.log.push(JSON.parse(logLine(this.clock.wall(), level, event, facts)) as LogLine)
      },
      clock: this.clock,
      // Made in real time, which this clock does not wait for.
      safetyCopies: false,
      random: this.#options.random ?? (() => 0),
    })
    this.#engine.onChanged(() => {
      this.#statusChanges += 1
    })
    return this.#engine
  }

  /** Stops the engine, however long of simulated time that takes. */
  async stop(): Promise<void> {
    const engine = this.#engine
    if (engine === null) return
    let stopped = false
    const stopping = engine.stop().then(() => {
      stopped = true
      this.#statusChanges += 1
    })
    await this.clock.until('the engine to stop', () => stopped, 60_000)
    await stopping
    this.#engine = null
  }

  put(name: string, bytes: Uint8Array): Promise<string> {
    return putFile(this.folder, name, bytes)
  }

  rows(): FileSummary[] {
    return [...eachFile(this.engine.db, null)]
  }

  file(name: string): FileSummary {
    const found = this.rows().find((file) => file.name === name)
    if (found === undefined) throw new Error(`no file ${name}`)
    return found
  }

  show(name: string): FileFacts {
    const facts = fileFacts(this.engine.db, Number(this.file(name).id))
    if (facts === null) throw new Error(`nothing is shown of ${name}`)
    return facts
  }

  /** Lets time pass until the newest file of this name is in this state. */
  async untilState(name: string, state: FileSummary['state'], withinMs?: number): Promise<FileSummary> {
    await this.clock.until(
      `${name} to be ${state}`,
      () => this.rows().find((file) => file.name === name)?.state === state,
      withinMs,
    )
    return this.file(name)
  }

  /** Journal requests the cloud has seen, whatever became of them. */
  journalRequests(): number {
    return this.cloud.received().requests.filter(({ call }) => call === 'journal').length
  }

  received(name: string) {
    return this.cloud.received().journals.filter((journal) => journal.name === name)
  }

  async openCloud(options: PracticeCloudOptions = {}): Promise<void> {
    this.cloud = await startPracticeCloud({ ...this.#options.cloud, ...options, now: () => this.clock.wall() })
  }
}

/** A store with its folder and its cloud; the engine is not started yet. It is taken down when the test ends. */
export const simulatedStore = async (atEnd: AtEnd, options: SimulatedStoreOptions = {}): Promise<SimulatedStore> => {
  const store = new SimulatedStore(await temporaryFolder(atEnd), options)
  await mkdir(store.folder)
  await store.openCloud()
  atEnd(async () => {
    await store.stop()
    await store.cloud.close()
  })
  return store
}
