// How complete each register's business date is: what `storebridge days` prints and the screen Sales days is made of.
// Reads the rows of the asked days and what the weeks around them teach, and leaves every judgement to the pure modules
// beside it. Read only; nothing is kept, so that an answer is never older than the database.

import { Big } from 'big.js'
import type { OpeningHours } from '../../../../contract/configuration.ts'
import type { DayTotals, NumberGap, RegisterDay, Silence } from '../../../../contract/sales-days.ts'
import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import type { Db } from '../../storage/open-database.ts'
import { dateAfter } from '../../support/store-time.ts'
import { timestampFrom, timestampOrNull } from '../../support/timestamp.ts'
import { storeDaySpan, type StoreCalendar } from '../../tell/store-day.ts'
import {
  dayRows,
  newestDateBefore,
  pastDays,
  pastSalesDays,
  writtenNumber,
  type DayDocument,
  type RegisterRows,
  type Fate,
  type PastDay,
} from '../facts/day-rows.ts'
import { reportTotal } from '../movement/day-total.ts'
import { movementsBetween, type KnownReport } from '../movement/movement-table.ts'
import { judgeNumbers, type FoundGap, type JudgedNumbers } from '../numbers/judge-numbers.ts'
import type { DayNumbers, Ticket } from '../numbers/number-line.ts'
import { pastSales, silencesOf, type PastSales, type Stretch } from '../silence/silences.ts'
import { closedDays } from './closed-days.ts'
import { lineVerdict } from './day-verdict.ts'
import { createExactSum, moneyText, sameAmount } from './exact-sum.ts'
import { expectedRegisters } from './expected-registers.ts'
import { isClosedWeekday, openStretches } from './opening-stretches.ts'
import { createRegisterClock, daySeconds, dayNumber, type RegisterClock } from './register-clock.ts'
import {
  askingSentence,
  gapSentence,
  lateSentence,
  movingSentence,
  noFileSentence,
  nothingSoldSentence,
  refusedSentence,
  setAsideSentence,
  silenceSentence,
  totalsSentence,
} from './sentences.ts'

export interface StoreHours extends StoreCalendar {
  readonly openingHours: OpeningHours | null
}

export interface DaysQuestion {
  readonly store: StoreHours
  readonly from: BusinessDate
  readonly to: BusinessDate
  /** This PC's time, ms. */
  readonly now: number
  /** Movement reports that are stored and not in the table yet. */
  readonly unread?: readonly KnownReport[]
}

/** A register's day with what a store's day is made of. */
export interface LineFacts {
  readonly day: RegisterDay
  readonly documents: readonly DayDocument[]
  /** Times of its sales, seconds on the register's clock since 1970-01-01T00:00:00. */
  readonly sold: readonly number[]
  /** What its accepted sales come to; null where there is none. */
  readonly accepted: Big | null
  readonly isOver: boolean
}

/** So many days are looked back to learn when a register sells, and how it counts. */
const learnDays = 56
const countDays = 28
/** What came after the asked days tells whether a number was only late, and how the register counts. */
const afterDays = 7
/** Files of a day still come this long after its end. */
const graceMs = 2 * 3_600_000
const usualEnds = 14
/** What Petrosoft has or will get. */
const mayMiss: ReadonlySet<Fate> = new Set<Fate>(['accepted', 'moving', 'asking', 'refused'])

interface Transaction {
  readonly kind: 'sale' | 'refund'
  readonly amount: string | null
  readonly tax: string | null
  readonly at: number | null
  readonly rank: number
}

/** Of the documents that tell a transaction, the one that went farthest counts. */
const ranks: Readonly<Record<Fate, number>> = {
  accepted: 0,
  moving: 1,
  asking: 2,
  refused: 3,
  'set-aside': 4,
  'not-needed': 5,
  'left-out': 6,
}
const rankOf = ({ fate, wasAccepted }: DayDocument): number => (wasAccepted ? 0 : ranks[fate])
const setAsideRank = 4

