// Settings of what the program does without its window: going on when it is closed, starting with the computer, and which
// of the five notifications may appear (ux 2.3, 2.4). Each change counts at once.

import { Button, Field, Input, makeStyles, Switch, tokens } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { toastKinds, type ToastKind } from '../../../../contract/toast-kinds.ts'
import type { AutostartState } from '../../../../contract/autostart.ts'
import type { Preferences } from '../../../../contract/ipc.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { usePreferencesQuery } from '../../data/queries.ts'
import { autostartKey, useAutostart } from '../../data/use-autostart.ts'
import { useSavePreferences } from '../../data/use-save-preferences.ts'
import { useSnapshot } from '../../data/snapshot-context.tsx'
import { Card } from '../../parts/card.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { text } from '../../theme/themes.ts'
import { say, type MessageId } from '../../words/say.ts'

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: '16px' },
  switches: { display: 'flex', flexDirection: 'column' },
  title: { ...text.bodyStrong, margin: 0 },
  times: { display: 'flex', flexWrap: 'wrap', gap: '8px 16px', paddingTop: '8px' },
  test: { alignSelf: 'flex-start' },
  about: { ...text.body, margin: 0, color: tokens.colorNeutralForeground2 },
})

const kindWords: Readonly<Record<ToastKind, MessageId>> = {
  'sign-in': 'settings.notify.signIn',
  refused: 'settings.notify.refused',
  quiet: 'settings.notify.quiet',
  'not-sent': 'settings.notify.notSent',
  disk: 'settings.notify.disk',
}

const autostartWords: Readonly<Partial<Record<AutostartState, MessageId>>> = {
  off: 'settings.background.autostart.off',
  'off-by-system': 'settings.background.autostart.bySystem',
  'not-here': 'settings.background.autostart.notHere',
}

const Autostart = () => {
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  const current = useAutostart().data
  if (current === undefined) return null
  const words = autostartWords[current]
  const change = (on: boolean): void => {
    bridge.setAutostart({ on }).then(
      (next) => client.setQueryData(autostartKey, next),
      (error: unknown) => notices.tell(sentenceOf(error)),
    )
  }
  return (
    <Field {...(words === undefined ? {} : { hint: say(words) })}>
      <Switch
        label={say('settings.background.autostart')}
        checked={current === 'on'}
        disabled={current === 'not-here'}
        onChange={(_, data) => change(data.checked)}
      />
    </Field>
  )
}

const usualQuietHours = { from: '22:00', to: '06:00' } as const

/** Two times of the store, or none. A time that is being typed is kept when it is whole. */
const QuietHours = ({
  current,
  save,
}: {
  readonly current: Preferences
  readonly save: (next: Preferences) => void
}) => {
  const styles = useStyles()
  const { quietHours } = current
  const change = (part: Partial<NonNullable<Preferences['quietHours']>>): void => {
    const next = { ...(quietHours ?? usualQuietHours), ...part }
    if (next.from !== '' && next.to !== '') save({ ...current, quietHours: next })
  }
  return (
    <div role="group" aria-label={say('settings.quiet')} className={styles.switches}>
      <Field hint={say('settings.quiet.hint')}>
        <Switch
          label={say('settings.quiet')}
          checked={quietHours !== null}
          onChange={(_, data) => save({ ...current, quietHours: data.checked ? usualQuietHours : null })}
        />
      </Field>
      {quietHours !== null && (
        <div className={styles.times}>
          <Field label={say('settings.quiet.from')}>
            <Input type="time" value={quietHours.from} onChange={(_, data) => change({ from: data.value })} />
          </Field>
          <Field label={say('settings.quiet.to')}>
            <Input type="time" value={quietHours.to} onChange={(_, data) => change({ to: data.value })} />
          </Field>
        </div>
      )}
    </div>
  )
}

/** Shows where notifications appear on this computer, or that none do. */
const TestNotification = () => {
  const styles = useStyles()
  const bridge = useBridge()
  const notices = useNotices()
  const test = (): void => {
    bridge.testNotification(undefined).then(
      (shown) => notices.tell(say(shown ? 'settings.notify.test.done' : 'settings.notify.test.none')),
      (error: unknown) => notices.tell(sentenceOf(error)),
    )
  }
  return (
    <Button className={styles.test} onClick={test}>
      {say('settings.notify.test')}
    </Button>
  )
}

export const BackgroundSection = () => {
  const styles = useStyles()
  const practice = useSnapshot().mode === 'practice'
  const save = useSavePreferences(useNotices().tell)
  const current = usePreferencesQuery().data
  if (current === undefined) return null
  return (
    <Card title={say('settings.background')} about={say('settings.atOnce')}>
      <div className={styles.fields}>
        <Switch
          label={say('settings.background.closeToTray')}
          checked={current.closeToTray}
          onChange={(_, data) => save({ ...current, closeToTray: data.checked })}
        />
        {!practice && <Autostart />}
        <div role="group" aria-label={say('settings.background.notify')} className={styles.switches}>
          <h3 className={styles.title}>{say('settings.background.notify')}</h3>
          <p className={styles.about}>{say('settings.background.notify.about')}</p>
          {toastKinds.map((kind) => (
            <Switch
              key={kind}
              label={say(kindWords[kind])}
              checked={current.notify[kind]}
              onChange={(_, data) => save({ ...current, notify: { ...current.notify, [kind]: data.checked } })}
            />
          ))}
        </div>
        <QuietHours current={current} save={save} />
        <TestNotification />
      </div>
    </Card>
  )
}
