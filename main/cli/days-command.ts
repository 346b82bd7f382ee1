// `days`: how complete each register's business date is, from the database alone, beside a running engine or without one.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { RegisterDay } from '../../contract/sales-days.ts'
import { registerDays } from '../engine/days/day/register-days.ts'
import { readStoreHours, type KeptHours } from '../engine/days/day/store-hours-fact.ts'
import { readUnreadMovements } from '../engine/days/movement/movement-loop.ts'
import { databaseFile } from '../engine/engine.ts'
import { openBesideEngine, type Db } from '../engine/storage/open-database.ts'
import { readStoreSettings } from '../engine/storage/store-settings.ts'
import { systemClock, type Clock } from '../engine/support/clock.ts'
import { dataDirectoryOption, neededDataDirectory, readArguments } from './arguments.ts'
import { exitDone, UsageError } from './exit.ts'
import { columns, plain, print, printJson } from './print.ts'
import { readConfiguration } from './read-configuration.ts'

/** Reports the engine is not through with are read here; more of them only means that it has just begun. */
const mostUnread = 500
/** More days than this are no question a person asks. */
const mostDays = 3700

const dateFrom = (name: '--from' | '--to', value: string | boolean | undefined): string => {
  if (typeof value !== 'string' || value === '') throw new UsageError(`days: ${name} DATE is needed, like 2026-11-20`)
  if (!z.iso.date().safeParse(value).success)
    throw new UsageError(`days: ${name} ${value} is not a date like 2026-11-20`)
  return value
}

/** By which clock the store reads its days: as the engine last did, or as its settings say. */
const hoursOf = (db: Db, dataDirectory: string): KeptHours => {
  const kept = readStoreHours(db)
  if (kept !== null) return kept
  const path = join(dataDirectory, 'config.json')
  const configuration = readStoreSettings(db) ?? (existsSync(path) ? readConfiguration(path) : null)
  if (configuration === null)
    throw new UsageError(`days: no engine has run on ${dataDirectory} yet, so the store’s time zone is not known`)
  const { timeZone, businessDayEnds, openingHours } = configuration.store
  return { timeZone, businessDayEnds, openingHours, maxBytes: configuration.sending.maxBytes }
}

const clockTime = (moment: string | null, timeZone: string): string =>
  moment === null ? '–' : new Date(moment).toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })

const header = [
  'day',
  'register',
  'verdict',
  'files',
  'accepted',
  'refused',
  'waiting',
  'sales',
  'refunds',
  'amount',
  'first',
  'last',
  'report',
]

const lineOf = (day: RegisterDay, timeZone: string): string[] => [
  day.businessDate,
  day.registerId === '' ? '–' : plain(day.registerId),
  day.verdict,
  String(day.files),
  String(day.accepted),
  String(day.refused),
  String(day.waiting),
  String(day.sales),
  String(day.refunds),
  day.amount,
  clockTime(day.firstAt, timeZone),
  clockTime(day.lastAt, timeZone),
  day.totals === null ? '–' : `${day.totals.report} (${day.totals.difference} differs)`,
]

const describe = (days: readonly RegisterDay[], timeZone: string): string[] => {
  if (days.length === 0) return ['Nothing is known of these days.']
  const [head = '', ...rows] = columns([header, ...days.map((day) => lineOf(day, timeZone))])
  return [
    head,
    ...rows.flatMap((row, i) => {
      const day = days[i]
      const numbering = day === undefined || day.numbering.judged || day.files === 0 ? [] : [day.numbering.sentence]
      return [row, ...[...(day?.sentences ?? []), ...numbering].map((sentence) => `    ${plain(sentence)}`)]
    }),
  ]
}

/** `clock` says what time it is: whether a day is over depends on it. */
export const daysCommandAt =
  (clock: Clock) =>
  async (words: readonly string[]): Promise<number> => {
    const options = {
      ...dataDirectoryOption,
      json: { type: 'boolean' },
      from: { type: 'string' },
      to: { type: 'string' },
    } as const
    const { values } = readArguments('days', words, options, 'none')
    const dataDirectory = neededDataDirectory('days', values['data-dir'])
    const [from, to] = [dateFrom('--from', values.from), dateFrom('--to', values.to)]
    if (from > to) throw new UsageError(`days: --from ${from} is after --to ${to}`)
    if (Date.parse(to) - Date.parse(from) > mostDays * 86_400_000)
      throw new UsageError(`days: from ${from} to ${to} are more than ${mostDays} days`)
    const db = openBesideEngine(databaseFile(dataDirectory))
    try {
      const store = hoursOf(db, dataDirectory)
      const unread = await readUnreadMovements(
        { db, maxBytes: store.maxBytes, clock, log: () => undefined },
        mostUnread,
      )
      const lines = registerDays(db, { store, from, to, now: clock.wall(), unread })
      const days = lines.map(({ day }) => day)
      if (values.json === true) days.forEach(printJson)
      else describe(days, store.timeZone).forEach(print)
      return exitDone
    } finally {
      db.close()
    }
  }

export const daysCommand = daysCommandAt(systemClock)
