// What the database had reached, told outside of it: the newest numbers it gave, written into live.json with every
// picture, and the newest line of the verdict file. A database whose own numbers are lower is not the one that was there
// before: an older copy was put in its place, its log is gone, or the disk had only said that it wrote (reliability F4).

import { z } from 'zod'
import { newestVerdict } from '../answer/verdict-log.ts'
import type { Db } from '../storage/open-database.ts'

/** Highest ids ever given. */
export const witnessSchema = z.object({ sighting: z.number(), delivery: z.number(), attempt: z.number() })
export type Witness = z.infer<typeof witnessSchema>

const nothing: Witness = { sighting: 0, delivery: 0, attempt: 0 }

/** The highest ids the database has ever given, also those whose rows are gone. */
export const witnessOf = (db: Db): Witness => {
  const rows = db.prepare<[], { name: string; seq: number }>('SELECT name, seq FROM sqlite_sequence').all()
  const of = (name: string): number => rows.find((row) => row.name === name)?.seq ?? 0
  return { sighting: of('sighting'), delivery: of('delivery'), attempt: of('attempt') }
}

/** The higher of each number. */
export const laterOf = (a: Witness, b: Witness): Witness => ({
  sighting: Math.max(a.sighting, b.sighting),
  delivery: Math.max(a.delivery, b.delivery),
  attempt: Math.max(a.attempt, b.attempt),
})

/** What the files beside the database say it had reached. `live` is what live.json told, or null. */
export const outsideWitness = (dataDirectory: string, live: Witness | null): Witness => {
  const written = { ...nothing, attempt: newestVerdict(dataDirectory)?.attempt ?? 0 }
  return laterOf(written, live ?? nothing)
}

/** True when the database was further once than it is now. */
export const isBehind = (db: Db, outside: Witness): boolean => {
  const own = witnessOf(db)
  return own.sighting < outside.sighting || own.delivery < outside.delivery || own.attempt < outside.attempt
}
