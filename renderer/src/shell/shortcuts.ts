// The keys that work everywhere (ux 2.14) as a pure table, and the hook that listens. No single letters; keys that a
// screen owns (F8, Ctrl+G) are listened for by that screen.

import { useEffect } from 'react'
import { dialogIsOpen } from '../parts/modal-dialog.tsx'

export type Shortcut =
  | { readonly kind: 'go'; readonly to: string }
  | { readonly kind: 'check-now' | 'find' | 'next-region' | 'previous-region' | 'back' }

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

const screens: Readonly<Record<string, string>> = {
  '1': '/',
  '2': '/files',
  '3': '/attention',
  '4': '/sales-days',
  '5': '/connection',
  ',': '/settings',
}

/** What a key press asks for, or null. `typing`: the focus is where text is written. */
export const shortcutOf = (press: KeyPress, typing: boolean): Shortcut | null => {
  const ctrl = press.ctrlKey || press.metaKey
  if (press.altKey) return null
  if (press.key === 'F1' && !ctrl) return { kind: 'go', to: '/help' }
  if (press.key === 'F5' && !ctrl) return { kind: 'check-now' }
  if (press.key === 'F6' && !ctrl) return { kind: press.shiftKey ? 'previous-region' : 'next-region' }
  if (ctrl && !press.shiftKey) {
    const to = screens[press.key]
    if (to !== undefined) return { kind: 'go', to }
    if (press.key.toLowerCase() === 'f') return { kind: 'find' }
    return null
  }
  if (ctrl || press.shiftKey || typing) return null
  return press.key === 'Escape' || press.key === 'Backspace' ? { kind: 'back' } : null
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName) || target.role === 'combobox')

/** Listens on the window; a key that opens or closes a dialog belongs to the dialog. */
export const useShortcuts = (run: (shortcut: Shortcut) => void): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return
      const shortcut = shortcutOf(event, isTyping(event.target))
      if (shortcut === null || dialogIsOpen()) return
      // Escape may have another meaning for whoever has the focus; it leads back only where nothing uses it.
      if (shortcut.kind !== 'back') event.preventDefault()
      run(shortcut)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [run])
}

/** F6: moves the focus to the first thing of the next part of the window (navigation, page, detail). */
export const focusNextRegion = (step: 1 | -1): void => {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')]
  if (regions.length === 0) return
  const current = regions.findLastIndex((region) => region.contains(document.activeElement))
  const start = current < 0 ? (step === 1 ? -1 : 0) : current
  for (let moved = 1; moved <= regions.length; moved += 1) {
    const region = regions[(start + step * moved + regions.length * 2) % regions.length]
    const target =
      region?.querySelector<HTMLElement>('[data-region-start]') ??
      // Not a heading, which only takes the focus of whoever comes to the screen, and shows no ring.
      region?.querySelector<HTMLElement>('[aria-current="page"], a[href], button, input, [tabindex="0"]') ??
      null
    if (target === null) continue
    target.focus()
    return
  }
}

/** Ctrl+F: the filter of the screen, if it has one. */
export const focusFilter = (): boolean => {
  const filter = document.querySelector<HTMLInputElement>('[data-filter] input, input[data-filter]')
  filter?.focus()
  filter?.select()
  return filter !== null
}
