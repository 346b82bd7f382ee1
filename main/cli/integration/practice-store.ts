// One store as a technician would set it up for practice: a register's folder, a data directory, a configuration file,
// and a practice cloud that runs in the test process, so that what it received can be awaited. The engine is the built
// command line in a process of its own; what the store looks like is asked by the built commands.

import { mkdir, rename, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { EngineStatus } from '../../../contract/engine-status.ts'
import type { FileFacts, FileSummary } from '../../../contract/file-facts.ts'
import type { PracticeLedger, ReceivedJournal, RequestRecord } from '../../../sandbox/ledger.ts'
import type { FaultRuleInput } from '../../../sandbox/fault-rules.ts'
import {
  practiceAccount,
  startPracticeCloud,
  type PracticeCloud,
  type PracticeCloudOptions,
} from '../../../sandbox/practice-cloud.ts'
import { databaseFile } from '../../engine/storage/database-file.ts'
import { openBesideEngine, type Db } from '../../engine/storage/open-database.ts'
import { eachFile } from '../../engine/tell/file-list.ts'
import { statusBesideEngine } from '../../engine/tell/live-status.ts'
import { jsonLines, storebridge, type CommandEnd } from './command.ts'
import { startRun, type RunningEngine } from './running-engine.ts'
import { temporaryFolder, type AtEnd } from './temporary-folder.ts'
import { until } from './until.ts'

/** Sections of the configuration file, each laid over the test's own. */
export interface ConfigurationChange {
  readonly store?: Readonly<Record<string, unknown>>
  readonly petrosoft?: Readonly<Record<string, unknown>>
  readonly folders?: readonly Readonly<Record<string, unknown>>[]
  readonly sending?: Readonly<Record<string, unknown>>
  readonly connectionReport?: Readonly<Record<string, unknown>>
}

export interface PracticeStoreOptions {
  readonly configuration?: ConfigurationChange
  readonly cloud?: PracticeCloudOptions
}

export interface StartOptions {
  /** Null leaves the variable empty. */
  readonly password?: string | null
  readonly uid?: number
}

export const passwordVariable = 'STOREBRIDGE_TEST_PASSWORD'

/** Writes a file the way careful registers do: under another name first, so that it appears whole. */
export const putFile = async (folder: string, name: string, bytes: Uint8Array): Promise<string> => {
  const path = join(folder, name)
  await writeFile(`${path}.part`, bytes)
  await rename(`${path}.part`, path)
  return path
}

export class PracticeStore {
  readonly root: string
  readonly dataDirectory: string
  readonly folder: string
  readonly configurationFile: string
  cloud: PracticeCloud
  readonly #atEnd: AtEnd
  #reader: Db | null = null

  constructor(root: string, cloud: PracticeCloud, atEnd: AtEnd) {
    this.root = root
    this.dataDirectory = join(root, 'data')
    this.folder = join(root, 'BOOutBox')
    this.configurationFile = join(root, 'store.json')
    this.cloud = cloud
    this.#atEnd = atEnd
  }

  /** Writes the configuration file anew; the engine reads it at its start. */
  async configure(change: ConfigurationChange = {}): Promise<void> {
    const configuration = {
      store: { locationId: '33084', timeZone: 'America/New_York', ...change.store },
      petrosoft: {
        baseUrl: this.cloud.url,
        email: practiceAccount.email,
        password: { env: passwordVariable },
        ...change.petrosoft,
      },
      folders: change.folders ?? [{ path: this.folder }],
      ...(change.sending === undefined ? {} : { sending: change.sending }),
      ...(change.connectionReport === undefined ? {} : { connectionReport: change.connectionReport }),
    }
    await writeFile(this.configurationFile, JSON.stringify(configuration, null, 2))
  }

  misbehave(...rules: readonly FaultRuleInput[]): void {
    this.cloud.control.addFaults(...rules)
  }

  put(name: string, bytes: Uint8Array): Promise<string> {
    return putFile(this.folder, name, bytes)
  }

  /** Starts `run` without waiting for anything. */
  async start({ password = practiceAccount.password, uid }: StartOptions = {}): Promise<RunningEngine> {
    const engine = await startRun({
      words: ['--data-dir', this.dataDirectory, '--config', this.configurationFile],
      env: { [passwordVariable]: password ?? '' },
      ...(uid === undefined ? {} : { uid }),
    })
    this.#atEnd(() => engine.kill())
    return engine
  }

  /** Starts `run` and waits until it says that scanning has begun. */
  async run(options: StartOptions = {}): Promise<RunningEngine> {
    const engine = await this.start(options)
    await engine.line('the engine to be ready', ({ event }) => event === 'ready')
    return engine
  }

  command(name: string, ...words: readonly string[]): Promise<CommandEnd> {
    return storebridge([name, ...words, '--data-dir', this.dataDirectory])
  }

  /** `files --json` */
  async files(state?: string): Promise<FileSummary[]> {
    return jsonLines(await this.command('files', '--json', ...(state === undefined ? [] : ['--state', state])))
  }

  /** The row of `files --json` for the newest file of this name. */
  async file(name: string): Promise<FileSummary> {
    const found = (await this.files()).find((file) => file.name === name)
    if (found === undefined) throw new Error(`no file ${name}`)
    return found
  }

  /** `show ID --json` for the newest file of this name. */
  async show(name: string): Promise<FileFacts> {
    const id = this.rows().find((file) => file.name === name)?.id
    if (id === undefined) throw new Error(`no file ${name}`)
    const [facts] = jsonLines<FileFacts>(await this.command('show', id, '--json'))
    if (facts === undefined) throw new Error(`nothing is shown of ${name}`)
    return facts
  }

  /** `status --json` */
  async status(): Promise<EngineStatus> {
    const [status] = jsonLines<EngineStatus>(await this.command('status', '--json'))
    if (status === undefined) throw new Error('there is no status')
    return status
  }

  /** `status --json` as soon as it is so. */
  statusWhen(what: string, isSo: (status: EngineStatus) => boolean, withinMs?: number): Promise<EngineStatus> {
    let last: EngineStatus | null = null
    const look = async (): Promise<EngineStatus | null> => {
      // A look beside the engine tells whether it is worth while to run the command.
      const reader = this.#read()
      last = reader === null ? null : statusBesideEngine(reader, this.dataDirectory, Date.now())
      if (last === null || !isSo(last)) return null
      last = await this.status()
      return isSo(last) ? last : null
    }
    return until(what, look, () => JSON.stringify(last, null, 1), withinMs)
  }

  /** The rows as they are now, read beside the engine without a command: for waiting. */
  rows(): FileSummary[] {
    const reader = this.#read()
    return reader === null ? [] : [...eachFile(reader, null)]
  }

  #read(): Db | null {
    if (!existsSync(databaseFile(this.dataDirectory))) return null
    try {
      this.#reader ??= openBesideEngine(databaseFile(this.dataDirectory))
      return this.#reader
    } catch {
      // It is being made just now.
      return null
    }
  }

  /** The newest row of this name as soon as it fits. */
  when(name: string, what: string, fits: (file: FileSummary) => boolean, withinMs?: number): Promise<FileSummary> {
    const look = (): FileSummary | undefined => {
      const newest = this.rows().find((file) => file.name === name)
      return newest !== undefined && fits(newest) ? newest : undefined
    }
    return until(`${name} ${what}`, look, () => JSON.stringify(this.rows(), null, 1), withinMs)
  }

  whenState(name: string, state: FileSummary['state'], withinMs?: number): Promise<FileSummary> {
    return this.when(name, `to be ${state}`, (file) => file.state === state, withinMs)
  }

  /** Ends the reading of `rows`, so that the engine's next start is alone with its files. */
  lookAway(): void {
    this.#reader?.close()
    this.#reader = null
  }

  /** Journals the cloud has kept under a name, in the order it got them. */
  received(name: string): ReceivedJournal[] {
    return this.cloud.received().journals.filter((journal) => journal.name === name)
  }

  /** Requests of one call the cloud has seen. */
  requests(call: RequestRecord['call']): RequestRecord[] {
    return this.cloud.received().requests.filter((request) => request.call === call)
  }

  whenCloud(isSo: (ledger: PracticeLedger) => boolean, withinMs = 30_000): Promise<PracticeLedger> {
    return this.cloud.control.when(isSo, withinMs)
  }

  /** Takes the cloud down; the port stays known. */
  async closeCloud(): Promise<void> {
    await this.cloud.close()
  }

  /** A new cloud, without memory, at the address of the old one. */
  async reopenCloud(options: PracticeCloudOptions = {}): Promise<void> {
    this.cloud = await startPracticeCloud({ ...options, port: this.cloud.port })
  }
}

/** A store of the test's own with everything in place and nothing running; it is taken down when the test ends. */
export const practiceStore = async (atEnd: AtEnd, options: PracticeStoreOptions = {}): Promise<PracticeStore> => {
  const root = await temporaryFolder(atEnd)
  const store = new PracticeStore(root, await startPracticeCloud(options.cloud), atEnd)
  atEnd(async () => {
    store.lookAway()
    await store.cloud.close()
  })
  await mkdir(store.folder)
  await store.configure(options.configuration)
  return store
}
