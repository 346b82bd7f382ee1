// E-mail and password, with show and hide, paste allowed and a password manager's help wanted (ux 2.2, 3.3.8 of
// WCAG 2.2). The password lives in this form's fields only and leaves them by one call.

import { Button, Field, Input, makeStyles, Spinner } from '@fluentui/react-components'
import { Eye20Regular } from '@fluentui/react-icons/svg/eye'
import { EyeOff20Regular } from '@fluentui/react-icons/svg/eye-off'
import { useState } from 'react'
import type { SignInTest } from '../../../contract/ipc.ts'
import { sentenceOf } from '../bridge.ts'
import { rem } from '../theme/rem.ts'
import { say, type MessageId } from '../words/say.ts'

/** How long a sign-in may take before it is told as "not answering". */
export const SIGN_IN_PATIENCE_MS = 15_000

export type SignInProblem = Exclude<SignInTest['kind'], 'ok'>

/** Six troubles, six sentences: a person must do something else in each. */
export const signInWords: Readonly<Record<SignInProblem, MessageId>> = {
  'wrong-password': 'signIn.wrongPassword',
  'no-internet': 'signIn.noInternet',
  'server-down': 'signIn.serverDown',
  'not-petrosoft': 'signIn.notPetrosoft',
  'clock-wrong': 'signIn.clockWrong',
  certificate: 'signIn.certificate',
}

export type SignInOutcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'not-ok'; readonly sentence: string; readonly detail: string; readonly wrongPassword: boolean }

/** Waits for a sign-in at most as long as a person should; a later answer is not heard. Never rejects. */
export const signInWithPatience = async (
  attempt: Promise<SignInTest>,
  patienceMs = SIGN_IN_PATIENCE_MS,
): Promise<SignInOutcome> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<SignInTest>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'server-down', detail: '' }), patienceMs)
  })
  try {
    const result = await Promise.race([attempt, silence])
    if (result.kind === 'ok') return result
    return {
      kind: 'not-ok',
      sentence: say(signInWords[result.kind]),
      detail: result.detail,
      wrongPassword: result.kind === 'wrong-password',
    }
  } catch (error) {
    return { kind: 'not-ok', sentence: sentenceOf(error), detail: '', wrongPassword: false }
  } finally {
    clearTimeout(timer)
  }
}

const useStyles = makeStyles({
  eye: { minWidth: rem(24), width: rem(24), height: rem(24), padding: 0 },
})

export interface PasswordInputProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: string | undefined
  /** Takes the focus when its dialog opens. */
  readonly takesFocus?: boolean
  readonly inputRef?: React.Ref<HTMLInputElement>
}

export const PasswordInput = ({ label, value, onChange, error, takesFocus = false, inputRef }: PasswordInputProps) => {
  const styles = useStyles()
  const [shown, setShown] = useState(false)
  return (
    <Field label={label} {...(error === undefined ? {} : { validationMessage: error })}>
      <Input
        type={shown ? 'text' : 'password'}
        autoComplete="current-password"
        spellCheck={false}
        value={value}
        input={{
          ...(inputRef === undefined ? {} : { ref: inputRef }),
          ...(takesFocus ? { 'data-first-focus': '' } : {}),
        }}
        onChange={(_, data) => onChange(data.value)}
        contentAfter={
          <Button
            appearance="transparent"
            className={styles.eye}
            aria-pressed={shown}
            aria-label={say('signIn.showPassword')}
            icon={shown ? <EyeOff20Regular /> : <Eye20Regular />}
            onClick={() => setShown(!shown)}
          />
        }
      />
    </Field>
  )
}

export const SigningIn = () => <Spinner size="tiny" labelPosition="after" label={say('signIn.trying')} />
