// A clock for tests that moves only when it is told to. Timers run in the order of their time; between two of them
// whatever they started gets its turns, so that chains of promises come as far as they can.

import type { Clock } from '../support/clock.ts'

interface Waiting {
  readonly at: number
  readonly order: number
  readonly action: () => void
}

/** Lets everything that is ready to run have its turns. */
export const turns = async (count = 5): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

export class FakeClock implements Clock {
  #wall: number
  #monotonic = 1000
  #order = 0
  #waiting: Waiting[] = []

  constructor(wall: number = Date.UTC(2026, 10, 20, 15, 0, 0)) {
    this.#wall = wall
  }

  wall(): number {
    return this.#wall
  }

  monotonic(): number {
    return this.#monotonic
  }

  after(ms: number, action: () => void): { cancel: () => void } {
    const waiting: Waiting = { at: this.#monotonic + Math.max(0, ms), order: this.#order++, action }
    this.#waiting.push(waiting)
    return {
      cancel: () => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting)
      },
    }
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#waiting.length
  }

  /** Milliseconds until the next timer; null when none waits. */
  get untilNext(): number | null {
    const times = this.#waiting.map(({ at }) => at - this.#monotonic)
    return times.length === 0 ? null : Math.min(...times)
  }

  /** Somebody sets this PC's clock: the wall time jumps, nothing else. */
  jumpWall(ms: number): void {
    this.#wall += ms
  }

  /** Time passes; every timer that becomes due on the way runs at its own moment. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonic + ms
    await turns()
    for (;;) {
      const next = this.#waiting.toSorted((a, b) => a.at - b.at || a.order - b.order)[0]
      if (next === undefined || next.at > end) break
      this.#move(next.at)
      this.#waiting = this.#waiting.filter((each) => each !== next)
      next.action()
      await turns()
    }
    this.#move(end)
    await turns()
  }

  #move(to: number): void {
    const by = Math.max(0, to - this.#monotonic)
    this.#monotonic += by
    this.#wall += by
  }
}

/** Waits in real time until something holds; fails with a sentence when it does not within `limitMs`. */
export const until = async (what: string, holds: () => boolean, limitMs = 10_000): Promise<void> => {
  const deadline = performance.now() + limitMs
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`this did not happen within ${limitMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
