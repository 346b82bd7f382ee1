// A status in a list or table: the picture in its hue, the word in ordinary ink, never one without the other.

import { makeStyles } from '@fluentui/react-components'
import { useStoreTimes } from '../data/snapshot-context.tsx'
import { say } from '../words/say.ts'
import type { Status } from '../words/status.ts'
import { StatusIcon } from './status-icon.tsx'

const useStyles = makeStyles({
  badge: { display: 'flex', alignItems: 'center', gap: '8px', minWidth: 0 },
})

/** The words of a status with its time filled in. */
export const useStatusWords = (): ((status: Status) => string) => {
  const times = useStoreTimes()
  return (status) => say(status.id, { time: times.clock(status.at) })
}

export const StatusBadge = ({ status }: { readonly status: Status }) => {
  const styles = useStyles()
  const words = useStatusWords()
  return (
    <span className={styles.badge}>
      <StatusIcon name={status.icon} hue={status.hue} />
      <span>{words(status)}</span>
    </span>
  )
}
