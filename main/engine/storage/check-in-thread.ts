// Reading a database from end to end takes a minute on a cheap disk, and SQLite cannot be asked for a part of it: so it
// is done in a thread of its own, beside everything else that goes on.

import { Worker } from 'node:worker_threads'
import type { CopyFault } from './copy-check.ts'
import { sqliteBinding } from './open-database.ts'
import type { RecordsFault } from './records-check.ts'

export interface CheckQuestion {
  readonly what: keyof Findings
  readonly path: string
}

/** What each check posts; null when nothing is wrong. */
interface Findings {
  /** A finished copy, to the last page. */
  readonly copy: CopyFault
  /** The records an engine works with. */
  readonly records: RecordsFault
}

/**
 * Asks a thread. Rejects with the signal's reason, or with what ended the thread.
 *
 * @param checker the built check-thread
 */
export const checkInThread = <What extends keyof Findings>(
  what: What,
  path: string,
  checker: string,
  signal: AbortSignal,
): Promise<Findings[What] | null> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const binding = sqliteBinding()
    const env = { ...process.env, ...(binding === undefined ? {} : { STOREBRIDGE_SQLITE_BINDING: binding }) }
    const workerData: CheckQuestion = { what, path }
    const thread = new Worker(checker, { workerData, env, stdout: true, stderr: true })
    const giveUp = (): void => {
      void thread.terminate()
      reject(signal.reason instanceof Error ? signal.reason : new Error('given up'))
    }
    signal.addEventListener('abort', giveUp, { once: true })
    thread.once('message', (fault: Findings[What] | null) => resolve(fault))
    thread.once('error', reject)
    thread.once('exit', (code) => {
      signal.removeEventListener('abort', giveUp)
      reject(new Error(`the check of a database ended with ${code}`))
    })
  })
