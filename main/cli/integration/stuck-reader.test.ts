// Another program that stays in the middle of reading the records while thousands of files go through: everything is
// accepted, the log it makes grow is told, and is given back when that program ends.

import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { databaseFile } from '../../engine/storage/database-file.ts'
import { openSqlite } from '../../engine/storage/open-database.ts'
import { largeLogBytes } from '../../engine/forget/write-ahead-log.ts'
import { builtCommandLine } from './built-command-line.ts'
import { plainEnvironment } from './command.ts'
import { aJournal } from './journal-bytes.ts'
import { practiceStore } from './practice-store.ts'
import { until } from './until.ts'

vi.setConfig({ testTimeout: 180_000 })

test('a stuck reader delays nothing, and its log is given back after it', async ({ onTestFinished }) => {
  const store = await practiceStore(onTestFinished)
  const engine = await store.run()
  await engine.line('the start', ({ event }) => event === 'started')
  const reader = openSqlite(databaseFile(store.dataDirectory), { readonly: true })
  onTestFinished(() => {
    reader.close()
  })
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM document').get()
  const log = (): number => statSync(`${databaseFile(store.dataDirectory)}-wal`).size
  // How far the log grows for a file is a matter of how many the engine writes at once.
  let count = 0
  while (log() <= largeLogBytes) {
    for (const to = count + 400; count < to; count += 1)
      writeFileSync(join(store.folder, `PJR${count}.xml`), aJournal({ padding: 2000 }))
    await store.statusWhen('all to be accepted', ({ counts }) => counts.accepted === count, 60_000)
  }
  const said = await engine.line('the reader to be told', ({ event }) => event === 'records-held-open')
  expect(said).toMatchObject({ level: 'warn' })
  expect(log()).toBeGreaterThan(largeLogBytes)
  reader.exec('COMMIT')
  await store.put('LATER.xml', aJournal())
  await until('the log to be small again', () => log() <= 16 * 1024 * 1024)
  await store.whenState('LATER.xml', 'accepted')
})

test('`files` piped into something that does not read on holds nothing open', async ({ onTestFinished }) => {
  const store = await practiceStore(onTestFinished)
  mkdirSync(store.folder, { recursive: true })
  const engine = await store.run()
  for (let i = 0; i < 300; i++) writeFileSync(join(store.folder, `PJR${i}.xml`), aJournal())
  await store.statusWhen('all to be accepted', ({ counts }) => counts.accepted === 300)
  const { entry } = await builtCommandLine()
  const pager = spawn(process.execPath, [entry, 'files', '--json', '--data-dir', store.dataDirectory], {
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void pager.kill('SIGKILL'))
  // The first piece is taken, the rest stays in the pipe: the command stands in the middle of its list.
  await once(pager.stdout, 'readable')
  pager.stdout.read(10)
  const db = openSqlite(databaseFile(store.dataDirectory))
  onTestFinished(() => {
    db.close()
  })
  store.lookAway()
  const [folded] = db.pragma('wal_checkpoint(TRUNCATE)') as { readonly busy: number }[]
  expect(pager.exitCode).toBeNull()
  expect(folded?.busy).toBe(0)
  expect((await engine.terminate()).code).toBe(0)
})
