// `export files|proof|days`: the facts of the app's exports without a window, as comma-separated text or JSON lines, to the
// terminal or to a file that is there whole or not at all. Beside a running engine or without one; it only reads.

import { everyFile, type FileFilter } from '../../contract/ipc.ts'
import { documentStates, type DocumentState } from '../../contract/vocabulary.ts'
import type { KeptHours } from '../engine/days/day/store-hours-fact.ts'
import { databaseFile } from '../engine/storage/database-file.ts'
import { byteOrderMark, csvLine } from '../engine/export/csv-text.ts'
import { dayCells, daysHeading } from '../engine/export/days-table.ts'
import type { ExportedFile } from '../engine/export/exported-files.ts'
import { exportedPage, exportPage, tableContext } from '../engine/export/export-page.ts'
import { proofOf } from '../engine/export/proof-of-delivery.ts'
import { writeExport } from '../engine/export/write-export.ts'
import { openBesideEngine, type Db } from '../engine/storage/open-database.ts'
import { systemClock, type Clock } from '../engine/support/clock.ts'
import { timestampFrom, timestampOrNull } from '../engine/support/timestamp.ts'
import { fileFacts } from '../engine/tell/file-list.ts'
import { dataDirectoryOption, fileIdFrom, neededDataDirectory, readArguments } from './arguments.ts'
import { askedDate, askedDays, mustBeAQuestion, mustNotRunBackwards, storeHoursFor } from './asked-days.ts'
import { exitDone, exitNo, UsageError } from './exit.ts'
import { complain } from './print.ts'

const kinds = ['files', 'proof', 'days'] as const
type Kind = (typeof kinds)[number]

const options = {
  ...dataDirectoryOption,
  from: { type: 'string' },
  to: { type: 'string' },
  state: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
} as const

interface Asked {
  readonly db: Db
  readonly hours: KeptHours
  readonly now: number
  readonly from: string | null
  readonly to: string | null
  readonly state: DocumentState | null
  readonly format: 'csv' | 'json'
}

const kindFrom = (word: string | undefined): Kind => {
  const kind = kinds.find((known) => known === word)
  if (kind !== undefined) return kind
  throw new UsageError(
    word === undefined
      ? 'export: say what: files, proof ID or days'
      : `export: "${word}" is not one of files, proof, days`,
  )
}

const dateFrom = (name: 'from' | 'to', value: string | undefined): string | null =>
  value === undefined ? null : askedDate('export', name, value)

const stateFrom = (word: string | undefined): DocumentState | null => {
  if (word === undefined) return null
  const state = documentStates.find((known) => known === word)
  if (state === undefined)
    throw new UsageError(`export: --state ${word} is no state; states are ${documentStates.join(', ')}`)
  return state
}

const formatFrom = (word: string | undefined): 'csv' | 'json' => {
  if (word === undefined || word === 'csv') return 'csv'
  if (word === 'json') return 'json'
  if (word === 'pdf')
    throw new UsageError('export: PDF is made only in the app (Save report PDF, Print); here --format is csv or json')
  throw new UsageError(`export: --format ${word} is not csv or json`)
}

