// Writes an export where a person wants it: under another name beside it first, on the disk, then renamed, so that no
// half of a file ever has the name. A place that cannot be written is the system's error; nothing is left behind then.

import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'

/** Rejects with the system's error, or with what the pieces threw. Returns how many bytes were written. */
export const writeExport = async (
  path: string,
  pieces: AsyncIterable<string> | Iterable<string>,
): Promise<{ readonly bytes: number }> => {
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.new`
  try {
    const file = await open(unfinished, 'wx')
    let bytes = 0
    try {
      for await (const piece of pieces) {
        const chunk = Buffer.from(piece, 'utf8')
        await file.writeFile(chunk)
        bytes += chunk.length
      }
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
    return { bytes }
  } catch (fault) {
    await rm(unfinished, { force: true }).catch(() => undefined)
    throw fault
  }
}
