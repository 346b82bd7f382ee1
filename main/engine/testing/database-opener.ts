// A process for tests that are about dying while a database is brought to a newer version: opens it and ends.

import { writeSync } from 'node:fs'
import { openDatabase } from '../storage/open-database.ts'

const [path = ''] = process.argv.slice(2)
openDatabase(path).close()
writeSync(1, 'open\n')
