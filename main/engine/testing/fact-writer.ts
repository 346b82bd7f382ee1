// A process for tests that are about dying: opens a database and commits rows until it is killed. It prints one line
// before it begins, and one after each commit.

import { writeSync } from 'node:fs'
import { openDatabase } from '../storage/open-database.ts'

const [path = ''] = process.argv.slice(2)
writeSync(1, 'begun\n')
const db = openDatabase(path)
const insert = db.prepare('INSERT INTO fact (name, value) VALUES (?, ?)')
for (let i = 0; ; i++) {
  insert.run(`fact ${i}`, String(i))
  writeSync(1, `${i}\n`)
}
