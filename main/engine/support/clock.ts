// The only place that reads the time. Three times are told apart:
//   wall        what this PC's clock says; may be wrong and may jump; shown to people and written into rows
//   monotonic   never jumps; every deadline and every delay is measured with it
//   engine time the wall time of the engine's start plus the monotonic time since: what due times are stored in,
//               so that a jump of the clock neither wakes nor delays a single document

export interface Timer {
  cancel(): void
}

export interface Clock {
  /** Milliseconds since 1970 by this PC's clock. */
  wall(): number
  /** Milliseconds since an arbitrary moment; only differences mean something. */
  monotonic(): number
  /** Runs `action` once after `ms`; a pending timer does not keep the process alive. */
  after(ms: number, action: () => void): Timer
}

const longestTimeoutMs = 2 ** 31 - 1

export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, Math.min(Math.max(0, ms), longestTimeoutMs))
    timer.unref()
    return { cancel: () => clearTimeout(timer) }
  },
}

/** Engine time in whole milliseconds: see the head of this file. */
export interface EngineTime {
  now(): number
  /** What to add to an engine time to get the wall time of the same moment, now. */
  wallOffset(): number
}

export const engineTimeFrom = (clock: Clock): EngineTime => {
  const startedWall = clock.wall()
  const startedMonotonic = clock.monotonic()
  const now = (): number => Math.round(startedWall + clock.monotonic() - startedMonotonic)
  return { now, wallOffset: () => Math.round(clock.wall() - now()) }
}

/** Resolves after `ms` of the clock, or at once when the signal is aborted. */
export const pauseFor = (clock: Clock, ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve()
      return
    }
    const done = (): void => {
      timer.cancel()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = clock.after(ms, done)
    signal?.addEventListener('abort', done)
  })
