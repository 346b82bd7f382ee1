// One store in the lab: a register's folder, a data directory, a configuration file, the practice cloud, and the built
// command line as the program under test. It remembers everything the register wrote and everything the program told, and
// holds them against the cloud's books when the round ends (books.ts).

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { EngineStatus } from '../../contract/engine-status.ts'
import type { AttemptFacts, FileFacts, FileSummary } from '../../contract/file-facts.ts'
import type { DocumentState } from '../../contract/vocabulary.ts'
import { practiceAccount } from '../../sandbox/practice-cloud.ts'
import { aJournal, storeNumber, storeZone, type JournalOptions } from '../store/journal.ts'
import { compareBooks, filesToShow, type Told, type WrittenJournal } from './books.ts'
import { acceptedIn, type CloudProcess } from './cloud-process.ts'
import { databaseTrouble } from './database-trouble.ts'
import type { RoundResult } from './fault-row.ts'
import type { BuiltProgram } from './built-program.ts'
import {
  plainEnvironment,
  runProgram,
  startProgram,
  type ProgramEnd,
  type ProgramOptions,
  type RunningProgram,
  type ToolEnd,
} from './running-program.ts'
import type { UndoList } from './undo-list.ts'
import { waitFor } from './wait-for.ts'

const passwordVariable = 'STOREBRIDGE_FAULTS_PASSWORD'
const goodEnds: readonly DocumentState[] = ['accepted', 'accepted-with-notes']
const isAccepted = (state: DocumentState): boolean => goodEnds.includes(state)

/** Sections of the configuration file, each laid over the shop's own. */
export interface ConfigurationChange {
  readonly store?: Readonly<Record<string, unknown>>
  readonly petrosoft?: Readonly<Record<string, unknown>>
  readonly folders?: readonly Readonly<Record<string, unknown>>[]
  readonly sending?: Readonly<Record<string, unknown>>
  readonly connectionReport?: Readonly<Record<string, unknown>>
}

export interface ShopOptions {
  /** Elsewhere than in the lab's directory: on a loop device, a share. Made if it is not there. */
  readonly dataDirectory?: string
  readonly folder?: string
  readonly configuration?: ConfigurationChange
  /** What the program is told to send to, where that is not the cloud itself: a proxy. */
  readonly baseUrl?: string
}

export interface WriteOptions extends JournalOptions {
  /** States this journal may end in; accepted (with notes) unless told otherwise. */
  readonly ends?: readonly DocumentState[]
  /** False leaves the writing to the row, which gets the bytes and must put them there itself. */
  readonly put?: boolean
}

export interface Written extends WrittenJournal {
  readonly path: string
  readonly bytes: Buffer
}

/** One look at the program from outside: what `status --json` said, or how it failed. */
export interface Look {
  /** performance.now() before the command was started. */
  readonly at: number
  readonly code: number | null
  readonly status: EngineStatus | null
  readonly complaint: string
}

/** What a service does: starts the engine again whenever it ends. */
export interface Service {
  readonly current: () => RunningProgram
  readonly starts: () => number
  readonly ends: () => readonly ProgramEnd[]
  /** Stops starting it again and ends the engine by SIGTERM; answers how it ended. */
  readonly stop: () => Promise<ProgramEnd>
}

export interface JudgeOptions {
  /** performance.now() when the fault was over. */
  readonly endedAt?: number
  readonly visible?: boolean | null
  readonly notes?: readonly string[]
  readonly violations?: readonly string[]
  /** States in which a row may hold bytes of an unfinished file (books.ts). */
  readonly unfinishedIn?: readonly DocumentState[]
  /** How long everything may take to drain (60 s). */
  readonly withinMs?: number
  /** Without it the engine that is started last is used, or a new one is started. */
  readonly engine?: RunningProgram
  /** For the program started for the judgement, where none runs. */
  readonly start?: ProgramOptions
}

/** Log lines that tell the outside that something is safe. */
const toldBy = (program: RunningProgram): Told[] =>
  program.lines().flatMap((line): Told[] => {
    const { event, name, outcome, referenceId } = line
    if (typeof name !== 'string') return []
    if (event === 'stored') return [{ what: 'stored', name, sha256: null, referenceId: null }]
    if (event !== 'answered' || typeof outcome !== 'string' || !outcome.startsWith('accepted')) return []
    return [{ what: 'accepted', name, sha256: null, referenceId: typeof referenceId === 'string' ? referenceId : null }]
  })

const jsonLines = <Value>(text: string): Value[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Value)

