// Diagnostics: the queue, the records, how long the folders take, and the newest entries of the log. For whoever
// supports the store; a manager does not meet it elsewhere (ux 2.1).

import { Button, Input, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LogEntry, SupportFacts } from '../../../../contract/ipc.ts'
import { documentStates } from '../../../../contract/vocabulary.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { formatCount, formatSize } from '../../format/quantity.ts'
import { nothingYet } from '../../format/store-time.ts'
import { Card } from '../../parts/card.tsx'
import { ExactTime } from '../../parts/exact-time.tsx'
import { FactsList, type Fact } from '../../parts/facts-list.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'

const LOG_EVERY_MS = 5000

const useStyles = makeStyles({
  body: { display: 'flex', flexDirection: 'column', gap: '16px' },
  facts: {
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fit, minmax(min(100%, ${rem(300)}), 1fr))`,
    gap: '16px 40px',
  },
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', alignItems: 'end' },
  filter: { flex: `1 1 ${rem(220)}`, maxWidth: rem(420) },
  heading: { ...text.bodyStrong, margin: '0 0 8px' },
  path: { overflowWrap: 'anywhere' },
  log: {
    ...text.code,
    maxHeight: rem(280),
    overflow: 'auto',
    padding: '8px 12px',
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '6px',
    backgroundColor: colours.sbCode,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  entry: { margin: 0 },
  bad: { fontWeight: tokens.fontWeightSemibold },
  words: { ...text.body, margin: 0 },
})

export const entryText = ({ at, level, event, text: facts }: LogEntry): string =>
  `${at} ${level} ${event}${facts === '' ? '' : ` ${facts}`}`

/** The entries that hold every word of the filter, newest first. */
export const filteredLog = (entries: readonly LogEntry[], filter: string): readonly LogEntry[] => {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return entries
    .filter((entry) => {
      const line = entryText(entry).toLowerCase()
      return words.every((word) => line.includes(word))
    })
    .toReversed()
}

const queueFacts = (facts: SupportFacts): readonly Fact[] => [
  ...documentStates
    .filter((state) => facts.counts[state] > 0)
    .map((state) => ({ name: state, lang: 'en', value: formatCount(facts.counts[state]) })),
  { name: say('diagnostics.oldest'), value: <ExactTime at={facts.oldestWaitingAt} as="ago" /> },
]

const recordFacts = (facts: SupportFacts): readonly Fact[] => [
  { name: say('diagnostics.documents'), value: formatCount(facts.documents) },
  { name: say('diagnostics.database'), value: formatSize(facts.databaseBytes) },
  { name: say('diagnostics.format'), value: formatCount(facts.formatVersion) },
  { name: say('diagnostics.free'), value: facts.freeBytes === null ? nothingYet : formatSize(facts.freeBytes) },
]

const Facts = ({ facts }: { readonly facts: SupportFacts }) => {
  const styles = useStyles()
  return (
    <div className={styles.facts}>
      <section aria-label={say('diagnostics.queue')}>
        <h3 className={styles.heading}>{say('diagnostics.queue')}</h3>
        <FactsList facts={queueFacts(facts)} />
      </section>
      <section aria-label={say('diagnostics.records')}>
        <h3 className={styles.heading}>{say('diagnostics.records')}</h3>
        <FactsList facts={recordFacts(facts)} />
      </section>
      {facts.folders.map((folder) => (
        <section key={folder.path} aria-label={folder.path}>
          <h3 className={mergeClasses(styles.heading, styles.path)}>{folder.path}</h3>
          <FactsList
            facts={[
              {
                name: say('diagnostics.reachable'),
                value: say(folder.reachable ? 'diagnostics.yes' : 'diagnostics.no'),
              },
              { name: say('diagnostics.lastScan'), value: <ExactTime at={folder.lastScanAt} as="ago" /> },
              {
                name: say('diagnostics.scanTook'),
                value: folder.scanMs === null ? nothingYet : say('connection.milliseconds', { n: folder.scanMs }),
              },
              {
                name: say('diagnostics.watcher'),
                value: say(folder.watcher === 'watching' ? 'diagnostics.watching' : 'diagnostics.lookingOnly'),
              },
            ]}
          />
        </section>
      ))}
    </div>
  )
}

const RecentLog = () => {
  const styles = useStyles()
  const bridge = useBridge()
  const notices = useNotices()
  const [filter, setFilter] = useState('')
  const log = useQuery({
    queryKey: ['recent-log'],
    queryFn: () => bridge.getRecentLog(undefined),
    refetchInterval: LOG_EVERY_MS,
    gcTime: 0,
  })
  const shown = filteredLog(log.data ?? [], filter)
  const copy = (): void => {
    bridge
      .copyText(shown.map(entryText).join('\n').slice(0, 200_000))
      .then(() => notices.tell(say('diagnostics.copied', { n: shown.length })))
      .catch((error: unknown) => notices.tell(sentenceOf(error)))
  }
  const show = (): void => {
    bridge.showLogFolder(undefined).catch((error: unknown) => notices.tell(sentenceOf(error)))
  }
  return (
    <section aria-label={say('diagnostics.log')} className={styles.body}>
      <h3 className={styles.heading}>{say('diagnostics.log')}</h3>
      <div className={styles.row}>
        <Input
          className={styles.filter}
          type="search"
          aria-label={say('diagnostics.filter')}
          placeholder={say('diagnostics.filter')}
          value={filter}
          onChange={(_, data) => setFilter(data.value)}
        />
        <Button onClick={copy}>{say('diagnostics.copy')}</Button>
        <Button onClick={show}>{say('diagnostics.showFolder')}</Button>
      </div>
      <div className={styles.log} lang="en" tabIndex={0} role="log" aria-live="off" aria-label={say('diagnostics.log')}>
        {shown.length === 0 && <p className={styles.entry}>{say('diagnostics.logEmpty')}</p>}
        {shown.map((entry, index) => (
          <p key={`${entry.at} ${index}`} className={mergeClasses(styles.entry, entry.level === 'error' && styles.bad)}>
            {entryText(entry)}
          </p>
        ))}
      </div>
    </section>
  )
}

export const DiagnosticsCard = ({
  facts,
  trouble,
}: {
  readonly facts: SupportFacts | null
  readonly trouble: string | null
}) => {
  const styles = useStyles()
  return (
    <Card title={say('diagnostics.title')}>
      <div className={styles.body}>
        {trouble !== null && <p className={styles.words}>{trouble}</p>}
        {facts !== null && <Facts facts={facts} />}
        <RecentLog />
      </div>
    </Card>
  )
}
