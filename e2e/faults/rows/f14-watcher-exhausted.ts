// F14 and F15: the system gives no change events (its limit is used up), and a burst of files at once, with and without
// events: looking by itself finds them all.

import { performance } from 'node:perf_hooks'
import type { FaultRow } from '../fault-row.ts'
import { programPath } from '../need.ts'
import { strace, withFault } from '../strace.ts'

const noWatcher = withFault('inotify_add_watch', 'error=ENOSPC')

export const watcherExhausted: FaultRow = {
  id: 'F14',
  fault: 'no more change events (inotify limit)',
  injection: 'strace -e inject=inotify_add_watch:error=ENOSPC',
  must: 'find everything by looking, and say "rescan"',
  needs: [strace],
  rounds: 3,
  quickRounds: 1,
  run: async (lab) => {
    const shop = await lab.openShop()
    const engine = await shop.run({ wrap: noWatcher })
    const status = await shop.statusWhen('a first scan', ({ folders }) => folders[0]?.lastScanAt !== null)
    const began = performance.now()
    await shop.writeMany(20)
    const result = await shop.judge({ endedAt: began, visible: status.folders[0]?.watcher === 'rescan', engine })
    // A scan is due every five seconds.
    const slow = result.recoveredMs !== null && result.recoveredMs > 20_000
    return {
      ...result,
      violations: [...result.violations, ...(slow ? ['took longer than 20 s to find twenty files'] : [])],
    }
  },
}

export const burst: FaultRow = {
  id: 'F15',
  fault: 'burst of files, events lost or merged',
  injection: '3,000 files at once; every second round also without any change event (F14)',
  must: 'find, store and send every one',
  needs: [],
  rounds: 2,
  quickRounds: 1,
  run: async (lab, round) => {
    const shop = await lab.openShop()
    const withoutEvents = round % 2 === 0 && strace() === null && programPath('strace') !== null
    const engine = await shop.run(withoutEvents ? { wrap: noWatcher } : {})
    const count = lab.quick ? 300 : 3000
    const began = performance.now()
    await shop.writeMany(count)
    const written = performance.now()
    const result = await shop.judge({ endedAt: written, engine, withinMs: 300_000 })
    const storedAt = Math.round((written - began) / 100) / 10
    return { ...result, notes: [`${count} files written in ${storedAt} s${withoutEvents ? ', no events' : ''}`] }
  },
}
