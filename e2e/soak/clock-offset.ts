// Loaded into the engine of a soak with --import: this PC's clock may be wrong and may jump. Only the time of day is
// changed; monotonic time is what it is. The offset in seconds stands in the file STOREBRIDGE_SOAK_CLOCK names.

import { readFileSync } from 'node:fs'

const path = process.env['STOREBRIDGE_SOAK_CLOCK'] ?? ''
const trueNow = Date.now.bind(Date)
const lookEveryMs = 250

let offsetMs = 0
let lookedAt = -Infinity

const offset = (): number => {
  if (performance.now() - lookedAt < lookEveryMs) return offsetMs
  lookedAt = performance.now()
  try {
    const seconds = Number(readFileSync(path, 'utf8'))
    if (Number.isFinite(seconds)) offsetMs = seconds * 1000
  } catch {
    // The file cannot be read just now: the clock stays as it was.
  }
  return offsetMs
}

Date.now = () => trueNow() + offset()
