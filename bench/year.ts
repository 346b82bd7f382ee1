// A year of a busy store in one database: 280,000 documents through the real tables, each with its bytes (7.5 KB
// deflated), its event, key, delivery, attempt and answer. Measures what must stay quick however long the store runs.
//
//   node bench/year.ts make DIR [--documents 280000]      makes DIR/storebridge.db (some minutes, 3 GB)
//   node bench/year.ts measure DIR [--files 2000]         figures; changes the database (new files, forgetting)
//
// `measure` needs the built command line in out/cli (npm run build), or in --cli DIR.

import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { deflateSync } from 'node:zlib'
import { insertSighting, attachDocument, meetFolder } from '../main/engine/collect/sighting-table.ts'
import { Forgetting } from '../main/engine/forget/forgetting.ts'
import { applyJudgement } from '../main/engine/judging/judgement-table.ts'
import { readerVersion } from '../main/engine/judge/reader-version.ts'
import { documentById, insertDocument, moveDocument } from '../main/engine/life/document-table.ts'
import { insertAttempt, insertAttemptEnd } from '../main/engine/send/attempt-table.ts'
import { databaseFile } from '../main/engine/storage/database-file.ts'
import { openBesideEngine, openDatabase, type Db } from '../main/engine/storage/open-database.ts'
import { systemClock } from '../main/engine/support/clock.ts'
import { countsByState } from '../main/engine/tell/counts.ts'
import { attentionCards, attentionHeads } from '../main/engine/tell/attention.ts'
import { filePage } from '../main/engine/tell/file-page.ts'
import { handledLines } from '../main/engine/tell/handled.ts'
import { todayFacts } from '../main/engine/tell/today.ts'
import { aJudgement } from '../main/engine/testing/judgements.ts'
import { aJournal } from '../main/cli/integration/journal-bytes.ts'
import { practiceAccount, startPracticeCloud } from '../sandbox/practice-cloud.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    documents: { type: 'string', default: '280000' },
    files: { type: 'string', default: '2000' },
    cli: { type: 'string', default: join(import.meta.dirname, '..', 'out', 'cli') },
  },
})
const [task, directory] = positionals
const dayMs = 24 * 3600_000
const days = 365
const timeZone = 'America/New_York'
const registerFolder = '/register/BOOutBox'

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
const tell = (what: string, figure: string): void => void process.stdout.write(`${what.padEnd(58)} ${figure}\n`)
const timed = <Result>(work: () => Result): { readonly ms: number; readonly result: Result } => {
  const began = performance.now()
  const result = work()
  return { ms: performance.now() - began, result }
}
const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`

/** What a register writes for a sale comes to about this much when it is deflated. */
const someBytes = (): Buffer[] =>
  Array.from({ length: 64 }, () => deflateSync(Buffer.from(randomBytes(7200).toString('base64')), { level: 3 }))

const make = (into: string, documents: number): void => {
  mkdirSync(into, { recursive: true })
  const db = openDatabase(databaseFile(into))
  // Only while it is made: nobody else reads it, and a crash means to begin again.
  db.pragma('synchronous = OFF')
  const now = Date.now()
  const first = now - days * dayMs
  const folder = meetFolder(db, registerFolder, first, null)
  const blobs = someBytes()
  const acknowledgement = Buffer.from(
    `<?xml version="1.0"?><NAXML-Acknowledgement><AckHeader>${'<Filler>x</Filler>'.repeat(8)}</AckHeader></NAXML-Acknowledgement>`,
  )
  const one = (i: number): void => {
    const at = Math.floor(first + (i * days * dayMs) / documents)
    const name = `PJR${String(i).padStart(9, '0')}.xml`
    const mtimeNs = String(BigInt(at) * 1_000_000n)
    const id = insertSighting(db, {
      folderId: folder.id,
      path: name,
      size: 60_000,
      mtimeNs,
      at,
      state: 'found',
      problem: null,
    })
    const date = new Date(at).toISOString().slice(0, 10)
    const sha256 = createHash('sha256').update(name).digest('hex')
    const deflated = blobs[i % blobs.length] ?? Buffer.alloc(0)
    insertDocument(db, {
      id,
      source: 'folder',
      name,
      sha256,
      prefixSha256: null,
      size: 60_000,
      modifiedAt: at,
      foundAt: at,
      storedAt: at,
      cutOff: false,
      deflated,
    })
    attachDocument(db, id, id, { size: 60_000, mtimeNs, at })
    const sale = { transactionId: String(i % 10_000), registerId: String((i % 4) + 1), businessDate: date }
    applyJudgement(db, id, aJudgement([sale]), { state: 'waiting' }, { sendRepeated: 'ask' }, readerVersion, at)
    const document = documentById(db, id)
    if (document === undefined || document.delivery_id === null)
      throw new Error(`file ${id} is ${document?.state ?? 'gone'}`)
    const attempt = insertAttempt(db, id, document.delivery_id, at + 1000)
    moveDocument(db, id, { kind: 'attempt-started' }, at + 1000, { attempts: 1 })
    const state = i % 20_000 === 7 ? 'refused' : i % 300 === 5 ? 'accepted-with-notes' : 'accepted'
    const referenceId = `ref-${createHash('md5').update(name).digest('hex')}`
    insertAttemptEnd(
      db,
      attempt.id,
      {
        outcome: state,
        httpStatus: 200,
        mayHaveArrived: true,
        sentence: null,
        acknowledgement: {
          referenceId,
          documentName: name,
          status: state === 'refused' ? 'FatalError' : 'Success',
          statusMessage: 'Processed',
          details: state === 'accepted' ? [] : [{ line: 12, position: 4, severity: 'Warning', message: 'Not known' }],
        } as never,
        raw: acknowledgement,
      },
      at + 1200,
    )
    moveDocument(db, id, { kind: 'answered', state }, at + 1200, {
      newest_answer_id: attempt.id,
      ...(state === 'refused' ? {} : { accepted_at: at + 1200, accepted_reference_id: referenceId }),
    })
  }
  for (let i = 0; i < documents; i += 1000) {
    db.transaction(() => {
      for (let each = i; each < Math.min(documents, i + 1000); each++) one(each)
    }).immediate()
    if (i % 20_000 === 0) process.stderr.write(`${i}\r`)
  }
  // The register keeps a month; what is older went from its folder.
  db.prepare('UPDATE sighting SET present = 0 WHERE last_seen_at < ?').run(now - 30 * dayMs)
  db.prepare('INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING').run('bench-year', '1')
  const reports = db.prepare('INSERT INTO connection_report (at, state, ok, http_status) VALUES (?, ?, 1, 200)')
  db.transaction(() => {
    for (let at = first; at < now; at += 300_000) reports.run(at, 'OK')
  }).immediate()
  db.pragma('synchronous = FULL')
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** Lets the system forget the file's pages, so that the next reading comes from the disk. */
const cool = (path: string): void => {
  spawnSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none'])
}

const tables = (db: Db): void => {
  try {
    const rows = db
      .prepare<[], { name: string; bytes: number }>(
        'SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC LIMIT 14',
      )
      .all()
    for (const { name, bytes } of rows) tell(`  ${name}`, megabytes(bytes))
  } catch {
    // This SQLite was built without it.
  }
}

const reading = (db: Db): void => {
  const calendar = { timeZone, businessDayEnds: '00:00' }
  const now = Date.now()
  const today = new Date(now).toISOString().slice(0, 10)
  const before = (n: number): string => new Date(now - n * dayMs).toISOString().slice(0, 10)
  const filter = {
    dateKind: 'found',
    from: before(13),
    to: today,
    group: 'all',
    text: '',
    problemsOnly: false,
  } as const
  const lists = {
    'list: 14 days': filter,
    'list: a year': { ...filter, from: before(400) },
    'list: refused of a year': { ...filter, from: before(400), group: 'refused' },
    'list: problems of a year': { ...filter, from: before(400), problemsOnly: true },
    'list: a name': { ...filter, from: null, to: null, text: 'PJR000012' },
    'list: sales days, a year': { ...filter, dateKind: 'sales-day', from: before(400) },
  } as const
  for (const [name, asked] of Object.entries(lists)) {
    const question = { filter: asked, after: null, limit: 200 }
    const tries = [1, 2, 3].map(() => timed(() => filePage(db, question, calendar, null)).ms)
    tell(name, ms(Math.min(...tries)))
  }
  const heads = timed(() => attentionHeads(db, []))
  const cards = timed(() => attentionCards(db, [], calendar))
  tell('what needs a person', `${heads.result.length} cards, heads ${ms(heads.ms)}, cards ${ms(cards.ms)}`)
  tell('handled in seven days', ms(timed(() => handledLines(db, calendar, now)).ms))
  tell('Today', ms(timed(() => todayFacts(db, { calendar, now, common: null, freeBytes: null })).ms))
  tell('counts for the status', ms(Math.min(...[1, 2, 3].map(() => timed(() => countsByState(db)).ms))))
}

const firstLine = async (cli: string, data: string): Promise<void> => {
  const began = performance.now()
  const child = spawn(process.execPath, [join(cli, 'storebridge.cjs'), 'files', '--json', '--data-dir', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let first: number | null = null
  let bytes = 0
  child.stdout.on('data', (chunk: Buffer) => {
    first ??= performance.now() - began
    bytes += chunk.length
  })
  await new Promise((resolve) => child.once('close', resolve))
  tell('files --json: first lines, from the start of the command', ms(first ?? 0))
  tell('files --json: all of them', `${ms(performance.now() - began)} for ${megabytes(bytes)}`)
}

const rss = (pid: number): string => {
  const status = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return megabytes(Number(status.stdout.trim()) * 1024)
}

/** Runs the built engine beside a practice cloud, puts new files into its folder, and waits until all are accepted. */
const running = async (cli: string, data: string, files: number): Promise<void> => {
  const root = mkdtempSync(join(tmpdir(), 'storebridge-year-'))
  const cloud = await startPracticeCloud()
  try {
    const folder = join(root, 'BOOutBox')
    mkdirSync(folder)
    const config = join(root, 'store.json')
    writeFileSync(
      config,
      JSON.stringify({
        store: { locationId: '33084', timeZone },
        petrosoft: { baseUrl: cloud.url, email: practiceAccount.email, password: { env: 'YEAR_PASSWORD' } },
        folders: [{ path: registerFolder }, { path: folder }],
        // Nothing is forgotten by the engine itself while it is measured.
        sending: { keepAcceptedDays: 3650 },
      }),
    )
    const began = performance.now()
    const engine = spawn(
      process.execPath,
      [join(cli, 'storebridge.cjs'), 'run', '--data-dir', data, '--config', config],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, YEAR_PASSWORD: practiceAccount.password },
      },
    )
    let log = ''
    engine.stdout.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
    const until = async (what: () => boolean): Promise<void> => {
      while (!what()) await sleep(10)
    }
    await until(() => log.includes('"ready"'))
    tell('engine: start until ready', ms(performance.now() - began))
    tell('engine: memory when ready', rss(engine.pid ?? 0))
    await until(() => log.includes('signed-in'))
    const db = openBesideEngine(databaseFile(data))
    const after = Number(db.prepare('SELECT max(id) FROM document').pluck().get())
    const put = performance.now()
    const padding = 4000
    for (let i = 0; i < files; i++)
      writeFileSync(join(folder, `NEW${i}-${Date.now()}.xml`), aJournal({ padding, businessDate: '2026-11-20' }))
    const stored = db.prepare<[number], number>('SELECT count(*) FROM document WHERE id > ?').pluck()
    const accepted = db
      .prepare<[number], number>(`SELECT count(*) FROM document WHERE id > ? AND state = 'accepted'`)
      .pluck()
    let storedMs = 0
    for (;;) {
      if (storedMs === 0 && (stored.get(after) ?? 0) >= files) storedMs = performance.now() - put
      if ((accepted.get(after) ?? 0) >= files) break
      await sleep(20)
    }
    db.close()
    tell(`engine: ${files} new files stored`, `${Math.round((files * 1000) / storedMs)} a second`)
    tell(`engine: ${files} new files accepted`, `${Math.round((files * 1000) / (performance.now() - put))} a second`)
    tell('engine: memory after them', rss(engine.pid ?? 0))
    const idle = (): number => {
      const stat = spawnSync('cat', [`/proc/${engine.pid}/stat`], { encoding: 'utf8' }).stdout.split(' ')
      return (Number(stat[13]) + Number(stat[14])) * 10
    }
    await sleep(3000)
    const cpu = idle()
    await sleep(10_000)
    tell('engine: CPU while nothing happens', `${((idle() - cpu) / 100).toFixed(1)} % of a processor`)
    engine.kill('SIGTERM')
    await new Promise((resolve) => engine.once('close', resolve))
  } finally {
    await cloud.close()
    rmSync(root, { recursive: true, force: true })
  }
}

/** Forgets what is older than so many days, at full speed, and gives the room back; the longest step counts. */
const forgetting = async (db: Db, keepDays: number): Promise<void> => {
  const path = db.name
  const before = statSync(path).size
  const had = Number(db.prepare('SELECT count(*) FROM content').pluck().get())
  let longest = 0
  let busy = 0
  // The rests between steps pass at once; what is measured is what a step keeps the others waiting.
  const clock = { ...systemClock, after: (_: number, action: () => void) => systemClock.after(0, action) }
  const forget = new Forgetting({
    db,
    clock,
    log: () => undefined,
    keepAcceptedDays: keepDays,
    cloudNow: () => Date.now(),
    level: () => 'enough',
    noteFault: () => false,
    lookAtDisk: () => Promise.resolve(),
    onStep: (step, tookMs) => {
      busy += tookMs
      longest = Math.max(longest, tookMs)
      steps.set(step, Math.max(steps.get(step) ?? 0, tookMs))
    },
  })
  const steps = new Map<string, number>()
  const { ms: began } = timed(() => undefined)
  const started = performance.now()
  // The rests of the forgetting keep no process from ending.
  const awake = setInterval(() => undefined, 60_000)
  await forget.round()
  clearInterval(awake)
  const tookMs = performance.now() - started + began
  db.pragma('wal_checkpoint(TRUNCATE)')
  const gone = had - Number(db.prepare('SELECT count(*) FROM content').pluck().get())
  tell(`forgetting: bytes of ${gone} documents`, `${ms(busy)} of work in ${ms(tookMs)}`)
  for (const [step, most] of steps) tell(`forgetting: longest step "${step}"`, ms(most))
  tell('forgetting: given back to the disk', megabytes(before - statSync(path).size))
}

const measure = async (data: string): Promise<void> => {
  const path = databaseFile(data)
  tell('database', megabytes(statSync(path).size))
  cool(path)
  const cold = timed(() => openDatabase(path))
  tell('opening, cold', ms(cold.ms))
  cold.result.close()
  const warm = timed(() => openDatabase(path))
  tell('opening, warm', ms(warm.ms))
  const db = warm.result
  tell('documents', String(db.prepare('SELECT count(*) FROM document').pluck().get()))
  tables(db)
  reading(db)
  db.close()
  await firstLine(values.cli, data)
  await running(values.cli, data, Number(values.files))
  const again = openDatabase(path)
  await forgetting(again, 335)
  await forgetting(again, 90)
  reading(again)
  again.close()
}

if (directory === undefined || (task !== 'make' && task !== 'measure')) {
  process.stderr.write('year.ts: make DIR | measure DIR\n')
  process.exitCode = 2
} else if (task === 'make') make(directory, Number(values.documents))
else await measure(directory)
