// Judges stored documents, oldest first. That a document is being judged is written down before it is read: one that
// kills the engine three times is held, and everything else goes on (design 4.2). Judging may be repeated at any time,
// so dying in the middle costs nothing but the work.

import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import type { Configuration } from '../../../contract/configuration.ts'
import type { Judgement } from '../judge/judgement.ts'
import { judge } from '../judge/judge.ts'
import { readerVersion } from '../judge/reader-version.ts'
import { verdictOf } from '../judge/verdict-of.ts'
import { nextStanding, type Standing } from '../life/document-state.ts'
import { deflatedContent } from '../life/document-table.ts'
import { holdDamaged, intactBytes, repairedFinding, type ReadAgain } from '../life/stored-bytes.ts'
import type { Db } from '../storage/open-database.ts'
import type { Clock } from '../support/clock.ts'
import type { Doorbell } from '../support/doorbell.ts'
import { faultText, type Log } from '../support/log.ts'
import { applyJudgement } from './judgement-table.ts'
import { Rereading, type Candidate } from './rereading.ts'

const inflateAsync = promisify(inflate)

const giveUpAfterStarts = 3
const batchDocuments = 50
const batchBytes = 4 * 1024 * 1024
const faultPauseMs = 5000
/** Reading again takes at most a quarter of the time, and never keeps sending or new files waiting. */
const restForWork = 3
const shortestRestMs = 50
const none: ReadonlySet<number> = new Set()

/** The stored bytes of a document, or null when they are not kept. */
export const storedBytes = async (db: Db, id: number): Promise<Buffer | null> => {
  const deflated = deflatedContent(db, id)
  return deflated === null ? null : inflateAsync(deflated)
}

export interface JudgingOptions {
  readonly db: Db
  readonly configuration: Configuration
  readonly clock: Clock
  readonly log: Log
  readonly bell: Doorbell
  readonly signal: AbortSignal
  readonly onJudged: () => void
  /** Finds bytes that are damaged here in the folder they came from. */
  readonly readAgain?: ReadAgain
  /**
   * Documents beyond judging whose facts are missing: remembered by their verdict alone, and their bytes came back. A
   * document is taken out when its facts are written.
   */
  readonly alsoJudge?: Set<number>
  /** Something could not be written: room is made for what must be, if the disk took no more. */
  readonly noteFault?: (fault: unknown) => boolean
}

/**
 * Documents whose judgement was begun in this run and could not be kept. The program lives, so that says nothing against
 * them: the next count takes it back.
 */
type NotKept = Set<number>

/**
 * Next documents to judge: new ones first, then, where `rereading` is given, those an older reader or other settings
 * judged. `judging_starts` is how many starts of the program found it half judged.
 */
const nextBatch = (db: Db, notKept: NotKept, also: ReadonlySet<number>, rereading: Rereading | null): Candidate[] => {
  const stored = (which: string): Candidate[] =>
    db
      .prepare<[number], Candidate>(
        `SELECT id, size, judging_starts FROM document WHERE state = 'stored' ${which} LIMIT ?`,
      )
      .all(batchDocuments)
  // What was never half judged goes first, then what was so least often: starts that end for another reason, one soon
  // after the other, must not strike the first in line every time.
  const untouched = stored('AND judging_starts = 0 ORDER BY id')
  const fresh = untouched.length > 0 ? untouched : stored('ORDER BY judging_starts, id')
  const [remembered] = also
  const asked =
    fresh.length > 0 || remembered === undefined
      ? fresh
      : db.prepare<[number], Candidate>('SELECT id, size, judging_starts FROM document WHERE id = ?').all(remembered)
  const found = asked.length > 0 ? asked : (rereading?.next() ?? [])
  const candidates = found.map((each) => ({
    ...each,
    judging_starts: each.judging_starts - (notKept.has(each.id) ? 1 : 0),
  }))
  // A document that was half judged before is judged alone, so that its fate is its own.
  const suspect = candidates.find((candidate) => candidate.judging_starts > 0)
  if (suspect !== undefined) return [suspect]
  let bytes = 0
  return candidates.filter((candidate, i) => i === 0 || (bytes += candidate.size) < batchBytes)
}

const failedJudgement = (message: string): Judgement => ({
  wellFormed: false,
  gateProblem: 'reader-failed',
  encoding: null,
  root: null,
  version: null,
  storeLocationId: null,
  vendor: null,
  vendorModel: null,
  events: [],
  findings: [{ severity: 'error', rule: 'reader-failed', line: null, column: null, message }],
})

/** The database could not be read just now: nothing is known about the document. Damaged pages are another matter. */
const isOfTheDisk = (fault: unknown): boolean => {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
  return code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CORRUPT')
}

/** Null: the stored bytes are not the ones that were stored, or are missing, and were not found again. */
const judgeOne = async (options: JudgingOptions, candidate: Candidate): Promise<Judgement | DamagedBytes> => {
  const { db, configuration, clock, log } = options
  if (candidate.judging_starts >= giveUpAfterStarts)
    return failedJudgement('Reading this file ended the program three times; it is left alone now.')
  try {
    const stored = await intactBytes(db, candidate.id, options.readAgain ?? nowhere)
    if (stored.kind !== 'intact') return { damaged: stored.kind }
    const judgement = await judge(stored.bytes, {
      maxBytes: configuration.sending.maxBytes,
      now: () => clock.monotonic(),
    })
    return stored.repaired ? { ...judgement, findings: [...judgement.findings, repairedFinding] } : judgement
  } catch (fault) {
    if (isOfTheDisk(fault)) throw fault
    log('error', 'judging-failed', { id: String(candidate.id), fault: faultText(fault) })
    return failedJudgement(`This file could not be read: ${faultText(fault)}`)
  }
}

