// What a fault of SQLite says about the disk and the file (reliability 3.1, "Error classes"). Pure.

/**
 * `damaged`: the file is not what SQLite wrote. `failing`: the disk did not do what it was asked, so that nothing this
 * connection believes to be written may be trusted. `full`, `busy`: passes, nothing is wrong with the connection.
 * `other`: no matter of the disk (a constraint, a fault of the program).
 */
export type StorageFault = 'damaged' | 'failing' | 'full' | 'busy' | 'other'

/** The result code of SQLite, such as SQLITE_IOERR_FSYNC; null when the fault is not SQLite's. */
export const sqliteCode = (fault: unknown): string | null => {
  const code = fault instanceof Error && 'code' in fault ? fault.code : null
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : null
}

const classes: readonly (readonly [string, StorageFault])[] = [
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_IOERR', 'failing'],
  ['SQLITE_READONLY', 'failing'],
  ['SQLITE_CANTOPEN', 'failing'],
  ['SQLITE_FULL', 'full'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
]

export const storageFaultOf = (fault: unknown): StorageFault => {
  const code = sqliteCode(fault)
  return classes.find(([prefix]) => code?.startsWith(prefix))?.[1] ?? 'other'
}
