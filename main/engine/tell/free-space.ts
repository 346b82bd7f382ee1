// Room left on the disk that holds the store's database. Our own data directory, never a watched folder.

import { statfs } from 'node:fs/promises'

/** Below this the disk counts as almost full: a day's files and the database's own work still fit. */
export const lowDiskBytes = 1024 ** 3

/** Free bytes for this user, or null where the system does not tell. */
export const freeBytesOf = async (directory: string): Promise<number | null> => {
  try {
    const { bavail, bsize } = await statfs(directory)
    return bavail * bsize
  } catch {
    return null
  }
}