const judgeBatch = async (options: JudgingOptions, notKept: NotKept, rereading: Rereading | null): Promise<boolean> => {
  const { db, onJudged } = options
  const candidates = nextBatch(db, notKept, options.alsoJudge ?? none, rereading)
  if (candidates.length === 0) return false
  const count = db.prepare('UPDATE document SET judging_starts = ? WHERE id = ?')
  db.transaction(() => candidates.forEach((each) => count.run(each.judging_starts + 1, each.id))).immediate()
  try {
    const judged: Judged[] = []
    for (const candidate of candidates) {
      if (options.signal.aborted) break
      judged.push({ id: candidate.id, judgement: await judgeOne(options, candidate) })
    }
    keepJudgements(options, candidates, judged)
  } catch (fault) {
    for (const { id } of candidates) notKept.add(id)
    throw fault
  }
  for (const { id } of candidates) {
    notKept.delete(id)
    options.alsoJudge?.delete(id)
  }
  onJudged()
  return true
}

interface Judged {
  readonly id: number
  readonly judgement: Judgement | DamagedBytes
}

interface DamagedBytes {
  readonly damaged: 'damaged' | 'missing'
}

const nowhere: ReadAgain = () => Promise.resolve(null)

/** What is known of the document stays; it is held with the truth, and not read again until its bytes are back. */
const keepDamaged = (db: Db, id: number, damaged: DamagedBytes['damaged'], at: number): void => {
  const standing = db.prepare<[number], Standing>('SELECT state, problem FROM document WHERE id = ?').get(id)
  db.prepare('UPDATE document SET judging_starts = 0, reader_version = ? WHERE id = ?').run(readerVersion, id)
  if (standing !== undefined && nextStanding(standing, { kind: 'damaged' }) !== null)
    holdDamaged(db, id, damaged === 'missing', at)
}

const keepJudgements = (options: JudgingOptions, candidates: readonly Candidate[], judged: readonly Judged[]): void => {
  const { db, configuration, clock, log } = options
  const { storeLocationIds } = configuration.store
  const { sendUnsupported, sendTraining, sendRepeated } = configuration.sending
  db.transaction(() => {
    // What a stop cut off was not half judged by a fault: its count goes back.
    const begunOnly = candidates.slice(judged.length)
    const uncount = db.prepare('UPDATE document SET judging_starts = judging_starts - 1 WHERE id = ?')
    begunOnly.forEach(({ id }) => uncount.run(id))
    for (const { id, judgement } of judged) {
      if ('damaged' in judgement) {
        log('error', 'stored-bytes-damaged', { id: String(id), how: judgement.damaged })
        keepDamaged(db, id, judgement.damaged, clock.wall())
        continue
      }
      const verdict = verdictOf(judgement, { storeLocationIds, sendUnsupported, sendTraining })
      applyJudgement(db, id, judgement, verdict, { sendRepeated, storeLocationIds }, readerVersion, clock.wall())
    }
  }).immediate()
}

/** Waits before the next documents are read again; what is new meanwhile is judged at once. */
const rest = async (options: JudgingOptions, notKept: NotKept, ms: number): Promise<void> => {
  const { clock, bell, signal } = options
  let isOver = false
  const timer = clock.after(Math.max(shortestRestMs, ms), () => {
    isOver = true
    bell.ring()
  })
  try {
    while (!isOver && !signal.aborted) {
      await bell.heard()
      while (!signal.aborted && (await judgeBatch(options, notKept, null)));
    }
  } finally {
    timer.cancel()
  }
}

/** Runs until the signal is aborted; a ring of the bell says that there may be something to judge. */
export const runJudging = async (options: JudgingOptions): Promise<void> => {
  const { bell, signal, clock, log } = options
  const notKept: NotKept = new Set()
  const rereading = new Rereading(options.db, readerVersion)
  while (!signal.aborted) {
    try {
      if (await judgeBatch(options, notKept, null)) continue
      if (rereading.isDone) {
        await bell.heard()
        continue
      }
      const began = clock.monotonic()
      await judgeBatch(options, notKept, rereading)
      await rest(options, notKept, restForWork * (clock.monotonic() - began))
    } catch (fault) {
      options.noteFault?.(fault)
      log('error', 'judging-stopped', { fault: faultText(fault) })
      const timer = clock.after(faultPauseMs, () => bell.ring())
      await bell.heard()
      timer.cancel()
    }
  }
}

/**
 * Marks documents for judging again whose verdict may be another one under new settings. Called at start when the
 * settings that decide verdicts are not those of the last run.
 */
export const judgeAgainUnderNewSettings = (db: Db): void => {
  db.prepare(
    `UPDATE document SET reader_version = 0 WHERE state IN ('held', 'not-needed', 'waiting')
       AND reader_version IS NOT NULL AND (problem IS NULL OR problem IN ('other-store', 'repeats', 'too-large', 'no-sales', 'training'))`,
  ).run()
}

/**
 * Documents that were remembered by their verdict after a restore, have their bytes again, and were not judged since.
 * A look over all documents: for the start, and only where something was ever restored.
 */
export const withBytesButUnjudged = (db: Db): number[] =>
  db
    .prepare<[], number>(
      `SELECT d.id FROM document d JOIN content c ON c.document_id = d.id
       WHERE d.reader_version IS NULL AND d.state <> 'stored'`,
    )
    .pluck()
    .all()
