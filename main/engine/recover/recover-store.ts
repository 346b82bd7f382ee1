// Restores a damaged or missing database without a person (docs/recovery.md). Nothing is ever deleted: the damaged files
// are moved, together, into a folder of their own. The new database is made beside them under another name, complete
// with everything that is known, and appears by one rename.
//
//   mark (recovery.json) ─▶ move db, -wal, -shm ─▶ mark "restoring" ─▶ copy the newest good backup (or none) ─▶ bring it
//   to this version ─▶ save what the damaged file still tells ─▶ reckon with the verdict file ─▶ rename ─▶ unmark
//
// Each step can be done again: whoever is killed anywhere in it goes on at the next start. The caller holds the lock.

import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listBackups, momentInName } from '../storage/backup.ts'
import { databaseFile, databaseFileNames } from '../storage/database-file.ts'
import { renameDurably, syncDirectory, syncFile } from '../storage/durable-file.ts'
import { DatabaseUnusable, openDatabase, type Db } from '../storage/open-database.ts'
import { faultText, type Log } from '../support/log.ts'
import type { Evidence } from './evidence.ts'
import { reckon } from './reckoning.ts'
import { readMarker, removeMarker, writeMarker, type RecoveryMarker } from './recovery-marker.ts'
import { salvage } from './salvage.ts'
import { outsideWitness } from './witness.ts'

/** Places where a test ends the process; told in order. */
export type RecoveryStep =
  | 'marked'
  | 'moved-one'
  | 'moved'
  | 'restoring'
  | 'copied'
  | 'migrated'
  | 'salvaged'
  | 'reckoned'
  | 'closed'
  | 'placed'
  | 'done'

export interface RecoverOptions {
  readonly dataDirectory: string
  /** This PC's time. */
  readonly now: number
  readonly log: Log
  readonly onStep?: (step: RecoveryStep) => void
}

const stagedFile = (dataDirectory: string): string => join(dataDirectory, 'storebridge-restoring.db')

/** Writes down that a restore begins; from here on every start goes on with it. */
export const beginRecovery = (options: RecoverOptions, evidence: Evidence, why: string): void => {
  const { dataDirectory, now, log, onStep } = options
  writeMarker(dataDirectory, {
    folder: `corrupt-${momentInName(now)}`,
    step: 'moving',
    why,
    startedAt: now,
    aliveUntil: evidence.aliveUntil,
    rebooted: evidence.rebooted,
    startsAt: evidence.firstUsedAt,
    live: evidence.live,
  })
  log('error', 'records-damaged', { why })
  onStep?.('marked')
}

/** The database and its companions go together; what has gone already is left where it is. */
const moveAway = ({ dataDirectory, onStep }: RecoverOptions, marker: RecoveryMarker): void => {
  const folder = join(dataDirectory, marker.folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of databaseFileNames) {
    const from = join(dataDirectory, name)
    if (!existsSync(from)) continue
    renameSync(from, join(folder, name))
    onStep?.('moved-one')
  }
  writeFileSync(
    join(folder, 'why.txt'),
    `${new Date(marker.startedAt).toISOString()} ${marker.why}\nThese files were damaged and replaced. Storebridge does not need them any more; support may.\n`,
    { mode: 0o600 },
  )
  syncDirectory(folder)
  syncDirectory(dataDirectory)
  onStep?.('moved')
}

const clearStaged = (dataDirectory: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal'])
    rmSync(`${stagedFile(dataDirectory)}${suffix}`, { force: true })
}

/** Only the disk that takes the copy decides whether to give up; a copy that cannot be read is passed by. */
const isOfOurDisk = (fault: unknown): boolean => {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE'].includes(code)
}

const blocked = (dataDirectory: string, fault: unknown): DatabaseUnusable =>
  new DatabaseUnusable(
    'blocked',
    `the damaged database of ${dataDirectory} cannot be restored yet: ${faultText(fault)}`,
    fault,
  )

interface Staged {
  readonly db: Db
  readonly backupAt: number | null
}

