// A process for tests that are about dying in a restore: opens the store of a data directory and kills itself at the nth
// step it is told of. It prints each step, and `open` when it came to the end.

import { writeSync } from 'node:fs'
import { openRecovered } from '../recover/open-recovered.ts'

const [dataDirectory = '', dieAt = '0', now = '0'] = process.argv.slice(2)
let steps = 0
const storage = openRecovered({
  dataDirectory,
  now: Number(now),
  log: () => undefined,
  onStep: (step) => {
    steps += 1
    writeSync(1, `${step}\n`)
    if (steps === Number(dieAt)) process.kill(process.pid, 'SIGKILL')
  },
})
writeSync(1, 'open\n')
storage.close()
