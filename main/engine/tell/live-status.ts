// live.json: what only the running engine knows (scans, sign-in, the road), for other processes to read. It is no
// record: it is replaced, not synced, and counts for nothing once the engine has gone.

import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { noFiles } from '../../../contract/vocabulary.ts'
import type { EngineStatus } from '../../../contract/engine-status.ts'
import { isDiskFull } from '../forget/disk-fault.ts'
import type { Witness } from '../recover/witness.ts'
import { isEngineRunning } from '../storage/engine-lock.ts'
import type { Db } from '../storage/open-database.ts'
import { timestampFrom, timestampOrNull } from '../support/timestamp.ts'
import { countsByState, lastAcceptedAt, oldestWaitingAt } from './counts.ts'

interface LiveFile {
  /** This PC's time of writing, ms. */
  readonly at: number
  readonly status: EngineStatus
  /** The newest numbers the database had given: one that is behind them was put back to an older state (recover/). */
  readonly witness?: Witness
}

const fileIn = (dataDirectory: string): string => join(dataDirectory, 'live.json')

/** The file is filled up with spaces to a multiple of this, so that it can be written over in place. */
const paddedBytes = 8192

/** Writes over the old file without asking the disk for room. False where the old one is shorter than what is told. */
const writeInPlace = (path: string, text: Buffer): boolean => {
  const file = openSync(path, 'r+')
  try {
    const { size } = fstatSync(file)
    if (size < text.length) return false
    const padded = Buffer.alloc(size, ' ')
    text.copy(padded)
    return writeSync(file, padded, 0, size, 0) === size
  } finally {
    closeSync(file)
  }
}

/**
 * Tells other processes how the engine stands. A full disk is told as well: then the old file is written over. Throws
 * what the file system throws.
 */
export const writeLiveStatus = (dataDirectory: string, status: EngineStatus, at: number, witness?: Witness): void => {
  const path = fileIn(dataDirectory)
  const live: LiveFile = { at, status, ...(witness === undefined ? {} : { witness }) }
  const text = Buffer.from(JSON.stringify(live))
  const padded = Buffer.alloc(Math.ceil(text.length / paddedBytes) * paddedBytes, ' ')
  text.copy(padded)
  try {
    writeFileSync(`${path}.new`, padded, { mode: 0o600 })
    renameSync(`${path}.new`, path)
  } catch (fault) {
    rmSync(`${path}.new`, { force: true })
    if (!isDiskFull(fault) || !existsSync(path) || !writeInPlace(path, text)) throw fault
  }
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
  counts: noFiles,
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

/** The engine writes its picture every five seconds; one that is older than this proves nothing. */
const believedForMs = 20_000

/**
 * A picture that is old although the engine runs: it cannot write on its disk any more, or it hangs. Either way nobody
 * knows how the store stands, and the last green must not stay (design 2, promise 5).
 */
const believed = (known: EngineStatus, writtenAt: number | null, fileTime: number, now: number): EngineStatus => {
  // An engine that has just come up has not written yet; what the last one left is nothing to go by.
  if (writtenAt === null || known.state === 'stopped') return { ...known, state: 'starting' }
  // By either clock: that of the engine may have been set since it wrote, that of a file server may be another one.
  if ([writtenAt, fileTime].some((time) => Math.abs(now - time) <= believedForMs)) return known
  const since = timestampFrom(writtenAt)
  const sentence = 'Storebridge cannot write down how it stands. Look at the disk of this PC, then restart Storebridge.'
  return {
    ...known,
    state: 'attention',
    since: known.state === 'attention' ? known.since : since,
    problems: [
      { code: 'storage', since, count: 1, sentence },
      ...known.problems.filter(({ code }) => code !== 'storage'),
    ],
  }
}

/** When the file system says the picture was written; long ago where it says nothing. */
const fileTimeOf = (dataDirectory: string): number =>
  statSync(fileIn(dataDirectory), { throwIfNoEntry: false })?.mtimeMs ?? 0

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
  if (isEngineRunning(dataDirectory))
    return { ...believed(known, live?.at ?? null, fileTimeOf(dataDirectory), now), ...fresh }
  const since = live === null || known.state === 'stopped' ? known.since : timestampFrom(live.at)
  return { ...known, ...fresh, state: 'stopped', since, signIn: 'not-yet' }
}
