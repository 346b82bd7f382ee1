// A process for tests that are about dying: forgets what it may in the database it is given, without rests, until it is
// killed or has done. It prints a line after its first step.

import { writeSync } from 'node:fs'
import { Forgetting } from '../forget/forgetting.ts'
import { openDatabase } from '../storage/open-database.ts'
import { systemClock } from '../support/clock.ts'

const [path = ''] = process.argv.slice(2)
const forgetting = new Forgetting({
  db: openDatabase(path),
  clock: { ...systemClock, after: (_, action) => systemClock.after(0, action) },
  log: () => undefined,
  keepAcceptedDays: 1,
  cloudNow: () => Date.now() + 365 * 24 * 3600_000,
  level: () => 'enough',
  noteFault: () => false,
  lookAtDisk: () => Promise.resolve(),
  onStep: () => writeSync(1, 'step\n'),
})
setInterval(() => undefined, 1000)
await forgetting.round()
