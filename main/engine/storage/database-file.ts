// Where the store's database, its companions and its copies lie in the data directory.

import { join } from 'node:path'

/** The database of a data directory. */
export const databaseFile = (dataDirectory: string): string => join(dataDirectory, 'storebridge.db')

/** The database and the files SQLite keeps beside it: they are one thing and are only ever moved together. */
export const databaseFileNames: readonly string[] = ['storebridge.db', 'storebridge.db-wal', 'storebridge.db-shm']

/** Where the verified copies lie. */
export const backupsFolder = (dataDirectory: string): string => join(dataDirectory, 'backups')
