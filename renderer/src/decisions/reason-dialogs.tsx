// The questions before an order that undo cannot help: the warning before a sale may be counted twice, and before files are
// ignored. They name the danger, ask for a reason, and rest on Cancel (ux 2.9).

import { Button, Field, makeStyles, Textarea } from '@fluentui/react-components'
import { useRef, useState } from 'react'
import { formatCount } from '../format/quantity.ts'
import { DialogButtons, ModalDialog } from '../parts/modal-dialog.tsx'
import { say } from '../words/say.ts'

/** Why sending needs a warning, a reason and a second decision: its sales may be counted twice. */
export type ResendWarning = 'accepted' | 'unclear' | 'repeats'

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
  /** The sales days that lose these files' sales, as text; "" where none is known. */
  readonly days: string
  /** How many files; null for the one file that is open. */
  readonly count: number | null
  readonly onConfirm: (reason: string) => void
  readonly onClose: () => void
}

export const IgnoreDialog = ({ days, count, onConfirm, onClose }: IgnoreDialogProps) => {
  const many = { n: count ?? 1, count: formatCount(count ?? 1) }
  const text =
    count === null
      ? (['ignore.text', 'ignore.textDays'] as const)
      : (['ignore.many.textNoDays', 'ignore.many.text'] as const)
  return (
    <ReasonDialog
      open
      title={count === null ? say('ignore.title') : say('ignore.many.title', many)}
      text={days === '' ? say(text[0]) : say(text[1], { days })}
      reasonLabel={say('ignore.reason')}
      confirm={count === null ? say('ignore.confirm') : say('ignore.many.confirm', many)}
      reasonRequired={false}
      onConfirm={onConfirm}
      onClose={onClose}
    />
  )
}
