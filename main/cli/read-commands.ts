// `status`, `files` and `show`: what the database and the running engine tell. They only read.

import type { EngineStatus } from '../../contract/engine-status.ts'
import type { FileFacts, FileSummary } from '../../contract/file-facts.ts'
import { documentStates, type DocumentState } from '../../contract/vocabulary.ts'
import { documentOfFile } from '../engine/decide/decision.ts'
import { databaseFile } from '../engine/storage/database-file.ts'
import { readStoredBytes } from '../engine/life/stored-bytes.ts'
import { openBesideEngine, type Db } from '../engine/storage/open-database.ts'
import { eachFile, fileFacts } from '../engine/tell/file-list.ts'
import { statusBesideEngine } from '../engine/tell/live-status.ts'
import { maskedFacts, maskedSummary } from '../engine/tell/masked-facts.ts'
import { dataDirectoryOption, fileIdFrom, neededDataDirectory, readArguments } from './arguments.ts'
import { exitDone, exitNo, UsageError } from './exit.ts'
import { columns, complain, plain, print, printJson } from './print.ts'

const jsonOption = { json: { type: 'boolean' } } as const

const withDatabase = async <Result>(
  dataDirectory: string,
  work: (db: Db) => Result | Promise<Result>,
): Promise<Result> => {
  const db = openBesideEngine(databaseFile(dataDirectory), 'to-read')
  try {
    return await work(db)
  } finally {
    db.close()
  }
}

const describeStatus = (status: EngineStatus): string[] => {
  const counts = Object.entries(status.counts).filter(([, n]) => n > 0)
  const report = status.lastReport
  return [
    `${status.state} since ${status.since}`,
    ...columns([
      ['files', counts.length === 0 ? 'none' : counts.map(([state, n]) => `${n} ${state}`).join(', ')],
      ['oldest waiting', status.oldestWaitingAt ?? 'nothing waits'],
      ['last scan', status.lastScanAt ?? 'never'],
      ['last accepted', status.lastAcceptedAt ?? 'never'],
      [
        'last report',
        report === null ? 'never' : `${report.at} ${report.state} ${report.ok ? 'got through' : 'did not get through'}`,
      ],
      ['sign-in', status.signIn],
      ['breaker', status.breaker],
      ...status.folders.map(({ path, reachable, lastScanAt, watcher }) => [
        'folder',
        `${plain(path)} ${reachable ? 'reachable' : 'NOT REACHABLE'}, last scan ${lastScanAt ?? 'never'}, ${watcher}`,
      ]),
    ]),
    ...status.problems.map(({ code, since, count, sentence }) => `! ${code} (${count}) since ${since}: ${sentence}`),
  ]
}

/** The object of `status --json`: the keys of design 5 and no others; a pause is told among the problems. */
const statusPrinted = (status: EngineStatus): Omit<EngineStatus, 'paused'> => ({
  state: status.state,
  since: status.since,
  counts: status.counts,
  oldestWaitingAt: status.oldestWaitingAt,
  lastScanAt: status.lastScanAt,
  lastAcceptedAt: status.lastAcceptedAt,
  lastReport: status.lastReport,
  signIn: status.signIn,
  breaker: status.breaker,
  folders: status.folders,
  problems: status.problems,
})

export const statusCommand = async (words: readonly string[]): Promise<number> => {
  const { values } = readArguments('status', words, { ...dataDirectoryOption, ...jsonOption }, 'none')
  const dataDirectory = neededDataDirectory('status', values['data-dir'])
  const status = await withDatabase(dataDirectory, (db) => statusBesideEngine(db, dataDirectory, Date.now()))
  if (values.json === true) printJson(statusPrinted(status))
  else describeStatus(status).forEach(print)
  return exitDone
}

const stateWord = (word: string | undefined): DocumentState | null => {
  if (word === undefined) return null
  const state = documentStates.find((known) => known === word)
  if (state === undefined)
    throw new UsageError(`files: --state ${word} is no state; states are ${documentStates.join(', ')}`)
  return state
}

const fileLine = (file: FileSummary): string[] => [
  file.id,
  file.problem === null ? file.state : `${file.state} (${file.problem})`,
  file.foundAt,
  file.businessDates.join(' ') || '–',
  `${file.attempts} attempts`,
  file.referenceId ?? '–',
  plain(file.name),
]

/** Writes in portions, so that a year's list neither fills the memory nor waits for its end. */
const portion = 500

export const filesCommand = async (words: readonly string[]): Promise<number> => {
  const { values } = readArguments(
    'files',
    words,
    { ...dataDirectoryOption, ...jsonOption, state: { type: 'string' } },
    'none',
  )
  const dataDirectory = neededDataDirectory('files', values['data-dir'])
  const state = stateWord(values.state)
  return withDatabase(dataDirectory, (db) => {
    let rows: string[][] = []
    for (const file of eachFile(db, state)) {
      if (values.json === true) printJson(maskedSummary(file))
      else rows.push(fileLine(file))
      if (rows.length === portion) {
        columns(rows).forEach(print)
        rows = []
      }
    }
    columns(rows).forEach(print)
    return exitDone
  })
}

