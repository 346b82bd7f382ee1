// Joins main's events to the cache: a new snapshot replaces the old one at once; everything drawn from files or from
// the connection is marked old, at most once a second, so that a backfill of a year does not keep the window busy.

import type { QueryClient } from '@tanstack/react-query'
import type { AppSnapshot } from '../../../contract/ipc.ts'
import type { Bridge } from '../bridge.ts'
import { goTo } from '../shell/hash-location.ts'
import { keys } from './query-keys.ts'

export const LIVE_INTERVAL_MS = 1000
/** A month is many days to count: while a year is read in, it need not be counted every second. */
export const CALENDAR_INTERVAL_MS = 4000

/** Runs `work` now, and again at the end of each interval in which it was asked for. Returns [ask, stop]. */
export const atMostEvery = (intervalMs: number, work: () => void): readonly [() => void, () => void] => {
  let timer: ReturnType<typeof setTimeout> | null = null
  let asked = false
  const settle = (): void => {
    timer = null
    if (!asked) return
    asked = false
    run()
  }
  const run = (): void => {
    work()
    timer = setTimeout(settle, intervalMs)
  }
  return [
    () => {
      if (timer === null) run()
      else asked = true
    },
    () => {
      if (timer !== null) clearTimeout(timer)
    },
  ]
}

/** Begins to listen; the result ends it. */
export const connectLiveEvents = (bridge: Bridge, client: QueryClient): (() => void) => {
  const markOld = (all: readonly (readonly unknown[])[]): void => {
    for (const queryKey of all) void client.invalidateQueries({ queryKey: [...queryKey] })
  }
  const [filesMoved, stopFiles] = atMostEvery(LIVE_INTERVAL_MS, () =>
    markOld([keys.today, keys.attention, keys.handled, keys.support, keys.connection, keys.files, keys.newestFiles]),
  )
  const [daysMoved, stopDays] = atMostEvery(CALENDAR_INTERVAL_MS, () => markOld([keys.salesDays, keys.repeats]))
  const [standingMoved, stopStanding] = atMostEvery(LIVE_INTERVAL_MS, () =>
    markOld([keys.today, keys.attention, keys.support, keys.connection]),
  )
  const listeners = [
    bridge.on('snapshotChanged', (snapshot) => {
      const before = client.getQueryData<AppSnapshot>([...keys.snapshot])
      // Another mode is another engine with other files: nothing kept of the old one may be shown.
      if (before !== undefined && before.mode !== snapshot.mode) forgetEngine(client)
      client.setQueryData([...keys.snapshot], snapshot)
      standingMoved()
    }),
    bridge.on('filesChanged', () => {
      filesMoved()
      daysMoved()
    }),
    bridge.on('goTo', (place) => goTo(place)),
  ]
  return () => {
    for (const stop of [...listeners, stopFiles, stopDays, stopStanding]) stop()
  }
}

const ofTheWindow: readonly unknown[] = [keys.snapshot[0], keys.preferences[0], keys.pin[0]]

/**
 * Drops what was true of the moment in which it was asked. A program that cannot work any more knows nothing of the
 * register, the internet or the cloud: no green tick of before may stand beside that.
 */
export const forgetThePresent = (client: QueryClient): void => {
  for (const queryKey of [keys.today, keys.connection]) void client.resetQueries({ queryKey: [...queryKey] })
}

/** Drops everything that came from the engine of one mode; the snapshot itself is about to be replaced. */
export const forgetEngine = (client: QueryClient): void => {
  client.removeQueries({ predicate: (query) => !ofTheWindow.includes(query.queryKey[0]) })
}
