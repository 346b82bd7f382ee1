// What time it is, for "20 s ago" and for freshness. One timer for the whole window; in tests and pictures the clock
// can stand still.

import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'

export type Clock = () => number

const TICK_MS = 5000

const ClockContext = createContext<Clock>(Date.now)

/** What the window knows of the time beside the clock itself. */
interface Reading {
  readonly now: number
  /** The zone this PC runs in; somebody may change it while the window is open. */
  readonly computerZone: string
}
const NowContext = createContext<Reading>({ now: 0, computerZone: 'UTC' })

const read = (clock: Clock): Reading => ({
  now: clock(),
  computerZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
})

export const ClockProvider = ({ clock, children }: { readonly clock: Clock; readonly children: ReactNode }) => {
  const [reading, setReading] = useState(() => read(clock))
  useEffect(() => {
    const timer = setInterval(() => setReading(read(clock)), TICK_MS)
    return () => clearInterval(timer)
  }, [clock])
  return (
    <ClockContext.Provider value={clock}>
      <NowContext.Provider value={reading}>{children}</NowContext.Provider>
    </ClockContext.Provider>
  )
}

/** Milliseconds, renewed every five seconds. */
export const useNow = (): number => useContext(NowContext).now

/** Renewed with `useNow`. */
export const useComputerZone = (): string => useContext(NowContext).computerZone

/** The clock itself, for the moment of an action. */
export const useClock = (): Clock => useContext(ClockContext)
