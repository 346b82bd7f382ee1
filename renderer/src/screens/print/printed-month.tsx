// A month of sales days on paper: one line a day, readable in black and white, because the state is a word and a shape.

import { mergeClasses } from '@fluentui/react-components'
import { Big } from 'big.js'
import type { SalesDayCell, SalesMonth } from '../../../../contract/sales-days.ts'
import { useSalesMonth } from '../../data/queries.ts'
import { useSnapshot, useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatMonth } from '../../format/calendar.ts'
import { formatMoney } from '../../format/money.ts'
import { formatCount } from '../../format/quantity.ts'
import { formatDay, zoneName } from '../../format/store-time.ts'
import { say } from '../../words/say.ts'
import { DayMark } from '../sales-days/day-mark.tsx'
import { stateName } from '../sales-days/day-words.ts'
import { useSalesDayNotes } from './day-notes.ts'
import { paperCount, usePaperStyles } from './paper-table.ts'
import { Paper, useDocumentReady } from './paper.tsx'

/** The sum of the days' amounts; null when no day has one. */
const totalAmount = (days: readonly SalesDayCell[]): string | null => {
  const amounts = days.flatMap(({ amount }) => amount ?? [])
  return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum.plus(amount), new Big(0)).toFixed(2)
}

const sum = (days: readonly SalesDayCell[], of: (day: SalesDayCell) => number): number =>
  days.reduce((total, day) => total + of(day), 0)

const DayRow = ({ day, note }: { readonly day: SalesDayCell; readonly note: string }) => {
  const styles = usePaperStyles()
  const number = mergeClasses(styles.cell, styles.number)
  return (
    <tr className={styles.row}>
      <th scope="row" className={mergeClasses(styles.cell, styles.nowrap)}>
        {formatDay(day.date)}
      </th>
      <td className={mergeClasses(styles.cell, day.verdict === 'needs-you' && styles.strong)}>
        <span className={styles.state}>
          {!day.beforeFirst && <DayMark verdict={day.verdict} />}
          {stateName(day)}
        </span>
      </td>
      <td className={number}>{paperCount(day.files)}</td>
      <td className={number}>{paperCount(day.accepted)}</td>
      <td className={number}>{paperCount(day.refused)}</td>
      <td className={number}>{paperCount(day.waiting)}</td>
      <td className={number}>{formatMoney(day.amount)}</td>
      <td className={styles.cell}>{note}</td>
    </tr>
  )
}

const columns = ['day', 'state', 'found', 'accepted', 'refused', 'waiting', 'amount', 'note'] as const
const words: readonly (typeof columns)[number][] = ['day', 'state', 'note']

const MonthTable = ({
  days,
  notes,
}: {
  readonly days: readonly SalesDayCell[]
  readonly notes: ReadonlyMap<string, string>
}) => {
  const styles = usePaperStyles()
  const total = mergeClasses(styles.cell, styles.number, styles.total)
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column}
              scope="col"
              className={mergeClasses(styles.headCell, !words.includes(column) && styles.number)}
            >
              {say(`print.month.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <DayRow key={day.date} day={day} note={notes.get(day.date) ?? ''} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" className={mergeClasses(styles.cell, styles.total)}>
            {say('print.month.total')}
          </th>
          <td className={mergeClasses(styles.cell, styles.total)} />
          <td className={total}>{paperCount(sum(days, (day) => day.files))}</td>
          <td className={total}>{paperCount(sum(days, (day) => day.accepted))}</td>
          <td className={total}>{paperCount(sum(days, (day) => day.refused))}</td>
          <td className={total}>{paperCount(sum(days, (day) => day.waiting))}</td>
          <td className={total}>{formatMoney(totalAmount(days))}</td>
          <td className={mergeClasses(styles.cell, styles.total)} />
        </tr>
      </tfoot>
    </table>
  )
}

const Month = ({ known, notes }: { readonly known: SalesMonth; readonly notes: ReadonlyMap<string, string> }) => {
  const styles = usePaperStyles()
  const { store, mode } = useSnapshot()
  const times = useStoreTimes()
  const days = known.days.filter(({ date }) => date <= known.today)
  const title = say('print.month.title', { month: formatMonth(known.month) })
  const shop = store === null ? '' : say('print.month.store', { store: store.name, id: store.locationId })
  const withFiles = days.filter(({ files }) => files > 0).length
  const zone = zoneName(times.zone, times.now)
  return (
    <Paper title={title}>
      <div className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        <div className={styles.made}>
          {shop}
          <br />
          {say('print.month.made', { time: times.exact(times.now) })}
        </div>
      </div>
      <p className={styles.summary}>
        {say('print.month.summary', {
          days: withFiles,
          accepted: formatCount(sum(days, (day) => day.accepted)),
          files: formatCount(sum(days, (day) => day.files)),
        })}
      </p>
      <MonthTable days={days} notes={notes} />
      <p className={styles.foot}>
        {say(mode === 'practice' ? 'salesDays.footnotePractice' : 'salesDays.footnote', { zone })}
      </p>
    </Paper>
  )
}

export const PrintedMonth = ({ month }: { readonly month: string }) => {
  const known = useSalesMonth(month)
  const notes = useSalesDayNotes(known.data)
  useDocumentReady(known.isError ? 'impossible' : known.data === undefined || notes === null ? 'loading' : 'complete')
  return known.data === undefined || notes === null ? null : <Month known={known.data} notes={notes} />
}