/** Opens a copy of one backup as the new database, checked to the last page; null when it is of no use. */
const tryBackup = (options: RecoverOptions, path: string): Db | null => {
  const { dataDirectory, log, onStep } = options
  const staged = stagedFile(dataDirectory)
  clearStaged(dataDirectory)
  try {
    copyFileSync(path, staged)
  } catch (fault) {
    if (isOfOurDisk(fault)) throw blocked(dataDirectory, fault)
    log('warn', 'backup-not-readable', { path, fault: faultText(fault) })
    return null
  }
  onStep?.('copied')
  let db: Db | undefined
  try {
    db = openDatabase(staged, { mustExist: true })
    const damage = db.pragma('integrity_check(1)', { simple: true })
    if (damage !== 'ok') throw new DatabaseUnusable('damaged', String(damage))
    return db
  } catch (fault) {
    db?.close()
    if (fault instanceof DatabaseUnusable && fault.kind === 'blocked') throw fault
    // Damaged, not ours, or of a newer program, which alone may use it: it stays where it is.
    log('warn', 'backup-not-usable', { path, fault: faultText(fault) })
    return null
  }
}

const stage = (options: RecoverOptions): Staged => {
  const { dataDirectory, now } = options
  for (const { path, at } of listBackups(dataDirectory)) {
    const db = tryBackup(options, path)
    // A name from the future is of a clock that was wrong; the copy is good all the same.
    if (db !== null) return { db, backupAt: Math.min(at, now) }
  }
  clearStaged(dataDirectory)
  return { db: openDatabase(stagedFile(dataDirectory)), backupAt: null }
}

const sentenceOf = (backupAt: number | null): string =>
  backupAt === null
    ? "Storebridge's records on this PC were damaged and had to be begun anew."
    : `Storebridge's records on this PC were damaged and restored from the copy of ${new Date(backupAt).toISOString()}.`

const restore = (options: RecoverOptions, marker: RecoveryMarker): void => {
  const { dataDirectory, now, log, onStep } = options
  const { db, backupAt } = stage(options)
  try {
    onStep?.('migrated')
    const outside = outsideWitness(dataDirectory, marker.live)
    const highest = Math.max(outside.sighting, 1_000_000)
    const saved = salvage(join(dataDirectory, marker.folder, 'storebridge.db'), db, highest, now)
    onStep?.('salvaged')
    const reckoned = reckon(db, {
      dataDirectory,
      at: now,
      outside,
      recovery: {
        id: marker.folder,
        at: now,
        why: marker.why,
        backupAt,
        aliveUntil: marker.aliveUntil,
        rebooted: marker.rebooted,
        startsAt: Math.min(marker.startsAt, backupAt ?? Infinity),
      },
      sentence: sentenceOf(backupAt),
    })
    onStep?.('reckoned')
    // One file, without companions that a rename could leave behind.
    db.pragma('wal_checkpoint(TRUNCATE)')
    if (db.pragma('journal_mode = DELETE', { simple: true }) !== 'delete')
      throw new Error('the restored database could not be closed into one file')
    log('warn', 'records-restored', {
      movedTo: marker.folder,
      backupAt: backupAt === null ? null : new Date(backupAt).toISOString(),
      verdictsReadBack: reckoned.verdicts,
      asking: reckoned.asking,
      saved: saved.whole,
      withoutBytes: saved.withoutBytes,
    })
  } finally {
    db.close()
  }
  syncFile(stagedFile(dataDirectory))
  onStep?.('closed')
  renameDurably(stagedFile(dataDirectory), databaseFile(dataDirectory))
  onStep?.('placed')
}

/**
 * Goes on with the restore that has begun, to its end. Does nothing when there is none. Throws DatabaseUnusable
 * (`blocked`) when the disk does not let it; the next start goes on.
 */
export const finishRecovery = (options: RecoverOptions): void => {
  const { dataDirectory, onStep } = options
  try {
    let marker = readMarker(dataDirectory)
    if (marker === null) return
    if (marker.step === 'moving') {
      moveAway(options, marker)
      marker = { ...marker, step: 'restoring' }
      writeMarker(dataDirectory, marker)
      onStep?.('restoring')
    }
    // A database that is in place already is the one this restore made, or one that a person put there meanwhile: it
    // is never overwritten. Whether it knows everything is seen when it is opened.
    if (!existsSync(databaseFile(dataDirectory))) restore(options, marker)
    removeMarker(dataDirectory)
    clearStaged(dataDirectory)
    onStep?.('done')
  } catch (fault) {
    throw fault instanceof DatabaseUnusable && fault.kind !== 'missing' ? fault : blocked(dataDirectory, fault)
  }
}
