// Ctrl+E writes what the screen shows as CSV, Ctrl+P as PDF (ux 2.14). The screen says what that is.

import { useEffect, useRef } from 'react'
import { dialogIsOpen } from '../parts/modal-dialog.tsx'

export interface ExportKeys {
  /** Null where the screen has none. */
  readonly csv: (() => void) | null
  readonly pdf: (() => void) | null
}

export const useExportKeys = (keys: ExportKeys): void => {
  const current = useRef(keys)
  current.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const ctrl = event.ctrlKey || event.metaKey
      if (event.defaultPrevented || !ctrl || event.shiftKey || event.altKey || dialogIsOpen()) return
      const key = event.key.toLowerCase()
      const run = key === 'e' ? current.current.csv : key === 'p' ? current.current.pdf : null
      if (run === null) return
      event.preventDefault()
      if (!event.repeat) run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
