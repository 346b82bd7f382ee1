// Everything that ever happened to the file, newest first: seen, stored, each try with its own time and words, each
// decision of a person (design, promise 6).

import { makeStyles, tokens } from '@fluentui/react-components'
import type { AttemptOutcome, DecisionFacts } from '../../../../contract/file-facts.ts'
import type { FileDetail } from '../../../../contract/ipc.ts'
import type { Timestamp } from '../../../../contract/vocabulary.ts'
import { useStoreTimes, type StoreTimes } from '../../data/snapshot-context.tsx'
import { formatDuration } from '../../format/store-time.ts'
import { ExactTime } from '../../parts/exact-time.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say, type MessageId } from '../../words/say.ts'

const outcomeWords: Readonly<Record<AttemptOutcome, MessageId>> = {
  accepted: 'outcome.accepted',
  'accepted-with-notes': 'outcome.acceptedWithNotes',
  refused: 'outcome.refused',
  'not-understood': 'outcome.notUnderstood',
  'other-name': 'outcome.otherName',
  'not-sent': 'outcome.notSent',
  unanswered: 'outcome.unanswered',
  'not-authorised': 'outcome.notAuthorised',
  forbidden: 'outcome.forbidden',
  busy: 'outcome.busy',
  'wrong-address': 'outcome.wrongAddress',
  interrupted: 'outcome.interrupted',
}

const decisionWords: Readonly<Record<string, MessageId>> = {
  resend: 'decision.resend',
  'set-aside': 'decision.setAside',
  ignore: 'decision.ignore',
  'put-back': 'decision.putBack',
  'show-full': 'decision.showFull',
  'take-back': 'decision.takeBack',
}

export interface HistoryEntry {
  readonly key: string
  readonly at: Timestamp
  readonly words: string
  /** Plain words of ours. */
  readonly more: string
  /** English sentence of the engine, for the technician. */
  readonly technical: string | null
}

/** What a person decided, and whether it was done: an order to send again may still wait, or never have come to it. */
const decisionSaid = (
  { action, who, applied, sentence }: DecisionFacts,
  ordered: FileDetail['ordered'],
  clock: StoreTimes['clock'],
): string => {
  const words = decisionWords[action]
  if (action === 'resend' && !applied)
    return sentence === null && ordered !== null
      ? say('history.resendWaiting', { who, time: clock(ordered.dueAt) })
      : say('history.resendNotSent', { who })
  return say(applied ? 'history.decision' : 'history.decisionNotApplied', {
    who,
    what: words === undefined ? action : say(words),
  })
}

/** Newest first; things of the same moment keep the order in which they happen. */
export const historyOf = (file: FileDetail, clock: StoreTimes['clock']): readonly HistoryEntry[] => {
  const entries: HistoryEntry[] = []
  for (const sighting of file.sightings) {
    entries.push({
      key: `seen-${sighting.id}`,
      at: sighting.firstSeenAt,
      words: say('history.found'),
      more: [sighting.folder, sighting.path].join(sighting.folder.includes('\\') ? '\\' : '/'),
      technical: sighting.archivedTo === null ? null : say('history.archived', { place: sighting.archivedTo }),
    })
  }
  if (file.storedAt !== null)
    entries.push({ key: 'stored', at: file.storedAt, words: say('history.stored'), more: '', technical: null })
  for (const delivery of file.deliveries) {
    for (const attempt of delivery.attempts) {
      const took = attempt.endedAt === null ? null : Date.parse(attempt.endedAt) - Date.parse(attempt.startedAt)
      entries.push({
        key: `try-${delivery.id}-${attempt.number}`,
        at: attempt.startedAt,
        words: say('history.try', {
          n: attempt.number,
          outcome: say(attempt.outcome === null ? 'outcome.running' : outcomeWords[attempt.outcome]),
        }),
        more: [
          ...(attempt.referenceId === null ? [] : [say('history.reference', { id: attempt.referenceId })]),
          ...(took === null
            ? []
            : [say('history.took', { time: took < 1000 ? say('time.underASecond') : formatDuration(took) })]),
          ...(attempt.mayHaveArrived && (attempt.outcome === 'unanswered' || attempt.outcome === 'interrupted')
            ? [say('history.mayHaveArrived')]
            : []),
        ].join(' · '),
        technical: attempt.sentence,
      })
    }
  }
  for (const decision of file.decisions) {
    entries.push({
      key: `decision-${decision.id}`,
      at: decision.at,
      words: decisionSaid(decision, file.ordered, clock),
      more: decision.reason === null ? '' : say('history.reason', { reason: decision.reason }),
      technical: decision.sentence,
    })
  }
  return entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => Date.parse(b.entry.at) - Date.parse(a.entry.at) || b.index - a.index)
    .map(({ entry }) => entry)
}

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: '4px 20px',
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
  },
  entry: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '2px 16px',
    padding: '10px 0',
    borderBottom: `1px solid ${colours.sbCardBorder}`,
    ':last-child': { borderBottom: 'none' },
  },
  time: { ...text.body, width: rem(160), flexShrink: 0, color: tokens.colorNeutralForeground3 },
  words: { ...text.body, flex: '1 1 300px', minWidth: 0, overflowWrap: 'anywhere' },
  more: { ...text.caption, color: tokens.colorNeutralForeground3 },
})

export const HistoryTab = ({ file }: { readonly file: FileDetail }) => {
  const styles = useStyles()
  const times = useStoreTimes()
  return (
    <ol className={styles.list} aria-label={say('detail.history')}>
      {historyOf(file, times.clock).map((entry) => (
        <li key={entry.key} className={styles.entry}>
          <span className={styles.time}>
            <ExactTime at={entry.at} />
          </span>
          <div className={styles.words}>
            <div>{entry.words}</div>
            {entry.more !== '' && <div className={styles.more}>{entry.more}</div>}
            {entry.technical !== null && (
              <div lang="en" className={styles.more}>
                {entry.technical}
              </div>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
