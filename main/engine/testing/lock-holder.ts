// A process for tests: takes the lock of a data directory, says whether it got it, and holds it until it is killed.

import { writeSync } from 'node:fs'
import { takeEngineLock } from '../storage/engine-lock.ts'

const [dataDirectory = ''] = process.argv.slice(2)
const lock = takeEngineLock(dataDirectory)
writeSync(1, lock === null ? 'busy\n' : 'held\n')
setInterval(() => undefined, 3600_000)
