// The keys of a file's page, on every tab of it (ux 2.8, 2.14): F8 and Shift+F8 for its messages, Ctrl+G for a line.

import { useEffect, useRef } from 'react'
import { dialogIsOpen } from '../../parts/modal-dialog.tsx'

export interface FileKeys {
  readonly stepMessage: (step: 1 | -1) => void
  readonly goToLine: () => void
}

/** Listens on the window; while a dialog is open the keys are the dialog's. */
export const useFileKeys = (keys: FileKeys): void => {
  const current = useRef(keys)
  current.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (dialogIsOpen() || event.altKey) return
      if (event.key === 'F8' && !event.ctrlKey) {
        event.preventDefault()
        current.current.stepMessage(event.shiftKey ? -1 : 1)
      } else if (event.key.toLowerCase() === 'g' && event.ctrlKey && !event.shiftKey) {
        event.preventDefault()
        current.current.goToLine()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