/** What the rows of one register on one date come to. */
interface Line {
  readonly date: BusinessDate
  readonly registerId: string
  readonly documents: Map<number, DayDocument>
  readonly transactions: Map<string, Transaction>
  readonly tickets: Ticket[]
  /** Time of its last sale. */
  readonly last: number | null
}

const lineOf = ({ date, registerId, rows }: RegisterRows): Line => {
  const documents = new Map<number, DayDocument>()
  const transactions = new Map<string, Transaction>()
  const tickets: Ticket[] = []
  let last: number | null = null
  for (const { document, transactionId, ticket, kind, amount, tax, at } of rows) {
    if (ticket !== null) tickets.push({ number: ticket, at, registerId })
    if (document.fate === 'left-out' && !document.wasAccepted) continue
    documents.set(document.id, document)
    if (kind === 'none') continue
    if (at !== null && (last === null || at > last)) last = at
    const key =
      transactionId === null
        ? `${document.id} ${transactions.size}`
        : `${kind}|${amount === null ? '' : sameAmount(amount)}|${transactionId}`
    const rank = rankOf(document)
    const known = transactions.get(key)
    if (known === undefined || rank < known.rank) transactions.set(key, { kind, amount, tax, at, rank })
  }
  return { date, registerId, documents, transactions, tickets, last }
}

/** All that is known of a register, date by date in ascending order. */
interface RegisterPast {
  readonly numbers: DayNumbers[]
  /** Times of sales since midnight of their business date, ascending. */
  readonly sold: Map<BusinessDate, PastSales>
}

const ascending = (times: readonly number[]): number[] => [...times].sort((a, b) => a - b)

const learn = (db: Db, lines: readonly Line[], from: BusinessDate, to: BusinessDate): Map<string, RegisterPast> => {
  const before = newestDateBefore(db, from)
  const since = dateAfter(before ?? from, -learnDays)
  const countSince = dateAfter(before ?? from, -countDays)
  const past = new Map<string, RegisterPast>()
  const pastOf = (registerId: string): RegisterPast => {
    const known = past.get(registerId) ?? { numbers: [], sold: new Map<BusinessDate, PastSales>() }
    past.set(registerId, known)
    return known
  }
  const note = (registerId: string, date: BusinessDate, tickets: readonly Ticket[], sold: readonly number[]): void => {
    const register = pastOf(registerId)
    const day = dayNumber(date)
    if (tickets.length > 0) register.numbers.push({ date, day, tickets })
    if (sold.length > 0) register.sold.set(date, pastSales(ascending(sold).map((at) => at - day * daySeconds)))
  }
  const notePast = (days: readonly PastDay[]): void => {
    for (const { date, registerId, tickets, times, sales } of days) {
      const counted: Ticket[] = []
      for (const [i, number] of tickets.entries())
        if (number !== null) counted.push({ number, at: times[i] ?? null, registerId })
      note(registerId, date, counted, sales)
    }
  }
  if (before !== null) {
    notePast(pastSalesDays(db, since, dateAfter(countSince, -1)))
    notePast(pastDays(db, countSince, dateAfter(from, -1)))
  }
  for (const { date, registerId, tickets, transactions } of lines)
    note(
      registerId,
      date,
      tickets,
      [...transactions.values()].flatMap(({ at }) => (at === null ? [] : [at])),
    )
  notePast(pastDays(db, dateAfter(to, 1), dateAfter(to, afterDays)))
  return past
}

const median = (values: readonly number[]): number | null => ascending(values)[Math.floor(values.length / 2)] ?? null

/**
 * When a register's day is over, ms: at the end of the store's day, or later where the register goes on with its date
 * after that, as some do for a whole day (twelve facts, 3).
 */
const endOfDay = (
  date: BusinessDate,
  register: RegisterPast | undefined,
  last: number | null,
  store: StoreHours,
  clock: RegisterClock,
): number => {
  const { to } = storeDaySpan(date, store)
  const lasts = [...(register?.sold ?? [])]
    .filter(([each]) => each < date)
    .slice(-usualEnds)
    .flatMap(([, { times }]) => times.at(-1) ?? [])
  const usual = median(lasts)
  return Math.max(
    to,
    usual === null ? to : clock.momentOf(dayNumber(date) * daySeconds + usual),
    last === null ? to : clock.momentOf(last),
  )
}

