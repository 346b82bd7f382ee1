// The one large mark of the frame: picture and word in their hue on a tint, with a border that survives forced colours.

import { makeStyles, mergeClasses } from '@fluentui/react-components'
import { hue, useHueStyles, type Hue } from '../theme/hue-styles.ts'
import { rem } from '../theme/rem.ts'
import { text } from '../theme/themes.ts'
import type { StatusIconName } from '../words/status.ts'
import { StatusIcon } from './status-icon.tsx'

const useStyles = makeStyles({
  pill: {
    ...text.pill,
    display: 'inline-flex',
    alignItems: 'center',
    gap: '6px',
    minHeight: rem(28),
    padding: '2px 12px 2px 7px',
    borderRadius: rem(14),
    color: hue.fg,
    backgroundColor: hue.tint,
    border: `1px solid ${hue.border}`,
    maxWidth: '100%',
  },
})

export interface StatusPillProps {
  readonly icon: StatusIconName
  readonly hue: Hue
  readonly words: string
}

export const StatusPill = ({ icon, hue: wanted, words }: StatusPillProps) => {
  const styles = useStyles()
  const hues = useHueStyles()
  return (
    <span className={mergeClasses(hues[wanted], styles.pill)}>
      <StatusIcon name={icon} hue={wanted} />
      <span>{words}</span>
    </span>
  )
}
