// The two pauses a person can ask for, each with an end, or the end itself while one runs (ux 2.3). Used by Settings and
// Connection.

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { sentenceOf, useBridge } from '../bridge.ts'
import { useClock } from '../data/clock.tsx'
import { keys } from '../data/query-keys.ts'
import { useSnapshot, useStoreTimes } from '../data/snapshot-context.tsx'
import { addDays, HOUR_MS, instantInZone } from '../format/store-time.ts'
import { useNotices } from '../parts/notices.tsx'
import { text } from '../theme/themes.ts'
import { say } from '../words/say.ts'
import { useCommands } from './commands.tsx'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', alignItems: 'center' },
  hint: { ...text.body, color: tokens.colorNeutralForeground3, marginRight: 'auto' },
})

export const PauseControls = () => {
  const styles = useStyles()
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  const clock = useClock()
  const times = useStoreTimes()
  const snapshot = useSnapshot()
  const { resume } = useCommands()
  const paused = snapshot.status?.paused ?? null
  const pauseUntil = (until: number): void => {
    bridge
      .pause({ until: new Date(until).toISOString() })
      .then(() => notices.tell(say('settings.paused', { time: times.moment(until) })))
      .catch((error: unknown) => notices.tell(sentenceOf(error)))
      .finally(() => void client.invalidateQueries({ queryKey: keys.snapshot }))
  }
  if (paused !== null) {
    return (
      <div className={styles.row}>
        <span>
          {paused.until === null ? say('bar.paused') : say('bar.pausedUntil', { time: times.moment(paused.until) })}
        </span>
        <Button onClick={resume}>{say('action.resume')}</Button>
      </div>
    )
  }
  return (
    <div className={styles.row}>
      <Button onClick={() => pauseUntil(clock() + HOUR_MS)}>{say('settings.pauseHour')}</Button>
      <Button onClick={() => pauseUntil(instantInZone(addDays(times.today, 1), 6, times.zone))}>
        {say('settings.pauseTomorrow')}
      </Button>
      <span className={styles.hint}>{say('settings.pause.hint')}</span>
    </div>
  )
}
