// A Clock whose time passes only when the test says so, from timer to timer, in order: what takes a day in a shop takes
// seconds here. Before each step everything that goes on in the real world (requests, helpers, disk) comes to rest, so
// that no simulated time limit runs out on work that is merely being done.

import { setImmediate as nextTurn, setTimeout as realPause } from 'node:timers/promises'
import type { Clock, Timer } from '../../engine/support/clock.ts'

const longestTimeoutMs = 2 ** 31 - 1
/** Real time after which a rest that does not come is a fault of the test. */
const restWithinMs = 30_000
/** How often the engine looks for decisions: 18,000 times an hour, and hardly ever in vain for us. */
const pollMs = 200

interface PendingTimer {
  readonly due: number
  readonly isPoll: boolean
  readonly action: () => void
}

export interface SimulatedClock extends Clock {
  /** Sets this PC's clock forward or back; deadlines and delays must not care. */
  readonly setWallForward: (ms: number) => void
  /** Lets time pass until it is so. Rejects when it is not within `withinMs` of simulated time. */
  readonly until: (what: string, isSo: () => boolean, withinMs?: number) => Promise<void>
  /** Lets so much time pass. */
  readonly pass: (ms: number) => Promise<void>
  /** Lets no time pass, only what goes on come to rest. */
  readonly rest: () => Promise<void>
}

export interface RealWorld {
  /** False while something is still to answer. */
  readonly isAtRest: () => boolean
  /** A number that changes whenever something happened. */
  readonly happenings: () => number
  /** The picture of the moment, for a wait that was in vain. */
  readonly tell: () => string
}

/** @param startsAt wall time of the beginning, ms since 1970 */
export const createSimulatedClock = (startsAt: number, world: RealWorld): SimulatedClock => {
  let now = 0
  let wallAhead = 0
  let idlePolls = 0
  const timers = new Set<PendingTimer>()

  const after = (ms: number, action: () => void): Timer => {
    const timer = { due: now + Math.min(Math.max(0, ms), longestTimeoutMs), isPoll: ms === pollMs, action }
    timers.add(timer)
    return { cancel: () => timers.delete(timer) }
  }

  const rest = async (): Promise<void> => {
    const deadline = performance.now() + restWithinMs
    for (let quietTurns = 0; quietTurns < 4;) {
      await nextTurn()
      if (world.isAtRest()) quietTurns += 1
      else {
        quietTurns = 0
        if (performance.now() > deadline)
          throw new Error(`What goes on in the real world does not come to rest.\n${world.tell()}`)
        await realPause(1)
      }
    }
  }

  /** A set keeps the order of insertion: of timers due at the same time the older one fires first. */
  const next = (): PendingTimer | undefined => {
    let first: PendingTimer | undefined
    for (const timer of timers) if (first === undefined || timer.due < first.due) first = timer
    return first
  }

  /** Fires the next timer that is due until `limit`, and lets come of it what may. False when there is none. */
  const step = async (limit: number): Promise<boolean> => {
    const timer = next()
    if (timer === undefined || timer.due > limit) return false
    timers.delete(timer)
    now = Math.max(now, timer.due)
    const before = world.happenings()
    timer.action()
    if (!timer.isPoll || world.happenings() !== before) await rest()
    else if (++idlePolls % 20 === 0) await nextTurn()
    return true
  }

  return {
    wall: () => Math.round(startsAt + now + wallAhead),
    monotonic: () => now,
    after,
    setWallForward: (ms) => {
      wallAhead += ms
    },
    rest,
    until: async (what, isSo, withinMs = 60_000) => {
      const limit = now + withinMs
      await rest()
      for (let before = NaN; ;) {
        const happened = world.happenings()
        if (happened !== before && isSo()) return
        before = happened
        if (!(await step(limit)))
          throw new Error(`Waited ${withinMs} ms of simulated time in vain for: ${what}.\n${world.tell()}`)
      }
    },
    pass: async (ms) => {
      const end = now + ms
      await rest()
      while (await step(end));
      now = end
      await rest()
    },
  }
}
