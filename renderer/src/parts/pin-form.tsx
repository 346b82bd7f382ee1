// The manager's PIN is typed here. A wrong one is said at once; after too many the form says how long the next has to wait
// and counts down. The PIN lives in this field only and leaves it by one call; main decides (main/shell/manager-pin.ts).

import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { PinPurpose } from '../../../contract/manager-pin.ts'
import { sentenceOf, useBridge } from '../bridge.ts'
import { useClock, useNow } from '../data/clock.tsx'
import { formatDuration } from '../format/store-time.ts'
import { rem } from '../theme/rem.ts'
import { text } from '../theme/themes.ts'
import { say } from '../words/say.ts'
import { DialogButtons } from './modal-dialog.tsx'

const useStyles = makeStyles({
  words: { ...text.body, margin: '0 0 12px', color: tokens.colorNeutralForeground2 },
  field: { maxWidth: rem(240) },
  forgotten: { ...text.caption, margin: '12px 0 0', color: tokens.colorNeutralForeground3 },
})

export interface PinFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: string | undefined
  readonly takesFocus?: boolean
}

/** Digits only, never shown, never offered to a password manager. */
export const PinField = ({ label, value, onChange, error, takesFocus = false }: PinFieldProps) => (
  <Field label={label} className={useStyles().field} {...(error === undefined ? {} : { validationMessage: error })}>
    <Input
      type="password"
      inputMode="numeric"
      autoComplete="off"
      maxLength={12}
      value={value}
      {...(takesFocus ? { input: { 'data-first-focus': '' } as object } : {})}
      onChange={(_, data) => onChange(data.value.replaceAll(/\D/g, ''))}
    />
  </Field>
)

export interface PinFormProps {
  readonly purpose: PinPurpose
  readonly words: string
  readonly confirm: string
  /** How long no try is looked at, as main told when the form was opened. */
  readonly waitMs?: number
  readonly takesFocus?: boolean
  readonly onOpen: () => void
  /** Where the form can be left without a PIN. */
  readonly onCancel?: () => void
}

export const PinForm = ({ purpose, words, confirm, waitMs = 0, takesFocus, onOpen, onCancel }: PinFormProps) => {
  const styles = useStyles()
  const bridge = useBridge()
  const clock = useClock()
  const now = useNow()
  const [pin, setPin] = useState('')
  const [trouble, setTrouble] = useState<string | undefined>(undefined)
  const [waitUntil, setWaitUntil] = useState(waitMs === 0 ? 0 : now + waitMs)
  const [busy, setBusy] = useState(false)
  const leftMs = waitUntil - now
  const waits = leftMs > 0
  const left = formatDuration(Math.max(1000, Math.ceil(leftMs / 1000) * 1000))
  const error = waits ? say('pin.wait', { duration: left }) : trouble

  const submit = async (): Promise<void> => {
    if (busy || waits || pin === '') return
    setBusy(true)
    try {
      const answer = await bridge.unlockPin({ pin, purpose })
      if (answer.kind === 'open') return onOpen()
      setPin('')
      setTrouble(say('pin.wrong'))
      setWaitUntil(answer.waitMs === 0 ? 0 : clock() + answer.waitMs)
    } catch (fault) {
      setTrouble(sentenceOf(fault))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        // The dialog stands inside the form it interrupts.
        event.stopPropagation()
        void submit()
      }}
    >
      <p className={styles.words}>{words}</p>
      <PinField
        label={say('pin.label')}
        value={pin}
        onChange={setPin}
        error={error}
        {...(takesFocus === undefined ? {} : { takesFocus })}
      />
      <p className={styles.forgotten}>{say('pin.forgotten')}</p>
      <DialogButtons>
        {onCancel !== undefined && <Button onClick={onCancel}>{say('action.cancel')}</Button>}
        <Button appearance="primary" type="submit" disabledFocusable={busy || waits || pin === ''}>
          {confirm}
        </Button>
      </DialogButtons>
    </form>
  )
}
