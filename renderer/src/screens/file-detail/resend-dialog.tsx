// The warning before a sale may be counted twice: names the danger, asks for a reason, and rests on Cancel (ux 2.9).

import { Button, Field, makeStyles, Textarea } from '@fluentui/react-components'
import { useRef, useState } from 'react'
import { DialogButtons, ModalDialog } from '../../parts/modal-dialog.tsx'
import { say } from '../../words/say.ts'
import type { ResendWarning } from './file-actions.ts'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px' },
  words: { margin: 0 },
})

interface ReasonDialogProps {
  readonly open: boolean
  readonly title: string
  readonly text: string
  readonly reasonLabel: string
  readonly confirm: string
  /** A reason must be given before the button works. */
  readonly reasonRequired: boolean
  readonly onConfirm: (reason: string) => void
  readonly onClose: () => void
}

const ReasonFields = (props: Omit<ReasonDialogProps, 'open'>) => {
  const styles = useStyles()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const confirm = (): void => {
    const given = reason.trim()
    if (props.reasonRequired && given === '') {
      setMissing(true)
      field.current?.focus()
      return
    }
    props.onConfirm(given)
  }
  return (
    <>
      <div className={styles.content}>
        <p className={styles.words}>{props.text}</p>
        <Field
          label={props.reasonLabel}
          required={props.reasonRequired}
          {...(missing ? { validationMessage: say('resend.reasonMissing') } : {})}
        >
          <Textarea
            maxLength={500}
            textarea={{ ref: field }}
            value={reason}
            onChange={(_, data) => {
              setReason(data.value)
              setMissing(false)
            }}
          />
        </Field>
      </div>
      <DialogButtons>
        {/* Has the focus when the dialog opens: a hasty Enter must not send anything. */}
        <Button data-first-focus appearance="primary" onClick={props.onClose}>
          {say('action.cancel')}
        </Button>
        <Button onClick={confirm}>{props.confirm}</Button>
      </DialogButtons>
    </>
  )
}

const ReasonDialog = ({ open, ...rest }: ReasonDialogProps) =>
  open ? (
    <ModalDialog role="alertdialog" title={rest.title} onClose={rest.onClose}>
      <ReasonFields {...rest} />
    </ModalDialog>
  ) : null

export interface ResendDialogProps {
  readonly warning: ResendWarning | null
  /** Says it closer than the usual words do. */
  readonly text?: string | null
  readonly onConfirm: (reason: string) => void
  readonly onClose: () => void
}

export const ResendDialog = ({ warning, text = null, onConfirm, onClose }: ResendDialogProps) => (
  <ReasonDialog
    open={warning !== null}
    title={say(`resend.${warning ?? 'accepted'}.title`)}
    text={text ?? say(`resend.${warning ?? 'accepted'}.text`)}
    reasonLabel={say('resend.reason')}
    confirm={say('resend.anyway')}
    reasonRequired
    onConfirm={onConfirm}
    onClose={onClose}
  />
)

export interface IgnoreDialogProps {
  readonly open: boolean
  /** The sales days that lose this file's sales, as text. */
  readonly days: string
  readonly onConfirm: (reason: string) => void
  readonly onClose: () => void
}

export const IgnoreDialog = ({ open, days, onConfirm, onClose }: IgnoreDialogProps) => (
  <ReasonDialog
    open={open}
    title={say('ignore.title')}
    text={days === '' ? say('ignore.text') : say('ignore.textDays', { days })}
    reasonLabel={say('ignore.reason')}
    confirm={say('ignore.confirm')}
    reasonRequired={false}
    onConfirm={onConfirm}
    onClose={onClose}
  />
)
