// Reads stored movement reports in the background: new ones soon after they were judged, older ones once after an update.
// They are never sent and decide nothing, so they wait for everything else; dying in the middle costs only the work.

import { storedBytes } from '../../judging/judging-loop.ts'
import type { Db } from '../../storage/open-database.ts'
import type { Clock } from '../../support/clock.ts'
import { createDoorbell } from '../../support/doorbell.ts'
import { faultText, type Log } from '../../support/log.ts'
import { readMovementReports } from './movement-reader.ts'
import type { MovementReport } from './movement-report.ts'
import { keepMovements, unreadMovements, type KnownReport } from './movement-table.ts'

export interface MovementOptions {
  readonly db: Db
  /** Longer documents are not read. */
  readonly maxBytes: number
  readonly clock: Clock
  readonly log: Log
  readonly onRead: () => void
}

export interface MovementLoop {
  /** There may be something to read. */
  readonly ring: () => void
  /** Ends after the document in hand. */
  readonly stop: () => Promise<void>
}

const batch = 20
const faultPauseMs = 60_000

const readOne = async (
  { db, maxBytes, clock, log }: Omit<MovementOptions, 'onRead'>,
  id: number,
): Promise<readonly MovementReport[]> => {
  try {
    const bytes = await storedBytes(db, id)
    return bytes === null ? [] : await readMovementReports(bytes, { maxBytes, now: () => clock.monotonic() })
  } catch (fault) {
    // One that cannot be read is one nobody compares with; a database that fails stops the loop, not the document.
    if (fault instanceof Error && 'code' in fault && String(fault.code).startsWith('SQLITE_')) throw fault
    log('error', 'movement-report-failed', { id: String(id), fault: faultText(fault) })
    return []
  }
}

/** Starts reading; stop it before the database is closed. */
export const startMovementLoop = (options: MovementOptions): MovementLoop => {
  const { db, clock, log, onRead } = options
  const bell = createDoorbell()
  let stopping = false
  const run = async (): Promise<void> => {
    while (!stopping) {
      try {
        const unread = unreadMovements(db, batch)
        for (const { id } of unread) {
          if (stopping) return
          const reports = await readOne(options, id)
          if (stopping) return
          db.transaction(() => keepMovements(db, id, reports)).immediate()
        }
        if (unread.length > 0) onRead()
        else await bell.heard()
      } catch (fault) {
        log('error', 'movement-reading-stopped', { fault: faultText(fault) })
        const timer = clock.after(faultPauseMs, () => bell.ring())
        await bell.heard()
        timer.cancel()
      }
    }
  }
  const running = run()
  return {
    ring: () => bell.ring(),
    stop: async () => {
      stopping = true
      bell.ring()
      await running
    },
  }
}

/**
 * Reads what the engine has not read yet, without keeping it: for a command beside a stopped engine, or one that is a
 * moment behind. At most `limit` documents.
 */
export const readUnreadMovements = async (
  options: Omit<MovementOptions, 'onRead'>,
  limit: number,
): Promise<KnownReport[]> => {
  const reports: KnownReport[] = []
  for (const { id } of unreadMovements(options.db, limit))
    for (const report of await readOne(options, id)) reports.push({ ...report, documentId: id })
  return reports
}
