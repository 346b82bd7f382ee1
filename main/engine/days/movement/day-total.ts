// The one total of a day's movement reports that can be compared with the grand amounts of its journals (docs/sales-days.md
// works it out from real reports): null rather than wrong. Pure.

import { Big } from 'big.js'
import type { KnownReport } from './movement-table.ts'

export interface ReportTotal {
  readonly amount: Big
  /** Whether tax is in it; without, sales are compared without their tax. */
  readonly withTax: boolean
}

export interface KnownSales {
  /** Times of all known sales, seconds on the register's clock. */
  readonly times: readonly number[]
}

const dayPeriod = 2
const shiftPeriod = 98
/** No store's taxes come to more of what it sold. */
const highestTax = 0.35
/** Clocks of the report and of its sales may differ by this, seconds. */
const clocksApart = 120
/** A day report that ends this long before the last known sale was made while the day went on. */
const endsEarly = 3600

const sumOf = (amounts: readonly (string | undefined)[]): Big | null =>
  amounts.length === 0 || amounts.some((amount) => amount === undefined)
    ? null
    : amounts.reduce<Big>((total, amount) => total.plus(amount ?? '0'), new Big(0))

/** A newer report of the same period replaces the older one; periods that follow one another stand beside each other. */
const newestOfEach = (reports: readonly KnownReport[]): KnownReport[] => {
  const kept: KnownReport[] = []
  for (const report of [...reports].sort((a, b) => b.documentId - a.documentId)) {
    const { begins, ends } = report
    const known = kept.some((other) =>
      begins === null || ends === null || other.begins === null || other.ends === null
        ? true
        : begins < other.ends && other.begins < ends,
    )
    if (!known) kept.push(report)
  }
  return kept
}

const coversDay = (parts: readonly KnownReport[], { times }: KnownSales): boolean => {
  const last = times.at(-1)
  const ends = parts.flatMap((part) => part.ends ?? [])
  const begins = parts.flatMap((part) => part.begins ?? [])
  if (last === undefined || ends.length < parts.length || begins.length < parts.length) return true
  // A period that lies elsewhere altogether is a clock that is wrong, not a day that is cut.
  const [first, end] = [Math.min(...begins), Math.max(...ends)]
  return last <= end + endsEarly || (times[0] ?? last) > end || first > last
}

/** Shifts come to a day only when each known sale was made in one of them. */
const coverEachSale = (parts: readonly KnownReport[], { times }: KnownSales): boolean =>
  times.every((at) =>
    parts.some(
      ({ begins, ends }) => begins !== null && ends !== null && at >= begins - clocksApart && at <= ends + clocksApart,
    ),
  )

/** Totals of the parts, when they can be told: the ways are tried from the surest on. */
const totalOf = (summaries: readonly KnownReport[], taxes: readonly KnownReport[]): ReportTotal | null => {
  const sales = sumOf(summaries.map(({ amounts }) => amounts.sales))
  const [grandBegins, grandEnds] = [
    sumOf(summaries.map(({ amounts }) => amounts.grandBegins)),
    sumOf(summaries.map(({ amounts }) => amounts.grandEnds)),
  ]
  const grand = grandBegins === null || grandEnds === null ? null : grandEnds.minus(grandBegins)
  const special = sumOf(taxes.map(({ amounts }) => amounts.taxSpecial ?? '0'))
  const [taxable, tax] = [
    sumOf(taxes.map(({ amounts }) => amounts.taxable)),
    sumOf(taxes.map(({ amounts }) => amounts.taxCollected)),
  ]
  const taxed = special !== null && special.eq(0) && taxable !== null && tax !== null ? taxable.plus(tax) : null
  if (sales !== null && taxed !== null && taxable !== null && taxable.eq(sales)) return { amount: taxed, withTax: true }
  if (grand !== null && sales !== null) {
    const inIt = grand.minus(sales)
    if (inIt.gte(0) && inIt.lte(sales.abs().times(highestTax))) return { amount: grand, withTax: true }
  }
  if (grand !== null && sales === null && grand.gte(0)) return { amount: grand, withTax: true }
  if (taxed !== null && sales === null) return { amount: taxed, withTax: true }
  return sales === null ? null : { amount: sales, withTax: false }
}

/**
 * The total of one business date, and of one register where the reports name one (`registerId` null: of the store). A day
 * report wins over shifts; open periods and reports of another store count for nothing.
 */
export const reportTotal = (
  reports: readonly KnownReport[],
  registerId: string | null,
  sales: KnownSales,
): ReportTotal | null => {
  const mine = reports.filter((report) => report.registerId === registerId && !report.isOpen)
  for (const period of [dayPeriod, shiftPeriod]) {
    const ofPeriod = mine.filter((report) => report.period === period)
    const summaries = newestOfEach(ofPeriod.filter(({ kind, amounts }) => kind === 'MSM' && hasAny(amounts)))
    const taxes = newestOfEach(ofPeriod.filter(({ kind, amounts }) => kind === 'TLM' && hasAny(amounts)))
    const covers = period === dayPeriod ? coversDay : coverEachSale
    const usable = [summaries, taxes].map((parts) => (parts.length > 0 && covers(parts, sales) ? parts : []))
    const total = totalOf(usable[0] ?? [], usable[1] ?? [])
    if (total !== null) return total
    // A day report that cannot be used is no reason to believe shifts instead.
    if (summaries.length > 0 && period === dayPeriod) return null
  }
  return null
}

const hasAny = (amounts: KnownReport['amounts']): boolean =>
  amounts.sales !== undefined || amounts.grandEnds !== undefined || amounts.taxable !== undefined