const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`

/** A file as a JSON line: design 5's words and times. */
const fileJson = (file: ExportedFile): unknown => ({
  id: String(file.id),
  name: file.name,
  sha256: file.sha256,
  size: file.size,
  source: file.source,
  state: file.state,
  problem: file.problem,
  businessDates: file.businessDates,
  sales: file.sales,
  amount: file.amount,
  foundAt: timestampFrom(file.foundAt),
  storedAt: timestampOrNull(file.storedAt),
  sentAt: timestampOrNull(file.sentAt),
  answeredAt: timestampOrNull(file.answeredAt),
  acceptedAt: timestampOrNull(file.acceptedAt),
  attempts: file.attempts,
  nextAttemptAt: timestampOrNull(file.nextAttemptAt),
  referenceId: file.referenceId,
  validationStatus: file.validationStatus,
  statusMessage: file.statusMessage,
  problemCount: file.problemCount,
  noteCount: file.noteCount,
})

function* filesOf(asked: Asked): Generator<string> {
  const filter: FileFilter = { ...everyFile, from: asked.from, to: asked.to }
  const store = { hours: asked.hours, now: asked.now }
  let after: string | null = null
  do {
    if (asked.format === 'csv') {
      const page = exportPage(asked.db, { kind: 'files', filter }, store, after, asked.state)
      yield page?.text ?? ''
      after = page?.next ?? null
    } else {
      const page = exportedPage(asked.db, filter, store, after, asked.state)
      yield page.files.map((file) => jsonLine(fileJson(file))).join('')
      after = page.next
    }
  } while (after !== null)
}

async function* daysOf(asked: Asked, clock: Clock): AsyncGenerator<string> {
  const { db, hours, now, from, to, format } = asked
  if (from === null || to === null) throw new UsageError('export: days needs --from DATE and --to DATE')
  const days = await askedDays(db, hours, { from, to }, now, clock)
  if (format === 'json') {
    for (const day of days) yield jsonLine(day)
    return
  }
  const context = tableContext({ hours, now })
  yield byteOrderMark + csvLine(daysHeading(context))
  for (const day of days) yield csvLine(dayCells(day, context))
}

function* proofText(asked: Asked, id: number): Generator<string> {
  const facts = fileFacts(asked.db, id)
  if (facts === null) return
  if (asked.format === 'json') yield jsonLine(proofOf(facts))
  else
    yield (
      exportPage(asked.db, { kind: 'proof', id: String(id), name: '' }, { hours: asked.hours, now: asked.now }, null)
        ?.text ?? ''
    )
}

/** Waits for a slow reader instead of filling the memory. */
const toTerminal = async (pieces: AsyncIterable<string> | Iterable<string>): Promise<void> => {
  for await (const piece of pieces)
    if (piece !== '')
      await new Promise<void>((resolve, reject) => {
        process.stdout.write(piece, (fault) => (fault ? reject(fault) : resolve()))
      })
}

const toFile = async (path: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> => {
  try {
    await writeExport(path, pieces)
  } catch (fault) {
    if (!(fault instanceof Error) || !('syscall' in fault)) throw fault
    const code = 'code' in fault ? String(fault.code) : 'unknown'
    throw new UsageError(`export: ${path} could not be written (${code})`)
  }
}

/** `clock` says what time it is: whether a sales day is over depends on it. */
export const exportCommandAt =
  (clock: Clock) =>
  async (words: readonly string[]): Promise<number> => {
    const { values, positionals } = readArguments('export', words, options, 'any')
    const kind = kindFrom(positionals[0])
    const dataDirectory = neededDataDirectory('export', values['data-dir'])
    const [from, to] = [dateFrom('from', values.from), dateFrom('to', values.to)]
    if (from !== null && to !== null) {
      mustNotRunBackwards('export', from, to)
      if (kind === 'days') mustBeAQuestion('export', from, to)
    }
    if (kind === 'days' && (from === null || to === null))
      throw new UsageError('export: days needs --from DATE and --to DATE, like 2026-11-20')
    if (kind === 'proof' && (values.from !== undefined || values.to !== undefined))
      throw new UsageError('export: --from and --to are for files and days')
    if (kind !== 'files' && values.state !== undefined) throw new UsageError('export: --state is for files')
    if (kind === 'proof' ? positionals.length !== 2 : positionals.length > 1)
      throw new UsageError(
        kind === 'proof'
          ? 'export: proof needs exactly one ID'
          : `export: "${positionals[1] ?? ''}" is not expected here`,
      )
    const id = kind === 'proof' ? fileIdFrom('export', positionals[1] ?? '') : 0
    if (values.out === '') throw new UsageError('export: --out FILE is empty')
    const [state, format] = [stateFrom(values.state), formatFrom(values.format)]
    const db = openBesideEngine(databaseFile(dataDirectory), 'to-read')
    try {
      if (kind === 'proof' && fileFacts(db, id) === null) {
        complain(`there is no file ${id}`)
        return exitNo
      }
      const hours = storeHoursFor('export', db, dataDirectory)
      const asked: Asked = { db, hours, now: clock.wall(), from, to, state, format }
      const pieces = kind === 'files' ? filesOf(asked) : kind === 'days' ? daysOf(asked, clock) : proofText(asked, id)
      if (values.out === undefined) await toTerminal(pieces)
      else await toFile(values.out, pieces)
      return exitDone
    } finally {
      db.close()
    }
  }

export const exportCommand = exportCommandAt(systemClock)
