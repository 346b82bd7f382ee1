// "Sign in again": asks for e-mail and password once more and says in plain words what came of it. The files are safe
// meanwhile and go by themselves afterwards; the dialog says so.

import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useBridge } from '../bridge.ts'
import { useSettings } from '../data/queries.ts'
import { keys } from '../data/query-keys.ts'
import { text } from '../theme/themes.ts'
import { say } from '../words/say.ts'
import { useAnnounce } from './live-region.tsx'
import { DialogButtons, ModalDialog } from './modal-dialog.tsx'
import { NoticeBar } from './notice-bar.tsx'
import { PasswordInput, SigningIn, signInWithPatience, type SignInOutcome } from './sign-in-form.tsx'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '12px' },
  lead: { margin: 0, color: tokens.colorNeutralForeground2 },
  detail: { ...text.caption, display: 'block', color: tokens.colorNeutralForeground3 },
})

export interface SignInDialogProps {
  readonly open: boolean
  readonly onClose: () => void
}

const SignInFields = ({ onClose }: { readonly onClose: () => void }) => {
  const styles = useStyles()
  const bridge = useBridge()
  const client = useQueryClient()
  const announce = useAnnounce()
  const settings = useSettings()
  const saved = settings.data?.petrosoft.email
  const [email, setEmail] = useState<string | null>(null)
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<SignInOutcome | null>(null)
  const passwordInput = useRef<HTMLInputElement>(null)
  const shownEmail = email ?? saved ?? ''

  // The e-mail is known most of the time: then only the password is to be typed.
  const emailKnown = saved !== undefined && saved !== ''
  useEffect(() => {
    if (emailKnown) passwordInput.current?.focus()
  }, [emailKnown])

  const submit = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    setOutcome(null)
    const result = await signInWithPatience(bridge.signInAgain({ email: shownEmail.trim(), password }))
    setBusy(false)
    if (result.kind === 'not-ok') {
      setOutcome(result)
      if (result.wrongPassword) passwordInput.current?.select()
      return
    }
    announce(say('signIn.done'))
    void client.invalidateQueries({ queryKey: keys.snapshot })
    void client.invalidateQueries({ queryKey: keys.settings })
    onClose()
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className={styles.form}>
        <p className={styles.lead}>{say('signIn.lead')}</p>
        {outcome?.kind === 'not-ok' && (
          <div role="alert">
            <NoticeBar
              hue="red"
              icon="key"
              cause={outcome.sentence}
              text=""
              detail={
                outcome.detail !== '' && (
                  <span lang="en" className={styles.detail}>
                    {outcome.detail}
                  </span>
                )
              }
            />
          </div>
        )}
        <Field label={say('signIn.email')}>
          <Input
            type="email"
            autoComplete="username"
            {...(emailKnown ? {} : { input: { 'data-first-focus': '' } as object })}
            value={shownEmail}
            onChange={(_, data) => setEmail(data.value)}
          />
        </Field>
        <PasswordInput
          label={say('signIn.password')}
          value={password}
          onChange={setPassword}
          takesFocus={emailKnown}
          inputRef={passwordInput}
        />
      </div>
      <DialogButtons>
        {busy && <SigningIn />}
        <Button onClick={onClose}>{say('action.cancel')}</Button>
        <Button
          appearance="primary"
          type="submit"
          disabledFocusable={busy || shownEmail.trim() === '' || password === ''}
        >
          {say('action.signIn')}
        </Button>
      </DialogButtons>
    </form>
  )
}

export const SignInDialog = ({ open, onClose }: SignInDialogProps) =>
  open ? (
    <ModalDialog title={say('signIn.title')} onClose={onClose}>
      <SignInFields onClose={onClose} />
    </ModalDialog>
  ) : null