/** Why the stored bytes went, without the setting's number: it may have been another one then. */
const removalWords = ({ contentRemovedWhy }: FileFacts): string =>
  contentRemovedWhy === 'disk-space' ? 'because the disk was almost full' : 'when its keeping time was over'

const contentsNotKept = (file: FileFacts): string => {
  const { id, storedAt, contentRemovedAt } = file
  if (contentRemovedAt !== null)
    return `the stored copy of file ${id} was removed on ${contentRemovedAt.slice(0, 10)}, ${removalWords(file)}; its verdict and reference are kept`
  return `the contents of file ${id} are not kept${storedAt === null ? ': it has not been stored' : ''}`
}

const describeFile = (file: FileFacts): string[] => [
  `file ${file.id}  ${plain(file.name)}`,
  ...columns([
    ['state', file.problem === null ? file.state : `${file.state} (${file.problem})`],
    ['sha-256', file.sha256 ?? '–'],
    ['size', file.size === null ? '–' : `${file.size} bytes`],
    ['found', file.foundAt],
    ['stored', file.storedAt ?? '–'],
    ['accepted', file.acceptedAt ?? '–'],
    ['business dates', file.businessDates.join(' ') || '–'],
    ['store', plain(file.storeLocationId)],
    ['register', `${plain(file.vendor)} ${plain(file.vendorModel)}`],
    ['next attempt', file.nextAttemptAt ?? '–'],
    ['reference', plain(file.referenceId)],
    ['answer', `${plain(file.validationStatus)} ${plain(file.statusMessage)}`],
    ...(file.contentRemovedAt === null ? [] : [['copy', `removed ${file.contentRemovedAt}, ${removalWords(file)}`]]),
    ...(file.detailsRemovedAt === null ? [] : [['details', `removed ${file.detailsRemovedAt}, after thirteen months`]]),
  ]),
  ...file.details.map(
    (d) => `  line ${d.line ?? '–'} position ${d.position ?? '–'} ${plain(d.severity)}: ${plain(d.message)}`,
  ),
  ...file.related.map(({ relation, id, name }) => `${relation} file ${id} (${plain(name)})`),
  ...file.sightings.map(
    (s) => `seen as ${plain(s.folder)} ${plain(s.path)}, first ${s.firstSeenAt}, last ${s.lastSeenAt}`,
  ),
  ...file.findings.map(
    (f) => `${f.severity} ${f.rule} line ${f.line ?? '–'} column ${f.column ?? '–'}: ${plain(f.message)}`,
  ),
  ...file.events.map(
    (e) =>
      `${e.type} lines ${e.line}-${e.endLine} register ${plain(e.registerId)} transaction ${plain(e.transactionId)} day ${e.businessDate ?? '–'} amount ${e.grandAmount ?? '–'}`,
  ),
  ...file.deliveries.flatMap((delivery) => [
    `delivery ${delivery.id} ${delivery.createdAt} ${delivery.cause}`,
    ...delivery.attempts.map(
      (a) =>
        `  attempt ${a.number} ${a.startedAt} ${a.outcome ?? 'on its way'}${a.httpStatus === null ? '' : ` (HTTP ${a.httpStatus})`}${a.mayHaveArrived ? ', may have arrived' : ''}${a.sentence === null ? '' : `: ${plain(a.sentence)}`}`,
    ),
  ]),
  ...file.decisions.map(
    (d) =>
      `${d.at} ${plain(d.who)}: ${d.action}${d.reason === null ? '' : ` because ${plain(d.reason)}`} → ${plain(d.sentence)}`,
  ),
]

const writeAll = (bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(bytes, (fault) => (fault ? reject(fault) : resolve()))
  })

export const showCommand = async (words: readonly string[]): Promise<number> => {
  const options = { ...dataDirectoryOption, ...jsonOption, content: { type: 'boolean' } } as const
  const { values, positionals } = readArguments('show', words, options, 'one')
  const dataDirectory = neededDataDirectory('show', values['data-dir'])
  const id = fileIdFrom('show', positionals[0] ?? '')
  return withDatabase(dataDirectory, async (db) => {
    const file = fileFacts(db, id)
    if (file === null) {
      complain(`there is no file ${id}`)
      return exitNo
    }
    if (values.content === true) {
      const document = documentOfFile(db, id)
      const stored = document === undefined ? null : await readStoredBytes(db, document.id)
      if (stored?.kind === 'damaged') {
        complain(`the stored bytes of file ${id} are damaged on this PC's disk; they are not what was stored`)
        return exitNo
      }
      if (stored?.kind !== 'intact') {
        complain(contentsNotKept(file))
        return exitNo
      }
      await writeAll(stored.bytes)
      return exitDone
    }
    const shown = maskedFacts(file)
    if (values.json === true) printJson(shown)
    else describeFile(shown).forEach(print)
    return exitDone
  })
}
