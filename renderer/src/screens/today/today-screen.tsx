// Today: did the sales get to the office, and if not, what do I do (ux 2.6). One sentence or one card, then the
// numbers of today and yesterday, then the way from the register to Petrosoft.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { ConnectionFacts, DaySummary, TodayFacts } from '../../../../contract/ipc.ts'
import { useConnection, useToday } from '../../data/queries.ts'
import { useSnapshot, useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatMoney } from '../../format/money.ts'
import { formatCount, formatSize } from '../../format/quantity.ts'
import { formatDay } from '../../format/store-time.ts'
import { Card } from '../../parts/card.tsx'
import { Chain } from '../../parts/chain.tsx'
import { ExactTime } from '../../parts/exact-time.tsx'
import { Figures, type Figure } from '../../parts/figures.tsx'
import { HourBars } from '../../parts/hour-bars.tsx'
import { useWindowTitle } from '../../parts/page-heading.tsx'
import { ActionLink, PlaceLink } from '../../parts/place-link.tsx'
import { ErrorState, LoadingLines } from '../../parts/screen-states.tsx'
import { useFocusOnEntry } from '../../parts/focus-on-entry.ts'
import { useRoom } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { chainOf, type ChainLink } from '../../words/chain.ts'
import { say } from '../../words/say.ts'
import { HeadlineBlock } from './headline-block.tsx'
import { LastDaysCard } from './last-days.tsx'
import { LatestFiles } from './latest-files.tsx'
import { todayHeadline } from './today-headline.ts'

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', gap: '16px' },
  opening: { display: 'flex', flexDirection: 'column', gap: '8px' },
  h1: { ...text.body, margin: 0, outlineStyle: 'none' },
  h1Word: { fontWeight: tokens.fontWeightSemibold, marginRight: '8px' },
  date: { color: tokens.colorNeutralForeground3 },
  days: { display: 'grid', gridTemplateColumns: '3fr 2fr', gap: '16px' },
  stacked: { gridTemplateColumns: 'minmax(0, 1fr)' },
  // Wide enough for three figures beside each other.
  todayBody: {
    display: 'grid',
    gridTemplateColumns: `minmax(${rem(202)}, max-content) minmax(${rem(180)}, 1fr)`,
    gap: '20px',
  },
  aside: { ...text.caption, color: tokens.colorNeutralForeground3, marginTop: '12px' },
  sales: {
    ...text.body,
    display: 'flex',
    justifyContent: 'space-between',
    gap: '8px 16px',
    flexWrap: 'wrap',
    borderTop: `1px solid ${colours.sbCardBorder}`,
    paddingTop: '12px',
    marginTop: '16px',
  },
  salesName: { color: tokens.colorNeutralForeground3 },
  amount: { fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
  perHour: { ...text.caption, color: tokens.colorNeutralForeground3, marginBottom: '4px' },
})

const dayFigures = (day: DaySummary, practice: boolean): readonly Figure[] => {
  const link = (group: string): string => `/files?group=${group}&from=${day.date}&to=${day.date}`
  const figures: Figure[] = [
    {
      key: 'found',
      amount: formatCount(day.found),
      name: say(practice ? 'today.practiceFiles' : 'today.found', { n: day.found }),
      to: link('all'),
    },
    {
      key: 'accepted',
      amount: formatCount(day.accepted),
      name: say('today.accepted', { n: day.accepted }),
      to: link('accepted'),
    },
  ]
  if (day.refused > 0) {
    figures.push({
      key: 'refused',
      amount: formatCount(day.refused),
      name: say('today.refused', { n: day.refused }),
      to: link('refused'),
      alarming: true,
    })
  }
  return figures
}

const TodaySoFar = ({ facts }: { readonly facts: TodayFacts }) => {
  const styles = useStyles()
  const room = useRoom()
  const snapshot = useSnapshot()
  const times = useStoreTimes()
  const [asTable, setAsTable] = useState(false)
  const { today } = facts
  const offline = snapshot.status?.problems.some((problem) => problem.code === 'no-internet') ?? false
  const practice = snapshot.mode === 'practice'
  return (
    <Card
      title={say(practice ? 'today.practiceSoFar' : 'today.soFar')}
      about={formatDay(today.date)}
      action={
        <ActionLink aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {say(asTable ? 'action.showAsChart' : 'action.showAsTable')}
        </ActionLink>
      }
    >
      <div className={mergeClasses(styles.todayBody, !room.rail && styles.stacked)}>
        <div>
          <Figures figures={dayFigures(today, practice)} />
          <div className={styles.aside}>
            {today.waiting > 0 && (
              <div>{say(offline ? 'today.waitingForInternet' : 'today.onTheirWay', { n: today.waiting })}</div>
            )}
            {today.lastFileAt === null ? (
              <div>{say('today.noFileYet')}</div>
            ) : (
              <>
                <div>{say('today.lastFile', { time: times.clock(today.lastFileAt) })}</div>
                <div>
                  <ExactTime at={today.lastFileAt} as="ago" />
                </div>
              </>
            )}
          </div>
        </div>
        <div>
          <div className={styles.perHour}>{say('today.perHour')}</div>
          <HourBars perHour={today.perHour} currentHour={today.currentHour} asTable={asTable} />
        </div>
      </div>
    </Card>
  )
}

