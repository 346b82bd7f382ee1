// The snapshot every part of the frame is drawn from, handed down so that no part can hold another one, and the
// store's own way of writing times.

import { createContext, useContext, useMemo, type ReactNode } from 'react'
import type { AppSnapshot } from '../../../contract/ipc.ts'
import type { Timestamp } from '../../../contract/vocabulary.ts'
import {
  formatAgo,
  formatClock,
  formatExact,
  formatIn,
  formatMoment,
  formatMomentShort,
  storeDay,
  zoneName,
  zonesDiffer,
} from '../format/store-time.ts'
import { useComputerZone, useNow } from './clock.tsx'

const SnapshotContext = createContext<AppSnapshot | null>(null)

export const useSnapshot = (): AppSnapshot => {
  const snapshot = useContext(SnapshotContext)
  if (snapshot === null) throw new Error('useSnapshot needs a SnapshotProvider above it')
  return snapshot
}

type Moment = Timestamp | number | null

export interface StoreTimes {
  readonly zone: string
  readonly now: number
  readonly today: string
  /** The store zone's name when this PC runs in another one, else null. */
  readonly zoneLabel: string | null
  readonly clock: (at: Moment) => string
  readonly ago: (at: Moment) => string
  readonly in: (at: Moment) => string
  readonly moment: (at: Moment) => string
  readonly momentShort: (at: Moment) => string
  readonly exact: (at: Moment) => string
}

export const storeTimes = (zone: string, pcZone: string, now: number): StoreTimes => ({
  zone,
  now,
  today: storeDay(now, zone),
  // Said in the language of the moment.
  get zoneLabel() {
    return zonesDiffer(zone, pcZone, now) ? zoneName(zone, now) : null
  },
  clock: (at) => formatClock(at, zone),
  ago: (at) => formatAgo(at, zone, now),
  in: (at) => formatIn(at, zone, now),
  moment: (at) => formatMoment(at, zone, now),
  momentShort: (at) => formatMomentShort(at, zone, now),
  exact: (at) => formatExact(at, zone),
})

const StoreTimesContext = createContext<StoreTimes | null>(null)

/** Made once for all who are inside: a list writes hundreds of times. */
export const SnapshotProvider = ({
  value,
  children,
}: {
  readonly value: AppSnapshot
  readonly children: ReactNode
}) => {
  const now = useNow()
  const computerZone = useComputerZone()
  const zone = value.store?.timeZone ?? computerZone
  const times = useMemo(() => storeTimes(zone, computerZone, now), [zone, computerZone, now])
  return (
    <SnapshotContext.Provider value={value}>
      <StoreTimesContext.Provider value={times}>{children}</StoreTimesContext.Provider>
    </SnapshotContext.Provider>
  )
}

/** The store's times; before set-up the computer's zone stands in. */
export const useStoreTimes = (): StoreTimes => {
  const shared = useContext(StoreTimesContext)
  const now = useNow()
  const zone = useComputerZone()
  return useMemo(() => shared ?? storeTimes(zone, zone, now), [shared, zone, now])
}
