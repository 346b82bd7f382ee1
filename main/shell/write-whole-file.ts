// Writes a file so that it is there whole or not at all: beside it first, on the disk, then under its name. What was there
// before stays until then.

import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'

/** Rejects with the system's error; nothing of the attempt is left behind then. `mode` = who may use the file. */
export const writeWholeFile = async (path: string, bytes: Uint8Array, mode = 0o666): Promise<void> => {
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.new`
  try {
    const file = await open(unfinished, 'wx', mode)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
  } catch (fault) {
    await rm(unfinished, { force: true }).catch(() => undefined)
    throw fault
  }
}
