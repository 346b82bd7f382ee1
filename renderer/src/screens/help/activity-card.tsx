// What people did lately: sent again, set aside, ignored, paused. The audit trail in plain words, newest first.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { Deed } from '../../../../contract/deeds.ts'
import type { ActivityRow } from '../../../../contract/ipc.ts'
import { formatCount } from '../../format/quantity.ts'
import { Card } from '../../parts/card.tsx'
import { ExactTime } from '../../parts/exact-time.tsx'
import { PlaceLink } from '../../parts/place-link.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say, type MessageId } from '../../words/say.ts'

const useStyles = makeStyles({
  scroll: {
    maxHeight: rem(240),
    overflow: 'auto',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    ...text.body,
    display: 'flex',
    flexWrap: 'wrap',
    gap: '2px 12px',
    padding: '6px 0',
    borderTop: `1px solid ${colours.sbCardBorder}`,
  },
  first: { borderTop: 'none' },
  what: { fontWeight: tokens.fontWeightSemibold },
  grey: { color: tokens.colorNeutralForeground3 },
  file: { overflowWrap: 'anywhere', minWidth: 0 },
  when: { marginLeft: 'auto', color: tokens.colorNeutralForeground3 },
  words: { ...text.body, margin: 0 },
})

const deedWords: Readonly<Record<Deed, MessageId>> = {
  'trial-sent': 'activity.trialSent',
  'settings-changed': 'activity.settings',
  'sign-in-forgotten': 'activity.signInForgotten',
  'pin-set': 'activity.pinSet',
  'pin-changed': 'activity.pinChanged',
  'pin-removed': 'activity.pinRemoved',
  'pin-wrong': 'activity.pinWrong',
}

const actionWords: Readonly<Record<string, MessageId>> = {
  ...deedWords,
  resend: 'activity.resend',
  'set-aside': 'activity.setAside',
  ignore: 'activity.ignore',
  'put-back': 'activity.putBack',
  'take-back': 'activity.takeBack',
  pause: 'activity.pause',
  resume: 'activity.resume',
}

export const ActivityCard = ({ activity }: { readonly activity: readonly ActivityRow[] }) => {
  const styles = useStyles()
  return (
    <Card title={say('activity.title')}>
      {activity.length === 0 ? (
        <p className={styles.words}>{say('activity.none')}</p>
      ) : (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label={say('activity.title')}>
          <ul className={styles.list}>
            {activity.map((row, index) => (
              <li key={row.id} className={mergeClasses(styles.row, index === 0 && styles.first)}>
                <span className={styles.what}>{say(actionWords[row.action] ?? 'activity.other')}</span>
                {row.fileId !== null && row.fileName !== null && (
                  <PlaceLink to={`/files/${row.fileId}`} className={styles.file}>
                    {row.fileName}
                  </PlaceLink>
                )}
                {row.files !== null && (
                  <span>{say('files.count.all', { n: row.files, count: formatCount(row.files) })}</span>
                )}
                <span className={styles.grey}>
                  {row.applied ? say('activity.by', { who: row.who }) : say('activity.notDone', { who: row.who })}
                </span>
                <span className={styles.when}>
                  <ExactTime at={row.at} />
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  )
}
