// What only a person can solve: one card a cause, with its files and the way out (ux 2.9). The cards are those of the
// snapshot that badge, pill and tray are drawn from; one whose cause is gone leaves by itself.

import { makeStyles, tokens } from '@fluentui/react-components'
import type { AttentionCard, AttentionHead } from '../../../../contract/attention.ts'
import { attentionOf, isAboutFiles } from '../../../../contract/standing.ts'
import { useAttention, useHandled } from '../../data/queries.ts'
import { useSnapshot, useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatDay, storeDay } from '../../format/store-time.ts'
import { PageHeading } from '../../parts/page-heading.tsx'
import { EmptyState, ErrorState, LoadingLines } from '../../parts/screen-states.tsx'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { CauseCard } from './cause-card.tsx'
import { HandledList } from './handled-list.tsx'

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', gap: '12px', minWidth: 0 },
  about: { ...text.body, margin: 0, color: tokens.colorNeutralForeground3 },
  empty: { backgroundColor: colours.sbCard, border: `1px solid ${colours.sbCardBorder}`, borderRadius: '8px' },
})

const conditionCard = (head: AttentionHead): AttentionCard => ({
  ...head,
  files: [],
  salesDays: [],
  missing: null,
  problem: null,
  message: null,
  httpStatus: null,
})

/** A condition says all it has to say by itself; a cause in files waits for what is known of them. */
const cardFor = (head: AttentionHead, cards: readonly AttentionCard[]): AttentionCard | null =>
  cards.find(({ key }) => key === head.key) ??
  (isAboutFiles(head.code) || head.code === 'restored' ? null : conditionCard(head))

const Nothing = () => {
  const styles = useStyles()
  const { zone, today } = useStoreTimes()
  const handled = useHandled()
  const last = handled.data?.lastRefusedAt ?? null
  const day = last === null ? null : storeDay(Date.parse(last), zone)
  const refusal =
    handled.data === undefined
      ? ''
      : day === null
        ? say('attention.neverRefused')
        : say('attention.lastRefusal', {
            day: formatDay(day, day.slice(0, 4) === today.slice(0, 4) ? 'short' : 'with-year'),
          })
  return (
    <div className={styles.empty}>
      <EmptyState words={[say('attention.none'), refusal].join(' ').trim()} />
    </div>
  )
}

export const AttentionScreen = () => {
  const styles = useStyles()
  const snapshot = useSnapshot()
  const { data, error, refetch } = useAttention()
  const handled = useHandled()
  const heads = attentionOf(snapshot)
  const cards = heads.flatMap((head) => cardFor(head, data ?? []) ?? [])
  const n = heads.length
  // While the engine does not say how it stands, nothing is known; the bar above says why.
  const known = snapshot.status !== null && snapshot.trouble === null
  const failed = error !== null && snapshot.trouble === null
  return (
    <div className={styles.screen}>
      <div>
        <PageHeading windowTitle={n === 0 ? say('nav.attention') : say('attention.title', { n })}>
          {say('nav.attention')}
        </PageHeading>
        {n > 0 && <p className={styles.about}>{say('attention.about', { n })}</p>}
      </div>
      {failed && <ErrorState words={say('attention.error')} error={error} retry={() => void refetch()} />}
      {!failed && (cards.length < n || (!known && snapshot.trouble === null)) && (
        <LoadingLines words={say('attention.loading')} />
      )}
      {cards.map((card) => (
        <CauseCard key={card.key} card={card} />
      ))}
      {known && n === 0 && !failed && <Nothing />}
      {handled.data !== undefined && <HandledList lines={handled.data.lines} />}
    </div>
  )
}
