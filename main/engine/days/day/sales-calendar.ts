// What the screen Sales days asks: a month of cells, one day in full, the last days for Today. A day of the store is made
// of the days of its registers and of the files that name no day, which belong to the day on which they came. Read only.

import { Big } from 'big.js'
import type { DayVerdict, SalesDayCell, SalesDayDetail, SalesMonth } from '../../../../contract/sales-days.ts'
import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import type { Db } from '../../storage/open-database.ts'
import { dateAfter } from '../../support/store-time.ts'
import { storeDateAt, storeDaySpan } from '../../tell/store-day.ts'
import { fileNames, undatedFiles, type DayDocument, type Fate, type UndatedFile } from '../facts/day-rows.ts'
import { closedDays } from './closed-days.ts'
import { dayVerdict } from './day-verdict.ts'
import { moneyText } from './exact-sum.ts'
import { isClosedWeekday } from './opening-stretches.ts'
import { daySeconds, dayNumber } from './register-clock.ts'
import { registerDays, type LineFacts, type StoreHours } from './register-days.ts'
import { memoryDaysOf } from './register-memory.ts'
import { askingSentence, movingSentence, refusedSentence } from './sentences.ts'

const mostNamed = 50
const hourMs = 3_600_000
const graceMs = 2 * hourMs

interface StoreDay {
  readonly cell: SalesDayCell
  readonly lines: readonly LineFacts[]
  readonly documents: readonly DayDocument[]
  readonly undated: readonly UndatedFile[]
  readonly sentences: readonly string[]
}

const countOf = (fates: readonly Fate[], ...wanted: readonly Fate[]): number =>
  fates.filter((fate) => wanted.includes(fate)).length

const distinctDocuments = (lines: readonly LineFacts[]): DayDocument[] => [
  ...new Map(lines.flatMap(({ documents }) => documents.map((each) => [each.id, each] as const))).values(),
]

/** What files that name no day add to the verdict of the day on which they came. */
const undatedVerdicts = (undated: readonly UndatedFile[]): DayVerdict[] => {
  const fates = undated.map(({ fate }) => fate)
  if (countOf(fates, 'refused', 'asking') > 0) return ['needs-you']
  return countOf(fates, 'moving') > 0 ? ['still-arriving'] : []
}

/** "Register 2: …" where the store has several. */
const sentencesOf = (lines: readonly LineFacts[], undated: readonly UndatedFile[]): string[] => {
  const several = lines.length > 1
  const ranked: readonly DayVerdict[] = ['needs-you', 'possible-gap', 'none', 'still-arriving', 'accepted', 'closed']
  const worstFirst = [...lines].sort((a, b) => ranked.indexOf(a.day.verdict) - ranked.indexOf(b.day.verdict))
  const fates = undated.map(({ fate }) => fate)
  const counts = {
    refused: countOf(fates, 'refused'),
    asking: countOf(fates, 'asking'),
    moving: countOf(fates, 'moving'),
  }
  return [
    ...(counts.refused > 0 ? [`Without a sales day: ${refusedSentence(counts.refused, undated.length)}`] : []),
    ...(counts.asking > 0 ? [`Without a sales day: ${askingSentence(counts.asking)}`] : []),
    ...worstFirst.flatMap(({ day }) =>
      day.sentences.map((sentence) => (several ? `Register ${day.registerId}: ${sentence}` : sentence)),
    ),
    ...(counts.moving > 0 ? [`Without a sales day: ${movingSentence(counts.moving)}`] : []),
  ]
}

/** The day of the store's first file, by the day it names or, where it names none, on which it came; null without one. */
const firstDay = (db: Db, store: StoreHours): BusinessDate | null => {
  const counts = `state NOT IN ('not-needed', 'replaced', 'ignored')`
  const dated = db
    .prepare<[], string>(
      `SELECT order_date FROM document INDEXED BY document_sales_day
       WHERE business_dates <> '[]' AND ${counts} ORDER BY order_date LIMIT 1`,
    )
    .pluck()
    .get()
  const undated = db
    .prepare<[], number>(
      `SELECT stored_at FROM document INDEXED BY document_no_day
       WHERE business_dates = '[]' AND ${counts} ORDER BY stored_at LIMIT 1`,
    )
    .pluck()
    .get()
  const days = [dated, undated === undefined ? undefined : storeDateAt(undated, store)]
  return days.filter((day) => day !== undefined).toSorted()[0] ?? null
}

