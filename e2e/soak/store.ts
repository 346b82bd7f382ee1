// The store of a soak: a register's folder that steps change, a data directory (on a small disk of its own where we may
// mount one), the practice cloud, and the built engine as a process of another user where we are root, so that rights
// mean something. It carries out steps and knows what really lies in the folder; it decides nothing.

import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { appendFileSync, statfsSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { practiceAccount, startPracticeCloud, type PracticeCloud } from '../../sandbox/practice-cloud.ts'
import { buildProgram, placeOfBuild, type BuiltProgram } from '../faults/built-program.ts'
import { programPath } from '../faults/need.ts'
import { mustRun, runProgram, startProgram, type RunningProgram, type ToolEnd } from '../faults/running-program.ts'
import { createUndoList } from '../faults/undo-list.ts'
import { waitFor } from '../faults/wait-for.ts'
import { bytesOf, fateOf, salesOf } from './content.ts'
import type { Written, WrittenContent } from './laws.ts'
import { emptyPicture, pictureOf, type Picture } from './picture.ts'
import type { LastingTrouble, NamedContent } from './step.ts'

/** Debian's and most others' user that owns nothing. */
const nobody = 65_534
const roomy = '4g'
const pageBytes = 4096

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

interface Lying {
  readonly sha256: string
  readonly size: number
  /** False while it is being written or may not be read. */
  readonly whole: boolean
}

export class SoakStore {
  readonly root: string
  readonly beganAt = Date.now()
  readonly cloud: PracticeCloud
  /** Why some troubles cannot be made here. */
  readonly missing = new Map<LastingTrouble, string>()
  readonly #program: BuiltProgram
  readonly #undo = createUndoList()
  readonly #asNobody: boolean
  readonly #contents = new Map<string, WrittenContent & { readonly names: Set<string> }>()
  readonly #lying = new Map<string, Lying>()
  /** Where the register's folder really is; the engine always looks at `folder`. */
  #folderAt: string
  #engine: RunningProgram | null = null
  /** Lines of the engine's log that were looked through already. */
  #linesRead = 0
  #offsetSeconds = 0
  #wasPutAhead = false
  #kills = 0

  constructor(root: string, program: BuiltProgram, cloud: PracticeCloud, asNobody: boolean) {
    this.root = root
    this.#program = program
    this.cloud = cloud
    this.#asNobody = asNobody
    this.#folderAt = this.folder
  }

  get folder(): string {
    return join(this.root, 'BOOutBox')
  }
  get dataDirectory(): string {
    return join(this.root, 'data')
  }
  get database(): string {
    return join(this.dataDirectory, 'storebridge.db')
  }
  get #clockFile(): string {
    return join(this.root, 'clock-offset')
  }
  /** A copy, so that the other user may read it wherever the project lies, and nobody changes it meanwhile. */
  get #clockModule(): string {
    return join(this.root, 'clock-offset.mts')
  }
  get #passwordFile(): string {
    return join(this.root, 'password')
  }
  get kills(): number {
    return this.#kills
  }

  async prepare(): Promise<void> {
    mkdirSync(this.folder)
    mkdirSync(this.dataDirectory)
    await this.#mountDisk()
    writeFileSync(this.#clockFile, '0')
    copyFileSync(new URL('clock-offset.ts', import.meta.url), this.#clockModule)
    this.#setPassword(practiceAccount.password)
    const configuration = {
      store: { locationId: '33084', timeZone: 'America/New_York' },
      petrosoft: {
        baseUrl: this.cloud.url,
        email: practiceAccount.email,
        password: { file: this.#passwordFile },
      },
      folders: [{ path: this.folder }],
      connectionReport: { everySeconds: 15 },
    }
    writeFileSync(join(this.root, 'store.json'), JSON.stringify(configuration, null, 2))
    chmodSync(this.root, 0o755)
    for (const path of [this.root, this.folder, this.dataDirectory, this.#passwordFile]) this.#giveAway(path)
    if (!this.#asNobody)
      this.missing.set(
        'folder-unreadable',
        'only root may run the program as a user with fewer rights than the register',
      )
  }

  /** Ends everything. The directory stays when `keep` is set; what could not be undone is answered in lines. */
  async close(keep: boolean): Promise<readonly string[]> {
    await this.#engine?.killAll()
    await this.cloud.close()
    if (keep) {
      // The disk in memory goes with its mount: what lies on it is brought to safety first.
      await runProgram(['cp', '-a', this.dataDirectory, join(this.root, 'data-kept')])
    }
    const failed = await this.#undo.undoAll()
    if (!keep) rmSync(this.root, { recursive: true, force: true, maxRetries: 5 })
    const build = placeOfBuild(this.#program)
    if (build !== null) rmSync(build, { recursive: true, force: true })
    return failed
  }

  /** A disk of the data directory's own that can be made too small at once. Only root may mount one. */
  async #mountDisk(): Promise<void> {
    const end =
      process.platform === 'linux' && process.getuid?.() === 0
        ? await runProgram(['mount', '-t', 'tmpfs', '-o', `size=${roomy}`, 'storebridge-soak', this.dataDirectory])
        : null
    if (end?.code === 0)
      this.#undo.add('the disk in memory', () => mustRun(['umount', this.dataDirectory]).then(() => undefined))
    else this.missing.set('disk-full', end === null ? 'only root may mount a small disk' : end.stderr.trim())
  }

  #giveAway(path: string): void {
    if (this.#asNobody) chownSync(path, nobody, nobody)
  }

  #setPassword(password: string): void {
    writeFileSync(this.#passwordFile, `${password}\n`, { mode: 0o600 })
    chmodSync(this.#passwordFile, 0o600)
  }

  // ---- the register ----

  #remember({ name, content }: NamedContent, bytes: Uint8Array, isWhole = true): string {
    const sha256 = sha256Of(bytes)
    const known = this.#contents.get(sha256)
    const at = performance.now()
    if (known === undefined)
      this.#contents.set(sha256, {
        fate: isWhole ? fateOf(content) : 'not-stored',
        sales: isWhole ? salesOf(content) : [],
        names: new Set([name]),
        ageMs: () => performance.now() - at,
      })
    else known.names.add(name)
    return sha256
  }

  #path(name: string): string {
    return join(this.#folderAt, name)
  }

  /** As careful registers do it: under another name first, so that it appears whole. */
  put(file: NamedContent): void {
    const bytes = bytesOf(file.content, this.beganAt)
    const sha256 = this.#remember(file, bytes)
    const unfinished = join(this.root, 'unfinished')
    writeFileSync(unfinished, bytes)
    this.#giveAway(unfinished)
    renameSync(unfinished, this.#path(file.name))
    this.#lying.set(file.name, { sha256, size: bytes.length, whole: true })
  }

  /** As the others do it. What was there is gone with the first piece. */
  async writeInPlace(file: NamedContent, pieces: number): Promise<void> {
    const bytes = bytesOf(file.content, this.beganAt)
    const sha256 = this.#remember(file, bytes)
    const path = this.#path(file.name)
    this.#lying.set(file.name, { sha256, size: bytes.length, whole: false })
    for (let piece = 0; piece < pieces; piece++) {
      const part = bytes.subarray(
        Math.floor((bytes.length * piece) / pieces),
        Math.floor((bytes.length * (piece + 1)) / pieces),
      )
      if (piece === 0) writeFileSync(path, part)
      else appendFileSync(path, part)
      if (piece + 1 < pieces) await pause(30)
    }
    this.#giveAway(path)
    this.#lying.set(file.name, { sha256, size: bytes.length, whole: true })
  }

  grow(file: NamedContent, part: number): void {
    const bytes = bytesOf(file.content, this.beganAt)
    const begun = bytes.subarray(0, Math.floor((bytes.length - 1) * part))
    writeFileSync(this.#path(file.name), begun)
    this.#giveAway(this.#path(file.name))
    const sha256 = this.#remember(file, begun, false)
    this.#lying.set(file.name, { sha256, size: begun.length, whole: false })
  }

  growOn(file: NamedContent): void {
    const bytes = bytesOf(file.content, this.beganAt)
    const sha256 = this.#remember(file, bytes)
    const begun = this.#lying.get(file.name)?.size ?? 0
    appendFileSync(this.#path(file.name), bytes.subarray(begun))
    this.#lying.set(file.name, { sha256, size: bytes.length, whole: true })
  }

  glimpse(file: NamedContent): void {
    this.put(file)
    this.remove(file.name)
  }

  remove(name: string): void {
    unlinkSync(this.#path(name))
    this.#lying.delete(name)
  }

  rename(from: string, to: string): void {
    const lying = this.#lying.get(from)
    if (lying === undefined) throw new Error(`${from} is not there`)
    renameSync(this.#path(from), this.#path(to))
    this.#lying.delete(from)
    this.#lying.set(to, lying)
    this.#contents.get(lying.sha256)?.names.add(to)
  }

  touch(name: string): void {
    const now = new Date()
    utimesSync(this.#path(name), now, now)
  }

  lockFile(file: NamedContent): void {
    const bytes = bytesOf(file.content, this.beganAt)
    const sha256 = this.#remember(file, bytes)
    const unfinished = join(this.root, 'unfinished')
    writeFileSync(unfinished, bytes)
    this.#giveAway(unfinished)
    chmodSync(unfinished, 0o000)
    renameSync(unfinished, this.#path(file.name))
    this.#lying.set(file.name, { sha256, size: bytes.length, whole: false })
  }

  unlockFile(name: string): void {
    const lying = this.#lying.get(name)
    if (lying === undefined) return
    chmodSync(this.#path(name), 0o644)
    this.#lying.set(name, { ...lying, whole: true })
  }

  /** What lies in the folder, and everything that was ever written whole. */
  written(): Written {
    const present = [...this.#lying].filter(([, { whole }]) => whole)
    return {
      contents: this.#contents,
      present: new Map(present),
      kills: this.#kills,
      clockWasPutAhead: this.#wasPutAhead,
    }
  }

  get filesWritten(): number {
    return this.#contents.size
  }

  /** The hash of what was written, or is going to be. */
  hashOf({ content }: NamedContent): string {
    return sha256Of(bytesOf(content, this.beganAt))
  }

  // ---- the program ----

  #words(name: string, ...words: readonly string[]): readonly string[] {
    return [process.execPath, this.#program.entry, name, ...words, '--data-dir', this.dataDirectory]
  }

  get #wrap(): readonly string[] {
    return this.#asNobody ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : []
  }

  get #environment(): Readonly<Record<string, string>> {
    return {
      NODE_OPTIONS: `--import=${pathToFileURL(this.#clockModule).href}`,
      STOREBRIDGE_SOAK_CLOCK: this.#clockFile,
    }
  }

  get isRunning(): boolean {
    return this.#engine !== null && !this.#engine.hasEnded()
  }

  /** Starts the engine. False when it ended instead of getting ready: its exit code tells why. */
  async start(): Promise<
    { readonly ready: true } | { readonly ready: false; readonly code: number | null; readonly why: string }
  > {
    const engine = startProgram(this.#words('run', '--config', join(this.root, 'store.json')), {
      wrap: this.#wrap,
      env: this.#environment,
    })
    this.#engine = engine
    this.#linesRead = 0
    await waitFor(
      'the engine to be ready or to end',
      () => engine.hasEnded() || engine.lines().some(({ event }) => event === 'ready'),
    )
    if (!engine.hasEnded()) return { ready: true }
    const { code } = await engine.ended
    this.#engine = null
    return { ready: false, code, why: engine.complaints().trim() }
  }

  /** SIGKILL: no goodbye. The helpers end by themselves when they miss the engine. */
  async kill(): Promise<void> {
    this.#kills++
    await this.#engine?.kill()
    this.#engine = null
  }

  /** SIGTERM; answers the exit code. */
  async terminate(): Promise<number | null> {
    const end = await this.#engine?.terminate()
    this.#engine = null
    return end?.code ?? 0
  }

  async freeze(ms: number): Promise<void> {
    this.#engine?.signal('SIGSTOP')
    await pause(ms)
    this.#engine?.signal('SIGCONT')
  }

  /** Kills the folder helpers of the engine; false where its children cannot be seen. */
  killHelper(): boolean {
    const engine = this.#engine
    if (engine === null) return false
    try {
      const children = readFileSync(`/proc/${engine.pid}/task/${engine.pid}/children`, 'utf8')
        .split(' ')
        .filter(Boolean)
      for (const child of children) process.kill(Number(child), 'SIGKILL')
      return children.length > 0
    } catch {
      // It ended by itself, or this is no Linux.
      return false
    }
  }

  clockJump(seconds: number): void {
    this.#offsetSeconds += seconds
    this.#wasPutAhead ||= seconds > 0
    writeFileSync(`${this.#clockFile}.new`, String(this.#offsetSeconds))
    renameSync(`${this.#clockFile}.new`, this.#clockFile)
  }

  /** How the engine ended, if it did so without being asked to. */
  endedByItself(): string | null {
    const engine = this.#engine
    if (engine === null || !engine.hasEnded()) return null
    return `the engine ended by itself: ${engine.complaints().slice(-500)} ${engine.output().slice(-1500)}`
  }

  /** Lines of the log that are new since the last call. */
  newLines(): RunningProgram['lines'] extends () => infer Lines ? Lines : never {
    const lines = this.#engine?.lines() ?? []
    const fresh = lines.slice(this.#linesRead)
    this.#linesRead = lines.length
    return fresh
  }

  command(name: string, ...words: readonly string[]): Promise<ToolEnd> {
    return runProgram(this.#words(name, ...words), { wrap: this.#wrap, env: this.#environment })
  }

  /** Empty while there is no database. Throws what SQLite throws. */
  picture(): Picture {
    return existsSync(this.database) ? pictureOf(this.database) : emptyPicture
  }

  // ---- trouble that lasts ----

  async begin(trouble: LastingTrouble): Promise<void> {
    switch (trouble) {
      case 'cloud-away':
        return this.cloud.control.goAway()
      case 'folder-away':
      case 'folder-is-a-file':
        this.#folderAt = join(this.root, 'elsewhere')
        renameSync(this.folder, this.#folderAt)
        if (trouble === 'folder-is-a-file') writeFileSync(this.folder, 'not a folder')
        return
      case 'folder-unreadable':
        chmodSync(this.folder, 0o000)
        return
      case 'disk-full':
        await this.#fillDisk()
        return
      case 'paused':
        await this.command('pause')
        return
      case 'password-wrong':
        this.#setPassword('not the password')
        this.cloud.control.changeSettings({ revokeTokens: true })
        return
      case 'stopped':
        await this.terminate()
    }
  }

  /** Ends it; whether the engine has to be started is the caller's business. */
  async end(trouble: LastingTrouble): Promise<void> {
    switch (trouble) {
      case 'cloud-away':
        return this.cloud.control.comeBack()
      case 'folder-away':
      case 'folder-is-a-file':
        if (trouble === 'folder-is-a-file') unlinkSync(this.folder)
        renameSync(this.#folderAt, this.folder)
        this.#folderAt = this.folder
        return
      case 'folder-unreadable':
        chmodSync(this.folder, 0o755)
        return
      case 'disk-full':
        await mustRun(['mount', '-o', `remount,size=${roomy}`, this.dataDirectory])
        return
      case 'paused':
        await this.command('resume')
        return
      case 'password-wrong':
        this.#setPassword(practiceAccount.password)
        return
      case 'stopped':
    }
  }

  /** The disk becomes as small as what is on it. While it is measured the engine may write more: then it is tried again. */
  async #fillDisk(): Promise<void> {
    for (let tries = 1; ; tries++) {
      const { blocks, bfree, bsize } = statfsSync(this.dataDirectory)
      const size = (blocks - bfree) * bsize + tries * pageBytes
      const end = await runProgram(['mount', '-o', `remount,size=${size}`, this.dataDirectory])
      if (end.code === 0) return
      if (tries === 20) throw new Error(`the disk could not be filled: ${end.stderr}`)
    }
  }
}

/** Whether the built program can be run as another user: its files must be readable for everybody. */
const canRunAsNobody = async (program: BuiltProgram): Promise<boolean> => {
  if (process.getuid?.() !== 0 || programPath('setpriv') === null) return false
  const words = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']
  const end = await runProgram([...words, process.execPath, program.entry, 'help'])
  return end.code === 0
}

/** Builds the program and opens a store with everything in place and nothing running. */
export const openSoakStore = async (): Promise<SoakStore> => {
  const program = await buildProgram()
  const cloud = await startPracticeCloud()
  const root = mkdtempSync(join(tmpdir(), 'storebridge-soak-'))
  const store = new SoakStore(root, program, cloud, await canRunAsNobody(program))
  await store.prepare()
  return store
}
