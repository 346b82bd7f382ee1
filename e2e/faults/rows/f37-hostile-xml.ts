// F37: documents that mean harm, and journals that were harmed. Each is judged alone by `check`, with its time and its
// memory; then all lie in the folder of a running engine between good journals, under strace, which sees every file that
// is opened and every address that is asked.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { FileSummary } from '../../../contract/file-facts.ts'
import type { DocumentState } from '../../../contract/vocabulary.ts'
import { aJournal } from '../../store/journal.ts'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { linux, tool } from '../need.ts'
import { inSeconds, shownAfter } from '../net/course.ts'
import { damaged, hostileDocuments, type HostileDocument } from '../net/hostile-journals.ts'
import { runProgram } from '../running-program.ts'
import type { Shop } from '../shop.ts'
import { waitFor } from '../wait-for.ts'

/** A folder with further hostile files, where there is one. */
const collectionVariable = 'STOREBRIDGE_HOSTILE_FILES'

const longestMs = 2000
const mostBytes = 256 * 1024 * 1024

/** Where a document may end that no office should have, or that the cloud itself judges. */
const anyEnd: readonly DocumentState[] = ['held', 'not-needed', 'accepted', 'accepted-with-notes', 'refused']

interface Lure {
  readonly file: string
  readonly url: string
  readonly visits: () => number
}

