// Where the window is: path and query, both in the hash of its address ("#/files?group=refused"), because the page
// itself is served from one fixed address. wouter routes on the path; screens read and write the query.

import { useSyncExternalStore } from 'react'

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed)
  window.addEventListener('popstate', changed)
  return () => {
    window.removeEventListener('hashchange', changed)
    window.removeEventListener('popstate', changed)
  }
}

const currentHash = (): string => `/${window.location.hash.replace(/^#?\/?/, '')}`

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
