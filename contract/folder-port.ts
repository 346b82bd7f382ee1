// What the engine and a folder helper say to each other. A helper owns one watched folder: any of its calls may hang
// on a dead share, and then the whole helper is killed (design 3). All paths in requests and answers are relative to
// the folder and use "/".

export interface FileLook {
  readonly path: string
  /** Error code of the system when it could not be looked at; then the other fields mean nothing. */
  readonly fault: string | null
  readonly size: number
  /** Nanoseconds since 1970 in text: too large for a number. */
  readonly mtimeNs: string
  /**
   * When anything about the file changed, content or rights, ns since 1970: a program can put `mtimeNs` back, not this.
   * Absent where the system does not tell it.
   */
  readonly changedNs?: string
  readonly fileId: string
}

export interface FileEnds extends FileLook {
  /** The first bytes of the file, at most 4,096. */
  readonly head: Uint8Array
  /** The last bytes of the file, at most 4,096. */
  readonly tail: Uint8Array
}

export type FolderRequest =
  | {
      readonly kind: 'list'
      readonly include: readonly string[]
      readonly recursive: boolean
      readonly unlessMtimeNs: string | null
    }
  | { readonly kind: 'stat'; readonly paths: readonly string[] }
  | { readonly kind: 'look'; readonly paths: readonly string[] }
  | { readonly kind: 'read'; readonly path: string; readonly size: number }
  | { readonly kind: 'prefix-hash'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'watch'; readonly recursive: boolean }
  | { readonly kind: 'unwatch' }
  | {
      readonly kind: 'archive'
      readonly path: string
      readonly to: string
      readonly size: number
      readonly mtimeNs: string
      readonly sha256: string
    }

export interface FolderAnswers {
  readonly list: {
    /** Null when the folder's own mtime is still `unlessMtimeNs`. */
    readonly paths: readonly string[] | null
    readonly mtimeNs: string
    /** True when the file system is a network one, as far as the system tells. */
    readonly share: boolean
  }
  readonly stat: { readonly looks: readonly FileLook[] }
  readonly look: { readonly ends: readonly FileEnds[] }
  /** The file's bytes, or null when it changed between the two fstat calls or is not `size` long. */
  readonly read: { readonly bytes: Uint8Array | null; readonly look: FileLook }
  readonly 'prefix-hash': { readonly sha256: string; readonly look: FileLook }
  readonly watch: { readonly watching: boolean; readonly fault: string | null }
  readonly unwatch: Record<string, never>
  /** Where the file is now, or null when it is not the file that was meant any more. */
  readonly archive: { readonly archivedTo: string | null }
}

export type ToHelper =
  | { readonly kind: 'open'; readonly folder: string }
  | { readonly kind: 'request'; readonly number: number; readonly request: FolderRequest }

export type FromHelper =
  | {
      readonly kind: 'answer'
      readonly number: number
      readonly answer: FolderAnswers[FolderRequest['kind']]
    }
  | { readonly kind: 'fault'; readonly number: number; readonly code: string; readonly message: string }
  /** Something in the folder changed; names are a hint and may be missing. */
  | { readonly kind: 'changed'; readonly paths: readonly string[] }
  | { readonly kind: 'watch-ended'; readonly fault: string }

/** A helper process as the engine sees it. Whoever starts the engine knows how to start one. */
export interface HelperChannel {
  readonly send: (message: ToHelper) => void
  readonly onMessage: (listener: (message: FromHelper) => void) => void
  /** Called once when the process is gone, whoever ended it. */
  readonly onExit: (listener: () => void) => void
  readonly kill: () => void
}
