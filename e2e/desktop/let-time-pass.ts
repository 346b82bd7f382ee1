// Time for main alone: what waits there for minutes to pass has waited, and no test does.

import type { StartedApp } from '../fixtures.ts'

/** Main's monotonic clock goes on by that many milliseconds. */
export const letTimePass = (app: StartedApp, ms: number): Promise<void> =>
  app.electron.evaluate((_, more) => {
    const before = performance.now.bind(performance)
    performance.now = () => before() + more
  }, ms)
