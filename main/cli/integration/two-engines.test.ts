// Two stores in one process: an engine is a value without module state (design 3), so that one process may host several,
// a real store and a practice one. Two clouds, two folders, two data directories; nothing of one is ever in the other.

import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { parseConfiguration } from '../../../contract/configuration.ts'
import { startPracticeCloud, type PracticeCloud } from '../../../sandbox/practice-cloud.ts'
import { forkFolderHelper } from '../../engine/collect/fork-helper.ts'
import { startEngine, type Engine } from '../../engine/engine.ts'
import { logLine } from '../../engine/support/log.ts'
import { eachFile } from '../../engine/tell/file-list.ts'
import { builtCommandLine } from './built-command-line.ts'
import { aJournal } from './journal-bytes.ts'
import { putFile } from './practice-store.ts'
import { temporaryFolder, type AtEnd } from './temporary-folder.ts'
import { until } from './until.ts'

vi.setConfig({ testTimeout: 60_000 })

interface Hosted {
  readonly engine: Engine
  readonly cloud: PracticeCloud
  readonly folder: string
  readonly dataDirectory: string
  readonly log: readonly string[]
  readonly rows: () => string[]
}

const hosted = async (atEnd: AtEnd, root: string, name: string, locationId: string): Promise<Hosted> => {
  const account = { email: `${name}@storebridge.example`, password: `password of ${name}` }
  const cloud = await startPracticeCloud({ accounts: [account], locations: [locationId] })
  atEnd(() => cloud.close())
  const folder = join(root, name, 'BOOutBox')
  const dataDirectory = join(root, name, 'data')
  await mkdir(folder, { recursive: true })
  const parsed = parseConfiguration({
    store: { locationId, timeZone: 'America/New_York' },
    petrosoft: { baseUrl: cloud.url, email: account.email, password: { env: 'NOT_ASKED' } },
    folders: [{ path: folder }],
    connectionReport: { everySeconds: 1 },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  const { folderHelper } = await builtCommandLine()
  const log: string[] = []
  const engine = startEngine({
    dataDirectory,
    configuration: parsed.configuration,
    password: () => account.password,
    openHelper: () => Promise.resolve(forkFolderHelper(folderHelper)),
    log: (level, event, facts) => log.push(logLine(Date.now(), level, event, facts)),
  })
  return {
    engine,
    cloud,
    folder,
    dataDirectory,
    log,
    rows: () => [...eachFile(engine.db, null)].map((file) => `${file.name} ${file.state}`).toSorted(),
  }
}

test('two engines in one process keep apart, and ending one leaves the other at work', async ({ onTestFinished }) => {
  const root = await temporaryFolder(onTestFinished)
  const one = await hosted(onTestFinished, root, 'one', '11111')
  const two = await hosted(onTestFinished, root, 'two', '22222')
  let ended = false
  onTestFinished(async () => {
    await two.engine.stop()
    if (!ended) await one.engine.stop()
  })
  // The same bytes and the same name in both: each store has its own first copy.
  const same = aJournal()
  for (const { folder } of [one, two]) await putFile(folder, 'SAME.xml', same)
  for (let i = 1; i <= 20; i++) {
    await putFile(one.folder, `ONE${i}.xml`, aJournal())
    await putFile(two.folder, `TWO${i}.xml`, aJournal())
  }
  const expected = (store: string): string[] =>
    ['SAME.xml accepted', ...Array.from({ length: 20 }, (_, i) => `${store}${i + 1}.xml accepted`)].toSorted()
  await until(
    'both to be drained',
    () => one.rows().join() === expected('ONE').join() && two.rows().join() === expected('TWO').join(),
  )
  await one.cloud.control.when(({ reports }) => reports.length >= 2)
  await two.cloud.control.when(({ reports }) => reports.length >= 2)

  for (const [mine, other, locationId] of [
    [one, 'TWO', '11111'],
    [two, 'ONE', '22222'],
  ] as const) {
    const { journals, reports, signIns, requests } = mine.cloud.received()
    expect(journals).toHaveLength(21)
    expect(journals.filter(({ name }) => name.startsWith(other))).toEqual([])
    expect(reports.every((report) => report.locationId === locationId && report.ok)).toBe(true)
    expect(signIns.map(({ ok }) => ok)).toEqual([true])
    expect(requests.every(({ status }) => status === 200 || status === null)).toBe(true)
    expect(mine.log.join('\n')).not.toContain(other)
    const entries = await readdir(mine.dataDirectory, { recursive: true, withFileTypes: true })
    const written = await Promise.all(
      entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1').catch(() => '')),
    )
    expect(written.join('\n')).not.toContain(`${other}1.xml`)
  }

  // A decision, a pause and trouble of one are not the other's.
  one.engine.decide({ action: 'pause', fileId: null, reason: null, again: false, until: null, who: 'tester' })
  one.cloud.control.addFaults({ on: 'any', times: 'always', do: { kind: 'answer', status: 503 } })
  await putFile(one.folder, 'LATE1.xml', aJournal())
  await putFile(two.folder, 'LATE2.xml', aJournal())
  await until('the other to go on', () => two.rows().includes('LATE2.xml accepted'))
  await until('the paused one to wait', () => one.rows().includes('LATE1.xml waiting'))
  expect(two.engine.status().problems).toEqual([])
  await until('the pause to be told', () => one.engine.status().problems.some(({ code }) => code === 'paused'))

  await one.engine.stop()
  ended = true
  await putFile(two.folder, 'AFTER.xml', aJournal())
  await until('the other to go on alone', () => two.rows().includes('AFTER.xml accepted'))
  // The data directory of the ended one is free again, that of the other is not.
  const { configuration } = two.engine
  const start = (dataDirectory: string): Engine =>
    startEngine({
      dataDirectory,
      configuration,
      password: () => null,
      openHelper: () => Promise.reject(new Error('none')),
      log: () => undefined,
    })
  expect(() => start(two.dataDirectory)).toThrow('another Storebridge is running')
  const again = start(one.dataDirectory)
  await again.stop()
})
