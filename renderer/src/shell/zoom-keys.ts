// Ctrl with plus, minus and zero, or with the wheel: the whole window larger, smaller, as it was (ux 2.14, 50 to 300 %). It
// comes on top of the text size of the settings and is kept like it. Works on every page, the set-up and dialogs too.

import { useEffect, useRef } from 'react'
import type { Preferences } from '../../../contract/ipc.ts'
import { useBridge } from '../bridge.ts'
import { useSavePreferences } from '../data/use-save-preferences.ts'
import type { KeyPress } from './shortcuts.ts'

/** Percent; the steps browsers use. */
const steps: readonly number[] = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300]

/** The next zoom in percent, or the same one at either end. */
export const steppedZoom = (zoom: number, direction: 'in' | 'out'): number =>
  (direction === 'in' ? steps.find((step) => step > zoom) : steps.findLast((step) => step < zoom)) ?? zoom

/** The zoom in percent after a key; null when the key asks for none. */
export const zoomedBy = (press: KeyPress, zoom: number): number | null => {
  if (!(press.ctrlKey || press.metaKey) || press.altKey) return null
  switch (press.key) {
    case '+':
    case '=':
      return steppedZoom(zoom, 'in')
    case '-':
    case '_':
      return steppedZoom(zoom, 'out')
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
  const bridge = useBridge()
  const current = useRef(preferences)
  current.current = preferences
  useEffect(() => {
    const change = (known: Preferences, zoom: number): void => {
      if (zoom === known.zoom) return
      current.current = { ...known, zoom }
      save(current.current)
    }
    const onKey = (event: KeyboardEvent): void => {
      const known = current.current
      if (known === undefined || event.defaultPrevented) return
      const zoom = zoomedBy(event, known.zoom)
      if (zoom === null) return
      event.preventDefault()
      change(known, zoom)
    }
    window.addEventListener('keydown', onKey)
    const endWheel = bridge.on('zoomAsked', (direction) => {
      const known = current.current
      if (known !== undefined) change(known, steppedZoom(known.zoom, direction))
    })
    return () => {
      window.removeEventListener('keydown', onKey)
      endWheel()
    }
  }, [bridge, save])
}
