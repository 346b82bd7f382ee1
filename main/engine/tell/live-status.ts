// live.json: what only the running engine knows (scans, sign-in, the road), for other processes to read. It is no
// record: it is replaced, not synced, and counts for nothing once the engine has gone.

import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { documentStates } from '../../../contract/vocabulary.ts'
import type { EngineStatus } from '../../../contract/engine-status.ts'
import { isEngineRunning } from '../storage/engine-lock.ts'
import type { Db } from '../storage/open-database.ts'
import { timestampFrom, timestampOrNull } from '../support/timestamp.ts'
import { countsByState, lastAcceptedAt, oldestWaitingAt } from './counts.ts'

interface LiveFile {
  /** This PC's time of writing, ms. */
  readonly at: number
  readonly status: EngineStatus
}

const fileIn = (dataDirectory: string): string => join(dataDirectory, 'live.json')

export const writeLiveStatus = (dataDirectory: string, status: EngineStatus, at: number): void => {
  const path = fileIn(dataDirectory)
  writeFileSync(`${path}.new`, JSON.stringify({ at, status } satisfies LiveFile), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

/** What the engine wrote last, or null when there is nothing that can be read. */
export const readLiveStatus = (dataDirectory: string): LiveFile | null => {
  try {
    return JSON.parse(readFileSync(fileIn(dataDirectory), 'utf8')) as LiveFile
  } catch {
    return null
  }
}

const stoppedStatus = (at: number): EngineStatus => ({
  state: 'stopped',
  since: timestampFrom(at),
  counts: Object.fromEntries(documentStates.map((state) => [state, 0])) as EngineStatus['counts'],
  oldestWaitingAt: null,
  lastScanAt: null,
  lastAcceptedAt: null,
  lastReport: null,
  signIn: 'not-yet',
  breaker: 'closed',
  folders: [],
  problems: [],
  paused: null,
})

/**
 * The status as another process may tell it: the engine's own picture while it runs, with counts fresh from the
 * database; `stopped`, with the last known facts, when none runs.
 */
export const statusBesideEngine = (db: Db, dataDirectory: string, now: number): EngineStatus => {
  const live = readLiveStatus(dataDirectory)
  const known = live?.status ?? stoppedStatus(now)
  const fresh = {
    counts: countsByState(db),
    oldestWaitingAt: timestampOrNull(oldestWaitingAt(db)),
    lastAcceptedAt: timestampOrNull(lastAcceptedAt(db)),
  }
  if (isEngineRunning(dataDirectory)) return { ...known, ...fresh }
  const since = live === null || known.state === 'stopped' ? known.since : timestampFrom(live.at)
  return { ...known, ...fresh, state: 'stopped', since, signIn: 'not-yet' }
}