const sameWeekdays = (register: RegisterPast | undefined, date: BusinessDate): PastSales[] =>
  Array.from({ length: 8 }, (_, i) => dateAfter(date, -7 * (i + 1))).flatMap((each) => {
    const sales = register?.sold.get(each)
    return sales === undefined ? [] : [sales]
  })

interface Sums {
  readonly sales: number
  readonly refunds: number
  readonly accepted: Big | null
  /** The same without tax, for a report that tells none. */
  readonly acceptedNet: Big | null
  /** The same without the refunds taken off. */
  readonly acceptedGross: Big
  readonly unsent: { readonly sales: number; readonly amount: Big }
  readonly setAsideOnly: number
}

const sumsOf = (transactions: Iterable<Transaction>): Sums => {
  const [accepted, tax, gross, unsent] = [createExactSum(), createExactSum(), createExactSum(), createExactSum()]
  let [sales, refunds, unsentSales, setAsideOnly] = [0, 0, 0, 0]
  for (const { kind, amount, tax: itsTax, rank } of transactions) {
    if (kind === 'sale') sales += 1
    else refunds += 1
    if (rank === setAsideRank) setAsideOnly += 1
    if (rank > 0) {
      unsentSales += 1
      if (amount !== null) unsent.add(amount)
    } else if (amount !== null) {
      accepted.add(amount)
      if (kind === 'sale') gross.add(amount)
      if (itsTax !== null) tax.add(kind === 'refund' ? `-${itsTax.replace('-', '')}` : itsTax)
    }
  }
  const known = accepted.isBegun ? accepted.value : null
  return {
    sales,
    refunds,
    accepted: known,
    acceptedNet: known === null ? null : known.minus(tax.value),
    acceptedGross: gross.value,
    unsent: { sales: unsentSales, amount: unsent.value },
    setAsideOnly,
  }
}

interface Compared {
  readonly totals: DayTotals
  readonly unsent: { readonly sales: number; readonly amount: Big }
  /** Whether what was not accepted is all that is missing. */
  readonly isExplained: boolean
}

/** The day's report beside what was accepted of it: of one register, or of the store. Null where nothing can be compared. */
const compare = (
  reports: readonly KnownReport[],
  registerId: string | null,
  lines: readonly Line[],
): Compared | null => {
  if (reports.length === 0) return null
  const stores = new Set(
    lines.flatMap(({ documents }) => [...documents.values()].flatMap((d) => d.storeLocationId ?? [])),
  )
  const ours = reports.filter(
    ({ storeLocationId }) => storeLocationId === null || stores.size === 0 || stores.has(storeLocationId),
  )
  const transactions = lines.flatMap((line) => [...line.transactions.values()])
  const times = ascending(transactions.flatMap(({ at }) => (at === null ? [] : [at])))
  const total = reportTotal(ours, registerId, { times })
  if (total === null) return null
  const sums = sumsOf(transactions)
  const net = (total.withTax ? sums.accepted : sums.acceptedNet) ?? new Big(0)
  // Whether a report takes refunds off is nowhere written: when it agrees without, it agrees.
  const accepted = sums.refunds > 0 && total.withTax && total.amount.eq(sums.acceptedGross) ? sums.acceptedGross : net
  const difference = total.amount.minus(accepted)
  return {
    totals: { report: moneyText(total.amount), accepted: moneyText(accepted), difference: moneyText(difference) },
    unsent: sums.unsent,
    isExplained: difference.eq(0) || (sums.unsent.sales > 0 && sums.unsent.amount.eq(difference)),
  }
}

const countFates = (documents: Iterable<DayDocument>): Record<Fate, number> => {
  const counts: Record<Fate, number> = {
    accepted: 0,
    moving: 0,
    asking: 0,
    refused: 0,
    'set-aside': 0,
    'not-needed': 0,
    'left-out': 0,
  }
  for (const { fate } of documents) counts[fate] += 1
  return counts
}

