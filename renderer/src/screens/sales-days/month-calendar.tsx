// The month as a grid of buttons: one stop for Tab, arrows, Home, End and the Page keys move the focus, Enter chooses
// (ux 2.10). The grid is drawn from the calendar at once; what is known of its days comes when it comes.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import type { SalesDayCell } from '../../../../contract/sales-days.ts'
import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import { weekdayNames } from '../../format/calendar.ts'
import { formatMoney } from '../../format/money.ts'
import { HiddenWords } from '../../parts/hidden-words.tsx'
import { hue, useHueStyles } from '../../theme/hue-styles.ts'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { DayMark } from './day-mark.tsx'
import { cellWords, dayName, hoursWords } from './day-words.ts'
import { movedDay, weeksOf, type Month } from './month-grid.ts'

const useStyles = makeStyles({
  grid: { display: 'flex', flexDirection: 'column', gap: '6px', minWidth: 0 },
  week: { display: 'grid', gridTemplateColumns: 'repeat(7, minmax(0, 1fr))', gap: '6px' },
  head: { ...text.caption, color: tokens.colorNeutralForeground3, padding: '0 10px' },
  headCompact: { padding: 0, textAlign: 'center' },
  cell: {
    ...text.body,
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'space-between',
    width: '100%',
    minHeight: rem(84),
    padding: '6px 10px 8px',
    textAlign: 'left',
    fontFamily: 'inherit',
    color: tokens.colorNeutralForeground1,
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '6px',
    cursor: 'pointer',
    transitionProperty: 'background-color',
    transitionDuration: tokens.durationFaster,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-3px' },
  },
  compact: {
    minHeight: rem(44),
    padding: '4px',
    flexDirection: 'row',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '2px 6px',
  },
  coming: {
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground3,
    cursor: 'default',
    ':hover': { backgroundColor: 'transparent' },
  },
  tinted: {
    backgroundColor: hue.tint,
    ':hover': { backgroundColor: hue.tint },
  },
  chosen: {
    outline: `2px solid ${tokens.colorCompoundBrandStroke}`,
    outlineOffset: '-2px',
    '@media (forced-colors: active)': { outlineColor: 'Highlight' },
  },
  top: { display: 'flex', justifyContent: 'space-between', alignItems: 'baseline', gap: '4px' },
  topWide: { width: '100%' },
  number: { fontWeight: tokens.fontWeightSemibold },
  quiet: { fontWeight: tokens.fontWeightRegular },
  exception: { ...text.caption, color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
  bottom: { display: 'flex', flexDirection: 'column', gap: '2px', minWidth: 0 },
  state: { display: 'flex', alignItems: 'center', gap: '6px', minWidth: 0, fontSize: rem(13), lineHeight: rem(18) },
  good: { color: tokens.colorNeutralForeground3 },
  amount: { ...text.caption, color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
})

export interface MonthCalendarProps {
  readonly month: Month
  readonly today: BusinessDate
  readonly cells: ReadonlyMap<BusinessDate, SalesDayCell>
  readonly loading: boolean
  /** Names the grid. */
  readonly labelledBy: string
  readonly chosen: BusinessDate | null
  /** The day that Tab comes to. */
  readonly active: BusinessDate
  /** No key leads after it. */
  readonly last: BusinessDate
  readonly showAmounts: boolean
  /** Room for pictures and numbers only; the words are in the names and below. */
  readonly compact: boolean
  readonly onChoose: (date: BusinessDate) => void
  /** The focus goes to a day, which may lie in another month. */
  readonly onMove: (date: BusinessDate) => void
}

interface DayCellProps {
  readonly date: BusinessDate
  readonly cell: SalesDayCell | undefined
  readonly props: MonthCalendarProps
}

const DayCell = ({ date, cell, props }: DayCellProps) => {
  const styles = useStyles()
  const hues = useHueStyles()
  const { today, chosen, active, compact, showAmounts } = props
  const coming = date > today
  // Before the store's first file there is nothing to show; its name says why.
  const shown = coming || cell?.beforeFirst === true ? undefined : cell
  const exception = date === today ? say('salesDays.today') : hoursWords(shown?.hours ?? 24)
  const good = shown?.verdict === 'accepted'
  return (
    <button
      type="button"
      data-date={date}
      data-region-start={date === active ? '' : undefined}
      aria-current={date === today ? 'date' : undefined}
      aria-disabled={coming || undefined}
      tabIndex={date === active ? 0 : -1}
      className={mergeClasses(
        styles.cell,
        compact && styles.compact,
        coming && styles.coming,
        shown?.verdict === 'needs-you' && hues.red,
        shown?.verdict === 'needs-you' && styles.tinted,
        date === chosen && styles.chosen,
      )}
      onClick={() => {
        if (!coming) props.onChoose(date)
      }}
    >
      <HiddenWords>{dayName(date, cell, today, showAmounts)}</HiddenWords>
      <span aria-hidden className={mergeClasses(styles.top, !compact && styles.topWide)}>
        <span className={mergeClasses(styles.number, coming && styles.quiet)}>{Number(date.slice(8))}</span>
        {!compact && exception !== null && <span className={styles.exception}>{exception}</span>}
      </span>
      {shown !== undefined && compact && <DayMark verdict={shown.verdict} />}
      {shown !== undefined && !compact && (
        <span aria-hidden className={styles.bottom}>
          <span className={styles.state}>
            <DayMark verdict={shown.verdict} />
            <span className={mergeClasses(good && styles.good)}>{cellWords(shown)}</span>
          </span>
          {showAmounts && shown.amount !== null && <span className={styles.amount}>{formatMoney(shown.amount)}</span>}
        </span>
      )}
    </button>
  )
}

export const MonthCalendar = (props: MonthCalendarProps) => {
  const styles = useStyles()
  const { month, cells, active, chosen, compact, last } = props
  const grid = useRef<HTMLDivElement>(null)
  /** The day that is to take the focus once it is the active one. */
  const wantsFocus = useRef<string | null>(null)

  useEffect(() => {
    if (wantsFocus.current !== active) return
    const day = grid.current?.querySelector<HTMLElement>(`[data-date="${active}"]`)
    if (day == null) return
    wantsFocus.current = null
    day.focus()
  }, [active, month])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.shiftKey) return
    const next = movedDay(event.key, event.ctrlKey, active, last)
    if (next === null) return
    event.preventDefault()
    if (next === active) return
    wantsFocus.current = next
    props.onMove(next)
  }

  const long = weekdayNames('long')
  return (
    <div
      ref={grid}
      role="grid"
      aria-labelledby={props.labelledBy}
      aria-busy={props.loading || undefined}
      className={styles.grid}
      onKeyDown={onKeyDown}
    >
      <div role="row" className={styles.week}>
        {weekdayNames('short').map((name, day) => (
          <span
            key={name}
            role="columnheader"
            aria-label={long[day]}
            className={mergeClasses(styles.head, compact && styles.headCompact)}
          >
            {name}
          </span>
        ))}
      </div>
      {weeksOf(month).map((week, row) => (
        <div key={row} role="row" className={styles.week}>
          {week.map((date, day) =>
            date === null ? (
              <span key={day} role="gridcell" />
            ) : (
              <span key={date} role="gridcell" aria-selected={date === chosen}>
                <DayCell date={date} cell={cells.get(date)} props={props} />
              </span>
            ),
          )}
        </div>
      ))}
    </div>
  )
}
