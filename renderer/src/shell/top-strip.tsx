// The strip above every page: which store, how it stands, when that was last checked, and the button to check again.

import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ArrowClockwise20Regular } from '@fluentui/react-icons/svg/arrow-clockwise'
import { freshScanMs } from '../../../contract/standing.ts'
import { useNow } from '../data/clock.tsx'
import { useSnapshot, useStoreTimes } from '../data/snapshot-context.tsx'
import { StatusPill } from '../parts/status-pill.tsx'
import { useRoom } from '../theme/effective-width.tsx'
import { rem } from '../theme/rem.ts'
import { colours, text } from '../theme/themes.ts'
import { pillOf } from '../words/headline.ts'
import { say } from '../words/say.ts'
import { useCommands } from './commands.tsx'
import { NavigationMenu } from './navigation.tsx'

const useStyles = makeStyles({
  strip: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: '4px 12px',
    minHeight: rem(44),
    flexShrink: 0,
    padding: '3px 20px 3px 32px',
    borderBottom: `1px solid ${colours.sbCardBorder}`,
  },
  small: { padding: '3px 4px 3px 16px' },
  store: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    columnGap: '12px',
    marginRight: 'auto',
    minWidth: 0,
  },
  stacked: { flexDirection: 'column' },
  name: { ...text.bodyStrong, overflowWrap: 'anywhere' },
  place: { ...text.caption, color: tokens.colorNeutralForeground3 },
  checked: { ...text.caption, color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
  button: { ...text.caption, minWidth: 0, whiteSpace: 'nowrap' },
})

const Checked = () => {
  const styles = useStyles()
  const times = useStoreTimes()
  const now = useNow()
  const { status } = useSnapshot()
  const at = status?.lastScanAt ?? null
  if (at === null) return <span className={styles.checked}>{say('strip.notChecked')}</span>
  const old = now - Date.parse(at) > freshScanMs
  return (
    <time dateTime={at} title={times.exact(at)} className={styles.checked}>
      {say(old ? 'strip.lastChecked' : 'strip.checked', { ago: times.ago(at) })}
    </time>
  )
}

export const TopStrip = ({ path }: { readonly path: string }) => {
  const styles = useStyles()
  const snapshot = useSnapshot()
  const times = useStoreTimes()
  const now = useNow()
  const room = useRoom()
  const { checkNow, checking } = useCommands()
  const pill = pillOf(snapshot, now)
  const words = say(pill.id, { ...pill.values, time: times.momentShort(pill.at) })
  const practice = snapshot.mode === 'practice'
  const store = snapshot.store
  return (
    <header className={mergeClasses(styles.strip, !room.medium && styles.small)}>
      <NavigationMenu path={path} />
      <div className={mergeClasses(styles.store, !room.medium && styles.stacked)}>
        <span className={styles.name}>
          {practice ? say('strip.practiceStore') : store?.name || say('strip.unnamedStore')}
        </span>
        {store !== null && <span className={styles.place}>{say('strip.location', { id: store.locationId })}</span>}
        {snapshot.otherCloud !== null && !practice && (
          <span className={styles.place}>{say('strip.otherCloud', { host: snapshot.otherCloud })}</span>
        )}
        {times.zoneLabel !== null && (
          <span className={styles.place}>{say('strip.storeTime', { zone: times.zoneLabel })}</span>
        )}
      </div>
      <StatusPill
        icon={pill.icon}
        hue={pill.hue}
        words={practice && pill.id !== 'pill.practiceGood' ? say('pill.practice', { words }) : words}
      />
      <Checked />
      <Button
        appearance="subtle"
        className={styles.button}
        icon={<ArrowClockwise20Regular />}
        title={say('strip.checkNow.tooltip')}
        disabledFocusable={checking}
        onClick={checkNow}
      >
        {say(checking ? 'strip.checking' : 'action.checkNow')}
      </Button>
    </header>
  )
}
