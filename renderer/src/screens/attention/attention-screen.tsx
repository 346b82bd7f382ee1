// What only a person can solve: one card a cause, with its files and the way out (ux 2.9). The cards are those of this
// moment; one whose cause is gone leaves by itself.

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import type { AttentionCard } from '../../../../contract/attention.ts'
import { useAttention } from '../../data/queries.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { oneFile, severalFiles, useDecide } from '../../decisions/use-decide.tsx'
import { Card } from '../../parts/card.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { PlaceLink } from '../../parts/place-link.tsx'
import { EmptyState, ErrorState, LoadingLines } from '../../parts/screen-states.tsx'
import { useCommands } from '../../shell/commands.tsx'
import { goTo } from '../../shell/hash-location.ts'
import { text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { aboutCard, titleOfCard } from './card-words.ts'
import { problemWords } from '../../words/problems.ts'

/** Files named on a card; the rest is counted. */
const MOST_NAMES = 50

const useStyles = makeStyles({
  about: { ...text.body, margin: 0, color: tokens.colorNeutralForeground3 },
  words: { ...text.body, margin: '0 0 12px', overflowWrap: 'anywhere' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  files: { ...text.body, marginTop: '12px' },
  names: { margin: '8px 0 0', paddingLeft: '20px', overflowWrap: 'anywhere' },
})

const CauseCard = ({ card }: { readonly card: AttentionCard }) => {
  const styles = useStyles()
  const times = useStoreTimes()
  const { act } = useCommands()
  const decide = useDecide()
  const { code, files, since } = card
  const [first] = files
  const words = problemWords[code]
  return (
    <Card title={titleOfCard(card, times)} about={say('attention.since', { time: times.moment(since) })}>
      <p className={styles.words}>{aboutCard(card, times)}</p>
      <div className={styles.buttons}>
        {first === undefined && <Button onClick={() => act(words.action)}>{say(words.actionWords)}</Button>}
        {first !== undefined && files.length === 1 && (
          <Button onClick={() => goTo(`/files/${first.id}`)}>{say('attention.open')}</Button>
        )}
        {code === 'files-refused' && first !== undefined && (
          <Button
            appearance="subtle"
            onClick={() => decide.resend(files.length === 1 ? oneFile(first) : severalFiles(files.map(({ id }) => id)))}
          >
            {say('attention.sendAll', { n: files.length })}
          </Button>
        )}
      </div>
      {files.length > 1 && (
        <details className={styles.files}>
          <summary>{say('attention.files', { n: files.length })}</summary>
          <ul className={styles.names}>
            {files.slice(0, MOST_NAMES).map(({ id, name }) => (
              <li key={id}>
                <PlaceLink to={`/files/${id}`}>{name}</PlaceLink>
              </li>
            ))}
            {files.length > MOST_NAMES && <li>{say('attention.moreFiles', { n: files.length - MOST_NAMES })}</li>}
          </ul>
        </details>
      )}
    </Card>
  )
}

export const AttentionScreen = () => {
  const styles = useStyles()
  const { data, error, isPending, refetch } = useAttention()
  const n = data?.length ?? 0
  return (
    <>
      <PageHeading windowTitle={n === 0 ? say('nav.attention') : say('attention.title', { n })}>
        {say('nav.attention')}
      </PageHeading>
      {isPending && <LoadingLines words={say('attention.loading')} />}
      {error !== null && <ErrorState words={say('attention.error')} error={error} retry={() => void refetch()} />}
      {n > 0 && <p className={styles.about}>{say('attention.about', { n })}</p>}
      {data?.map((card) => (
        <CauseCard key={card.key} card={card} />
      ))}
      {data?.length === 0 && <EmptyState words={say('attention.none')} />}
    </>
  )
}
