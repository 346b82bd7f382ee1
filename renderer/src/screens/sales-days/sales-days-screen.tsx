// Sales days: was every day of the month complete at the office (ux 2.10). The month left, the chosen day beside or below
// it; below 640 px a list of days. The address says month and day: "#/sales-days/2026-11-20", "#/sales-days?month=2026-10".

import { Button, Checkbox, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { ChevronLeft20Regular } from '@fluentui/react-icons/svg/chevron-left'
import { ChevronRight20Regular } from '@fluentui/react-icons/svg/chevron-right'
import { Print20Regular } from '@fluentui/react-icons/svg/print'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { dayVerdicts } from '../../../../contract/sales-days.ts'
import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import { usePreferencesQuery, useSalesMonth } from '../../data/queries.ts'
import { keys } from '../../data/query-keys.ts'
import { useSnapshot, useStoreTimes } from '../../data/snapshot-context.tsx'
import { useExport } from '../../exports/use-export.ts'
import { useExportKeys } from '../../exports/use-export-keys.ts'
import { formatMonth } from '../../format/calendar.ts'
import { zoneName } from '../../format/store-time.ts'
import { dialogIsOpen } from '../../parts/modal-dialog.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { ErrorState } from '../../parts/screen-states.tsx'
import { goTo, useHashQuery } from '../../shell/hash-location.ts'
import { useRoom } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { DayMark } from './day-mark.tsx'
import { DayPanel } from './day-panel.tsx'
import { verdictLook } from './day-words.ts'
import { MonthCalendar } from './month-calendar.tsx'
import { addMonths, dayToOpen, isDay, isMonth, lastDayOf, monthOf, sameDayIn, type Month } from './month-grid.ts'
import { MonthList } from './month-list.tsx'
import { usePrintMonth } from './use-print-month.ts'

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', gap: '12px', minWidth: 0 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px' },
  heading: { marginRight: 'auto' },
  body: { display: 'grid', gridTemplateColumns: `minmax(0, 1fr) ${rem(320)}`, gap: '24px', alignItems: 'start' },
  stacked: { gridTemplateColumns: 'minmax(0, 1fr)', gap: '16px' },
  month: { display: 'flex', flexDirection: 'column', gap: '8px', minWidth: 0 },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px', marginLeft: '-6px' },
  title: { ...text.leadStrong, margin: 0, minWidth: rem(140), textAlign: 'center' },
  today: { marginLeft: 'auto', fontWeight: tokens.fontWeightRegular },
  legend: {
    ...text.caption,
    listStyleType: 'none',
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 20px',
    margin: '8px 0 0',
    padding: 0,
  },
  state: { display: 'flex', alignItems: 'center', gap: '6px' },
  footnote: { ...text.caption, color: tokens.colorNeutralForeground3, margin: 0 },
})

const Legend = () => {
  const styles = useStyles()
  return (
    <ul aria-label={say('salesDays.legend')} className={styles.legend}>
      {dayVerdicts.map((verdict) => (
        <li key={verdict} className={styles.state}>
          <DayMark verdict={verdict} />
          {say(verdictLook[verdict].name)}
        </li>
      ))}
    </ul>
  )
}

/**
 * Null in the place of the choice: Settings keep amounts from the screens. Whether amounts are shown is remembered until the window closes, and begins with no: others may look over a shoulder.
 */
const useShowAmounts = (): readonly [boolean, ((show: boolean) => void) | null] => {
  const client = useQueryClient()
  const hidden = usePreferencesQuery().data?.hideAmounts === true
  const [show, setShow] = useState(() => client.getQueryData<boolean>(keys.showAmounts) ?? false)
  if (hidden) return [false, null]
  return [
    show,
    (wanted) => {
      client.setQueryDefaults(keys.showAmounts, { gcTime: Infinity })
      client.setQueryData(keys.showAmounts, wanted)
      setShow(wanted)
    },
  ]
}

/** Ctrl+P prints what the screen shows. */
const usePrintKey = (print: () => void): void => {
  const run = useRef(print)
  run.current = print
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'p' || !event.ctrlKey || event.shiftKey || event.altKey || dialogIsOpen()) return
      event.preventDefault()
      run.current()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** `date`: the day the address names, if it names one. */