const Yesterday = ({ day }: { readonly day: DaySummary }) => {
  const styles = useStyles()
  return (
    <Card
      title={say('today.yesterday')}
      about={formatDay(day.date)}
      action={<PlaceLink to={`/sales-days/${day.date}`}>{say('today.openDay')}</PlaceLink>}
    >
      <Figures figures={dayFigures(day, false)} />
      <div className={styles.sales}>
        <span className={styles.salesName}>{say('today.salesInAccepted')}</span>
        <span className={styles.amount}>{formatMoney(day.salesAmount)}</span>
      </div>
    </Card>
  )
}

/** The one fact below the state of a link. */
const useChainFact = (facts: ConnectionFacts, practice: boolean): ((link: ChainLink) => string) => {
  const times = useStoreTimes()
  return (link) => {
    switch (link.name) {
      case 'register':
        return facts.register.lastFileAt === null
          ? say('today.noFileYet')
          : say('chain.fileAgo', { ago: times.ago(facts.register.lastFileAt) })
      case 'pc':
        return facts.pc.freeBytes === null ? '' : say('chain.free', { size: formatSize(facts.pc.freeBytes) })
      case 'internet':
        if (practice) return say('chain.practiceLocal')
        if (facts.internet.state !== 'offline')
          return facts.internet.answerMs === null ? '' : say('chain.answeredIn', { n: facts.internet.answerMs })
        return facts.petrosoft.nextTryAt === null
          ? ''
          : say('chain.nextTry', { time: times.clock(facts.petrosoft.nextTryAt) })
      case 'petrosoft':
        if (practice) return say('chain.onThisPc')
        return facts.petrosoft.lastAnswerAt === null
          ? say('chain.noAnswerYet')
          : say('chain.lastAnswer', { time: times.momentShort(facts.petrosoft.lastAnswerAt) })
    }
  }
}

const ChainCard = ({ facts }: { readonly facts: ConnectionFacts }) => {
  const room = useRoom()
  const practice = useSnapshot().mode === 'practice'
  const fact = useChainFact(facts, practice)
  return (
    <Card
      title={say(practice ? 'today.chainPractice' : 'today.chain')}
      action={<PlaceLink to="/connection">{say('nav.connection')}</PlaceLink>}
    >
      <Chain
        links={chainOf(facts, practice)}
        practice={practice}
        fact={fact}
        shape={room.medium ? 'row' : room.rail ? 'square' : 'column'}
      />
    </Card>
  )
}

const TodayHeading = () => {
  const styles = useStyles()
  const times = useStoreTimes()
  const practice = useSnapshot().mode === 'practice'
  const heading = useFocusOnEntry<HTMLHeadingElement>()
  useWindowTitle(say('nav.today'), practice)
  return (
    <h1 ref={heading} tabIndex={-1} className={styles.h1}>
      <span className={styles.h1Word}>{say('nav.today')}</span>
      <span className={styles.date}>{formatDay(times.today, 'long')}</span>
    </h1>
  )
}

export const TodayScreen = () => {
  const styles = useStyles()
  const room = useRoom()
  const snapshot = useSnapshot()
  const times = useStoreTimes()
  const today = useToday()
  const connection = useConnection()
  const practice = snapshot.mode === 'practice'
  const headline = todayHeadline(snapshot, today.data ?? null, times.now)
  // A program that cannot work has no numbers: the headline has said why, and nothing here could be tried again.
  const canAnswer = snapshot.trouble === null
  return (
    <div className={styles.screen}>
      <div className={styles.opening}>
        <TodayHeading />
        {headline !== null && <HeadlineBlock headline={headline} />}
      </div>
      {today.isPending && canAnswer && <LoadingLines words={say('today.loading')} />}
      {today.isError && canAnswer && (
        <ErrorState words={say('today.error')} error={today.error} retry={() => void today.refetch()} />
      )}
      {today.data !== undefined && (
        <div className={mergeClasses(styles.days, !room.medium && styles.stacked)}>
          <TodaySoFar facts={today.data} />
          {practice ? (
            <Card title={say('today.latest')} about={say('today.latest.about', { n: today.data.today.waiting })}>
              <LatestFiles rows={today.data.latest} />
            </Card>
          ) : (
            <Yesterday day={today.data.yesterday} />
          )}
        </div>
      )}
      {connection.isError && canAnswer && (
        <ErrorState words={say('connection.error')} error={connection.error} retry={() => void connection.refetch()} />
      )}
      {connection.data !== undefined && <ChainCard facts={connection.data} />}
      <LastDaysCard />
    </div>
  )
}
