// What time it is, for "20 s ago" and for freshness. One timer for the whole window; in tests and pictures the clock
// can stand still.

import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'

export type Clock = () => number

const TICK_MS = 5000

const ClockContext = createContext<Clock>(Date.now)
const NowContext = createContext<number>(0)

export const ClockProvider = ({ clock, children }: { readonly clock: Clock; readonly children: ReactNode }) => {
  const [now, setNow] = useState(clock)
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), TICK_MS)
    return () => clearInterval(timer)
  }, [clock])
  return (
    <ClockContext.Provider value={clock}>
      <NowContext.Provider value={now}>{children}</NowContext.Provider>
    </ClockContext.Provider>
  )
}

/** Milliseconds, renewed every five seconds. */
export const useNow = (): number => useContext(NowContext)

/** The clock itself, for the moment of an action. */
export const useClock = (): Clock => useContext(ClockContext)
