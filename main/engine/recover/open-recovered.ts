// Opens the store's database for an engine, whatever state it is in: finishes a restore that was cut off, restores what
// is damaged or gone, brings a database that is older than what happened since in step with it. The caller holds the
// lock. What cannot be mended without a person (a newer or foreign database, a disk that fails) is DatabaseUnusable.

import { statSync } from 'node:fs'
import { backupBeforeMigration } from '../storage/backup.ts'
import { databaseFile } from '../storage/database-file.ts'
import { guardDatabase, type GuardedDatabase } from '../storage/guarded-database.ts'
import { DatabaseUnusable, mustBeReadable, openDatabase, type Db, type OpenOptions } from '../storage/open-database.ts'
import { faultText } from '../support/log.ts'
import { lookAround, recentRecoveries, type Evidence } from './evidence.ts'
import { readBackRescued, reckon } from './reckoning.ts'
import { beginRecovery, finishRecovery, type RecoverOptions } from './recover-store.ts'
import { recoveryIsUnderWay } from './recovery-marker.ts'
import { isBehind, outsideWitness } from './witness.ts'

/** More restores within an hour than this mean that the disk is bad: another copy would be damaged as well. */
const mostRecoveriesAnHour = 3
/** One for what is found first, one for a restored database that turns out damaged at once. */
const mostRounds = 2

const copyFirst =
  ({ dataDirectory, now, log }: RecoverOptions) =>
  (db: Db, version: number): void => {
    try {
      backupBeforeMigration(db, dataDirectory, now)
      log('info', 'backup-made', { before: 'migration', version })
    } catch (fault) {
      // The migration is one transaction: without the copy it is as safe as any other write.
      log('warn', 'backup-failed', { before: 'migration', version, fault: faultText(fault) })
    }
  }

const mustNotGoOnForEver = (dataDirectory: string, now: number, why: string): void => {
  if (recentRecoveries(dataDirectory, now) < mostRecoveriesAnHour) return
  throw new DatabaseUnusable(
    'damaged',
    `the database of ${dataDirectory} was damaged again and again within an hour; the disk or the memory of this PC is bad: ${why}`,
  )
}

/** A database that was further once: an older copy in its place, a lost log, a disk that had only said that it wrote. */
const catchUpWithPast = (db: Db, options: RecoverOptions, evidence: Evidence): void => {
  const { dataDirectory, now, log } = options
  const outside = outsideWitness(dataDirectory, evidence.live)
  if (!isBehind(db, outside)) {
    const rescued = readBackRescued(db, dataDirectory, now)
    if (rescued > 0) log('warn', 'verdicts-read-back', { verdicts: rescued })
    return
  }
  const newest =
    db
      .prepare<[], number | null>(
        'SELECT max(t) FROM (SELECT max(last_seen_at) AS t FROM sighting UNION ALL SELECT max(started_at) FROM attempt)',
      )
      .pluck()
      .get() ?? null
  const why = 'the database is older than the files beside it'
  const reckoned = reckon(db, {
    dataDirectory,
    at: now,
    outside,
    recovery: {
      id: `older-${now}`,
      at: now,
      why,
      backupAt: newest === null ? null : Math.min(newest, now),
      aliveUntil: evidence.aliveUntil,
      rebooted: evidence.rebooted,
      startsAt: Math.min(evidence.firstUsedAt, newest ?? Infinity),
    },
    sentence: "Storebridge's records on this PC were older than what had been sent since.",
  })
  log('warn', 'records-were-older', { verdictsReadBack: reckoned.verdicts, asking: reckoned.asking })
}

export type OpenRecoveredOptions = RecoverOptions & Pick<OpenOptions, 'uncheckedAbove'>

/** The store's database, whole and in step with what happened; see the head of this file. */
export const openRecovered = (options: OpenRecoveredOptions): GuardedDatabase => {
  const { dataDirectory, now, uncheckedAbove } = options
  const path = databaseFile(dataDirectory)
  const evidence = lookAround(dataDirectory, now)
  for (let round = 0; ; round += 1) {
    try {
      if (recoveryIsUnderWay(dataDirectory)) finishRecovery(options)
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
      if (size === 0 && evidence.hasPast) throw new DatabaseUnusable('damaged', `the database ${path} is gone`)
      if (size > 0) mustBeReadable(path)
      const db = openDatabase(path, { beforeMigration: copyFirst(options), uncheckedAbove })
      try {
        catchUpWithPast(db, options, evidence)
      } catch (fault) {
        db.close()
        throw fault
      }
      return guardDatabase(path, db)
    } catch (fault) {
      if (!(fault instanceof DatabaseUnusable) || fault.kind !== 'damaged' || round === mostRounds) throw fault
      mustNotGoOnForEver(dataDirectory, now, fault.message)
      beginRecovery(options, evidence, fault.message)
    }
  }
}
