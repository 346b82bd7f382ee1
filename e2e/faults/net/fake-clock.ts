// A PC clock that can be set while the program runs, by libfaketime: wall time jumps, monotonic time does not, exactly as
// when somebody sets the clock. The file is read at every look at the clock.

import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Need } from '../need.ts'

const libraries = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1',
  '/usr/lib/faketime/libfaketimeMT.so.1',
]

export const fakeTime: Need = () =>
  libraries.some((path) => existsSync(path)) ? null : 'libfaketime is missing: apt-get install faketime'

export interface FakeClock {
  /** For the program's environment. */
  readonly environment: Readonly<Record<string, string>>
  /** From now on the program's clock is so far from the real one. */
  readonly set: (aheadMs: number) => void
  /** How far it is ahead now, ms. */
  readonly ahead: () => number
}

/** A clock of the row's own, kept in `folder`, at first `aheadMs` from the real one. */
export const fakeClock = (folder: string, aheadMs = 0): FakeClock => {
  const library = libraries.find((path) => existsSync(path))
  if (library === undefined) throw new Error('libfaketime is missing')
  const path = join(folder, 'clock')
  let ahead = 0
  const set = (ms: number): void => {
    ahead = ms
    const seconds = (ms / 1000).toFixed(3)
    // Renamed into place: a half-written file would be half a time.
    writeFileSync(`${path}.new`, `${ms < 0 ? seconds : `+${seconds}`}\n`)
    renameSync(`${path}.new`, path)
  }
  set(aheadMs)
  return {
    environment: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: path,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    set,
    ahead: () => ahead,
  }
}
