// The last seven sales days in one row, each with its state by picture and word, each a link to the day (ux 2.6). What is
// not known is not shown: without an answer there is no row.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { SalesDayCell } from '../../../../contract/sales-days.ts'
import { useLastDays } from '../../data/queries.ts'
import { formatDay } from '../../format/store-time.ts'
import { Card } from '../../parts/card.tsx'
import { HiddenWords } from '../../parts/hidden-words.tsx'
import { PlaceLink } from '../../parts/place-link.tsx'
import { useRoom } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { DayMark } from '../sales-days/day-mark.tsx'
import { cellWords, dayName, verdictLook } from '../sales-days/day-words.ts'

const shownDays = 7

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: `repeat(${shownDays}, minmax(0, 1fr))`,
    gap: '8px 16px',
  },
  few: { gridTemplateColumns: 'repeat(4, minmax(0, 1fr))' },
  fewest: { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  day: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    minHeight: rem(40),
    padding: '2px 4px',
    marginLeft: '-4px',
    borderRadius: '4px',
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '0' },
  },
  date: { ...text.caption, color: tokens.colorNeutralForeground3 },
  state: { ...text.body, display: 'flex', alignItems: 'center', gap: '6px', minWidth: 0 },
})

/** "94 of 94" where the counts say enough, else the state itself: "Possible gap". */
const stateWords = (day: SalesDayCell): string =>
  day.verdict === 'possible-gap' ? say(verdictLook['possible-gap'].name) : cellWords(day)

/** "Sun 15" */
const dayWords = (date: string): string =>
  say('salesDays.shortDay', { weekday: formatDay(date).split(' ', 1)[0] ?? '', day: Number(date.slice(8)) })

const Days = ({ days }: { readonly days: readonly SalesDayCell[] }) => {
  const styles = useStyles()
  const room = useRoom()
  return (
    <ul className={mergeClasses(styles.list, !room.medium && styles.few, !room.rail && styles.fewest)}>
      {days.map((day, index) => {
        const isToday = index === days.length - 1
        return (
          <li key={day.date}>
            <a href={`#/sales-days/${day.date}`} aria-current={isToday ? 'date' : undefined} className={styles.day}>
              <HiddenWords>{dayName(day.date, day, days.at(-1)?.date ?? day.date, false)}</HiddenWords>
              <span aria-hidden className={styles.date}>
                {isToday ? say('salesDays.today') : dayWords(day.date)}
              </span>
              <span aria-hidden className={styles.state}>
                {!day.beforeFirst && <DayMark verdict={day.verdict} />}
                {stateWords(day)}
              </span>
            </a>
          </li>
        )
      })}
    </ul>
  )
}

export const LastDaysCard = () => {
  const days = useLastDays()
  if (days.data === undefined || days.data.length === 0) return null
  return (
    <Card title={say('today.lastDays')} action={<PlaceLink to="/sales-days">{say('today.allSalesDays')}</PlaceLink>}>
      <Days days={days.data.slice(-shownDays)} />
    </Card>
  )
}
