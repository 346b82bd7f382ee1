// Room left on the disk that holds the store's database. Our own data directory, never a watched folder.

import { statfsSync, type StatsFs } from 'node:fs'
import { statfs } from 'node:fs/promises'

/** Below this the disk counts as almost full: a day's files and the database's own work still fit. */
export const lowDiskBytes = 2_000_000_000

export interface RoomOnDisk {
  /** For this user. */
  readonly freeBytes: number
  readonly totalBytes: number
}

/** Some network and virtual file systems do not count their blocks. */
const roomIn = ({ bavail, blocks, bsize }: StatsFs): RoomOnDisk | null =>
  blocks === 0 ? null : { freeBytes: bavail * bsize, totalBytes: blocks * bsize }

/** Bytes free for this user and bytes of the whole disk, or null where the system does not tell. */
export const diskRoomOf = async (directory: string): Promise<RoomOnDisk | null> => {
  try {
    return roomIn(await statfs(directory))
  } catch {
    return null
  }
}

/** The same at once; for right before something is written. */
export const diskRoomNow = (directory: string): RoomOnDisk | null => {
  try {
    return roomIn(statfsSync(directory))
  } catch {
    return null
  }
}

/** Free bytes for this user, or null where the system does not tell. */
export const freeBytesOf = async (directory: string): Promise<number | null> =>
  (await diskRoomOf(directory))?.freeBytes ?? null
