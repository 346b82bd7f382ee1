// A watched folder that is only memory, with a helper in front of it that obeys the same laws as the real one
// (collect/folder-helper.ts): what it answers, when it fails, that it says nothing more once it was killed. A test can
// make it deaf, slow or dumb.

import { createHash } from 'node:crypto'
import type {
  FileEnds,
  FileLook,
  FolderAnswers,
  FolderRequest,
  FromHelper,
  HelperChannel,
  ToHelper,
} from '../../../contract/folder-port.ts'
import { includeTest } from '../collect/include-pattern.ts'

interface MemoryFile {
  bytes: Buffer
  mtimeNs: bigint
  /** When anything about it changed; nobody can put it back. */
  changedNs: bigint
  fileId: number
  /** Error code that opening it fails with. */
  closed: string | null
}

/** The code of a fault that is no answer at all. */
const noAnswer = 'NO-ANSWER'

const fault = (code: string): Error => Object.assign(new Error(code), { code })

export class MemoryFolder {
  readonly #files = new Map<string, MemoryFile>()
  readonly #helpers = new Set<MemoryHelper>()
  #mtimeNs = 1n
  #fileIds = 0
  #changes = 0n
  /** Every request any helper was asked. */
  readonly asked: FolderRequest[] = []
  /** Error code that everything fails with: the folder is gone, a file, not ours. */
  broken: string | null = null
  /** True: questions are heard and never answered, as on a dead share. */
  hanging = false
  /** True: changes are not told, though the helper says that it watches. */
  deaf = false
  share = false
  /** What listing its names comes to while the folder itself still answers, as under a mount that remembers it. */
  unlistable: 'fails' | 'hangs' | null = null
  /** How many helpers were started. */
  started = 0
  killed = 0
  /** Called between the two looks at a file and before its bytes are read. */
  beforeRead: (path: string) => void = () => undefined

  constructor(now = Date.UTC(2026, 10, 20, 14, 0, 0)) {
    this.#now = BigInt(now) * 1_000_000n
  }
  readonly #now: bigint

