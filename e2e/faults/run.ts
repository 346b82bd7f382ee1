// `npm run faults [-- F6 F20] [--rounds N] [--seed N] [--quick] [--list]`: runs the rows this machine can, prints one line
// a row and writes docs/fault-matrix.md (not in --quick). Exit 0: every row that ran held; 1: one did not; 2: wrong usage.
// A row that needs namespaces of its own runs in a process of its own, which tells its result over its channel.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { release } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildProgram, builtProgramVariable, placeOfBuild, project, type BuiltProgram } from './built-program.ts'
import { faultMatrix } from './fault-matrix.ts'
import type { FaultRow } from './fault-row.ts'
import { faultRows } from './fault-rows.ts'
import { root, tool } from './need.ts'
import { missingFor, runRow, skippedRow, type RowResult, type RowRun } from './run-row.ts'
import { mustRun } from './running-program.ts'

interface Wishes {
  readonly ids: readonly string[]
  readonly rounds: number | null
  readonly seed: number
  readonly quick: boolean
  readonly list: boolean
  /** This process has the namespaces its one row asks for. */
  readonly inside: boolean
}

class UsageError extends Error {}

const wholeNumber = (name: string, text: string | undefined): number | null => {
  if (text === undefined) return null
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${name} ${text} is not a number`)
  return Number(text)
}

const wishesFrom = (words: readonly string[]): Wishes => {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        rounds: { type: 'string' },
        seed: { type: 'string' },
        quick: { type: 'boolean' },
        list: { type: 'boolean' },
        inside: { type: 'boolean' },
      },
    })
    return {
      ids: positionals.map((id) => id.toUpperCase()),
      rounds: wholeNumber('rounds', values.rounds),
      seed: wholeNumber('seed', values.seed) ?? Date.now() % 1_000_000,
      quick: values.quick === true,
      list: values.list === true,
      inside: values.inside === true,
    }
  } catch (fault) {
    throw new UsageError(fault instanceof Error ? fault.message : String(fault))
  }
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())

const roundsOf = (row: FaultRow, { rounds, quick }: Wishes): number =>
  rounds ?? (quick ? (row.quickRounds ?? 0) : row.rounds)

const reasonToSkip = (row: FaultRow, { quick }: Wishes): string | null => {
  if (quick && row.quickRounds === undefined) return 'not part of --quick'
  const isolated = row.isolation === undefined ? [] : [root, tool('unshare', 'util-linux')]
  return missingFor({ ...row, needs: [...isolated, ...row.needs] })
}

const isResult = (message: unknown): message is RowResult =>
  typeof message === 'object' && message !== null && 'verdict' in message

/** Runs a row in namespaces of its own; Ctrl+C is passed on, and waited for until all is undone. */
const runIsolated = (row: FaultRow, wishes: Wishes, program: BuiltProgram): Promise<RowResult> =>
  new Promise((resolve) => {
    const spaces = (row.isolation ?? []).flatMap((space) =>
      space === 'mounts' ? ['--mount', '--propagation', 'private'] : ['--net'],
    )
    const child = spawn(
      'unshare',
      [
        ...spaces,
        process.execPath,
        fileURLToPath(import.meta.url),
        row.id,
        '--inside',
        '--seed',
        String(wishes.seed),
        '--rounds',
        String(roundsOf(row, wishes)),
        ...(wishes.quick ? ['--quick'] : []),
      ],
      {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        env: { ...process.env, [builtProgramVariable]: program.entry },
      },
    )
    let result: RowResult | null = null
    const pass = (): void => {
      child.kill('SIGTERM')
    }
    stopping.signal.addEventListener('abort', pass)
    child.on('message', (message) => {
      if (isResult(message)) result = message
    })
    child.once('error', (fault) => {
      result = skippedRow(row, fault.message)
    })
    child.once('close', (code) => {
      stopping.signal.removeEventListener('abort', pass)
      resolve(
        result ?? { ...skippedRow(row, ''), verdict: 'FAILED', violations: [`its process ended with ${String(code)}`] },
      )
    })
  })

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`

const lineOf = (row: FaultRow, result: RowResult): string => {
  const begin = `${row.id.padEnd(4)}${row.fault}`
  if (result.verdict.startsWith('skipped')) return `${begin} · ${result.verdict}`
  const copies = `${result.duplicated}${result.toldCopies > 0 ? ` (${result.toldCopies} told)` : ''}`
  const verdict = result.verdict === 'held' && row.mustBeCaught === true ? 'held (the loss was caught)' : result.verdict
  return [
    begin,
    row.injection,
    `${result.rounds} rounds`,
    `lost ${result.lost}`,
    `duplicated ${copies}`,
    ...(result.visible.asked > 0 ? [`shown ${result.visible.shown}/${result.visible.asked}`] : []),
    ...(result.recoveredMs === null ? [] : [`recovered in ${seconds(result.recoveredMs)}`]),
    verdict,
    `(${seconds(result.tookMs)})`,
  ].join(' · ')
}

const writeMatrix = async (
  rows: readonly FaultRow[],
  results: ReadonlyMap<string, RowResult>,
  program: BuiltProgram,
): Promise<void> => {
  const path = join(project, 'docs', 'fault-matrix.md')
  const before = existsSync(path) ? await readFile(path, 'utf8') : ''
  const packageJson = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as { readonly version: string }
  const askSqlite = `process.stdout.write(new (require('better-sqlite3'))(':memory:').prepare('SELECT sqlite_version()').pluck().get())`
  const sqlite = await mustRun([process.execPath, '-e', askSqlite], { cwd: join(program.entry, '..') })
  const versions = {
    program: packageJson.version,
    node: process.versions.node,
    sqlite,
    kernel: release(),
    date: new Date().toISOString().slice(0, 10),
  }
  await writeFile(path, faultMatrix(rows, results, before, versions))
}

const chosen = (rows: readonly FaultRow[], ids: readonly string[]): readonly FaultRow[] => {
  const unknown = ids.filter((id) => !rows.some((row) => row.id === id))
  if (unknown.length > 0) throw new UsageError(`there is no row ${unknown.join(', ')}; --list names them`)
  return ids.length === 0 ? rows : rows.filter(({ id }) => ids.includes(id))
}

/** The one row of a process that has the namespaces; its parent prints. */
const runInside = async (rows: readonly FaultRow[], wishes: Wishes): Promise<number> => {
  const [row] = chosen(rows, wishes.ids)
  if (row === undefined || process.send === undefined) throw new UsageError('--inside is for the harness itself')
  // The parent has gone: undo, and end.
  process.once('disconnect', () => stopping.abort())
  if (row.isolation?.includes('network') === true) await mustRun(['ip', 'link', 'set', 'lo', 'up'])
  const result = await runRow(row, runOf(row, wishes, await buildProgram()))
  if (process.connected) process.send(result)
  process.disconnect()
  return 0
}

const runOf = (row: FaultRow, wishes: Wishes, program: BuiltProgram): RowRun => ({
  program,
  quick: wishes.quick,
  rounds: roundsOf(row, wishes),
  seed: wishes.seed,
  say,
  stop: stopping.signal,
})

const runAll = async (rows: readonly FaultRow[], wishes: Wishes): Promise<number> => {
  const some = chosen(rows, wishes.ids)
  if (wishes.list) {
    for (const row of some)
      say(`${row.id.padEnd(4)}${row.fault} · ${row.injection} · ${reasonToSkip(row, wishes) ?? 'can run here'}`)
    return 0
  }
  say(`seed ${wishes.seed}`)
  const program = await buildProgram()
  const results = new Map<string, RowResult>()
  try {
    for (const row of some) {
      if (stopping.signal.aborted) break
      const reason = reasonToSkip(row, wishes)
      const result =
        reason !== null
          ? skippedRow(row, reason)
          : row.isolation === undefined
            ? await runRow(row, runOf(row, wishes, program))
            : await runIsolated(row, wishes, program)
      // A row that was broken off has no result.
      if (!stopping.signal.aborted) results.set(row.id, result)
      say(lineOf(row, result))
      for (const note of result.notes) say(`    ${note}`)
    }
    if (!wishes.quick) await writeMatrix(rows, results, program)
  } finally {
    const built = placeOfBuild(program)
    if (built !== null) await rm(built, { recursive: true, force: true })
  }
  if (stopping.signal.aborted) return 130
  return [...results.values()].some(({ verdict }) => verdict === 'FAILED') ? 1 : 0
}

const main = async (): Promise<number> => {
  const wishes = wishesFrom(process.argv.slice(2))
  const rows = await faultRows()
  return wishes.inside ? runInside(rows, wishes) : runAll(rows, wishes)
}

main().then(
  (code) => process.exit(code),
  (fault: unknown) => {
    process.stderr.write(
      fault instanceof UsageError
        ? `faults: ${fault.message}\n`
        : `${String(fault instanceof Error ? fault.stack : fault)}\n`,
    )
    process.exit(fault instanceof UsageError ? 2 : 1)
  },
)
