// How the facts of an event are kept in the column `event.facts`: JSON with the names of JudgedEvent, what is empty left
// out, and lists instead of objects where many are alike, because a store keeps some hundred thousand events a year.
// Documents judged by an older reader have fewer of them: reading fills in what is missing.
//
//   lines {"item": [2, "5.58"]} = count, amount      tenders [["cash", "generic", "5.00", 0]] = code, sub code, amount, change
//   taxes [["101", "2.79", "0.17"]] = level, taxable, collected

import { lineKinds, type JudgedEvent, type LineSum } from '../judge/judgement.ts'

/** The columns of `event` that hold the rest. */
export interface EventRow {
  readonly type: string
  readonly register_id: string | null
  readonly transaction_id: string | null
  readonly business_date: string | null
  readonly grand_amount: string | null
  readonly line: number
  readonly end_line: number
  readonly facts: string
}

type Text = string | null
/** What is kept under other shapes than in JudgedEvent. Flags are always kept: queries ask for them. */
interface KeptLists {
  readonly lines?: Readonly<Record<string, readonly [count: number, amount: Text]>>
  readonly tenders?: readonly (readonly [code: Text, subCode: Text, amount: Text, change: 0 | 1])[]
  readonly taxes?: readonly (readonly [level: Text, taxable: Text, collected: Text])[]
}
type Kept = KeptLists & Partial<Omit<JudgedEvent, keyof KeptLists>>

const columns: ReadonlySet<string> = new Set([
  'type',
  'registerId',
  'transactionId',
  'businessDate',
  'grandAmount',
  'line',
  'endLine',
] satisfies (keyof JudgedEvent)[])

/** Whether nothing is lost when a value is left out; inside a list (its names are numbers) each keeps its place. */
const isEmpty = (name: string, value: unknown): boolean =>
  (value === null && !/^\d+$/.test(name)) || (Array.isArray(value) && value.length === 0)

/** The text for the column `facts`; what has a column of its own is not in it. */
export const writeEventFacts = (event: JudgedEvent): string => {
  const { lines, tenders, taxes, ...plain } = event
  const kept: Kept = {
    ...plain,
    lines: Object.fromEntries(
      lineKinds.flatMap((kind) => {
        const sum = lines[kind]
        return sum === undefined ? [] : [[kind, [sum.count, sum.amount]]]
      }),
    ),
    tenders: tenders.map(({ code, subCode, amount, change }) => [code, subCode, amount, change ? 1 : 0]),
    taxes: taxes.map(({ level, taxable, collected }) => [level, taxable, collected]),
  }
  return JSON.stringify(kept, (name: string, value: unknown) =>
    columns.has(name) || isEmpty(name, value) ? undefined : value,
  )
}

/** An event as the reader told it; facts an older reader did not know are empty. */
export const eventFromRow = (row: EventRow): JudgedEvent => {
  const kept = JSON.parse(row.facts) as Kept
  const lines: Record<string, LineSum> = {}
  for (const [kind, [count, amount]] of Object.entries(kept.lines ?? {})) lines[kind] = { count, amount }
  return {
    type: row.type,
    registerId: row.register_id,
    transactionId: row.transaction_id,
    businessDate: row.business_date,
    grandAmount: row.grand_amount,
    line: row.line,
    endLine: row.end_line,
    sequenceId: kept.sequenceId ?? null,
    tillId: kept.tillId ?? null,
    startDate: kept.startDate ?? null,
    startTime: kept.startTime ?? null,
    endDate: kept.endDate ?? null,
    endTime: kept.endTime ?? null,
    training: kept.training ?? false,
    suspended: kept.suspended ?? false,
    outside: kept.outside ?? false,
    linkedTransactionId: kept.linkedTransactionId ?? null,
    linkedRegisterId: kept.linkedRegisterId ?? null,
    linkedStoreLocationId: kept.linkedStoreLocationId ?? null,
    linkReason: kept.linkReason ?? null,
    tenderTotal: kept.tenderTotal ?? null,
    grossAmount: kept.grossAmount ?? null,
    netAmount: kept.netAmount ?? null,
    taxAmount: kept.taxAmount ?? null,
    lineCount: kept.lineCount ?? 0,
    direction: kept.direction ?? null,
    lines,
    tenders: (kept.tenders ?? []).map(([code, subCode, amount, change]) => ({
      code,
      subCode,
      amount,
      change: change === 1,
    })),
    taxes: (kept.taxes ?? []).map(([level, taxable, collected]) => ({ level, taxable, collected })),
  }
}
