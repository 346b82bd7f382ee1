/**
 * Wakes a sleeping loop. A wake that comes while nobody sleeps is kept, so that nothing is missed between looking for
 * work and going to sleep.
 */
export interface Doorbell {
  ring(): void
  /** Resolves at the next ring, or at once when one was kept. */
  heard(): Promise<void>
}

export const createDoorbell = (): Doorbell => {
  let kept = false
  let wake: (() => void) | null = null
  return {
    ring: () => {
      if (wake === null) {
        kept = true
        return
      }
      const sleeper = wake
      wake = null
      sleeper()
    },
    heard: () => {
      if (kept) {
        kept = false
        return Promise.resolve()
      }
      return new Promise((resolve) => {
        wake = resolve
      })
    },
  }
}
