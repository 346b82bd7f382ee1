// The day sheet for the binder: what each register sold and sent on one sales day, what became of the files, what is missing,
// whether the registers' own totals agree, and a line to sign. One page for a usual day; readable in grey.

import { mergeClasses } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { Big } from 'big.js'
import type { FilePage } from '../../../../contract/ipc.ts'
import { everyFile, fileGroups } from '../../../../contract/ipc.ts'
import type { DayTotals, RegisterDay, SalesDayDetail } from '../../../../contract/sales-days.ts'
import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import { useBridge } from '../../bridge.ts'
import { useSalesDay } from '../../data/queries.ts'
import { useSnapshot, useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatMoney } from '../../format/money.ts'
import { formatCount } from '../../format/quantity.ts'
import { formatDay, nothingYet, zoneName } from '../../format/store-time.ts'
import { say, type MessageId } from '../../words/say.ts'
import { groupWords } from '../files/file-filter.ts'
import { DayMark } from '../sales-days/day-mark.tsx'
import { daySentences, registerNotes, verdictLook } from '../sales-days/day-words.ts'
import { PaperHead } from './paper-head.tsx'
import { paperCount, usePaperStyles } from './paper-table.ts'
import { Paper, useDocumentReady } from './paper.tsx'

/** More of each would leave the page. */
const mostNamed = 8
const mostNotes = 12

const registerColumns: readonly MessageId[] = [
  'salesDays.register',
  'print.month.state',
  'print.month.found',
  'print.month.accepted',
  'print.month.refused',
  'print.month.waiting',
  'print.day.sales',
  'print.day.refunds',
  'print.month.amount',
  'print.day.first',
  'print.day.ownTotal',
  'print.day.difference',
]
const wordColumns = 2

const sum = (days: readonly RegisterDay[], of: (day: RegisterDay) => number): number =>
  days.reduce((total, day) => total + of(day), 0)

const RegisterRow = ({ day }: { readonly day: RegisterDay }) => {
  const styles = usePaperStyles()
  const times = useStoreTimes()
  const number = mergeClasses(styles.cell, styles.number, styles.tight)
  return (
    <tr className={styles.row}>
      <th scope="row" className={styles.cell}>
        {day.registerId === '' ? say('salesDays.registerUnnamed') : day.registerId}
      </th>
      <td className={mergeClasses(styles.cell, styles.tight)}>
        <span className={mergeClasses(styles.state, styles.wraps)}>
          <DayMark verdict={day.verdict} />
          {say(verdictLook[day.verdict].name)}
        </span>
      </td>
      <td className={number}>{paperCount(day.files)}</td>
      <td className={number}>{paperCount(day.accepted)}</td>
      <td className={number}>{paperCount(day.refused)}</td>
      <td className={number}>{paperCount(day.waiting)}</td>
      <td className={number}>{paperCount(day.sales)}</td>
      <td className={number}>{paperCount(day.refunds)}</td>
      <td className={number}>{formatMoney(day.amount)}</td>
      <td className={number}>
        {times.clock(day.firstAt)}
        <br />
        {times.clock(day.lastAt)}
      </td>
      <td className={number}>{day.totals === null ? nothingYet : formatMoney(day.totals.report)}</td>
      <td className={mergeClasses(number, differs(day.totals) && styles.strong)}>
        {day.totals === null ? nothingYet : formatMoney(day.totals.difference)}
      </td>
    </tr>
  )
}

const differs = (totals: DayTotals | null): boolean => totals !== null && !new Big(totals.difference).eq(0)

