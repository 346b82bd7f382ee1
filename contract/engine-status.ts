// The one picture of the engine that `status`, the header, the tray and the screens are drawn from.

import type { DocumentState, Timestamp } from './vocabulary.ts'

/**
 * `good` only when it is proven (design part 2, promise 5): a scan is fresh, nothing has waited longer than two
 * minutes, no refusal is open, the last connection report got through.
 * `attention` = a person must act; `working` = it mends itself; `stopped` = no engine runs on this data directory.
 */
export type EngineState = 'stopped' | 'starting' | 'good' | 'working' | 'attention' | 'paused'

export type SignInState = 'not-yet' | 'signing-in' | 'signed-in' | 'no-password' | 'refused' | 'no-token' | 'trouble'
export type BreakerState = 'closed' | 'open'
/** `watching` = change events arrive; `rescan` = found by looking only (share, limits, deaf watcher being rebuilt). */
export type WatcherState = 'watching' | 'rescan' | 'off'

export type ProblemCode =
  | 'sign-in-refused'
  | 'sign-in-no-token'
  | 'sign-in-needed'
  | 'files-refused'
  | 'files-held'
  | 'files-unclear'
  | 'folder-missing'
  | 'folder-unreadable'
  | 'folder-not-a-folder'
  | 'folder-not-answering'
  | 'no-internet'
  | 'service-not-answering'
  | 'certificate'
  | 'clock-wrong'
  | 'not-understood'
  | 'forbidden'
  | 'wrong-address'
  | 'refused-in-a-row'
  | 'waiting-too-long'
  | 'report-failing'
  | 'report-state-not-accepted'
  | 'no-sales-files'
  | 'register-not-answering'
  | 'paused'
  | 'scan-stale'
  | 'storage'
  | 'disk-low'
  | 'disk-full'
  | 'records-held-open'
  | 'restored'
  | 'backup-old'

/** A condition that holds now, worst first. It goes away with its cause. */
export interface Problem {
  readonly code: ProblemCode
  readonly since: Timestamp
  readonly count: number
  /** Plain English for the manager. */
  readonly sentence: string
}

export interface FolderStatus {
  readonly path: string
  readonly reachable: boolean
  readonly lastScanAt: Timestamp | null
  readonly watcher: WatcherState
}

/** The object of `storebridge status --json`. */
export interface EngineStatus {
  readonly state: EngineState
  readonly since: Timestamp
  readonly counts: Readonly<Record<DocumentState, number>>
  readonly oldestWaitingAt: Timestamp | null
  readonly lastScanAt: Timestamp | null
  readonly lastAcceptedAt: Timestamp | null
  readonly lastReport: { readonly at: Timestamp; readonly state: string; readonly ok: boolean } | null
  readonly signIn: SignInState
  readonly breaker: BreakerState
  readonly folders: readonly FolderStatus[]
  readonly problems: readonly Problem[]
  /** Set while a person paused sending: until when (null = until resumed). */
  readonly paused: { readonly until: Timestamp | null; readonly since: Timestamp; readonly who: string } | null
}
