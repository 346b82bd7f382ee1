// Small durable facts of the engine, one row each: the pause, the state of the service, the sign-in stop.

import type { z } from 'zod'
import type { Db } from './open-database.ts'

/** The fact's value, or null when there is none or when it does not parse any more (then it is as if never written). */
export const readFact = <Value>(db: Db, name: string, schema: z.ZodType<Value>): Value | null => {
  const text = db.prepare<[string], string>('SELECT value FROM fact WHERE name = ?').pluck().get(name)
  if (text === undefined) return null
  const parsed = schema.safeParse(fromJson(text))
  return parsed.success ? parsed.data : null
}

/** What the text says, or undefined, which no fact is. */
const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const writeFact = (db: Db, name: string, value: unknown): void => {
  db.prepare(
    'INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  ).run(name, JSON.stringify(value))
}

export const eraseFact = (db: Db, name: string): void => {
  db.prepare('DELETE FROM fact WHERE name = ?').run(name)
}
