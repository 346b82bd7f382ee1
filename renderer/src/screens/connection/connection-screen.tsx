// Connection: where the way from the register to Petrosoft is broken, since when, and what is tried next (ux 2.11).

import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ArrowClockwise20Regular } from '@fluentui/react-icons/svg/arrow-clockwise'
import type { ReactNode } from 'react'
import type { AutostartState } from '../../../../contract/autostart.ts'
import type { ConnectionFacts, Outage } from '../../../../contract/ipc.ts'
import { useConnection } from '../../data/queries.ts'
import { useAutostart } from '../../data/use-autostart.ts'
import { useSnapshot, useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatCount, formatSize } from '../../format/quantity.ts'
import { formatDuration, nothingYet } from '../../format/store-time.ts'
import { Card } from '../../parts/card.tsx'
import { linkNames, LinkSquare, LinkState, useLinkWords } from '../../parts/chain.tsx'
import { ExactTime } from '../../parts/exact-time.tsx'
import { FactsList, type Fact } from '../../parts/facts-list.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { ErrorState, LoadingLines } from '../../parts/screen-states.tsx'
import { useCommands } from '../../shell/commands.tsx'
import { PauseControls } from '../../shell/pause-controls.tsx'
import { ActionLink } from '../../parts/place-link.tsx'
import { useRoom } from '../../theme/effective-width.tsx'
import { colours, text } from '../../theme/themes.ts'
import { chainOf, type ChainLink } from '../../words/chain.ts'
import { say, type MessageId } from '../../words/say.ts'
import { connectionSummary, outageWords } from './connection-words.ts'
import { laneSince } from './day-strip-words.ts'
import { DayStrip } from './day-strip.tsx'

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', gap: '16px' },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px' },
  headWords: { flexGrow: 1, minWidth: 0 },
  summary: { ...text.body, margin: 0, color: tokens.colorNeutralForeground3 },
  links: {
    listStyleType: 'none',
    margin: 0,
    padding: '16px 20px',
    display: 'grid',
    gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
    gap: '24px 40px',
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
  },
  two: { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  one: { gridTemplateColumns: 'minmax(0, 1fr)' },
  link: { display: 'flex', flexDirection: 'column', gap: '8px', minWidth: 0 },
  linkHead: { display: 'flex', alignItems: 'center' },
  name: { ...text.leadStrong, margin: 0 },
  foot: { marginTop: 'auto' },
  cards: { display: 'grid', gridTemplateColumns: '3fr 2fr', gap: '16px' },
  side: { display: 'flex', flexDirection: 'column', gap: '16px' },
  table: { ...text.body, width: '100%', borderCollapse: 'collapse' },
  cell: {
    padding: '7px 16px 7px 0',
    textAlign: 'left',
    verticalAlign: 'top',
    borderTop: `1px solid ${colours.sbCardBorder}`,
    fontWeight: 400,
  },
  first: { borderTop: 'none' },
  headCell: { ...text.captionStrong, color: tokens.colorNeutralForeground3, borderTop: 'none', paddingTop: 0 },
  number: { textAlign: 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  grey: { color: tokens.colorNeutralForeground3 },
  words: { ...text.body, margin: 0 },
  outages: { listStyleType: 'none', margin: 0, padding: 0 },
  outage: { padding: '8px 0', borderTop: `1px solid ${colours.sbCardBorder}` },
  strong: { fontWeight: tokens.fontWeightSemibold },
})

/** Null where this copy of the program never starts by itself. */
const autostartWords: Readonly<Record<AutostartState, MessageId | null>> = {
  on: 'connection.autostart.on',
  off: 'connection.autostart.off',
  'off-by-system': 'connection.autostart.bySystem',
  'not-here': null,
}

