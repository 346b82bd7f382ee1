// The newest files on their way, newest first: what makes practice mode worth watching.

import { makeStyles, tokens } from '@fluentui/react-components'
import type { FileRow } from '../../../../contract/ipc.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { ExactTime } from '../../parts/exact-time.tsx'
import { FileName } from '../../parts/file-name.tsx'
import { PlaceLink } from '../../parts/place-link.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { rem } from '../../theme/rem.ts'
import { text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { statusOf } from '../../words/status.ts'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '6px' },
  row: { display: 'flex', flexWrap: 'wrap', columnGap: '12px', alignItems: 'center' },
  // Cut before the row is broken into two, and right-aligned either way.
  name: { ...text.caption, flex: `1 1 ${rem(88)}`, minWidth: 0 },
  link: { display: 'flex', justifyContent: 'flex-end', minWidth: 0 },
  time: {
    ...text.caption,
    color: tokens.colorNeutralForeground3,
    minWidth: rem(72),
    marginLeft: 'auto',
    textAlign: 'right',
  },
  empty: { ...text.body, margin: 0, color: tokens.colorNeutralForeground3 },
})

export const LatestFiles = ({ rows }: { readonly rows: readonly FileRow[] }) => {
  const styles = useStyles()
  const times = useStoreTimes()
  if (rows.length === 0) return <p className={styles.empty}>{say('today.latest.empty')}</p>
  return (
    <ul className={styles.list}>
      {rows.map((row) => (
        <li key={row.id} className={styles.row}>
          <StatusBadge status={statusOf(row, times.now)} />
          <span className={styles.name}>
            <PlaceLink to={`/files/${row.id}`} aria-label={row.name} className={styles.link}>
              <FileName name={row.name} />
            </PlaceLink>
          </span>
          <span className={styles.time}>
            <ExactTime at={row.answeredAt ?? row.foundAt} as="ago" />
          </span>
        </li>
      ))}
    </ul>
  )
}
