// One sales day in full: its state, why it is so in sentences, what to do, sales by hour, its registers, and whether the
// store was closed (ux 2.10).

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { ChevronRight20Regular } from '@fluentui/react-icons/svg/chevron-right'
import { Print20Regular } from '@fluentui/react-icons/svg/print'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import type { SalesDayDetail } from '../../../../contract/sales-days.ts'
import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import { useSalesDay } from '../../data/queries.ts'
import { useExport } from '../../exports/use-export.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatMoney } from '../../format/money.ts'
import { formatCount } from '../../format/quantity.ts'
import { formatDay } from '../../format/store-time.ts'
import { FactsList, type Fact } from '../../parts/facts-list.tsx'
import { useAnnounce } from '../../parts/live-region.tsx'
import { PlaceLink } from '../../parts/place-link.tsx'
import { ErrorState, LoadingLines } from '../../parts/screen-states.tsx'
import { goTo } from '../../shell/hash-location.ts'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { DayMark } from './day-mark.tsx'
import { daySentences, needsYouPlace, registerNotes, stateName, type DaySentence } from './day-words.ts'
import { RegisterTable } from './register-table.tsx'
import { SalesByHour } from './sales-by-hour.tsx'
import { useMarkClosed } from './use-mark-closed.ts'

/** At most so many files are named by the day; then "See the files" says no number. */
const mostNamed = 50

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    padding: '16px 20px 20px',
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
    minWidth: 0,
  },
  title: { ...text.leadStrong, margin: 0 },
  state: { ...text.body, display: 'flex', alignItems: 'center', gap: '8px', marginTop: '4px' },
  sentences: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '6px' },
  sentence: { ...text.body },
  notes: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '4px' },
  note: { ...text.caption, color: tokens.colorNeutralForeground3 },
  primary: { width: '100%', maxWidth: rem(320) },
  closing: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '6px' },
})

const Sentences = ({ sentences, quiet }: { readonly sentences: readonly DaySentence[]; readonly quiet: boolean }) => {
  const styles = useStyles()
  if (sentences.length === 0) return null
  return (
    <ul className={quiet ? styles.notes : styles.sentences}>
      {sentences.map(({ key, words, english }) => (
        <li key={key} lang={english ? 'en' : undefined} className={quiet ? styles.note : styles.sentence}>
          {words}
        </li>
      ))}
    </ul>
  )
}

/** How long the register can still be asked for what is missing. */
const memoryWords = (days: number | null): string | null =>
  days === null ? null : days <= 0 ? say('salesDays.memory.gone') : say('salesDays.memory.left', { n: days })

const useDayFacts = (day: SalesDayDetail): readonly Fact[] => {
  const times = useStoreTimes()
  if (day.files === 0) return []
  return [
    { name: say('salesDays.firstSale'), value: times.clock(day.firstAt) },
    { name: say('salesDays.lastSale'), value: times.clock(day.lastAt) },
    { name: say('salesDays.sales'), value: formatCount(day.sales) },
    ...(day.refunds > 0 ? [{ name: say('salesDays.refunds'), value: formatCount(day.refunds) }] : []),
    { name: say('salesDays.acceptedAmount'), value: formatMoney(day.amount) },
  ]
}

const Known = ({ day }: { readonly day: SalesDayDetail }) => {
  const styles = useStyles()
  const times = useStoreTimes()
  const markClosed = useMarkClosed()
  const { savePdf, busy } = useExport()
  const noteId = useId()
  const facts = useDayFacts(day)
  const missing = day.verdict === 'possible-gap' || (day.verdict === 'none' && !day.beforeFirst)
  const memory = memoryWords(day.memoryDaysLeft)
  const memorySentence: readonly DaySentence[] =
    memory === null ? [] : [{ key: 'memory', words: memory, english: false }]
  const sentences = [...daySentences(day, times.clock), ...(missing ? memorySentence : [])]
  const notes = [...registerNotes(day.registers), ...(missing || day.files === 0 ? [] : memorySentence)]
  const count = day.needsYou.length
  return (
    <>
      <Sentences sentences={sentences} quiet={false} />
      {count > 0 && (
        <Button appearance="primary" className={styles.primary} onClick={() => goTo(needsYouPlace(day))}>
          {count >= mostNamed ? say('salesDays.seeFiles.many') : say('salesDays.seeFiles', { n: count })}
        </Button>
      )}
      <SalesByHour perHour={day.perHour} />
      {facts.length > 0 && <FactsList large facts={facts} />}
      <RegisterTable registers={day.registers} />
      <Sentences sentences={notes} quiet />
      {day.files > 0 && (
        <PlaceLink to={`/files?group=all&from=${day.date}&to=${day.date}`}>
          {say('salesDays.allFiles', { n: day.files })}
          <ChevronRight20Regular aria-hidden />
        </PlaceLink>
      )}
      <div className={styles.closing}>
        <Button
          icon={<Print20Regular />}
          disabledFocusable={busy}
          onClick={() => savePdf({ kind: 'sales-day', date: day.date })}
        >
          {say('export.daySheet')}
        </Button>
        <Button aria-describedby={noteId} onClick={() => markClosed(day.date, !day.markedClosed)}>
          {say(day.markedClosed ? 'salesDays.openAgain' : 'salesDays.markClosed')}
        </Button>
        <span id={noteId} className={styles.note}>
          {say(day.markedClosed ? 'salesDays.openAgain.note' : 'salesDays.markClosed.note')}
        </span>
      </div>
    </>
  )
}

export interface DayPanelProps {
  readonly date: BusinessDate
  /** Says the day to a screen reader once it is known: the person has just chosen it. */
  readonly announces: boolean
}

export const DayPanel = ({ date, announces }: DayPanelProps): ReactNode => {
  const styles = useStyles()
  const id = useId()
  const times = useStoreTimes()
  const announce = useAnnounce()
  const day = useSalesDay(date)
  const known = day.data

  const said = useRef<string | null>(null)
  useEffect(() => {
    if (!announces || known === undefined || said.current === date) return
    said.current = date
    const [first] = daySentences(known, times.clock)
    announce([formatDay(date, 'long'), stateName(known), first?.words ?? ''].join('. '))
  }, [announce, announces, date, known, times])

  return (
    <section aria-labelledby={id} data-region className={styles.panel}>
      <div>
        <h2 id={id} className={styles.title}>
          {formatDay(date, 'long')}
        </h2>
        {known !== undefined && (
          <div className={styles.state}>
            {!known.beforeFirst && <DayMark verdict={known.verdict} size={20} />}
            {stateName(known)}
          </div>
        )}
      </div>
      {day.isPending && <LoadingLines words={say('salesDays.day.loading')} lines={4} />}
      {day.isError && known === undefined && (
        <ErrorState words={say('salesDays.day.error')} error={day.error} retry={() => void day.refetch()} />
      )}
      {known !== undefined && <Known day={known} />}
    </section>
  )
}