const useLinkFacts = (facts: ConnectionFacts, practice: boolean): ((link: ChainLink) => readonly Fact[]) => {
  const times = useStoreTimes()
  const since = (name: ChainLink['name']): Fact => {
    const at = laneSince(facts.day, name)
    return { name: say('connection.since'), value: at === null ? say('connection.since.long') : <ExactTime at={at} /> }
  }
  const state = useAutostart().data
  const autostart = state === undefined || practice ? null : autostartWords[state]
  const nextReport: Fact = { name: say('connection.nextCheck'), value: <ExactTime at={facts.reports.nextAt} as="in" /> }
  return (link) => {
    switch (link.name) {
      case 'register':
        return [
          since('register'),
          { name: say('connection.lastLook'), value: <ExactTime at={facts.register.lastScanAt} as="ago" /> },
          { name: say('connection.newestFile'), value: <ExactTime at={facts.register.lastFileAt} as="ago" /> },
          { name: say('connection.lastReport'), value: <ExactTime at={facts.reports.last?.at ?? null} /> },
        ]
      case 'pc':
        return [
          since('pc'),
          {
            name: say('connection.disk'),
            value:
              facts.pc.freeBytes === null ? nothingYet : say('chain.free', { size: formatSize(facts.pc.freeBytes) }),
          },
          { name: say('connection.clock'), value: clockWords(facts.pc.clockOffSeconds) },
          ...(autostart === null ? [] : [{ name: say('connection.autostart'), value: say(autostart) }]),
        ]
      case 'internet':
        if (practice) return [{ name: say('connection.answersIn'), value: say('chain.practiceLocal') }]
        return [
          facts.internet.since === null
            ? since('internet')
            : { name: say('connection.since'), value: <ExactTime at={facts.internet.since} /> },
          { name: say('connection.lastAnswer'), value: <ExactTime at={facts.petrosoft.lastAnswerAt} /> },
          {
            name: say('connection.answersIn'),
            value:
              facts.internet.answerMs === null
                ? nothingYet
                : say('connection.milliseconds', { n: facts.internet.answerMs }),
          },
          nextReport,
        ]
      case 'petrosoft':
        return [
          facts.petrosoft.since === null
            ? since('petrosoft')
            : { name: say('connection.since'), value: <ExactTime at={facts.petrosoft.since} /> },
          { name: say('connection.lastAnswer'), value: <ExactTime at={facts.petrosoft.lastAnswerAt} /> },
          ...(facts.petrosoft.nextTryAt === null
            ? [nextReport]
            : [{ name: say('connection.nextTry'), value: times.in(facts.petrosoft.nextTryAt) }]),
        ]
    }
  }
}

/** "right within 1 s", "7 min fast", "7 min slow". */
export const clockWords = (offSeconds: number | null): string => {
  if (offSeconds === null) return say('connection.clockUnknown')
  const off = Math.abs(offSeconds)
  if (off < 60) return say('connection.clockRight', { n: Math.max(1, Math.round(off)) })
  const duration = formatDuration(off * 1000)
  return say(offSeconds > 0 ? 'connection.clockFast' : 'connection.clockSlow', { duration })
}

const useLinkButton = (
  facts: ConnectionFacts,
  lookAgain: () => void,
): ((link: ChainLink) => { readonly words: string; readonly run: () => void }) => {
  const { checkNow, tryNow, signIn } = useCommands()
  return (link) => {
    switch (link.name) {
      case 'register':
        return { words: say('connection.checkFolder'), run: checkNow }
      case 'pc':
        return { words: say('connection.testPc'), run: lookAgain }
      case 'internet':
        return { words: say('connection.testInternet'), run: tryNow }
      case 'petrosoft':
        return facts.petrosoft.state === 'sign-in-needed'
          ? { words: say('action.signIn'), run: signIn }
          : { words: say('connection.testSignIn'), run: tryNow }
    }
  }
}

