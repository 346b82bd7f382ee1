// The answers as they came, newest first, for the technician: text, never interpreted; the engine has
// masked it.

import { makeStyles, tokens } from '@fluentui/react-components'
import type { AttemptFacts } from '../../../../contract/file-facts.ts'
import type { FileDetail } from '../../../../contract/ipc.ts'
import { ExactTime } from '../../parts/exact-time.tsx'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { EmptyState } from '../../parts/screen-states.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'

/** An answer may be a megabyte; a page of it is enough to read here. */
const MOST_CHARACTERS = 100_000

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '12px' },
  card: {
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
    minWidth: 0,
  },
  title: { ...text.body, margin: 0, padding: '10px 16px', borderBottom: `1px solid ${colours.sbCardBorder}` },
  answer: {
    ...text.code,
    margin: 0,
    padding: '12px 16px',
    maxHeight: rem(400),
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
})

const shownAnswer = (raw: string): string => {
  const shown = raw.slice(0, MOST_CHARACTERS).replaceAll(/\r\n?/g, '\n')
  return raw.length > MOST_CHARACTERS ? `${shown}…` : shown
}

type Answered = AttemptFacts & { readonly rawAnswer: string }

export const RawAnswerTab = ({ file }: { readonly file: FileDetail }) => {
  const styles = useStyles()
  const times = useStoreTimes()
  const answers = file.deliveries
    .flatMap((delivery) => delivery.attempts)
    .filter((attempt): attempt is Answered => attempt.rawAnswer !== null)
    .reverse()
  if (answers.length === 0)
    return (
      <div className={styles.card}>
        <EmptyState
          words={
            file.detailsRemovedAt === null
              ? say('raw.none')
              : say('viewer.detailsRemoved', { date: times.exact(file.detailsRemovedAt) })
          }
        />
      </div>
    )
  return (
    <div className={styles.list}>
      {answers.map((attempt) => {
        const title = say('raw.title', { n: attempt.number, status: attempt.httpStatus ?? '–' })
        return (
          <section key={`${attempt.startedAt}-${attempt.number}`} className={styles.card} aria-label={title}>
            <h2 className={styles.title}>
              {title} · <ExactTime at={attempt.endedAt ?? attempt.startedAt} />
            </h2>
            <pre lang="en" tabIndex={0} className={styles.answer}>
              {shownAnswer(attempt.rawAnswer)}
            </pre>
          </section>
        )
      })}
    </div>
  )
}