  write(path: string, content: string | Buffer, mtimeMs?: number): void {
    const old = this.#files.get(path)
    const mtimeNs = mtimeMs === undefined ? (old?.mtimeNs ?? this.#now) + 1n : BigInt(mtimeMs) * 1_000_000n
    if (old === undefined) this.#mtimeNs++
    this.#files.set(path, {
      bytes: Buffer.from(content),
      mtimeNs,
      changedNs: ++this.#changes,
      fileId: old?.fileId ?? ++this.#fileIds,
      closed: null,
    })
    this.#hint(path)
  }

  close(path: string, code: string | null): void {
    this.#file(path).closed = code
  }

  remove(path: string): void {
    if (this.#files.delete(path)) this.#mtimeNs++
    this.#hint(path)
  }

  get names(): string[] {
    return [...this.#files.keys()]
  }

  content(path: string): string {
    return this.#file(path).bytes.toString('utf8')
  }

  /** Starts a helper. */
  helper(): HelperChannel {
    this.started++
    const helper = new MemoryHelper(this)
    this.#helpers.add(helper)
    return helper
  }

  #hint(path: string): void {
    if (!this.deaf) for (const helper of this.#helpers) helper.hint(path)
  }

  forget(helper: MemoryHelper): void {
    if (this.#helpers.delete(helper)) this.killed++
  }

  #file(path: string): MemoryFile {
    const file = this.#files.get(path)
    if (file === undefined) throw fault('ENOENT')
    return file
  }

  #look(path: string): FileLook {
    try {
      const { bytes, mtimeNs, changedNs, fileId } = this.#file(path)
      const [time, change, id] = [mtimeNs, changedNs, fileId].map(String) as [string, string, string]
      return { path, fault: null, size: bytes.length, mtimeNs: time, changedNs: change, fileId: id }
    } catch {
      return { path, fault: 'ENOENT', size: 0, mtimeNs: '0', fileId: '0' }
    }
  }

  #ends(path: string): FileEnds {
    const look = this.#look(path)
    const file = this.#files.get(path)
    const nothing = new Uint8Array()
    if (file === undefined || file.closed !== null)
      return {
        ...look,
        fault: file?.closed ?? 'ENOENT',
        size: 0,
        mtimeNs: '0',
        fileId: '0',
        head: nothing,
        tail: nothing,
      }
    return { ...look, head: file.bytes.subarray(0, 4096), tail: file.bytes.subarray(-4096) }
  }

  answer(request: FolderRequest): FolderAnswers[FolderRequest['kind']] {
    this.asked.push(request)
    if (this.broken !== null && request.kind === 'watch') return { watching: false, fault: this.broken }
    if (this.broken !== null && request.kind !== 'unwatch') throw fault(this.broken)
    switch (request.kind) {
      case 'list': {
        const mtimeNs = String(this.#mtimeNs)
        if (request.unlessMtimeNs === mtimeNs && !request.recursive) return { paths: null, mtimeNs, share: this.share }
        if (this.unlistable !== null) throw fault(this.unlistable === 'fails' ? 'EIO' : noAnswer)
        const matches = includeTest(request.include)
        return { paths: this.names.filter((name) => matches(name)), mtimeNs, share: this.share }
      }
      case 'stat':
        return { looks: request.paths.map((path) => this.#look(path)) }
      case 'look':
        return { ends: request.paths.map((path) => this.#ends(path)) }
      case 'read': {
        this.beforeRead(request.path)
        const { bytes, closed } = this.#file(request.path)
        if (closed !== null) throw fault(closed)
        return { bytes: bytes.length === request.size ? new Uint8Array(bytes) : null, look: this.#look(request.path) }
      }
      case 'prefix-hash': {
        const { bytes } = this.#file(request.path)
        return {
          sha256: createHash('sha256').update(bytes.subarray(0, request.bytes)).digest('hex'),
          look: this.#look(request.path),
        }
      }
      case 'watch':
        return { watching: true, fault: null }
      case 'unwatch':
        return {}
      case 'archive': {
        const file = this.#file(request.path)
        const sha256 = createHash('sha256').update(file.bytes).digest('hex')
        if (String(file.mtimeNs) !== request.mtimeNs || sha256 !== request.sha256) return { archivedTo: null }
        this.remove(request.path)
        return { archivedTo: `${request.to}/${request.path}` }
      }
    }
  }
}

class MemoryHelper implements HelperChannel {
  readonly #folder: MemoryFolder
  #alive = true
  #watching = false
  #listener: (message: FromHelper) => void = () => undefined
  #exits: (() => void)[] = []

  constructor(folder: MemoryFolder) {
    this.#folder = folder
  }

  send(message: ToHelper): void {
    if (message.kind === 'open' || !this.#alive) return
    setImmediate(() => {
      if (!this.#alive || this.#folder.hanging) return
      const { number, request } = message
      if (request.kind === 'watch') this.#watching = this.#folder.broken === null
      if (request.kind === 'unwatch') this.#watching = false
      try {
        this.#tell({ kind: 'answer', number, answer: this.#folder.answer(request) })
      } catch (failure) {
        const code = failure instanceof Error && 'code' in failure ? String(failure.code) : 'UNKNOWN'
        if (code === noAnswer) return
        this.#tell({ kind: 'fault', number, code, message: code })
      }
    })
  }

  hint(path: string): void {
    if (this.#watching) setImmediate(() => this.#tell({ kind: 'changed', paths: [path] }))
  }

  #tell(message: FromHelper): void {
    if (this.#alive) this.#listener(message)
  }

  onMessage(listener: (message: FromHelper) => void): void {
    this.#listener = listener
  }

  onExit(listener: () => void): void {
    this.#exits.push(listener)
  }

  kill(): void {
    if (!this.#alive) return
    this.#alive = false
    this.#folder.forget(this)
    setImmediate(() => this.#exits.forEach((exit) => exit()))
  }
}
