// The process that touches one watched folder; nothing else in Storebridge does. It only does what it is asked, keeps
// no memory, and may be killed at any moment: it never changes a file of the register, except to archive one when the
// owner switched that on, and then the copy is safe on disk before the original goes.
//
// Runs as a child process of the command line (process.send) or as a utility process of the app, to which the main
// process hands a port (process.parentPort).

import { createHash, randomBytes } from 'node:crypto'
import { constants, watch as watchFolder, type FSWatcher } from 'node:fs'
import {
  copyFile,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  statfs,
  unlink,
  type FileHandle,
} from 'node:fs/promises'
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type {
  FileEnds,
  FileLook,
  FolderAnswers,
  FolderRequest,
  FromHelper,
  ToHelper,
} from '../../../contract/folder-port.ts'
import { includeTest } from './include-pattern.ts'
import { isNetworkPath } from './network-path.ts'

const endBytes = 4096
const gatherChangesMs = 50
const mostNames = 1000

/** Network file systems by their statfs type: NFS, SMB, CIFS, SMB2, FUSE (rclone, sshfs), 9p. */
const networkTypes = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997])

const codeOf = (fault: unknown): string =>
  fault instanceof Error && 'code' in fault && typeof fault.code === 'string' ? fault.code : 'UNKNOWN'
const messageOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault))

interface BigStat {
  readonly size: bigint
  readonly mtimeNs: bigint
  readonly ctimeNs: bigint
  readonly ino: bigint
}
const lookFrom = (path: string, found: BigStat): FileLook => ({
  path,
  fault: null,
  size: Number(found.size),
  mtimeNs: String(found.mtimeNs),
  changedNs: String(found.ctimeNs),
  fileId: String(found.ino),
})
const faultyLook = (path: string, fault: unknown): FileLook => ({
  path,
  fault: codeOf(fault),
  size: 0,
  mtimeNs: '0',
  fileId: '0',
})
const sameLook = (a: FileLook, b: FileLook): boolean =>
  a.size === b.size && a.mtimeNs === b.mtimeNs && a.fileId === b.fileId

/** O_NONBLOCK so that a pipe somebody put into the folder cannot stop us, O_NOFOLLOW so that a link leads nowhere. */
const openToRead = (path: string): Promise<FileHandle> =>
  open(path, process.platform === 'win32' ? 'r' : constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)

/** What stands behind an open file; anything but a plain file is as good as not there. */
const statOf = async (handle: FileHandle): Promise<BigStat> => {
  const found = await handle.stat({ bigint: true })
  if (!found.isFile()) throw Object.assign(new Error('not a file'), { code: 'ENOENT' })
  return found
}

const readExactly = async (handle: FileHandle, position: number, length: number): Promise<Uint8Array> => {
  const buffer = Buffer.alloc(length)
  let got = 0
  while (got < length) {
    const { bytesRead } = await handle.read(buffer, got, length - got, position + got)
    if (bytesRead === 0) break
    got += bytesRead
  }
  return buffer.subarray(0, got)
}

const syncFolder = async (path: string): Promise<void> => {
  // A folder cannot be opened for syncing on Windows; the rename is then as durable as the system makes it.
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** EISDIR: how Node tells of Windows' "incorrect function", which disks without hard links (FAT, exFAT) answer. */
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR'])

const syncFile = async (path: string): Promise<void> => {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A hard link never overwrites and is whole at once; where there are none, an exclusive copy, synced. */
const giveName = async (temporary: string, target: string): Promise<void> => {
  try {
    await link(temporary, target)
  } catch (fault) {
    if (!withoutLinks.has(codeOf(fault))) throw fault
    await copyFile(temporary, target, constants.COPYFILE_EXCL)
    await syncFile(target)
  }
}

const holdsSame = async (path: string, sha256: string): Promise<boolean> => {
  try {
    return (
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex') === sha256
    )
  } catch {
    return false
  }
}

interface Named {
  readonly path: string
  /** False when a file with these very bytes had a name there already: an earlier try got so far. */
  readonly isNew: boolean
}

/** Gives the copy its name; when that is taken, the name with the first digits of its hash, then with a number. */
const nameBeside = async (temporary: string, folder: string, name: string, sha256: string): Promise<Named> => {
  const extension = extname(name)
  const stem = name.slice(0, name.length - extension.length)
  for (let n = 0; ; n++) {
    const suffix = n === 0 ? '' : n === 1 ? `-${sha256.slice(0, 8)}` : `-${sha256.slice(0, 8)}-${n}`
    const target = join(folder, `${stem}${suffix}${extension}`)
    try {
      await giveName(temporary, target)
      return { path: target, isNew: true }
    } catch (fault) {
      if (codeOf(fault) !== 'EEXIST') throw fault
      if (await holdsSame(target, sha256)) return { path: target, isNew: false }
    }
  }
}

/**
 * Where a path really leads. Some file systems of Windows cannot tell (disks in memory, some shares, paths that are very
 * long): then the path is taken as it is written.
 */
const realPlace = async (path: string): Promise<string> => {
  try {
    return await realpath(path)
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT' || codeOf(fault) === 'EACCES') throw fault
    return resolve(path)
  }
}

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

const leftoverName = /^\.storebridge-[0-9a-f]{12}\.tmp$/
const leftoverAfterMs = 3600_000

/** Removes what a helper left that was ended in the middle of a copy. A young one may be another helper's at work. */
const removeLeftovers = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (!leftoverName.test(name)) continue
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
    if (Date.now() - mtimeMs > leftoverAfterMs) await rm(path, { force: true })
  }
}

