// Copies of the database: DATA/backups/storebridge-<UTC>.db, each made by SQLite itself, opened and checked before it
// gets its name. A file of that name is therefore whole, or was damaged later, which the restore finds out by opening it
// again. Three are kept. Nothing here ever touches the database but by reading it.

import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { checkInThread } from './check-in-thread.ts'
import { checkCopy, markOf } from './copy-check.ts'
import { backupsFolder } from './database-file.ts'
import { renameDurably, syncFile } from './durable-file.ts'
import { openSqlite, type Db } from './open-database.ts'

export interface Backup {
  readonly path: string
  /** When its making began, this PC's time, ms since 1970: everything committed before is in it. */
  readonly at: number
}

const keptBackups = 3
/** About a millisecond of copying between two turns of everything else. */
const pagesPerStep = 128

/** A moment as part of a file name: 2026-11-22T05-04-03-120Z, in order by name. */
export const momentInName = (at: number): string => new Date(at).toISOString().replaceAll(/[:.]/g, '-')

/** The moment such a name tells, or null. */
export const momentFromName = (text: string): number | null => {
  const parts = /^(\d{4}-\d{2}-\d{2}T\d{2})-(\d{2})-(\d{2})-(\d{3})Z$/.exec(text)
  if (parts === null) return null
  const at = Date.parse(`${parts[1]}:${parts[2]}:${parts[3]}.${parts[4]}Z`)
  return Number.isNaN(at) ? null : at
}

const backupForm = /^storebridge-(.+)\.db$/

/** The copies of a data directory, newest first. */
export const listBackups = (dataDirectory: string): Backup[] => {
  const folder = backupsFolder(dataDirectory)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap((name): Backup[] => {
      const at = momentFromName(backupForm.exec(name)?.[1] ?? '')
      return at === null ? [] : [{ path: join(folder, name), at }]
    })
    .toSorted((a, b) => b.at - a.at)
}

/** The copy could be made and is not what it should be: the disk, or the database itself. */
export class BackupWrong extends Error {
  constructor(why: string) {
    super(`the copy of the records is not good: ${why}`)
    this.name = 'BackupWrong'
  }
}

const unfinishedForm = /^storebridge-.+\.db\.part(-journal|-wal|-shm)?$/

const clearUnfinished = (folder: string): void => {
  for (const name of readdirSync(folder)) if (unfinishedForm.test(name)) rmSync(join(folder, name), { force: true })
}

/** The newest are kept; what is older goes. Called only when a new one has been checked. */
const dropOldest = (dataDirectory: string): void => {
  for (const { path } of listBackups(dataDirectory).slice(keptBackups)) rmSync(path, { force: true })
}

const prepare = (dataDirectory: string, at: number): { readonly part: string; readonly path: string } => {
  const folder = backupsFolder(dataDirectory)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  clearUnfinished(folder)
  const path = join(folder, `storebridge-${momentInName(at)}.db`)
  return { part: `${path}.part`, path }
}

const stepsPerFlush = 64

/**
 * Has the copy written to the disk while it grows, beside everything else: SQLite syncs it at its end, and hundreds of
 * megabytes at once would stop the program for seconds. Only hurries; what it cannot do SQLite does.
 */
const flushAlong = (path: string): { step(): void; end(): Promise<void> } => {
  let steps = 0
  let underWay: Promise<void> | null = null
  const flush = async (): Promise<void> => {
    try {
      const file = await open(path, 'r+')
      try {
        await file.datasync()
      } finally {
        await file.close()
      }
    } catch {
      // The sync at the end says what is wrong.
    }
    underWay = null
  }
  return {
    step: () => {
      steps += 1
      if (steps % stepsPerFlush === 0) underWay ??= flush()
    },
    end: async () => {
      await underWay
    },
  }
}

/**
 * Makes a copy beside everything else that goes on: some pages a step, sending goes on meanwhile. Rejects with what
 * SQLite or the file system says (a full disk), with BackupWrong, or with the signal's reason; then nothing is left of it.
 *
 * @param checker the built thread that checks the copy (check-thread.ts), or null to check it in this one
 */
export const makeBackup = async (
  db: Db,
  dataDirectory: string,
  at: number,
  signal: AbortSignal,
  checker: string | null = null,
): Promise<Backup> => {
  const { part, path } = prepare(dataDirectory, at)
  const flushed = flushAlong(part)
  try {
    await db.backup(part, {
      progress: () => {
        signal.throwIfAborted()
        flushed.step()
        return pagesPerStep
      },
    })
    await flushed.end()
    const fault = checker === null ? checkCopy(part) : await checkInThread('copy', part, checker, signal)
    if (fault !== null) throw new BackupWrong(fault.why)
    signal.throwIfAborted()
    syncFile(part)
    renameDurably(part, path)
    dropOldest(dataDirectory)
    return { path, at }
  } catch (fault) {
    await flushed.end()
    rmSync(part, { force: true })
    throw fault
  }
}

/**
 * Makes a copy before a migration, while nothing else goes on. Throws like makeBackup; the older copies stay, so that
 * the newest of each format is still there when the new one turns out badly.
 */
export const backupBeforeMigration = (db: Db, dataDirectory: string, at: number): Backup => {
  const { part, path } = prepare(dataDirectory, at)
  try {
    db.prepare('VACUUM INTO ?').run(part)
    const copy = openSqlite(part, { readonly: true })
    try {
      const fault = markOf(copy)
      const damage = copy.pragma('quick_check(1)', { simple: true })
      if (fault !== null || damage !== 'ok') throw new BackupWrong(fault?.why ?? String(damage))
    } finally {
      copy.close()
    }
    syncFile(part)
    renameDurably(part, path)
    return { path, at }
  } catch (fault) {
    rmSync(part, { force: true })
    throw fault
  }
}