export const SalesDaysScreen = ({ date }: { readonly date: string | undefined }) => {
  const styles = useStyles()
  const room = useRoom()
  const snapshot = useSnapshot()
  const times = useStoreTimes()
  const query = useHashQuery()
  const titleId = useId()
  const [showAmounts, setShowAmounts] = useShowAmounts()
  const [choosing, setChoosing] = useState(false)

  const asked = isDay(date) ? date : null
  const inAddress = query.get('month')
  const month: Month = asked !== null ? monthOf(asked) : isMonth(inAddress) ? inAddress : monthOf(times.today)
  const known = useSalesMonth(month)
  const today: BusinessDate = known.data?.today ?? times.today
  const thisMonth = monthOf(today)
  const chosen = asked ?? (known.data === undefined ? null : dayToOpen(known.data))
  const cells = useMemo(() => new Map((known.data?.days ?? []).map((day) => [day.date, day])), [known.data])

  const [moved, setMoved] = useState<BusinessDate | null>(null)
  const active =
    moved !== null && monthOf(moved) === month
      ? moved
      : (chosen ?? (month === thisMonth ? today : sameDayIn(today, month)))

  const { print, printing } = usePrintMonth(month)
  usePrintKey(print)
  const { saveCsv } = useExport()
  useExportKeys({
    csv: () => saveCsv({ kind: 'sales-days', from: `${month}-01`, to: lastDayOf(month) }),
    pdf: null,
  })

  const goToMonth = (next: Month): void => {
    setChoosing(false)
    goTo(`/sales-days?month=${next}`, { replace: true })
  }
  const choose = (day: BusinessDate): void => {
    setMoved(day)
    setChoosing(true)
    goTo(`/sales-days/${day}`, { replace: true })
  }
  const move = (day: BusinessDate): void => {
    setMoved(day)
    if (monthOf(day) !== month) goToMonth(monthOf(day))
  }

  const panel = chosen === null ? null : <DayPanel date={chosen} announces={choosing} />
  const zone = zoneName(times.zone, times.now)
  return (
    <div className={styles.screen}>
      <div className={styles.head}>
        <PageHeading windowTitle={say('nav.salesDays')} className={styles.heading}>
          {say('nav.salesDays')}
        </PageHeading>
        {setShowAmounts !== null && (
          <Checkbox
            label={say('salesDays.showAmounts')}
            checked={showAmounts}
            onChange={(_, data) => setShowAmounts(data.checked === true)}
          />
        )}
        <Button icon={<Print20Regular />} disabledFocusable={printing} onClick={print}>
          {say('salesDays.print')}
        </Button>
      </div>
      {known.isError && (
        <ErrorState words={say('salesDays.error')} error={known.error} retry={() => void known.refetch()} />
      )}
      <div className={mergeClasses(styles.body, !room.wide && styles.stacked)}>
        <div className={styles.month}>
          <div className={styles.bar}>
            <Button
              appearance="subtle"
              icon={<ChevronLeft20Regular />}
              aria-label={say('salesDays.previousMonth')}
              title={say('salesDays.previousMonth')}
              onClick={() => goToMonth(addMonths(month, -1))}
            />
            <h2 id={titleId} className={styles.title} aria-live="polite">
              {formatMonth(month)}
            </h2>
            <Button
              appearance="subtle"
              icon={<ChevronRight20Regular />}
              aria-label={say('salesDays.nextMonth')}
              title={say('salesDays.nextMonth')}
              disabledFocusable={month >= thisMonth}
              onClick={() => goToMonth(addMonths(month, 1))}
            />
            <Button appearance="subtle" className={styles.today} onClick={() => choose(today)}>
              {say('salesDays.today')}
            </Button>
          </div>
          {room.rail ? (
            <MonthCalendar
              month={month}
              today={today}
              cells={cells}
              loading={known.isPending}
              labelledBy={titleId}
              chosen={chosen}
              active={active}
              last={lastDayOf(thisMonth)}
              showAmounts={showAmounts}
              compact={!room.medium}
              onChoose={choose}
              onMove={move}
            />
          ) : (
            <MonthList
              month={month}
              today={today}
              cells={cells}
              labelledBy={titleId}
              chosen={chosen}
              showAmounts={showAmounts}
              onChoose={choose}
              panel={panel}
            />
          )}
          <Legend />
        </div>
        {room.rail && panel}
      </div>
      <p className={styles.footnote}>
        {say(snapshot.mode === 'practice' ? 'salesDays.footnotePractice' : 'salesDays.footnote', { zone })}
      </p>
    </div>
  )
}
