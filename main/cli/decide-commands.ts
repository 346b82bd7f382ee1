// What a person may decide from the command line. With an engine running, the decision is a row it applies within a
// quarter of a second; with none, the command takes the lock and applies it itself (design 3).

import { userInfo } from 'node:os'
import { Temporal } from 'temporal-polyfill'
import {
  applyDecision,
  decidedOf,
  requestDecision,
  type Decided,
  type Decision,
  type FileAction,
} from '../engine/decide/decision.ts'
import { databaseFile } from '../engine/storage/database-file.ts'
import { takeEngineLock } from '../engine/storage/engine-lock.ts'
import { DatabaseUnusable, openBesideEngine, openDatabase, type Db } from '../engine/storage/open-database.ts'
import { ordinaryBytes } from '../engine/storage/start-check.ts'
import { dataDirectoryOption, fileIdFrom, neededDataDirectory, readArguments } from './arguments.ts'
import { exitDone, exitNo, UsageError } from './exit.ts'
import { complain, print, printJson } from './print.ts'
import { existsSync } from 'node:fs'

const askEveryMs = 50
const engineAnswersWithinMs = 15_000

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const who = (): string => {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}

/** What the engine made of a decision; when it has ended meanwhile, the command applies it itself. */
const decidedByEngine = async (db: Db, dataDirectory: string, id: number): Promise<Decided> => {
  const deadline = performance.now() + engineAnswersWithinMs
  while (performance.now() < deadline) {
    const decided = decidedOf(db, id) ?? decidedUnderLock(db, dataDirectory, id)
    if (decided !== null) return decided
    await wait(askEveryMs)
  }
  return {
    applied: false,
    sentence: 'The running Storebridge has not answered yet; it will apply this as soon as it can.',
  }
}

/** Null while somebody else has the lock. */
const decidedUnderLock = (db: Db, dataDirectory: string, id: number): Decided | null => {
  const lock = takeEngineLock(dataDirectory, 0)
  if (lock === null) return null
  try {
    // Whoever had it may have applied the decision last of all.
    return decidedOf(db, id) ?? applyDecision(db, id, Date.now())
  } finally {
    lock.release()
  }
}

/** Applies decisions one after another, by the running engine or, with none, under the lock. */
const decideAll = async (dataDirectory: string, decisions: readonly Decision[]): Promise<Decided[]> => {
  const path = databaseFile(dataDirectory)
  if (!existsSync(path)) throw new DatabaseUnusable('missing', `there is no database at ${path}`)
  const lock = takeEngineLock(dataDirectory, 0)
  let db: Db | undefined
  try {
    // Large records are checked by the next engine; a person waits for this.
    db = lock === null ? openBesideEngine(path) : openDatabase(path, { uncheckedAbove: ordinaryBytes })
    const store = db
    const ids = decisions.map((decision) => requestDecision(store, decision, Date.now()))
    if (lock !== null) return ids.map((id) => applyDecision(store, id, Date.now()))
    const results: Decided[] = []
    for (const id of ids) results.push(await decidedByEngine(store, dataDirectory, id))
    return results
  } finally {
    db?.close()
    lock?.release()
  }
}

export const fileDecisionCommand =
  (action: FileAction) =>
  async (words: readonly string[]): Promise<number> => {
    const options = {
      ...dataDirectoryOption,
      reason: { type: 'string' },
      json: { type: 'boolean' },
      ...(action === 'resend' ? { again: { type: 'boolean' } as const } : {}),
    } as const
    const { values, positionals } = readArguments(action, words, options, 'many')
    const dataDirectory = neededDataDirectory(action, values['data-dir'])
    const reason = typeof values.reason === 'string' && values.reason.trim() !== '' ? values.reason.trim() : null
    const decisions = positionals.map((word): Decision => ({
      action,
      fileId: fileIdFrom(action, word),
      reason,
      again: 'again' in values && values.again === true,
      until: null,
      who: who(),
    }))
    const results = await decideAll(dataDirectory, decisions)
    for (const [i, { applied, sentence }] of results.entries()) {
      if (values.json === true) printJson({ id: positionals[i], applied, sentence })
      else if (applied) print(sentence)
      else complain(sentence)
    }
    return results.every(({ applied }) => applied) ? exitDone : exitNo
  }

const momentForm = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/

const momentFrom = (text: string): number => {
  try {
    // The form alone is not enough: there is no 30 February.
    if (momentForm.test(text)) return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    // Said below.
  }
  throw new UsageError(`pause: --until ${text} is not a time like 2026-11-22T06:00:00Z`)
}

const decideAlone = async (
  dataDirectory: string,
  action: 'pause' | 'resume',
  until: number | null,
): Promise<number> => {
  const [result] = await decideAll(dataDirectory, [
    { action, fileId: null, reason: null, again: false, until, who: who() },
  ])
  if (result === undefined) throw new Error('no decision was made')
  if (result.applied) print(result.sentence)
  else complain(result.sentence)
  return result.applied ? exitDone : exitNo
}

export const pauseCommand = (words: readonly string[]): Promise<number> => {
  const { values } = readArguments('pause', words, { ...dataDirectoryOption, until: { type: 'string' } }, 'none')
  const dataDirectory = neededDataDirectory('pause', values['data-dir'])
  return decideAlone(dataDirectory, 'pause', values.until === undefined ? null : momentFrom(values.until))
}

export const resumeCommand = (words: readonly string[]): Promise<number> => {
  const { values } = readArguments('resume', words, dataDirectoryOption, 'none')
  return decideAlone(neededDataDirectory('resume', values['data-dir']), 'resume', null)
}
