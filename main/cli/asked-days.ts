// What `days` and `export` share when they are asked about a span of sales days: how a date is written, how many days are
// a question, by which clock the store reads them, and the days themselves.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { RegisterDay } from '../../contract/sales-days.ts'
import { registerDays } from '../engine/days/day/register-days.ts'
import { readStoreHours, type KeptHours } from '../engine/days/day/store-hours-fact.ts'
import { readUnreadMovements } from '../engine/days/movement/movement-loop.ts'
import type { Db } from '../engine/storage/open-database.ts'
import { readStoreSettings } from '../engine/storage/store-settings.ts'
import type { Clock } from '../engine/support/clock.ts'
import { UsageError } from './exit.ts'
import { readConfiguration } from './read-configuration.ts'

/** Reports the engine is not through with are read here; more of them only means that it has just begun. */
const mostUnread = 500
/** More days than this are no question a person asks. */
const mostDays = 3700

/** The date an option names. Throws UsageError, naming the command, for anything but YYYY-MM-DD. */
export const askedDate = (command: string, name: 'from' | 'to', value: string): string => {
  if (z.iso.date().safeParse(value).success) return value
  throw new UsageError(`${command}: --${name} ${value} is not a date like 2026-11-20`)
}

/** Throws UsageError when the span runs backwards. */
export const mustNotRunBackwards = (command: string, from: string, to: string): void => {
  if (from > to) throw new UsageError(`${command}: --from ${from} is after --to ${to}`)
}

/** Throws UsageError when the span has more days than are a question. */
export const mustBeAQuestion = (command: string, from: string, to: string): void => {
  if (Date.parse(to) - Date.parse(from) > mostDays * 86_400_000)
    throw new UsageError(`${command}: from ${from} to ${to} are more than ${mostDays} days`)
}

/** By which clock the store reads its days: as the engine last did, or as its settings say. Throws UsageError without either. */
export const storeHoursFor = (command: string, db: Db, dataDirectory: string): KeptHours => {
  const kept = readStoreHours(db)
  if (kept !== null) return kept
  const path = join(dataDirectory, 'config.json')
  const configuration = readStoreSettings(db) ?? (existsSync(path) ? readConfiguration(path) : null)
  if (configuration === null)
    throw new UsageError(`${command}: no engine has run on ${dataDirectory} yet, so the store’s time zone is not known`)
  const { timeZone, businessDayEnds, openingHours } = configuration.store
  return { timeZone, businessDayEnds, openingHours, maxBytes: configuration.sending.maxBytes }
}

/** The days of each register, ordered by date, then register. */
export const askedDays = async (
  db: Db,
  store: KeptHours,
  span: { readonly from: string; readonly to: string },
  now: number,
  clock: Clock,
): Promise<readonly RegisterDay[]> => {
  const unread = await readUnreadMovements({ db, maxBytes: store.maxBytes, clock, log: () => undefined }, mostUnread)
  return registerDays(db, { store, ...span, now, unread }).map(({ day }) => day)
}
