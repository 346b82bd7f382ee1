// Files of the data directory that must be there after a power cut: written under another name, synced, renamed, and the
// directory synced. Never used on a watched folder. Throws what the file system throws; then the old file is still there.

import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Makes the names in a directory durable. Windows cannot do it and does not need it: there it is nothing. */
export const syncDirectory = (directory: string): void => {
  if (process.platform === 'win32') return
  const handle = openSync(directory, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Makes the bytes of a file durable. */
export const syncFile = (path: string): void => {
  const handle = openSync(path, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Gives a file its name for good: after a power cut it has it, or still the old one. */
export const renameDurably = (from: string, to: string): void => {
  renameSync(from, to)
  syncDirectory(dirname(to))
  if (dirname(from) !== dirname(to)) syncDirectory(dirname(from))
}

/** Replaces a small file as a whole. */
export const writeDurably = (path: string, text: string): void => {
  const unfinished = `${path}.new`
  const handle = openSync(unfinished, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameDurably(unfinished, path)
}

/** Removes a file for good, if it is there. */
export const removeDurably = (path: string): void => {
  rmSync(path, { force: true })
  syncDirectory(dirname(path))
}