const storeDays = (db: Db, store: StoreHours, from: BusinessDate, to: BusinessDate, now: number): StoreDay[] => {
  const byDate = new Map<BusinessDate, LineFacts[]>()
  for (const line of registerDays(db, { store, from, to, now })) {
    const known = byDate.get(line.day.businessDate)
    if (known === undefined) byDate.set(line.day.businessDate, [line])
    else known.push(line)
  }
  const closed = closedDays(db, from, to)
  const spans = { from: storeDaySpan(from, store).from, to: storeDaySpan(to, store).to }
  const undatedByDate = new Map<BusinessDate, UndatedFile[]>()
  for (const file of undatedFiles(db, spans.from, spans.to)) {
    const date = storeDateAt(file.at, store)
    undatedByDate.set(date, [...(undatedByDate.get(date) ?? []), file])
  }
  const days: StoreDay[] = []
  const first = firstDay(db, store)
  for (let date = from; date <= to; date = dateAfter(date, 1)) {
    const lines = byDate.get(date) ?? []
    const undated = undatedByDate.get(date) ?? []
    const documents = distinctDocuments(lines)
    const fates = [...documents, ...undated].map(({ fate }) => fate)
    const span = storeDaySpan(date, store)
    const markedClosed = closed.has(date)
    const isClosed = markedClosed || (store.openingHours !== null && isClosedWeekday(date, store.openingHours))
    const isOver = lines.length === 0 ? now >= span.to + graceMs : lines.every((line) => line.isOver)
    const toCome = span.from > now && lines.length === 0 && undated.length === 0
    const amounts = lines.flatMap(({ accepted }) => accepted ?? [])
    const sentences = sentencesOf(lines, undated)
    const counted = {
      accepted: countOf(fates, 'accepted'),
      refused: countOf(fates, 'refused'),
      waiting: countOf(fates, 'moving', 'asking'),
    }
    days.push({
      cell: {
        date,
        verdict: toCome
          ? isClosed
            ? 'closed'
            : 'none'
          : dayVerdict([...lines.map(({ day }) => day.verdict), ...undatedVerdicts(undated)], isOver, isClosed),
        files: counted.accepted + counted.refused + counted.waiting + countOf(fates, 'set-aside'),
        ...counted,
        amount: amounts.length === 0 ? null : moneyText(amounts.reduce((sum, each) => sum.plus(each), new Big(0))),
        sentence: sentences[0] ?? null,
        markedClosed,
        beforeFirst: fates.length === 0 && !markedClosed && span.to <= now && (first === null || date < first),
        hours: Math.round((span.to - span.from) / hourMs),
      },
      lines,
      documents,
      undated,
      sentences,
    })
  }
  return days
}

/** Every day of a month (YYYY-MM), in their order; days to come are `none` or `closed`, without files. */
export const salesMonth = (db: Db, store: StoreHours, month: string, now: number): SalesMonth => {
  const from = `${month}-01`
  let to = dateAfter(from, 27)
  while (dateAfter(to, 1).startsWith(month)) to = dateAfter(to, 1)
  return {
    month,
    today: storeDateAt(now, store),
    days: storeDays(db, store, from, to, now).map(({ cell }) => cell),
  }
}

/** The last days, oldest first; the last one is today's. */
export const lastDays = (db: Db, store: StoreHours, count: number, now: number): SalesDayCell[] => {
  const today = storeDateAt(now, store)
  return storeDays(db, store, dateAfter(today, 1 - count), today, now).map(({ cell }) => cell)
}

const perHourOf = (times: readonly number[]): number[] => {
  const perHour = Array.from({ length: 24 }, () => 0)
  for (const at of times) {
    const hour = Math.floor((((at % daySeconds) + daySeconds) % daySeconds) / 3600)
    perHour[hour] = (perHour[hour] ?? 0) + 1
  }
  return perHour
}

/** Days until the first of the day's registers forgets it; null when none of their vendors is known. */
const memoryLeft = (documents: readonly DayDocument[], date: BusinessDate, today: BusinessDate): number | null => {
  const days = [...new Set(documents.map(({ vendor }) => vendor))].flatMap((vendor) => memoryDaysOf(vendor) ?? [])
  return days.length === 0 ? null : Math.max(0, Math.min(...days) - (dayNumber(today) - dayNumber(date)))
}

/** One day in full. */
export const salesDay = (db: Db, store: StoreHours, date: BusinessDate, now: number): SalesDayDetail => {
  const [found] = storeDays(db, store, date, date, now)
  if (found === undefined) throw new Error(`${date} is no day`)
  const { cell, lines, documents, undated, sentences } = found
  const needed = documents.filter(({ fate }) => fate === 'refused' || fate === 'asking').slice(0, mostNamed)
  const asked = undated.filter(({ fate }) => fate === 'refused' || fate === 'asking')
  const moments = (pick: 'firstAt' | 'lastAt'): string[] => lines.flatMap(({ day }) => day[pick] ?? []).sort()
  return {
    ...cell,
    registers: lines.map(({ day }) => day),
    sales: lines.reduce((sum, { day }) => sum + day.sales, 0),
    refunds: lines.reduce((sum, { day }) => sum + day.refunds, 0),
    perHour: perHourOf(lines.flatMap(({ sold }) => sold)),
    firstAt: moments('firstAt')[0] ?? null,
    lastAt: moments('lastAt').at(-1) ?? null,
    sentences,
    memoryDaysLeft: memoryLeft(documents, date, storeDateAt(now, store)),
    needsYou: [
      ...fileNames(
        db,
        needed.map(({ id }) => id),
      ),
      ...asked,
    ]
      .slice(0, mostNamed)
      .map(({ id, name, state }) => ({ id: String(id), name, state })),
  }
}