class FolderHelper {
  readonly #folder: string
  readonly #send: (message: FromHelper) => void
  #watcher: FSWatcher | null = null
  readonly #changed = new Set<string>()
  readonly #tidied = new Set<string>()

  constructor(folder: string, send: (message: FromHelper) => void) {
    this.#folder = folder
    this.#send = send
  }

  #full(path: string): string {
    const full = join(this.#folder, ...path.split('/'))
    if (!isInside(this.#folder, full)) throw new Error('a path outside the folder was asked for')
    return full
  }

  async answer(request: FolderRequest): Promise<FolderAnswers[FolderRequest['kind']]> {
    switch (request.kind) {
      case 'list':
        return this.#list(request)
      case 'stat':
        return { looks: await Promise.all(request.paths.map((path) => this.#stat(path))) }
      case 'look':
        return { ends: await Promise.all(request.paths.map((path) => this.#look(path))) }
      case 'read':
        return this.#read(request.path, request.size)
      case 'prefix-hash':
        return this.#prefixHash(request.path, request.bytes)
      case 'watch':
        return this.#watch(request.recursive)
      case 'unwatch':
        this.#unwatch()
        return {}
      case 'archive':
        return { archivedTo: await this.#archive(request) }
    }
  }

  async #list(request: FolderRequest & { kind: 'list' }): Promise<FolderAnswers['list']> {
    // The mtime is taken first: a file that comes between the two calls makes the next scan list again.
    const found = await stat(this.#folder, { bigint: true })
    if (!found.isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
    const mtimeNs = String(found.mtimeNs)
    const share =
      isNetworkPath(this.#folder) ||
      (process.platform === 'linux' && networkTypes.has((await statfs(this.#folder)).type >>> 0))
    if (request.unlessMtimeNs === mtimeNs && !request.recursive) return { paths: null, mtimeNs, share }
    const matches = includeTest(request.include)
    const entries = await readdir(this.#folder, { withFileTypes: true, recursive: request.recursive })
    const paths = entries
      .filter((entry) => entry.isFile() && matches(entry.name))
      .map((entry) => relative(this.#folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    return { paths, mtimeNs, share }
  }

  async #stat(path: string): Promise<FileLook> {
    try {
      const found = await lstat(this.#full(path), { bigint: true })
      if (!found.isFile()) return faultyLook(path, Object.assign(new Error('not a file'), { code: 'ENOENT' }))
      return lookFrom(path, found)
    } catch (fault) {
      return faultyLook(path, fault)
    }
  }

  async #look(path: string): Promise<FileEnds> {
    const nothing = new Uint8Array()
    let handle: FileHandle | null = null
    try {
      handle = await openToRead(this.#full(path))
      const look = lookFrom(path, await statOf(handle))
      const head = await readExactly(handle, 0, Math.min(endBytes, look.size))
      const tail = look.size <= endBytes ? head : await readExactly(handle, look.size - endBytes, endBytes)
      return { ...look, head, tail }
    } catch (fault) {
      return { ...faultyLook(path, fault), head: nothing, tail: nothing }
    } finally {
      await handle?.close()
    }
  }

  async #read(path: string, size: number): Promise<FolderAnswers['read']> {
    const handle = await openToRead(this.#full(path))
    try {
      const before = lookFrom(path, await statOf(handle))
      if (before.size !== size) return { bytes: null, look: before }
      const bytes = await readExactly(handle, 0, size)
      const after = lookFrom(path, await statOf(handle))
      return { bytes: bytes.length === size && sameLook(before, after) ? bytes : null, look: after }
    } finally {
      await handle.close()
    }
  }

  async #prefixHash(path: string, bytes: number): Promise<FolderAnswers['prefix-hash']> {
    const handle = await openToRead(this.#full(path))
    try {
      const look = lookFrom(path, await statOf(handle))
      const prefix = await readExactly(handle, 0, Math.min(bytes, look.size))
      return { sha256: createHash('sha256').update(prefix).digest('hex'), look }
    } finally {
      await handle.close()
    }
  }

  #watch(recursive: boolean): FolderAnswers['watch'] {
    this.#unwatch()
    try {
      const watcher = watchFolder(this.#folder, { recursive })
      watcher.on('change', (_kind, name) => this.#noteChange(name === null ? '' : name.toString()))
      watcher.on('error', (fault) => {
        this.#unwatch()
        this.#send({ kind: 'watch-ended', fault: codeOf(fault) })
      })
      this.#watcher = watcher
      return { watching: true, fault: null }
    } catch (fault) {
      return { watching: false, fault: codeOf(fault) }
    }
  }

  #unwatch(): void {
    this.#watcher?.close()
    this.#watcher = null
  }

  /** Gathers changes for a moment: a register writes a file in several steps. */
  #noteChange(name: string): void {
    if (this.#changed.size === 0) setTimeout(() => this.#tellChanges(), gatherChangesMs)
    if (this.#changed.size < mostNames) this.#changed.add(name)
  }

  #tellChanges(): void {
    const paths = [...this.#changed].map((path) => path.split(sep).join('/'))
    this.#changed.clear()
    this.#send({ kind: 'changed', paths })
  }

  /**
   * Moves a file: copy, fsync, link under its name (never over another file), fsync the folder, then remove the
   * original. Returns null, with the original untouched, when its bytes are not the ones that were accepted, or when it
   * lies in the archive already. When the original cannot be removed, the copy goes again.
   */
  async #archive(request: FolderRequest & { kind: 'archive' }): Promise<string | null> {
    const source = this.#full(request.path)
    const { bytes, look } = await this.#read(request.path, request.size)
    if (bytes === null || look.mtimeNs !== request.mtimeNs) return null
    if (createHash('sha256').update(bytes).digest('hex') !== request.sha256) return null
    await mkdir(request.to, { recursive: true })
    const [folder, archive] = [await realPlace(this.#folder), await realPlace(request.to)]
    if (isInside(folder, archive) && isInside(archive, await realPlace(source))) return null
    if (!this.#tidied.has(request.to)) await removeLeftovers(request.to)
    this.#tidied.add(request.to)
    const temporary = join(request.to, `.storebridge-${randomBytes(6).toString('hex')}.tmp`)
    const handle = await open(temporary, 'wx')
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    try {
      const named = await nameBeside(temporary, request.to, basename(request.path), request.sha256)
      await syncFolder(request.to)
      try {
        await unlink(source)
      } catch (fault) {
        if (named.isNew) await unlink(named.path)
        throw fault
      }
      await syncFolder(dirname(source))
      return named.path
    } finally {
      await unlink(temporary)
    }
  }
}

/** Serves one engine over a channel until the process is ended. */
const serve = (send: (message: FromHelper) => void): ((message: ToHelper) => void) => {
  let helper: FolderHelper | null = null
  return (message) => {
    if (message.kind === 'open') {
      helper = new FolderHelper(message.folder, send)
      return
    }
    const { number, request } = message
    const work = helper === null ? Promise.reject(new Error('no folder was opened')) : helper.answer(request)
    work.then(
      (answer) => send({ kind: 'answer', number, answer }),
      (fault: unknown) => send({ kind: 'fault', number, code: codeOf(fault), message: messageOf(fault) }),
    )
  }
}

interface UtilityPort {
  on(event: 'message', listener: (event: { data: unknown; ports: readonly UtilityPort[] }) => void): void
  postMessage(message: unknown): void
  start?(): void
}

const parentPort = (process as unknown as { parentPort?: UtilityPort }).parentPort
if (parentPort !== undefined) {
  parentPort.on('message', ({ ports }) => {
    const [port] = ports
    if (port === undefined) return
    const receive = serve((message) => port.postMessage(message))
    port.on('message', ({ data }) => receive(data as ToHelper))
    port.start?.()
  })
} else {
  const receive = serve((message) => {
    process.send?.(message, undefined, {}, () => undefined)
  })
  process.on('message', (message) => receive(message as ToHelper))
  // The engine is gone: so is our purpose.
  process.on('disconnect', () => process.exit(0))
  // Ctrl+C in a terminal reaches the whole group; the engine decides when we end.
  process.on('SIGINT', () => undefined)
}
