// The table of sales days: one line a register and date, the facts of `days --json`.

import { Big } from 'big.js'
import type { RegisterDay } from '../../../contract/sales-days.ts'
import { number, text, type Cell } from './csv-text.ts'
import type { TableContext } from './files-table.ts'

type Column = readonly [key: string, cell: (day: RegisterDay, context: TableContext) => Cell]

const at = (moment: string | null, { clock }: TableContext): Cell =>
  text(moment === null ? null : clock(Date.parse(moment)))

const money = (amount: string | null): Cell => number(amount === null ? null : new Big(amount).toFixed(2))

const columns: readonly Column[] = [
  ['salesDay', ({ businessDate }) => text(businessDate)],
  ['register', ({ registerId }) => text(registerId)],
  ['verdict', ({ verdict }, { say }) => text(say(`verdict.${verdict}`))],
  ['files', ({ files }) => number(files)],
  ['filesAccepted', ({ accepted }) => number(accepted)],
  ['filesRefused', ({ refused }) => number(refused)],
  ['filesWaiting', ({ waiting }) => number(waiting)],
  ['sales', ({ sales }) => number(sales)],
  ['refunds', ({ refunds }) => number(refunds)],
  ['amountAccepted', ({ amount }) => money(amount)],
  ['firstSale', ({ firstAt }, context) => at(firstAt, context)],
  ['lastSale', ({ lastAt }, context) => at(lastAt, context)],
  ['reportTotal', ({ totals }) => money(totals?.report ?? null)],
  ['reportDifference', ({ totals }) => money(totals?.difference ?? null)],
  ['missing', ({ gaps }) => number(gaps.reduce((sum, { missing }) => sum + missing, 0))],
  ['lateFiles', ({ lateFiles }) => number(lateFiles)],
  ['why', ({ sentences }) => text(sentences.join(' '))],
  ['zone', (_day, { timeZone }) => text(timeZone)],
]

export const daysHeading = ({ say }: TableContext): Cell[] => columns.map(([key]) => text(say(`column.${key}`)))

export const dayCells = (day: RegisterDay, context: TableContext): Cell[] =>
  columns.map(([, cell]) => cell(day, context))
