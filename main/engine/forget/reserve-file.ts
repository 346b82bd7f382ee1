// A small file that does nothing but take room, beside the database. When the disk takes no more it is given up, and
// what must still be written fits: the answers that are on their way, and what a start needs to open the database.
// It never holds anything; whoever finds it may delete it.

import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const reserveFile = (dataDirectory: string): string => join(dataDirectory, 'reserve.bin')
const probeFile = (dataDirectory: string): string => join(dataDirectory, 'probe.tmp')

/** How large the reserve is on a disk of this size. */
export const reserveBytes = (totalBytes: number): number => Math.min(8 * 1024 * 1024, Math.floor(totalBytes / 8))

/** After how many pages (4 KiB) the log is folded: what it holds must fit into the reserve, or it could not be folded. */
export const foldAfterPages = (totalBytes: number): number =>
  Math.min(1000, Math.max(16, Math.floor(reserveBytes(totalBytes) / 2 / 4096)))

const pieceBytes = 256 * 1024

/** Writes that many bytes which no file system can shorten, durably; what could not be written whole is removed. */
const take = (path: string, bytes: number): boolean => {
  try {
    const file = openSync(path, 'w', 0o600)
    try {
      for (let left = bytes; left > 0;) left -= writeSync(file, randomBytes(Math.min(left, pieceBytes)))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    return true
  } catch {
    rmSync(path, { force: true })
    return false
  }
}

/** Makes the reserve if it is not there. False where there is no room for it. */
export const keepReserve = (dataDirectory: string, bytes: number): boolean => {
  const found = statSync(reserveFile(dataDirectory), { throwIfNoEntry: false })
  return found?.size === bytes || take(reserveFile(dataDirectory), bytes)
}

/** Gives the reserve up. True when there was one. */
export const giveUpReserve = (dataDirectory: string): boolean => {
  try {
    rmSync(reserveFile(dataDirectory))
    return true
  } catch {
    return false
  }
}

/** Whether the disk takes so many bytes now; they are given back at once. Counted free bytes are no proof: see quotas. */
export const takesBytes = (dataDirectory: string, bytes: number): boolean => {
  const path = probeFile(dataDirectory)
  if (!take(path, bytes)) return false
  rmSync(path, { force: true })
  return true
}
