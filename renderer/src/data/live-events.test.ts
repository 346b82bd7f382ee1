// What main pushes must reach every view that is drawn from it: a view that only asks by the clock shows what was.

import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Bridge } from '../bridge.ts'
import { CALENDAR_INTERVAL_MS, connectLiveEvents, forgetThePresent, LIVE_INTERVAL_MS } from './live-events.ts'
import { fileListKey, keys } from './query-keys.ts'

type Listener = (payload: unknown) => void

/** A window that listens: what main would push is pushed by `push`. */
const listening = () => {
  const listeners = new Map<string, Listener>()
  const bridge = {
    on: (name: string, listener: Listener) => {
      listeners.set(name, listener)
      return () => listeners.delete(name)
    },
  } as unknown as Bridge
  const client = new QueryClient()
  for (const key of Object.values(keys)) client.setQueryData([...key], {})
  const end = connectLiveEvents(bridge, client)
  const oldKeys = (): string[] =>
    client
      .getQueryCache()
      .getAll()
      .filter(({ state }) => state.isInvalidated)
      .map(({ queryKey }) => String(queryKey[0]))
      .toSorted()
  const renew = (): void => {
    for (const key of Object.values(keys)) client.setQueryData([...key], {})
  }
  return { push: (name: string, payload: unknown) => listeners.get(name)?.(payload), oldKeys, renew, client, end }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const ofFiles = [
  keys.today,
  keys.attention,
  keys.handled,
  keys.support,
  keys.connection,
  keys.files,
  keys.newestFiles,
  keys.salesDays,
  keys.repeats,
].map(([key]) => key)

describe('what main pushes', () => {
  test('a file that moved makes every view of files ask again, but not the rows a person reads', () => {
    const { push, oldKeys, client, end } = listening()
    const reading = fileListKey({ group: null, text: '' } as never, { by: 'changed', descending: true } as never, 0)
    client.setQueryData(reading, {})
    push('filesChanged', 1)
    expect(oldKeys()).toEqual(ofFiles.toSorted())
    end()
  })

  test('another standing makes Today, its cards, Connection and Help ask again, and replaces the old standing', () => {
    const { push, oldKeys, client, end } = listening()
    const standing = { mode: 'live', version: '2' }
    client.setQueryData([...keys.snapshot], { mode: 'live' })
    push('snapshotChanged', standing)
    expect(oldKeys()).toEqual(['attention', 'connection', 'support', 'today'])
    expect(client.getQueryData([...keys.snapshot])).toEqual(standing)
    end()
  })

  test('what moves many times in a second is asked for at once and once more at its end, days more seldom', () => {
    const { push, oldKeys, renew, end } = listening()
    push('filesChanged', 1)
    renew()
    push('filesChanged', 2)
    push('filesChanged', 3)
    expect(oldKeys()).toEqual([])
    vi.advanceTimersByTime(LIVE_INTERVAL_MS)
    expect(oldKeys()).toEqual(ofFiles.filter((key) => key !== 'sales-days' && key !== 'repeats').toSorted())
    renew()
    vi.advanceTimersByTime(CALENDAR_INTERVAL_MS - LIVE_INTERVAL_MS)
    expect(oldKeys()).toEqual(['repeats', 'sales-days'])
    end()
  })

  test('a program that cannot work any more forgets what was true of the moment, and keeps what is written', () => {
    const { client, end } = listening()
    forgetThePresent(client)
    expect([keys.today, keys.connection].map((key) => client.getQueryData([...key]))).toEqual([undefined, undefined])
    expect(client.getQueryData([...keys.salesDays])).toEqual({})
    end()
  })

  test('another mode is another engine: nothing of the old one stays, but what belongs to the window', () => {
    const { push, client, end } = listening()
    client.setQueryData([...keys.snapshot], { mode: 'live' })
    push('snapshotChanged', { mode: 'practice' })
    const left = client
      .getQueryCache()
      .getAll()
      .map(({ queryKey }) => queryKey[0])
    expect(new Set(left)).toEqual(new Set(['snapshot', 'preferences', 'pin']))
    end()
  })
})