const Registers = ({ day }: { readonly day: SalesDayDetail }) => {
  const styles = usePaperStyles()
  const { registers } = day
  const total = mergeClasses(styles.cell, styles.number, styles.total, styles.tight)
  const amount = registers.reduce((all, each) => all.plus(each.amount), new Big(0)).toFixed(2)
  return (
    <>
      <h2 className={styles.section}>{say('print.day.registers')}</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            {registerColumns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={mergeClasses(
                  styles.headCell,
                  index >= wordColumns && styles.number,
                  styles.tight,
                  styles.wraps,
                )}
              >
                {say(column)}
                {column === 'print.day.first' && (
                  <>
                    <br />
                    {say('print.day.last')}
                  </>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {registers.map((each) => (
            <RegisterRow key={each.registerId} day={each} />
          ))}
        </tbody>
        {registers.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row" className={mergeClasses(styles.cell, styles.total)}>
                {say('print.day.total')}
              </th>
              <td className={mergeClasses(styles.cell, styles.total)} />
              {/* A file may tell of several registers: the store's own counts, not the sums of theirs. */}
              <td className={total}>{paperCount(day.files)}</td>
              <td className={total}>{paperCount(day.accepted)}</td>
              <td className={total}>{paperCount(day.refused)}</td>
              <td className={total}>{paperCount(day.waiting)}</td>
              <td className={total}>{paperCount(sum(registers, ({ sales }) => sales))}</td>
              <td className={total}>{paperCount(sum(registers, ({ refunds }) => refunds))}</td>
              <td className={total}>{formatMoney(amount)}</td>
              <td className={total} colSpan={3} />
            </tr>
          </tfoot>
        )}
      </table>
    </>
  )
}

const totalsWords = (registers: readonly RegisterDay[]): string => {
  const known = registers.flatMap(({ totals }) => totals ?? [])
  if (known.length === 0) return say('print.day.totals.none')
  return say(known.some(differs) ? 'print.day.totals.differ' : 'print.day.totals.agree')
}

const gapWords = (day: SalesDayDetail): readonly string[] => {
  const judged = day.registers.filter(({ numbering }) => numbering.judged)
  return judged.length > 0 && judged.every(({ gaps }) => gaps.length === 0) ? [say('print.day.noGaps')] : []
}

const DaySheet = ({ day, counts }: { readonly day: SalesDayDetail; readonly counts: FilePage['counts'] }) => {
  const styles = usePaperStyles()
  const { mode } = useSnapshot()
  const times = useStoreTimes()
  const title = say('print.day.title', { day: formatDay(day.date, 'with-year') })
  const words = [
    ...daySentences(day, times.clock).map((each) => each.words),
    ...registerNotes(day.registers).map((each) => each.words),
    ...gapWords(day),
    ...(day.hours === 24 ? [] : [say('salesDays.day.hours', { n: day.hours })]),
  ]
  const named = day.needsYou.slice(0, mostNamed)
  return (
    <Paper title={title}>
      <PaperHead title={title} />
      <p className={mergeClasses(styles.summary, styles.state, styles.strong)}>
        <DayMark verdict={day.verdict} size={20} />
        {say(verdictLook[day.verdict].name)}
      </p>
      <h2 className={styles.section}>{say('print.day.verdicts')}</h2>
      <p className={styles.plain}>
        {fileGroups
          .filter((group) => group === 'all' || counts[group] > 0)
          .map((group) => say(groupWords[group].count, { n: counts[group], count: formatCount(counts[group]) }))
          .join(' · ')}
        {day.amount !== null && ` · ${say('salesDays.acceptedAmount')}: ${formatMoney(day.amount)}`}
      </p>
      {day.registers.length > 0 && <Registers day={day} />}
      {day.files > 0 && <p className={styles.foot}>{totalsWords(day.registers)}</p>}
      {words.length > 0 && (
        <>
          <h2 className={styles.section}>{say('print.day.notes')}</h2>
          <ul className={styles.list}>
            {words.slice(0, mostNotes).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
            {words.length > mostNotes && <li>{say('print.day.more', { n: words.length - mostNotes })}</li>}
          </ul>
        </>
      )}
      {named.length > 0 && (
        <>
          <h2 className={styles.section}>{say('print.day.files')}</h2>
          <ul className={styles.list}>
            {named.map((file) => (
              <li key={file.id} className={styles.code}>
                {file.name}
              </li>
            ))}
            {day.needsYou.length > named.length && (
              <li>{say('print.day.more', { n: day.needsYou.length - named.length })}</li>
            )}
          </ul>
        </>
      )}
      <p className={styles.foot}>
        {say(mode === 'practice' ? 'salesDays.footnotePractice' : 'salesDays.footnote', {
          zone: zoneName(times.zone, times.now),
        })}
      </p>
      <div className={styles.signature}>
        <div className={styles.line}>{say('print.day.checkedBy')}</div>
        <div className={styles.shortLine}>{say('print.day.date')}</div>
      </div>
    </Paper>
  )
}

export const PrintedDay = ({ date }: { readonly date: BusinessDate }) => {
  const bridge = useBridge()
  const day = useSalesDay(date)
  const listed = useQuery({
    queryKey: ['printed-day-files', date],
    queryFn: () => bridge.listFiles({ filter: { ...everyFile, from: date, to: date }, after: null, limit: 1 }),
    staleTime: Infinity,
  })
  const known = day.data !== undefined && listed.data !== undefined
  useDocumentReady(day.isError || listed.isError ? 'impossible' : known ? 'complete' : 'loading')
  return day.data === undefined || listed.data === undefined ? null : (
    <DaySheet day={day.data} counts={listed.data.counts} />
  )
}
