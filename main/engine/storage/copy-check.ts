// Looks at a finished copy of the database: ours, not newer than this program, every page whole. Reading gigabytes takes a
// minute on a cheap disk, and SQLite cannot be asked for a part of it: so it is done in a thread of its own.

import { Worker } from 'node:worker_threads'
import { applicationId, openSqlite, sqliteBinding, type Db } from './open-database.ts'
import { migrations } from './schema.ts'

/** Why a file is no usable copy. */
export type CopyFault = { readonly kind: 'newer' | 'bad'; readonly why: string }

/** What the mark of a database says about it, or null when it is one of ours that this program can read. */
export const markOf = (db: Db): CopyFault | null => {
  const owner = Number(db.pragma('application_id', { simple: true }))
  const version = Number(db.pragma('user_version', { simple: true }))
  if (owner !== applicationId) return { kind: 'bad', why: 'it is not a database of Storebridge' }
  if (version === 0) return { kind: 'bad', why: 'it holds nothing' }
  if (version > migrations.length) return { kind: 'newer', why: `its format ${version} is newer than this program` }
  return null
}

/** Null when the copy is good. Reads it whole, and makes it a file that needs no companions. Never throws. */
export const checkCopy = (path: string): CopyFault | null => {
  let db: Db | undefined
  try {
    db = openSqlite(path, { fileMustExist: true })
    db.pragma('journal_mode = DELETE')
    const fault = markOf(db)
    if (fault !== null) return fault
    const answer = db.pragma('quick_check(1)', { simple: true })
    return answer === 'ok' ? null : { kind: 'bad', why: String(answer) }
  } catch (fault) {
    return { kind: 'bad', why: fault instanceof Error ? fault.message : String(fault) }
  } finally {
    db?.close()
  }
}

/**
 * The same in a thread of its own. Rejects with the signal's reason, or with what ended the thread.
 *
 * @param checker the built copy-check-thread
 */
export const checkCopyInThread = (path: string, checker: string, signal: AbortSignal): Promise<CopyFault | null> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const binding = sqliteBinding()
    const env = { ...process.env, ...(binding === undefined ? {} : { STOREBRIDGE_SQLITE_BINDING: binding }) }
    const thread = new Worker(checker, { workerData: path, env, stdout: true, stderr: true })
    const giveUp = (): void => {
      void thread.terminate()
      reject(signal.reason instanceof Error ? signal.reason : new Error('given up'))
    }
    signal.addEventListener('abort', giveUp, { once: true })
    thread.once('message', (fault: CopyFault | null) => resolve(fault))
    thread.once('error', reject)
    thread.once('exit', (code) => {
      signal.removeEventListener('abort', giveUp)
      reject(new Error(`the check of a copy ended with ${code}`))
    })
  })
