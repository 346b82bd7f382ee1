// Ctrl with plus, minus and zero: the whole window larger, smaller, as it was (ux 2.14, 50 to 300 %). It comes on top of
// the text size of the settings and is kept like it. Works on every page, the set-up and dialogs too.

import { useEffect, useRef } from 'react'
import type { Preferences } from '../../../contract/ipc.ts'
import { useSavePreferences } from '../data/use-save-preferences.ts'
import type { KeyPress } from './shortcuts.ts'

/** Percent; the steps browsers use. */
const steps: readonly number[] = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300]

/** The zoom in percent after a key; null when the key asks for none. */
export const zoomedBy = (press: KeyPress, zoom: number): number | null => {
  if (!(press.ctrlKey || press.metaKey) || press.altKey) return null
  switch (press.key) {
    case '+':
    case '=':
      return steps.find((step) => step > zoom) ?? zoom
    case '-':
    case '_':
      return steps.findLast((step) => step < zoom) ?? zoom
    case '0':
      return 100
    default:
      return null
  }
}

const tellNobody = (): void => undefined

/** Listens on the window, once the preferences are known. */
export const useZoomKeys = (preferences: Preferences | undefined): void => {
  // A zoom that cannot be kept is seen: the window takes it back.
  const save = useSavePreferences(tellNobody)
  const current = useRef(preferences)
  current.current = preferences
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const known = current.current
      if (known === undefined || event.defaultPrevented) return
      const zoom = zoomedBy(event, known.zoom)
      if (zoom === null) return
      event.preventDefault()
      if (zoom === known.zoom) return
      current.current = { ...known, zoom }
      save(current.current)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [save])
}
