// Due times are kept in engine time, which does not jump when somebody sets this PC's clock (support/clock.ts); people and
// other processes read the clock. What lies between the two is a fact in the database, written at a start and after each
// jump, so that whoever tells a due time tells it by the clock of this PC (reliability F31).

import { z } from 'zod'
import { timestampOrNull } from '../support/timestamp.ts'
import { readFact, writeFact } from './fact-table.ts'
import type { Db } from './open-database.ts'

const fact = 'wall-offset'

/** What to add to a due time in a row to get this PC's time, ms; 0 where nothing was written down. */
export const readWallOffset = (db: Db): number => readFact(db, fact, z.number()) ?? 0

export const writeWallOffset = (db: Db, offsetMs: number): void => writeFact(db, fact, Math.round(offsetMs))

/** A due time of a row as it is told; null stays null. */
export const dueTimestamp = (db: Db, dueAt: number | null): string | null =>
  dueAt === null ? null : timestampOrNull(dueAt + readWallOffset(db))
