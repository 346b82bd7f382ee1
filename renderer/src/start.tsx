// Puts the window into the page. Kept apart from the entry, so that a page of our own (dev/) can start the same window
// over another bridge.

import type { QueryClient } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import type { Bridge } from './bridge.ts'
import type { Clock } from './data/clock.tsx'
import { createQueryClient } from './query-client.ts'
import './theme/global.css'

/** The nonce main wrote into the page, '' when there is none (the page of a development server). */
const nonceOfPage = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/** Starts the window; returns the cache of what main has said. */
export const startWindow = (bridge: Bridge, clock: Clock): QueryClient => {
  const place = document.getElementById('root')
  if (place === null) throw new Error('the page has no element with the id root')
  const client = createQueryClient()
  createRoot(place).render(<App bridge={bridge} client={client} clock={clock} nonce={nonceOfPage()} />)
  return client
}
