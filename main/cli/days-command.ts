// `days`: how complete each register's business date is, from the database alone, beside a running engine or without one.

import type { RegisterDay } from '../../contract/sales-days.ts'
import { databaseFile } from '../engine/storage/database-file.ts'
import { openBesideEngine } from '../engine/storage/open-database.ts'
import { systemClock, type Clock } from '../engine/support/clock.ts'
import { dataDirectoryOption, neededDataDirectory, readArguments } from './arguments.ts'
import { askedDate, askedDays, mustBeAQuestion, mustNotRunBackwards, storeHoursFor } from './asked-days.ts'
import { exitDone, UsageError } from './exit.ts'
import { columns, plain, print, printJson } from './print.ts'

const neededDate = (name: 'from' | 'to', value: string | undefined): string => {
  if (value === undefined || value === '') throw new UsageError(`days: --${name} DATE is needed, like 2026-11-20`)
  return askedDate('days', name, value)
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
    const [from, to] = [neededDate('from', values.from), neededDate('to', values.to)]
    mustNotRunBackwards('days', from, to)
    mustBeAQuestion('days', from, to)
    const db = openBesideEngine(databaseFile(dataDirectory))
    try {
      const store = storeHoursFor('days', db, dataDirectory)
      const days = await askedDays(db, store, { from, to }, clock.wall(), clock)
      if (values.json === true) days.forEach(printJson)
      else describe(days, store.timeZone).forEach(print)
      return exitDone
    } finally {
      db.close()
    }
  }

export const daysCommand = daysCommandAt(systemClock)
