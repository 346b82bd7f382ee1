// A dialog over the browser's own <dialog>: the page behind it is inert, Escape closes it, the focus goes in and comes
// back to where it was. Rendered in place, so it wears the same theme.

import { makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { rem } from '../theme/rem.ts'
import { colours, text } from '../theme/themes.ts'

const useStyles = makeStyles({
  dialog: {
    ...text.body,
    width: rem(560),
    maxWidth: 'calc(100vw - 32px)',
    maxHeight: 'calc(100vh - 32px)',
    overflowY: 'auto',
    padding: '24px',
    color: tokens.colorNeutralForeground1,
    backgroundColor: colours.sbCard,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: '8px',
    boxShadow: tokens.shadow64,
    '::backdrop': { backgroundColor: 'rgba(0, 0, 0, 0.4)' },
    animationName: { from: { opacity: 0 }, to: { opacity: 1 } },
    animationDuration: tokens.durationFast,
  },
  title: { ...text.title, margin: '0 0 12px' },
})

export interface ModalDialogProps {
  readonly title: string
  /** `alertdialog` for a warning that must be answered. */
  readonly role?: 'dialog' | 'alertdialog'
  readonly onClose: () => void
  /** A form or fields with their buttons. An element with data-first-focus takes the focus. */
  readonly children: ReactNode
}

/** Open as long as it is rendered. */
export const ModalDialog = ({ title, role = 'dialog', onClose, children }: ModalDialogProps) => {
  const styles = useStyles()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element === null) return
    const before = document.activeElement
    element.showModal()
    element.querySelector<HTMLElement>('[data-first-focus]')?.focus()
    return () => {
      element.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      role={role}
      aria-modal="true"
      aria-labelledby={id}
      className={styles.dialog}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      {children}
    </dialog>
  )
}

/** True while a dialog is open: keys then belong to it. */
export const dialogIsOpen = (): boolean => document.querySelector('dialog[open]') !== null

const useActionsStyles = makeStyles({
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: '8px',
    marginTop: '20px',
  },
})

export const DialogButtons = ({ children }: { readonly children: ReactNode }) => (
  <div className={useActionsStyles().actions}>{children}</div>
)
