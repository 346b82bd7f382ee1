// The sales days a scripted main process knows: November 2026 as in the pictures (a day without files, a closed one, a
// possible gap, refused files, today half over), other months all accepted.

import type { Repeats } from '../../contract/repeats.ts'
import type { DayVerdict, RegisterDay, SalesDayCell, SalesDayDetail, SalesMonth } from '../../contract/sales-days.ts'
import type { FileRow } from '../../contract/ipc.ts'

export const TODAY = '2026-11-21'

const hoursOf = (date: string): number => (date === '2026-11-01' ? 25 : date === '2026-03-08' ? 23 : 24)
const special: Readonly<Record<string, DayVerdict>> = {
  '2026-11-08': 'none',
  '2026-11-11': 'closed',
  '2026-11-18': 'possible-gap',
  '2026-11-20': 'needs-you',
  [TODAY]: 'still-arriving',
}

const number = (date: string): number => Number(date.slice(8)) * 7 + Number(date.slice(5, 7))

/** What the days of a scenario hang on. */
export interface DaysWorld {
  readonly closed: ReadonlyMap<string, boolean>
  /** Whether yesterday has refused files. */
  readonly refused: boolean
}

export const cellOf = (date: string, { closed, refused: hasRefused }: DaysWorld): SalesDayCell => {
  const marked = closed.get(date) ?? date === '2026-11-11'
  const told = special[date] === 'needs-you' && !hasRefused ? 'accepted' : (special[date] ?? 'accepted')
  const natural = date > TODAY || date < '2026-11-03' ? 'none' : told
  const verdict: DayVerdict = marked ? 'closed' : natural === 'closed' ? 'none' : natural
  const empty = date < '2026-11-03' || verdict === 'none' || (verdict === 'closed' && natural !== 'accepted')
  const files = empty ? 0 : date === TODAY ? 41 : date === '2026-11-20' ? 96 : 91 + (number(date) % 9)
  const refused = verdict === 'needs-you' ? 3 : 0
  return {
    date,
    verdict,
    files,
    accepted: files - refused,
    refused,
    waiting: 0,
    amount:
      files === 0
        ? null
        : date === '2026-11-20'
          ? '18204.11'
          : `${16_000 + number(date) * 13}.${10 + (number(date) % 89)}`,
    sentence: null,
    markedClosed: marked,
    beforeFirst: date < '2026-11-03' && !marked,
    hours: hoursOf(date),
  }
}

export const monthOf = (month: string, world: DaysWorld): SalesMonth => {
  const days = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()
  const dates = Array.from({ length: days }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`)
  return { month, today: TODAY, days: dates.map((date) => cellOf(date, world)) }
}

export const lastDaysOf = (world: DaysWorld): readonly SalesDayCell[] =>
  Array.from({ length: 14 }, (_, index) => cellOf(`2026-11-${String(8 + index).padStart(2, '0')}`, world))

const perHour = [0, 0, 0, 0, 0, 9, 38, 71, 84, 77, 62, 80, 91, 73, 66, 70, 88, 97, 85, 72, 54, 40, 27, 0]

const registerOf = (cell: SalesDayCell, registerId: string, share: number): RegisterDay => {
  const files = Math.round(cell.files * share)
  const gap = cell.verdict === 'possible-gap' && registerId === '2'
  return {
    businessDate: cell.date,
    registerId,
    files,
    sales: Math.round(1184 * share),
    refunds: registerId === '1' ? 3 : 1,
    amount: registerId === '1' ? '10922.47' : registerId === '2' ? '7281.64' : '0.00',
    accepted: files - (registerId === '2' ? cell.refused : 0),
    refused: registerId === '2' ? cell.refused : 0,
    waiting: 0,
    gaps: gap ? [{ after: '10235', before: '10239', missing: 3, confidence: 'high' }] : [],
    firstAt: `${cell.date}T10:58:00.000Z`,
    lastAt: `${cell.date}T23:52:00.000Z`,
    totals: gap ? { report: '7381.64', accepted: '7281.64', difference: '100.00' } : null,
    verdict: gap ? 'possible-gap' : registerId === '2' ? cell.verdict : 'accepted',
    numbering:
      registerId === '3'
        ? { judged: false, sentence: 'Its numbers do not go up by one.' }
        : { judged: true, sentence: 'Numbers go up by one.' },
    silences: gap ? [{ from: `${cell.date}T19:02:00.000Z`, to: `${cell.date}T21:04:00.000Z` }] : [],
    lateFiles: gap ? 2 : 0,
    sentences: [],
  }
}

export const dayOf = (date: string, world: DaysWorld, rows: readonly FileRow[]): SalesDayDetail => {
  const cell = cellOf(date, world)
  const empty = cell.files === 0
  const registers = empty
    ? []
    : [
        registerOf(cell, '1', 0.6),
        registerOf(cell, '2', 0.4),
        registerOf({ ...cell, verdict: 'accepted', refused: 0 }, '3', 0),
      ]
  const refused = rows.filter((row) => row.state === 'refused')
  return {
    ...cell,
    registers: cell.verdict === 'possible-gap' ? registers : registers.slice(0, 2),
    sales: empty ? 0 : 1184,
    refunds: empty ? 0 : 4,
    perHour: empty ? perHour.map(() => 0) : date === TODAY ? perHour.map((n, hour) => (hour < 15 ? n : 0)) : perHour,
    firstAt: empty ? null : `${date}T10:58:00.000Z`,
    lastAt: empty ? null : `${date}T23:52:00.000Z`,
    sentences: [],
    memoryDaysLeft: cell.verdict === 'possible-gap' ? 4 : cell.verdict === 'none' ? 0 : null,
    needsYou:
      cell.verdict !== 'needs-you'
        ? []
        : (refused.length > 0 ? refused : rows).slice(0, 3).map(({ id, name, state }) => ({ id, name, state })),
  }
}

/** A consolidated file of fourteen sales, of which the single files have all but `fresh`. */
export const repeatsOf = (rows: readonly FileRow[], fresh: number): Repeats => {
  const [one, other] = rows.filter((row) => row.state === 'accepted')
  const known = (index: number): string | null =>
    index < 14 - fresh ? ((index < 9 ? one?.id : other?.id) ?? null) : null
  const transactions = Array.from({ length: 14 }, (_, index) => ({
    line: 20 + index * 31,
    registerId: '2',
    transactionId: String(10_234 + index),
    type: index === 6 ? ('RefundEvent' as const) : ('SaleEvent' as const),
    businessDate: '2026-11-20',
    amount: index === 6 ? '-3.49' : `${4 + index}.${25 + index}`,
    knownFrom: known(index),
  }))
  const count = (id: string | undefined): number => transactions.filter(({ knownFrom }) => knownFrom === id).length
  return {
    sales: 14,
    known: 14 - fresh,
    files: [one, other].flatMap((row) =>
      row === undefined || count(row.id) === 0
        ? []
        : [{ id: row.id, name: row.name, state: row.state, shared: count(row.id) }],
    ),
    fileCount: 2,
    transactions,
  }
}