/** A file nobody may open and an address nobody may ask. */
const setLures = async (lab: Lab): Promise<Lure> => {
  const file = join(lab.directory, 'lure.txt')
  await writeFile(file, 'nobody reads this')
  let visits = 0
  const server = createServer((socket) => {
    visits += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  lab.onUndo('the address nobody may ask', () => {
    server.close()
  })
  return { file, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, visits: () => visits }
}

interface Judged {
  readonly ms: number
  readonly bytes: number
}

/** Runs `check` on one file, under the same limits as the engine's own judging; its peak memory is told by a hook. */
const judgeAlone = async (lab: Lab, path: string, hook: string): Promise<Judged> => {
  const told = join(lab.directory, 'peak')
  const began = performance.now()
  const { code, stderr } = await runProgram(
    [process.execPath, '--require', hook, lab.program.entry, 'check', path, '--json'],
    {
      env: { FAULTS_PEAK: told },
      withinMs: 60_000,
    },
  )
  const ms = performance.now() - began
  if (code !== 0 && code !== 1) throw new Error(`check ended with ${String(code)} for ${path}: ${stderr.slice(-400)}`)
  const kib = Number(readFileSync(told, 'utf8'))
  if (!(kib > 0)) throw new Error(`the peak memory for ${path} is not known`)
  return { ms, bytes: kib * 1024 }
}

const putIn = async (shop: Shop, { name, bytes }: HostileDocument): Promise<string> => {
  const path = join(shop.folder, `${name}.xml`)
  await writeFile(`${path}.part`, bytes)
  await rename(`${path}.part`, path)
  return `${name}.xml`
}

const collection = (): readonly HostileDocument[] => {
  const folder = process.env[collectionVariable]
  if (folder === undefined || !existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.xml'))
    .map((name) => ({ name: `collection-${name.slice(0, -4)}`, bytes: readFileSync(join(folder, name)) }))
}

/** Files of which nothing is opened but what the program itself needs: the trace must not name the lures. */
const traceTroubles = async (trace: string, lure: Lure): Promise<string[]> => {
  const text = await readFile(trace, 'utf8')
  return [
    ...(text.includes('openat') ? [] : ['the trace saw no file opened: it proves nothing']),
    ...(text.includes(lure.file) ? ['the file nobody may open was opened'] : []),
    ...(lure.visits() > 0 ? [`the address nobody may ask was asked ${lure.visits()} times`] : []),
  ]
}

/** All of them in the folder of an engine, with good journals between them. */
const throughEngine = async (
  lab: Lab,
  documents: readonly HostileDocument[],
  lure: Lure,
): Promise<{ readonly result: RoundResult; readonly rows: readonly FileSummary[] }> => {
  const shop = await lab.openShop()
  const trace = join(lab.directory, 'trace')
  const began = performance.now()
  await shop.run({ wrap: ['strace', '-D', '-f', '-qq', '-s', '300', '-e', 'trace=open,openat,connect', '-o', trace] })
  const names = new Map<string, HostileDocument>()
  for (const [n, document] of documents.entries()) {
    names.set(await putIn(shop, document), document)
    if (n % 10 === 0) await shop.write()
  }
  const whatever = shop.written.length
  await shop.whenArrived(60_000)
  const goodMs = performance.now() - began
  const settled: readonly DocumentState[] = [...anyEnd, 'found']
  const rows = await waitFor(
    'every hostile document to be judged',
    async () => {
      const files = (await shop.files()) ?? []
      const there = files.filter(({ name, state }) => names.has(name) && settled.includes(state))
      return there.length === names.size ? there : null
    },
    { withinMs: 120_000, everyMs: 1000 },
  )
  // Kept bytes are in the books from now on; what is `found` stays in the folder until it is whole or ten minutes old.
  for (const { name, state, sha256 } of rows) {
    const document = names.get(name)
    if (document === undefined || state === 'found') continue
    const own = createHash('sha256').update(document.bytes).digest('hex')
    if (sha256 !== null && sha256 !== own) throw new Error(`${name} was stored with other bytes`)
    shop.written.push({
      name,
      bytes: document.bytes,
      path: join(shop.folder, name),
      sha256: own,
      size: document.bytes.length,
      at: performance.now(),
      ends: anyEnd.filter((end) => end === state),
    })
  }
  const shown = await shownAfter(shop, ({ problems }) => problems.some(({ code }) => code === 'files-held'), 30_000)
  const result = await shop.judge({
    visible: shown !== null,
    violations: await traceTroubles(trace, lure),
    notes: [`${whatever} good journals between them were accepted within ${inSeconds(goodMs)}`],
  })
  return { result, rows }
}

const countStates = (rows: readonly FileSummary[]): string => {
  const counts = new Map<string, number>()
  for (const { state, problem } of rows) {
    const word = problem === null ? state : `${state} (${problem})`
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ')
}

/** What no state but these may become of a document that means harm: never sent as a sale, never a crash. */
const hostileRound = async (lab: Lab): Promise<RoundResult> => {
  const lure = await setLures(lab)
  const documents = [...hostileDocuments(lure), ...collection()]
  const alone = join(lab.directory, 'alone')
  await mkdir(alone)
  const hook = join(lab.directory, 'peak.cjs')
  // Not resourceUsage(): on Linux its peak begins with that of the process that started this one.
  await writeFile(
    hook,
    `const { readFileSync, writeFileSync } = require('node:fs')
process.on('exit', () => {
  const [, kib] = /^VmHWM:\\s*(\\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  writeFileSync(process.env.FAULTS_PEAK, kib ?? 'NaN')
})
`,
  )
  const violations: string[] = []
  const slowest = { name: '', ms: 0 }
  const largest = { name: '', bytes: 0 }
  for (const { name, bytes } of documents) {
    const path = join(alone, `${name}.xml`)
    await writeFile(path, bytes)
    const judged = await judgeAlone(lab, path, hook)
    if (judged.ms > slowest.ms) Object.assign(slowest, { name, ms: judged.ms })
    if (judged.bytes > largest.bytes) Object.assign(largest, { name, bytes: judged.bytes })
    if (judged.ms > longestMs) violations.push(`${name} took ${inSeconds(judged.ms)}`)
    if (judged.bytes > mostBytes) violations.push(`${name} took ${Math.round(judged.bytes / 1e6)} MB`)
  }
  const { result, rows } = await throughEngine(lab, documents, lure)
  const sent = rows.filter(({ attempts }) => attempts > 0)
  // Of what the collection calls good, and of nothing else, something may be a journal.
  const wrongly = sent.filter(({ name }) => !name.startsWith('collection-'))
  if (wrongly.length > 0) violations.push(`sent to Petrosoft: ${wrongly.map(({ name }) => name).join(', ')}`)
  return {
    ...result,
    violations: [...result.violations, ...violations],
    notes: [
      ...result.notes,
      `${documents.length} hostile documents: ${countStates(rows)}`,
      `slowest alone ${slowest.name} ${inSeconds(slowest.ms)}, most memory ${largest.name} ${Math.round(largest.bytes / 2 ** 20)} MiB`,
    ],
  }
}

const damagedRound = async (lab: Lab): Promise<RoundResult> => {
  const lure = await setLures(lab)
  const count = lab.quick ? 40 : 150
  const documents = Array.from({ length: count }, (_, n): HostileDocument => {
    const good = aJournal({ name: 'x.xml', prices: ['2.49', '13.00', '0.99'], lineEnd: n % 3 === 0 ? '\r\n' : '\n' })
    return { name: `DAMAGED-${String(n + 1).padStart(3, '0')}`, bytes: damaged(good.bytes, lab.random) }
  })
  const { result, rows } = await throughEngine(lab, documents, lure)
  return { ...result, notes: [...result.notes, `${count} damaged journals: ${countStates(rows)}`] }
}

export const hostileXml: FaultRow = {
  id: 'F37',
  fault: 'hostile XML and damaged journals',
  injection:
    'every class of attack on readers of XML, alone and in the folder under strace; 150 journals with seeded damage a round',
  must: 'set it aside in less than 2 s and 256 MiB, open no file and ask no address for it, and send the others',
  needs: [linux, tool('strace', 'strace')],
  rounds: 4,
  run: (lab, round) => (round === 1 ? hostileRound(lab) : damagedRound(lab)),
}
