// What the files of a data directory tell about the time before, looked at before anything is opened: opening alone may
// change their times. Reads names, times and live.json only.

import { existsSync, readdirSync, statSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { backupsFolder, databaseFileNames } from '../storage/database-file.ts'
import { listBackups } from '../storage/backup.ts'
import { readLiveStatus } from '../tell/live-status.ts'
import type { Witness } from './witness.ts'

export interface Evidence {
  /** Files that only a store with a past has: a database must have been here. */
  readonly hasPast: boolean
  /** The last moment at which an engine can have sent: the youngest of the files it writes; at most now. */
  readonly aliveUntil: number
  readonly rebooted: boolean
  /** When this data directory was first used by an engine, as far as its files tell. */
  readonly firstUsedAt: number
  readonly live: Witness | null
}

const modifiedAt = (path: string): number | null => {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? null : found.mtimeMs
}

/** Windows and most Linux file systems know when a file was made; where not, its last change is near enough. */
const madeAt = (path: string): number | null => {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return null
  return found.birthtimeMs > 0 ? Math.min(found.birthtimeMs, found.mtimeMs) : found.mtimeMs
}

const isDamagedFolder = (name: string): boolean => name.startsWith('corrupt-')

/** @param now this PC's time */
export const lookAround = (dataDirectory: string, now: number): Evidence => {
  const live = readLiveStatus(dataDirectory)
  const written = [...databaseFileNames, 'verdicts.ndjson'].flatMap(
    (name) => modifiedAt(join(dataDirectory, name)) ?? [],
  )
  // Up to the whole millisecond: what lies in the same one counts as before.
  const aliveUntil = Math.min(now, Math.ceil(Math.max(0, ...written, live?.at ?? 0)))
  const lockMadeAt = madeAt(join(dataDirectory, 'engine.lock'))
  const verdicts = statSync(join(dataDirectory, 'verdicts.ndjson'), { throwIfNoEntry: false })
  const names = existsSync(dataDirectory) ? readdirSync(dataDirectory) : []
  return {
    hasPast:
      (verdicts?.size ?? 0) > 0 ||
      names.some(isDamagedFolder) ||
      (existsSync(backupsFolder(dataDirectory)) && listBackups(dataDirectory).length > 0) ||
      (live?.witness?.sighting ?? 0) > 0,
    aliveUntil,
    rebooted: now - uptime() * 1000 > aliveUntil,
    firstUsedAt: Math.floor(Math.min(now, lockMadeAt ?? now)),
    live: live?.witness ?? null,
  }
}

/** How many restores began within the last hour, by the folders they left behind. */
export const recentRecoveries = (dataDirectory: string, now: number): number => {
  const hourMs = 3600_000
  return (existsSync(dataDirectory) ? readdirSync(dataDirectory) : []).filter((name) => {
    if (!isDamagedFolder(name)) return false
    const at = madeAt(join(dataDirectory, name))
    return at !== null && Math.abs(now - at) < hourMs
  }).length
}
