// Looks at the records an engine already works with, in a connection that can change nothing: of a large database the
// opening looks at no table, so that Today is not kept waiting (start-check.ts). What is found here is a suspicion:
// whoever opens the store anew looks again, at once, and decides.

import { openSqlite, type Db } from './open-database.ts'
import { checkTables } from './start-check.ts'
import { storageFaultOf } from './storage-fault.ts'

/** `damaged` is what SQLite says of the file; `unread` is why it could not be looked at. */
export interface RecordsFault {
  readonly kind: 'damaged' | 'unread'
  readonly why: string
}

/** Null when every table is whole. Never throws. */
export const checkRecords = (path: string): RecordsFault | null => {
  let db: Db | undefined
  try {
    db = openSqlite(path, { readonly: true, fileMustExist: true })
    const answer = checkTables(db)
    return answer === 'ok' ? null : { kind: 'damaged', why: answer }
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault)
    return { kind: storageFaultOf(fault) === 'damaged' ? 'damaged' : 'unread', why }
  } finally {
    db?.close()
  }
}