const Links = ({ facts, lookAgain }: { readonly facts: ConnectionFacts; readonly lookAgain: () => void }) => {
  const styles = useStyles()
  const room = useRoom()
  const practice = useSnapshot().mode === 'practice'
  const linkFacts = useLinkFacts(facts, practice)
  const button = useLinkButton(facts, lookAgain)
  const names = linkNames(practice)
  return (
    <ul
      aria-label={say('connection.way')}
      className={mergeClasses(styles.links, !room.wide && styles.two, !room.medium && styles.one)}
    >
      {chainOf(facts, practice).map((link) => {
        const action = button(link)
        return (
          <li key={link.name} className={styles.link}>
            <div className={styles.linkHead}>
              <LinkSquare name={link.name} />
              <div>
                <h2 className={styles.name}>{say(names[link.name])}</h2>
                <LinkState link={link} />
              </div>
            </div>
            <FactsList facts={linkFacts(link)} />
            <div className={styles.foot}>
              <ActionLink onClick={action.run}>{action.words}</ActionLink>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

const outageSpan = (outage: Outage, times: ReturnType<typeof useStoreTimes>): ReactNode =>
  outage.to === null
    ? say('outage.sinceTime', { time: times.moment(outage.from) })
    : say('outage.span', { from: times.moment(outage.from), to: times.clock(outage.to) })

const Outages = ({ outages }: { readonly outages: readonly Outage[] }) => {
  const styles = useStyles()
  const room = useRoom()
  const times = useStoreTimes()
  const lasted = (outage: Outage): string =>
    formatDuration((outage.to === null ? times.now : Date.parse(outage.to)) - Date.parse(outage.from))
  return (
    <Card title={say('connection.outages')}>
      {outages.length === 0 && <p className={styles.words}>{say('connection.noOutages')}</p>}
      {outages.length > 0 && !room.medium && (
        <ul className={styles.outages}>
          {outages.map((outage) => (
            <li key={`${outage.what}-${outage.from}`} className={styles.outage}>
              <div>
                <span className={styles.strong}>{say(outageWords[outage.what])}</span> · {lasted(outage)}
              </div>
              <div className={styles.grey}>{outageSpan(outage, times)}</div>
              <div className={styles.grey} lang="en">
                {outage.sentence}
              </div>
            </li>
          ))}
        </ul>
      )}
      {outages.length > 0 && room.medium && (
        <table className={styles.table}>
          <thead>
            <tr>
              {(['outage.what', 'outage.when', 'outage.lasted', 'outage.note'] as const).map((id) => (
                <th
                  key={id}
                  scope="col"
                  className={mergeClasses(styles.cell, styles.headCell, id === 'outage.lasted' && styles.number)}
                >
                  {say(id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {outages.map((outage) => (
              <tr key={`${outage.what}-${outage.from}`}>
                <th scope="row" className={styles.cell}>
                  {say(outageWords[outage.what])}
                </th>
                <td className={styles.cell} title={times.exact(outage.from)}>
                  {outageSpan(outage, times)}
                </td>
                <td className={mergeClasses(styles.cell, styles.number)}>{lasted(outage)}</td>
                <td className={mergeClasses(styles.cell, styles.grey)} lang="en">
                  {outage.sentence}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

const Reports = ({ reports }: Pick<ConnectionFacts, 'reports'>) => {
  const { last } = reports
  return (
    <Card title={say('connection.reports')}>
      <FactsList
        large
        facts={[
          {
            name: say('connection.report.last'),
            value:
              last === null ? (
                say('connection.report.none')
              ) : (
                <>
                  {say(last.ok ? 'connection.report.arrived' : 'connection.report.notArrived', { state: last.state })},{' '}
                  <ExactTime at={last.at} />
                </>
              ),
          },
          { name: say('connection.report.next'), value: <ExactTime at={reports.nextAt} as="in" /> },
          { name: say('connection.report.every'), value: formatDuration(reports.everySeconds * 1000) },
          { name: say('connection.report.missed'), value: formatCount(reports.missedToday) },
        ]}
      />
    </Card>
  )
}

/** "about 40 more days": rounded, because it is a guess by what the last two weeks brought. */
const roomWords = (days: number): string => {
  if (days > 365) return say('connection.buffer.roomYear')
  const about = days < 20 ? days : Math.round(days / 5) * 5
  return say('connection.buffer.room', { n: about })
}

/** A pause has an end, and what comes meanwhile is kept (ux 2.3). */
const Pause = () => (
  <Card title={say('connection.pause')}>
    <PauseControls />
  </Card>
)

const Buffer = ({ buffer }: Pick<ConnectionFacts, 'buffer'>) => {
  const styles = useStyles()
  return (
    <Card title={say('connection.buffer')}>
      {buffer.files === 0 ? (
        <p className={styles.words}>{say('connection.buffer.empty')}</p>
      ) : (
        <>
          <p className={styles.words}>{say('connection.buffer.text', { n: buffer.files })}</p>
          <FactsList
            large
            facts={[
              { name: say('connection.buffer.size'), value: formatSize(buffer.bytes) },
              { name: say('connection.buffer.oldest'), value: <ExactTime at={buffer.oldestAt} /> },
            ]}
          />
        </>
      )}
      {buffer.roomDays !== null && <p className={styles.words}>{roomWords(buffer.roomDays)}</p>}
    </Card>
  )
}

export const ConnectionScreen = () => {
  const styles = useStyles()
  const room = useRoom()
  const snapshot = useSnapshot()
  const practice = snapshot.mode === 'practice'
  // The bar above says why it cannot.
  const canAnswer = snapshot.trouble === null
  const times = useStoreTimes()
  const { tryNow, trying } = useCommands()
  const linkWords = useLinkWords()
  const connection = useConnection()
  const facts = connection.data
  const summary = facts === undefined ? null : connectionSummary(facts, practice)
  const names = linkNames(practice)
  return (
    <div className={styles.screen}>
      <div className={styles.head}>
        <div className={styles.headWords}>
          <PageHeading windowTitle={say('nav.connection')}>{say('nav.connection')}</PageHeading>
          {summary !== null && (
            <p className={styles.summary}>
              {say(summary.words, {
                time: times.momentShort(summary.at),
                link: summary.link === null ? '' : say(names[summary.link.name]),
                state: summary.link === null ? '' : linkWords(summary.link),
              })}
            </p>
          )}
        </div>
        <Button appearance="primary" icon={<ArrowClockwise20Regular />} onClick={tryNow}>
          {say(trying ? 'connection.trying' : 'connection.tryAll')}
        </Button>
      </div>
      {connection.isPending && canAnswer && <LoadingLines words={say('connection.loading')} />}
      {connection.isError && canAnswer && (
        <ErrorState words={say('connection.error')} error={connection.error} retry={() => void connection.refetch()} />
      )}
      {facts !== undefined && (
        <>
          <Links facts={facts} lookAgain={() => void connection.refetch()} />
          <DayStrip day={facts.day} practice={practice} />
          <div className={mergeClasses(styles.cards, !room.medium && styles.one)}>
            <Outages outages={facts.outages} />
            <div className={styles.side}>
              <Reports reports={facts.reports} />
              <Pause />
              <Buffer buffer={facts.buffer} />
            </div>
          </div>
        </>
      )}
    </div>
  )
}
