import { join } from 'node:path'

/** The database of a data directory. */
export const databaseFile = (dataDirectory: string): string => join(dataDirectory, 'storebridge.db')
