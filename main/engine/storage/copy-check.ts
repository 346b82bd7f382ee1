// Looks at a finished copy of the database: ours, not newer than this program, every page whole.

import { applicationId, openSqlite, type Db } from './open-database.ts'
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
