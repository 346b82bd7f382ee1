// A process for tests that are about memory: brings the verdict file beside the database it is given up to date.

import { dirname } from 'node:path'
import { createVerdictLog } from '../answer/verdict-log.ts'
import { openDatabase } from '../storage/open-database.ts'

const [path = ''] = process.argv.slice(2)
createVerdictLog(openDatabase(path), dirname(path)).catchUp()
