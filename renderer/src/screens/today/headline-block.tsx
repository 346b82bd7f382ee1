// Draws the headline of Today: a tinted card with one large button when a person is needed, else a large mark and
// one sentence. Never both.

import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ChevronRight20Regular } from '@fluentui/react-icons/svg/chevron-right'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatDay } from '../../format/store-time.ts'
import { StatusIcon } from '../../parts/status-icon.tsx'
import { goTo } from '../../shell/hash-location.ts'
import { useCommands } from '../../shell/commands.tsx'
import { useRoom } from '../../theme/effective-width.tsx'
import { hue, useHueStyles } from '../../theme/hue-styles.ts'
import { text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import type { Headline } from './today-headline.ts'

const useStyles = makeStyles({
  card: {
    display: 'flex',
    alignItems: 'center',
    gap: '16px',
    padding: '16px 20px',
    borderRadius: '8px',
    backgroundColor: hue.tint,
    border: `1px solid ${hue.border}`,
  },
  sentence: { display: 'flex', alignItems: 'center', gap: '16px', marginLeft: '-4px' },
  wrapping: { alignItems: 'flex-start' },
  words: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  cardTitle: { ...text.title, margin: 0 },
  sentenceTitle: { ...text.sentence, margin: 0 },
  text: { ...text.body, margin: 0, color: tokens.colorNeutralForeground2 },
  button: { flexShrink: 0 },
  below: { marginTop: '12px' },
})

const useAction = (headline: Headline): { readonly words: string; readonly run: () => void } | null => {
  const { act } = useCommands()
  const { action } = headline
  if (action === null) return null
  return {
    words: say(action.words),
    run: () => (action.kind === 'file' ? goTo(`/files/${action.id}`) : act(action.action)),
  }
}

export const HeadlineBlock = ({ headline }: { readonly headline: Headline }) => {
  const styles = useStyles()
  const hues = useHueStyles()
  const times = useStoreTimes()
  const room = useRoom()
  const action = useAction(headline)
  const values = {
    ...headline.values,
    time: times.momentShort(headline.at),
    day: headline.day === null ? '' : formatDay(headline.day, 'long'),
  }
  const title = say(headline.title, values)
  const words = headline.sentence ?? say(headline.text, values)
  const card = headline.form === 'card'
  const button = action !== null && (
    <Button
      appearance={card ? 'primary' : 'secondary'}
      size={card ? 'large' : 'medium'}
      className={mergeClasses(styles.button, !room.medium && styles.below)}
      {...(card ? { icon: <ChevronRight20Regular />, iconPosition: 'after' as const } : {})}
      onClick={action.run}
    >
      {action.words}
    </Button>
  )
  return (
    <div
      className={mergeClasses(
        hues[headline.hue],
        card ? styles.card : styles.sentence,
        !room.medium && styles.wrapping,
      )}
    >
      <StatusIcon name={headline.icon} hue={headline.hue} size={48} />
      <div className={styles.words}>
        <h2 className={card ? styles.cardTitle : styles.sentenceTitle}>{title}</h2>
        <p className={styles.text}>{words}</p>
        {!room.medium && button}
      </div>
      {room.medium && button}
    </div>
  )
}
