// Sends one real sales file during the set-up, by an engine that runs for just that: it watches the chosen folder for this
// one name only, so that collecting, judging, sending and the books are the engine's own, and nothing else is sent before
// the person has finished. A file whose bytes the store knows is never offered, and only one is sent in a set-up. What is
// not answered in time stays as it is, and the store's engine goes on with it.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Configuration } from '../../../contract/configuration.ts'
import type { TrialFile, TrialOffer, TrialOutcome } from '../../../contract/trial-file.ts'
import type { DocumentProblem, DocumentState } from '../../../contract/vocabulary.ts'
import type { Engine } from '../engine.ts'
import { readFact, writeFact } from '../storage/fact-table.ts'
import type { Db } from '../storage/open-database.ts'
import type { Clock } from '../support/clock.ts'
import { findSaleFile, type OpenHelper } from './folder-inspection.ts'

const trialSchema = z.strictObject({
  folder: z.string(),
  name: z.string(),
  /** True once the store's own engine has met the folder by the settings that count. */
  met: z.boolean(),
})
type Trial = z.infer<typeof trialSchema>
const trialFact = 'set-up-trial'

const readTrial = (db: Db): Trial | null => readFact(db, trialFact, trialSchema)

/** Written before the engine of the trial starts: a crash in the middle must not let a second file go. */
export const beginTrial = (db: Db, folder: string, name: string): void =>
  writeFact(db, trialFact, { folder, name, met: false } satisfies Trial)

/**
 * True once, for the first engine of the store after a trial: the trial met the folder for one file only, so the folder
 * is met now, and where it starts is decided now (design 4.1).
 */
export const takesUpAfterTrial = (db: Db): boolean => {
  const trial = readTrial(db)
  if (trial === null || trial.met) return false
  writeFact(db, trialFact, { ...trial, met: true } satisfies Trial)
  return true
}

interface KnownFile {
  readonly id: number
  readonly state: DocumentState
  readonly problem: DocumentProblem | null
  readonly reference_id: string | null
}

/** What became of the file; `found` while it has no document. */
const outcomeOf = (db: Db, { folder, name }: Trial): TrialOutcome => {
  const row = db
    .prepare<[string, string], KnownFile>(
      `SELECT d.id, d.state, d.problem, e.reference_id
       FROM sighting s JOIN folder f ON f.id = s.folder_id JOIN document d ON d.id = s.document_id
       LEFT JOIN attempt_end e ON e.attempt_id = d.newest_answer_id
       WHERE f.path = ? AND s.path = ? ORDER BY s.id DESC LIMIT 1`,
    )
    .get(folder, name)
  if (row === undefined) return { name, id: null, state: 'found', problem: null, referenceId: null }
  return { name, id: String(row.id), state: row.state, problem: row.problem, referenceId: row.reference_id }
}

const knows = (db: Db, bytes: Uint8Array): boolean =>
  db.prepare('SELECT 1 FROM document WHERE sha256 = ?').get(createHash('sha256').update(bytes).digest('hex')) !==
  undefined

/** What the set-up may offer to send now: the newest file with sales that the store does not know. Never rejects. */
export const offerTrial = async (db: Db, folder: string, openHelper: OpenHelper, clock: Clock): Promise<TrialOffer> => {
  const trial = readTrial(db)
  if (trial !== null) return { kind: 'sent', outcome: outcomeOf(db, trial) }
  const file: TrialFile | null = await findSaleFile(folder, openHelper, clock, (bytes) => knows(db, bytes))
  return file === null ? { kind: 'none' } : { kind: 'file', file }
}

/** The store's configuration with nothing to watch but the one file. */
export const trialConfiguration = (configuration: Configuration, name: string): Configuration => ({
  ...configuration,
  folders: configuration.folders
    .slice(0, 1)
    .map((folder) => ({ ...folder, include: [name], recursive: false, startFrom: 'all', afterVerdict: 'keep' })),
})

const notSentYet: readonly DocumentState[] = ['found', 'stored', 'waiting']
/** What has not gone out by then waits for the store's own engine. */
const patienceMs = 20_000
/** A request that is under way has an answer or none by then (design 4.3: 10 s to connect, 60 s to answer). */
const longestMs = 75_000

/** Whether waiting on would tell nothing more; a try that came to nothing is not waited for a second time. */
const isTold = (state: DocumentState, attempts: number, tookMs: number): boolean => {
  if (state === 'sending') return tookMs >= longestMs
  return !notSentYet.includes(state) || (state === 'waiting' && attempts > 0) || tookMs >= patienceMs
}

/** Waits until the file has its verdict, or no longer than a person should; `ended` ends it early. */
export const trialEnd = async (engine: Engine, clock: Clock, ended: AbortSignal): Promise<TrialOutcome> => {
  const trial = readTrial(engine.db)
  if (trial === null) throw new Error('no trial has begun')
  const began = clock.monotonic()
  const attempts = (): number =>
    engine.db
      .prepare<[string], number>('SELECT coalesce(max(attempts), 0) FROM document WHERE name = ?')
      .pluck()
      .get(trial.name) ?? 0
  const isOver = (): boolean =>
    ended.aborted || isTold(outcomeOf(engine.db, trial).state, attempts(), clock.monotonic() - began)
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (!isOver()) return
      unsubscribe()
      for (const timer of timers) timer.cancel()
      ended.removeEventListener('abort', look)
      resolve()
    }
    const unsubscribe = engine.onChanged(look)
    const timers = [patienceMs, longestMs].map((ms) => clock.after(ms, look))
    ended.addEventListener('abort', look)
    look()
  })
  return outcomeOf(engine.db, trial)
}
