// The sign-in to Petrosoft. The password is never shown and leaves only through the sign-in dialog.

import { Button } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormContext } from 'react-hook-form'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { keys } from '../../data/query-keys.ts'
import { useSnapshot } from '../../data/snapshot-context.tsx'
import { Card } from '../../parts/card.tsx'
import { FactsList } from '../../parts/facts-list.tsx'
import { DialogButtons, ModalDialog } from '../../parts/modal-dialog.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { useCommands } from '../../shell/commands.tsx'
import { say, type MessageId } from '../../words/say.ts'
import { TextSetting } from './form-fields.tsx'
import { useSectionStyles } from './section-styles.ts'
import type { SettingsForm } from './settings-form.ts'

const ForgetSignIn = () => {
  const styles = useSectionStyles()
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  const [asking, setAsking] = useState(false)
  const forget = (): void => {
    setAsking(false)
    bridge
      .forgetSignIn(undefined)
      .then(() => notices.tell(say('settings.forget.done')))
      .catch((error: unknown) => notices.tell(sentenceOf(error)))
      .finally(() => void client.invalidateQueries({ queryKey: keys.snapshot }))
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>{say('settings.forget')}</Button>
      {asking && (
        <ModalDialog title={say('settings.forget.title')} role="alertdialog" onClose={() => setAsking(false)}>
          <p className={styles.about}>{say('settings.forget.text')}</p>
          <DialogButtons>
            <Button data-first-focus onClick={() => setAsking(false)}>
              {say('settings.forget.cancel')}
            </Button>
            <Button appearance="primary" onClick={forget}>
              {say('settings.forget.confirm')}
            </Button>
          </DialogButtons>
        </ModalDialog>
      )}
    </>
  )
}

export const AccountSection = () => {
  const styles = useSectionStyles()
  const { watch } = useFormContext<SettingsForm>()
  const { signIn } = useCommands()
  const snapshot = useSnapshot()
  const passwordWords: Readonly<Record<typeof snapshot.password, MessageId>> = {
    kept: 'settings.password.kept',
    'this-session': 'settings.password.thisSession',
    needed: 'settings.password.needed',
  }
  return (
    <Card title={say('settings.account')}>
      <div className={styles.fields}>
        <FactsList
          large
          facts={[
            { name: say('signIn.email'), value: watch('email') },
            { name: say('signIn.password'), value: say(passwordWords[snapshot.password]) },
          ]}
        />
        <div className={styles.row}>
          <Button onClick={signIn}>{say('settings.changePassword')}</Button>
          {snapshot.password !== 'needed' && <ForgetSignIn />}
        </div>
        <TextSetting name="baseUrl" label={say('form.address')} hint={say('form.address.hint')} type="url" />
      </div>
    </Card>
  )
}
