// The pages of Settings, beside them where there is room and above them where not: one choice leads to its part and puts
// the focus there. All parts stay on one page, so that one Save takes everything and nothing typed is out of sight.

import { makeStyles, mergeClasses } from '@fluentui/react-components'
import { ActionLink } from '../../parts/place-link.tsx'
import { useRoom } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { say, type MessageId } from '../../words/say.ts'

const useStyles = makeStyles({
  beside: { position: 'sticky', top: 0, alignSelf: 'start', width: rem(196), flexShrink: 0, paddingTop: '4px' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '6px' },
  above: { flexDirection: 'row', flexWrap: 'wrap', gap: '4px 16px' },
})

export interface SettingsPart {
  /** The id of the element that holds the part. */
  readonly id: string
  readonly title: MessageId
}

const show = (id: string): void => {
  const part = document.getElementById(id)
  part?.scrollIntoView({ block: 'start' })
  part?.focus({ preventScroll: true })
}

export const SectionIndex = ({ parts }: { readonly parts: readonly SettingsPart[] }) => {
  const styles = useStyles()
  const room = useRoom()
  return (
    <nav aria-label={say('settings.sections')} className={room.wide ? styles.beside : undefined}>
      <ul className={mergeClasses(styles.list, !room.wide && styles.above)}>
        {parts.map(({ id, title }) => (
          <li key={id}>
            <ActionLink onClick={() => show(id)}>{say(title)}</ActionLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
