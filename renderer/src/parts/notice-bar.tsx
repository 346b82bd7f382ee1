// One bar at the top of a screen: what is the matter, what it means, one button (visual.md, "Info bar").

import { Button, makeStyles, mergeClasses } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { hue, useHueStyles, type Hue } from '../theme/hue-styles.ts'
import { rem } from '../theme/rem.ts'
import { text } from '../theme/themes.ts'
import { say } from '../words/say.ts'
import type { StatusIconName } from '../words/status.ts'
import { StatusIcon } from './status-icon.tsx'

const useStyles = makeStyles({
  bar: {
    ...text.body,
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    minHeight: rem(42),
    padding: '4px 12px 4px 14px',
    borderRadius: '6px',
    backgroundColor: hue.tint,
    border: `1px solid ${hue.border}`,
  },
  words: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  cause: { fontWeight: 600 },
  button: { flexShrink: 0, whiteSpace: 'nowrap' },
})

export interface NoticeBarProps {
  readonly hue: Hue
  readonly icon: StatusIconName
  readonly cause: string
  readonly text: string
  readonly action?: { readonly words: string; readonly run: () => void } | null
  readonly detail?: ReactNode
}

export const NoticeBar = ({ hue: wanted, icon, cause, text: meaning, action, detail }: NoticeBarProps) => {
  const styles = useStyles()
  const hues = useHueStyles()
  return (
    <section aria-label={say('bar.label')} className={mergeClasses(hues[wanted], styles.bar)}>
      <StatusIcon name={icon} hue={wanted} />
      <div className={styles.words}>
        <span className={styles.cause}>{cause}</span> {meaning}
        {detail}
      </div>
      {action != null && (
        <Button appearance="transparent" size="small" className={styles.button} onClick={action.run}>
          {action.words}
        </Button>
      )}
    </section>
  )
}
