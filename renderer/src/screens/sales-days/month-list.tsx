// The month as a list of days, newest first, where there is no room for a grid: below 640 px and at 400 %. The chosen
// day opens in its place.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { SalesDayCell } from '../../../../contract/sales-days.ts'
import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import { formatMoney } from '../../format/money.ts'
import { formatDay } from '../../format/store-time.ts'
import { HiddenWords } from '../../parts/hidden-words.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { DayMark } from './day-mark.tsx'
import { cellWords, dayName, verdictLook } from './day-words.ts'
import { datesOf, type Month } from './month-grid.ts'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '6px' },
  day: {
    ...text.body,
    position: 'relative',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '2px 8px',
    width: '100%',
    minHeight: rem(44),
    padding: '6px 12px',
    textAlign: 'left',
    fontFamily: 'inherit',
    color: tokens.colorNeutralForeground1,
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '6px',
    cursor: 'pointer',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-3px' },
  },
  chosen: { outline: `2px solid ${tokens.colorCompoundBrandStroke}`, outlineOffset: '-2px' },
  name: { fontWeight: tokens.fontWeightSemibold, marginRight: 'auto' },
  state: { display: 'flex', alignItems: 'center', gap: '6px' },
  amount: { ...text.caption, width: '100%', color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  open: { paddingTop: '6px' },
})

/** "Needs you · 93 of 96", or the cell's words where they say the state themselves. */
const stateWords = (cell: SalesDayCell): string =>
  cell.beforeFirst
    ? cellWords(cell)
    : cell.verdict === 'none' || cell.verdict === 'closed' || cell.verdict === 'possible-gap'
      ? say(verdictLook[cell.verdict].name)
      : say('salesDays.list.state', { state: say(verdictLook[cell.verdict].name), files: cellWords(cell) })

export interface MonthListProps {
  readonly month: Month
  readonly today: BusinessDate
  readonly cells: ReadonlyMap<BusinessDate, SalesDayCell>
  readonly labelledBy: string
  readonly chosen: BusinessDate | null
  readonly showAmounts: boolean
  readonly onChoose: (date: BusinessDate) => void
  /** What is known of the chosen day. */
  readonly panel: ReactNode
}

export const MonthList = ({
  month,
  today,
  cells,
  labelledBy,
  chosen,
  showAmounts,
  onChoose,
  panel,
}: MonthListProps) => {
  const styles = useStyles()
  const days = datesOf(month)
    .filter((date) => date <= today)
    .toReversed()
  return (
    <ul aria-labelledby={labelledBy} className={styles.list}>
      {days.map((date) => {
        const cell = cells.get(date)
        return (
          <li key={date}>
            <button
              type="button"
              data-date={date}
              aria-current={date === today ? 'date' : undefined}
              aria-expanded={date === chosen}
              className={mergeClasses(styles.day, date === chosen && styles.chosen)}
              onClick={() => onChoose(date)}
            >
              <HiddenWords>{dayName(date, cell, today, showAmounts)}</HiddenWords>
              <span aria-hidden className={styles.name}>
                {formatDay(date)}
              </span>
              {cell !== undefined && (
                <span aria-hidden className={styles.state}>
                  {!cell.beforeFirst && <DayMark verdict={cell.verdict} />}
                  {stateWords(cell)}
                </span>
              )}
              {showAmounts && cell?.amount != null && (
                <span aria-hidden className={styles.amount}>
                  {formatMoney(cell.amount)}
                </span>
              )}
            </button>
            {date === chosen && <div className={styles.open}>{panel}</div>}
          </li>
        )
      })}
    </ul>
  )
}