const weekdayName = (date: BusinessDate): string =>
  new Intl.DateTimeFormat('en-US', { weekday: 'long', timeZone: 'UTC' }).format(dayNumber(date) * 86_400_000)

/**
 * One entry per business date and register, by date then register: each that has files, and each that should have some.
 * Dates after today's have none but what their files say.
 */
export const registerDays = (db: Db, { store, from, to, now, unread = [] }: DaysQuestion): LineFacts[] => {
  const clock = createRegisterClock(store.timeZone)
  const lines = dayRows(db, from, to).map(lineOf)
  const past = learn(db, lines, from, to)
  const judged = judgeNumbers(new Map([...past].map(([registerId, { numbers }]) => [registerId, numbers])))
  const closed = closedDays(db, from, to)
  const reports = [...movementsBetween(db, from, to), ...unread]
  const timeFormat = new Intl.DateTimeFormat('en-US', {
    timeZone: store.timeZone,
    hour: 'numeric',
    minute: '2-digit',
  })
  const soldOn = new Map([...past].map(([registerId, { sold }]) => [registerId, [...sold.keys()].sort()]))
  const byDate = new Map<BusinessDate, Line[]>()
  for (const line of lines) byDate.set(line.date, [...(byDate.get(line.date) ?? []), line])

  const gapOf = ({ hole, confidence }: FoundGap): NumberGap => ({
    after: writtenNumber(db, hole.after.date, hole.after.registerId, hole.after.number),
    before: writtenNumber(db, hole.before.date, hole.before.registerId, hole.before.number),
    missing: hole.missing,
    confidence,
  })

  const silencesOn = (line: Line, sold: readonly number[], isOver: boolean): Stretch[] => {
    const midnight = dayNumber(line.date) * daySeconds
    const skipped = clock.skippedOn(line.date)
    return silencesOf({
      times: sold.map((at) => at - midnight),
      history: sameWeekdays(past.get(line.registerId), line.date),
      open: store.openingHours === null ? null : openStretches(line.date, store.openingHours),
      isOver,
      skipped: skipped === null ? null : { from: skipped.from - midnight, to: skipped.to - midnight },
    }).map((stretch) => ({ from: stretch.from + midnight, to: stretch.to + midnight }))
  }

  const factsOf = (line: Line, ofStore: Compared | null, reportsOfDay: readonly KnownReport[]): LineFacts => {
    const { date, registerId } = line
    const documents = [...line.documents.values()]
    const counts = countFates(documents)
    const register = past.get(registerId)
    const end = endOfDay(date, register, line.last, store, clock)
    const isOver = now >= end + graceMs
    const isClosed = closed.has(date)
    const transactions = [...line.transactions.values()]
    const sold = ascending(transactions.flatMap(({ at }) => (at === null ? [] : [at])))
    const sums = sumsOf(transactions)
    const numbers: JudgedNumbers | undefined = judged.get(registerId)
    const gaps = (numbers?.gaps.get(date) ?? []).map(gapOf)
    const silent = isClosed ? [] : silencesOn(line, sold, isOver)
    const silences = silent.map((stretch): Silence => ({
      from: timestampFrom(clock.momentOf(stretch.from)),
      to: timestampFrom(clock.momentOf(stretch.to)),
    }))
    const own = compare(reportsOfDay, registerId, [line])
    const compared = own ?? ofStore
    const lateFiles = documents.filter(({ fate, storedAt }) => mayMiss.has(fate) && storedAt > end + graceMs).length
    const differs = compared !== null && !compared.isExplained
    const verdict = lineVerdict({
      files: documents.length,
      accepted: counts.accepted,
      refused: counts.refused,
      moving: counts.moving,
      asking: counts.asking,
      incomplete: gaps.length > 0 || silences.length > 0 || differs || sums.setAsideOnly > 0,
      isOver,
      isClosed,
    })
    const missing = gaps.reduce((total, gap) => total + gap.missing, 0)
    const shownTotals = compared !== null && compared.totals.difference !== '0.00' && isOver
    const shortTime = (at: number): string => timeFormat.format(clock.momentOf(at)).replaceAll('\u202f', ' ')
    const sentences = [
      ...(counts.refused > 0 ? [refusedSentence(counts.refused, documents.length)] : []),
      ...(counts.asking > 0 ? [askingSentence(counts.asking)] : []),
      ...(shownTotals ? [totalsSentence(compared.totals, { ...compared.unsent, missing })] : []),
      ...gaps.map(gapSentence),
      ...silent.map(({ from: begins, to: ends }) =>
        silenceSentence(shortTime(begins), shortTime(ends), weekdayName(date)),
      ),
      ...(sums.setAsideOnly > 0 ? [setAsideSentence(sums.setAsideOnly)] : []),
      ...(counts.moving > 0 ? [movingSentence(counts.moving)] : []),
      ...(verdict === 'none' ? [nothingSoldSentence(documents.length)] : []),
      ...(lateFiles > 0 ? [lateSentence(lateFiles)] : []),
    ]
    const [first, last] = [sold[0], sold.at(-1)]
    return {
      day: {
        businessDate: date,
        registerId,
        files: documents.length,
        sales: sums.sales,
        refunds: sums.refunds,
        amount: moneyText(sums.accepted ?? new Big(0)),
        accepted: counts.accepted,
        refused: counts.refused,
        waiting: counts.moving + counts.asking,
        gaps,
        firstAt: timestampOrNull(first === undefined ? null : clock.momentOf(first)),
        lastAt: timestampOrNull(last === undefined ? null : clock.momentOf(last)),
        totals: compared?.totals ?? null,
        verdict,
        numbering: numbers?.words ?? noNumbers,
        silences,
        lateFiles,
        sentences,
      },
      documents,
      sold,
      accepted: sums.accepted,
      isOver,
    }
  }

  const emptyLine = (date: BusinessDate, registerId: string): LineFacts => {
    const isOver = now >= endOfDay(date, past.get(registerId), null, store, clock) + graceMs
    const isClosed = closed.has(date) || (store.openingHours !== null && isClosedWeekday(date, store.openingHours))
    const verdict = lineVerdict({
      files: 0,
      accepted: 0,
      refused: 0,
      moving: 0,
      asking: 0,
      incomplete: false,
      isOver,
      isClosed,
    })
    return {
      day: {
        businessDate: date,
        registerId,
        files: 0,
        sales: 0,
        refunds: 0,
        amount: '0.00',
        accepted: 0,
        refused: 0,
        waiting: 0,
        gaps: [],
        firstAt: null,
        lastAt: null,
        totals: null,
        verdict,
        numbering: judged.get(registerId)?.words ?? noNumbers,
        silences: [],
        lateFiles: 0,
        sentences: verdict === 'none' ? [noFileSentence(registerId)] : [],
      },
      documents: [],
      sold: [],
      accepted: null,
      isOver,
    }
  }

  const found: LineFacts[] = []
  for (let date = from; date <= to; date = dateAfter(date, 1)) {
    const ofDate = (byDate.get(date) ?? []).filter(({ documents }) => documents.size > 0)
    const reportsOfDay = reports.filter(({ businessDate }) => businessDate === date)
    const ofStore = ofDate.length === 0 ? null : compare(reportsOfDay, null, ofDate)
    const facts = ofDate.map((line) => factsOf(line, ofStore, reportsOfDay))
    const present = new Set(ofDate.map(({ registerId }) => registerId))
    // Nobody expects files of a day that has not begun.
    if (storeDaySpan(date, store).from <= now)
      for (const registerId of expectedRegisters(soldOn, date))
        if (!present.has(registerId)) facts.push(emptyLine(date, registerId))
    found.push(...facts.sort((a, b) => inOrder(a.day.registerId, b.day.registerId)))
  }
  return found
}

const noNumbers = { judged: false, sentence: 'No transaction numbers of this register are known.' } as const

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