export class Shop {
  readonly dataDirectory: string
  readonly folder: string
  readonly configurationFile: string
  readonly cloud: CloudProcess
  readonly written: Written[] = []
  readonly #forgiven: Written[] = []
  /** Filled by `watch`. */
  readonly looks: Look[] = []
  readonly #program: BuiltProgram
  readonly #undo: UndoList
  readonly #baseUrl: string
  readonly #runs: RunningProgram[] = []
  readonly #toldByFiles: Told[] = []
  #change: ConfigurationChange
  #named = 0
  #service: Service | null = null

  constructor(
    directory: string,
    program: BuiltProgram,
    cloud: CloudProcess,
    undo: UndoList,
    { dataDirectory, folder, configuration = {}, baseUrl }: ShopOptions,
  ) {
    this.dataDirectory = dataDirectory ?? join(directory, 'data')
    this.folder = folder ?? join(directory, 'BOOutBox')
    this.configurationFile = join(directory, 'store.json')
    this.cloud = cloud
    this.#program = program
    this.#undo = undo
    this.#baseUrl = baseUrl ?? cloud.url
    this.#change = configuration
  }

  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true })
    await this.configure(this.#change)
  }

  /** Writes the configuration file anew; the engine reads it at its start. */
  async configure(change: ConfigurationChange): Promise<void> {
    this.#change = change
    const configuration = {
      store: { locationId: storeNumber, timeZone: storeZone, ...change.store },
      petrosoft: {
        baseUrl: this.#baseUrl,
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

  // ---- The register ----

  /** Writes one journal with a transaction of its own, as careful registers do: under another name first. */
  async write({ ends = goodEnds, put = true, ...options }: WriteOptions = {}): Promise<Written> {
    this.#named += 1
    // Short numbers: the program's log masks what could be a card's.
    const { name, bytes } = aJournal({ name: `PJR-${String(this.#named).padStart(5, '0')}.xml`, ...options })
    const journal: Written = {
      name,
      bytes,
      path: join(this.folder, name),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      at: performance.now(),
      ends,
    }
    if (put) {
      await writeFile(`${journal.path}.part`, bytes)
      await rename(`${journal.path}.part`, journal.path)
    }
    this.written.push(journal)
    return journal
  }

  async writeMany(count: number, options: Omit<WriteOptions, 'name'> = {}): Promise<Written[]> {
    const journals: Written[] = []
    for (let n = 0; n < count; n += 1) journals.push(await this.write(options))
    return journals
  }

  /** A register that writes one journal after another until it is stopped; a write that fails is tried again. */
  startRegister(everyMs: () => number): { stop(): Promise<void> } {
    const stopping = new AbortController()
    const done = (async () => {
      while (!stopping.signal.aborted) {
        await this.write()
        await pause(everyMs(), undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    })()
    const stop = async (): Promise<void> => {
      stopping.abort()
      await done
    }
    this.#undo.add('the register', stop)
    return { stop }
  }

  /** It need not be kept: it was overwritten or removed before the program must have read it. It may be, all the same. */
  forgive(journal: Written): void {
    const at = this.written.indexOf(journal)
    if (at === -1) return
    this.written.splice(at, 1)
    this.#forgiven.push(journal)
  }

  // ---- The program ----

  #environment(env: Readonly<Record<string, string>> = {}): Record<string, string> {
    return plainEnvironment({ [passwordVariable]: practiceAccount.password, ...env })
  }

  /** Starts `run` without waiting for anything; it may end by itself. */
  start(options: ProgramOptions & { readonly nodeOptions?: readonly string[] } = {}): RunningProgram {
    const { nodeOptions = [], ...rest } = options
    const program = startProgram(
      [
        process.execPath,
        ...nodeOptions,
        this.#program.entry,
        'run',
        '--data-dir',
        this.dataDirectory,
        '--config',
        this.configurationFile,
      ],
      { ...rest, env: this.#environment(options.env) },
    )
    this.#runs.push(program)
    this.#undo.add('the engine', async () => {
      await program.killAll()
    })
    return program
  }

  /** Starts `run` and waits until it says that scanning has begun. */
  async run(options: Parameters<Shop['start']>[0] = {}): Promise<RunningProgram> {
    const engine = this.start(options)
    await engine.event('ready')
    return engine
  }

  /** Keeps the engine running, as the system's service does: started again `afterMs` after each end. */
  serve(options: Parameters<Shop['start']>[0] = {}, afterMs = 500): Service {
    const ends: ProgramEnd[] = []
    let starts = 1
    let stopping = false
    let current = this.start(options)
    const kept = (async () => {
      for (;;) {
        const end = await current.ended
        if (stopping) return
        ends.push(end)
        await pause(afterMs)
        // `stop` may have been called in the pause.
        if (stopping as boolean) return
        current = this.start(options)
        starts += 1
      }
    })()
    const stop = async (): Promise<ProgramEnd> => {
      stopping = true
      if (this.#service === service) this.#service = null
      const end = await current.terminate()
      await kept
      return end
    }
    const service: Service = { current: () => current, starts: () => starts, ends: () => ends, stop }
    this.#service = service
    this.#undo.add('the service', async () => {
      await stop()
    })
    return service
  }

  /** All runs of this shop so far, the newest last. */
  runs(): readonly RunningProgram[] {
    return this.#runs
  }

  command(name: string, ...words: readonly string[]): Promise<ToolEnd> {
    return this.commandWith({}, name, ...words)
  }

  commandWith(options: ProgramOptions, name: string, ...words: readonly string[]): Promise<ToolEnd> {
    return runProgram([process.execPath, this.#program.entry, name, ...words, '--data-dir', this.dataDirectory], {
      ...options,
      env: this.#environment(options.env),
    })
  }

  /** `status --json`, or null where it cannot be told (no database, a disk that does not let us read it). */
  async status(): Promise<EngineStatus | null> {
    const { code, stdout } = await this.command('status', '--json')
    return code === 0 ? (jsonLines<EngineStatus>(stdout)[0] ?? null) : null
  }

  /** `status --json` as soon as it is so. */
  statusWhen(what: string, isSo: (status: EngineStatus) => boolean, withinMs = 30_000): Promise<EngineStatus> {
    let last: EngineStatus | null = null
    return waitFor(
      what,
      async () => {
        last = await this.status()
        return last !== null && isSo(last) ? last : null
      },
      { withinMs, everyMs: 250, tell: () => JSON.stringify(last) },
    )
  }

  /** `files --json`, or null where it cannot be told. What it says is remembered as told. */
  async files(): Promise<FileSummary[] | null> {
    const { code, stdout } = await this.command('files', '--json')
    if (code !== 0) return null
    const files = jsonLines<FileSummary>(stdout)
    this.#remember(files)
    return files
  }

  #remember(files: readonly FileSummary[]): void {
    for (const { name, sha256, acceptedAt, referenceId } of files) {
      if (sha256 === null) continue
      const what = acceptedAt === null ? 'stored' : 'accepted'
      if (!this.#toldByFiles.some((told) => told.sha256 === sha256 && told.what === what))
        this.#toldByFiles.push({ what, name, sha256, referenceId })
    }
  }

  /** `show ID --json` */
  async show(id: string): Promise<FileFacts> {
    const { code, stdout, stderr } = await this.command('show', id, '--json')
    const [file] = jsonLines<FileFacts>(stdout)
    if (code !== 0 || file === undefined) throw new Error(`show ${id} ended with ${String(code)}: ${stderr}`)
    return file
  }

  async #attemptsOf(files: readonly FileSummary[]): Promise<Map<string, readonly AttemptFacts[]>> {
    const attempts = new Map<string, readonly AttemptFacts[]>()
    const atOnce = 2
    for (let at = 0; at < files.length; at += atOnce) {
      const some = await Promise.all(files.slice(at, at + atOnce).map(({ id }) => this.show(id)))
      for (const { id, deliveries } of some)
        attempts.set(
          id,
          deliveries.flatMap((delivery) => delivery.attempts),
        )
    }
    return attempts
  }

  /** Looks at the status again and again until it is stopped; each look is kept in `looks`. */
  watch(everyMs = 500): { stop(): Promise<void> } {
    let over = false
    const done = (async () => {
      while (!over) {
        const at = performance.now()
        const { code, stdout, stderr } = await this.command('status', '--json')
        const status = code === 0 ? (jsonLines<EngineStatus>(stdout)[0] ?? null) : null
        this.looks.push({ at, code, status, complaint: stderr.trim() })
        if (!over) await pause(everyMs)
      }
    })()
    const stop = async (): Promise<void> => {
      over = true
      await done
    }
    this.#undo.add('the watch', stop)
    return { stop }
  }

  // ---- The judgement ----

  /** Resolves when the cloud's books have every journal that should be accepted. */
  whenArrived(withinMs = 60_000): Promise<true> {
    return waitFor(
      'every journal to be in the cloud’s books',
      async () => {
        const ledger = await this.cloud.ledger().catch(() => null)
        if (ledger === null) return null
        const there = new Set(acceptedIn(ledger).map(({ sha256 }) => sha256))
        return this.written.every(({ sha256, ends }) => !ends.every(isAccepted) || there.has(sha256)) ? true : null
      },
      { withinMs, everyMs: 200 },
    )
  }

  /** Resolves with the files when every journal has a row that is in one of its final states, and nothing else is open. */
  whenDrained(withinMs = 60_000): Promise<FileSummary[]> {
    let last: readonly FileSummary[] = []
    const openOnes = (): string =>
      JSON.stringify(
        this.written
          .map(({ name, sha256, ends }) => ({ name, ends, row: last.find((row) => row.sha256 === sha256) }))
          .filter(({ row, ends }) => row === undefined || !ends.includes(row.state))
          .slice(0, 4)
          .map(({ name, row }) => ({
            name,
            state: row?.state ?? 'no row',
            problem: row?.problem ?? null,
            next: row?.nextAttemptAt,
          })),
      )
    return waitFor(
      'every journal to be in its final state',
      async () => {
        const files = await this.files()
        if (files === null) return null
        last = files
        const bySha = new Map(files.map((file) => [file.sha256, file]))
        const drained = this.written.every(({ sha256, ends }) => {
          const row = bySha.get(sha256)
          return row !== undefined && ends.includes(row.state)
        })
        return drained ? files : null
      },
      { withinMs, everyMs: 400, tell: openOnes },
    )
  }

  /**
   * The end of a round: lets everything drain, ends the engine, and holds the books against each other. What does not
   * drain in time is no error of the harness but a finding: the books are compared as they are then.
   */
  async judge(options: JudgeOptions = {}): Promise<RoundResult> {
    const { endedAt = null, visible = null, notes = [], withinMs = 60_000 } = options
    const violations: string[] = [...(options.violations ?? [])]
    const end = this.#engineForJudgement(options)
    // Told to end before it listens to signals, it would just die.
    const isReady = (run: RunningProgram): boolean =>
      !run.hasEnded() && run.lines().some(({ event }) => event === 'ready')
    await waitFor('an engine that is ready', () => this.#runs.some(isReady), {
      withinMs,
      tell: () => this.#runs.at(-1)?.complaints() ?? '',
    }).catch((fault: unknown) => violations.push(fault instanceof Error ? fault.message : String(fault)))
    let recoveredMs: number | null = null
    let files: readonly FileSummary[] | null
    try {
      await this.whenArrived(withinMs)
      const toDrainMs = Math.max(15_000, withinMs / 2)
      files = await this.whenDrained(toDrainMs)
      if (endedAt !== null) recoveredMs = Math.round(performance.now() - endedAt)
    } catch (fault) {
      violations.push(fault instanceof Error ? fault.message : String(fault))
      files = await this.files()
    }
    if (files === null) {
      violations.push(`the files cannot be told: ${(await this.command('files', '--json')).stderr.trim()}`)
      files = []
    }
    const { code, signal } = await end()
    if (code !== 0)
      violations.push(
        `the engine ended with ${String(code)} ${signal ?? ''}: ${this.#runs.at(-1)?.complaints().slice(-500) ?? ''}`,
      )
    const ledger = await this.cloud.ledger()
    const comparison = compareBooks({
      written: this.written,
      forgiven: this.#forgiven.map(({ sha256 }) => sha256),
      unfinishedIn: options.unfinishedIn ?? [],
      told: [...this.#runs.flatMap(toldBy), ...this.#toldByFiles],
      rows: files,
      attempts: await this.#attemptsOf(filesToShow(files, ledger.journals)),
      received: ledger.journals,
      verdicts: await this.#verdicts(),
    })
    violations.push(...comparison.violations, ...databaseTrouble(join(this.dataDirectory, 'storebridge.db')))
    return { ...comparison, visible, recoveredMs, violations, notes }
  }

  /** The service, the engine that was given, the one that runs, or a new one; answers how to end it. */
  #engineForJudgement({ engine, start = {} }: JudgeOptions): () => Promise<ProgramEnd> {
    const service = this.#service
    if (service !== null) return () => service.stop()
    const running = engine ?? this.#runs.findLast((program) => !program.hasEnded())
    const kept = running === undefined || running.hasEnded() ? this.start(start) : running
    return () => kept.terminate()
  }

  async #verdicts(): Promise<{ readonly sha256: string; readonly verdict: string }[]> {
    const path = join(this.dataDirectory, 'verdicts.ndjson')
    if (!existsSync(path)) return []
    return (await readFile(path, 'utf8')).split('\n').flatMap((line) => {
      try {
        return [JSON.parse(line) as { sha256: string; verdict: string }]
      } catch {
        // The end of a line that a power cut kept from being written.
        return []
      }
    })
  }
}
