// Where the window is: path and query, both in the hash of its address ("#/files?group=refused"), because the page
// itself is served from one fixed address. wouter routes on the path; screens read and write the query.

import { useSyncExternalStore } from 'react'
import { isHeldBack } from './leave-guard.ts'

const addressHash = (): string => `/${window.location.hash.replace(/^#?\/?/, '')}`

/** Where the window is: the address, unless a screen with something not saved holds it back (leave-guard.ts). */
let shown: string | null = null

const look = (): void => {
  const wanted = addressHash()
  if (shown !== null && wanted !== shown && isHeldBack(shown, wanted)) {
    window.history.replaceState(null, '', `#${shown}`)
    return
  }
  shown = wanted
}

const subscribe = (changed: () => void): (() => void) => {
  const onChange = (): void => {
    look()
    changed()
  }
  window.addEventListener('hashchange', onChange)
  window.addEventListener('popstate', onChange)
  return () => {
    window.removeEventListener('hashchange', onChange)
    window.removeEventListener('popstate', onChange)
  }
}

const currentHash = (): string => (shown ??= addressHash())

export interface Place {
  readonly path: string
  readonly query: string
}

/** "/files?group=refused" to its two parts. */
export const placeOf = (hash: string): Place => {
  const mark = hash.indexOf('?')
  return mark < 0 ? { path: hash, query: '' } : { path: hash.slice(0, mark), query: hash.slice(mark + 1) }
}

/** Goes to a place such as "/files?group=refused"; `replace` leaves no step to come back to. */
export const goTo = (to: string, options: { readonly replace?: boolean } = {}): void => {
  const hash = `#/${to.replace(/^#?\/?/, '')}`
  if (hash === `#${currentHash()}`) return
  const old = window.location.href
  if (options.replace === true) window.history.replaceState(null, '', hash)
  else window.history.pushState(null, '', hash)
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL: old, newURL: window.location.href }))
}

/** wouter's location hook. */
export const useHashPath = (): [string, (to: string, options?: { readonly replace?: boolean }) => void] => [
  placeOf(useSyncExternalStore(subscribe, currentHash)).path,
  goTo,
]

/** The query of the current place. */
export const useHashQuery = (): URLSearchParams =>
  new URLSearchParams(placeOf(useSyncExternalStore(subscribe, currentHash)).query)
