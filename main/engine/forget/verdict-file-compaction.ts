// verdicts.ndjson grows by every verdict (about 100 MB a store-year). What it is for: after a restore, and even when no
// backup is left, it says what the cloud has already answered. The oldest backup is some days old and a register keeps
// its files for weeks or months, so thirteen months of lines are more than either can need; older ones go, a large part
// at a time. A file that is known to nobody any more is sent by a person's decision only (`unclear`, restored).

import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { renameDurably } from '../storage/durable-file.ts'

/** A file up to this size is left alone. */
const worthwhileBytes = 64 * 1024 * 1024
/** However old they are, the newest lines stay: they say where the file goes on. */
const alwaysKeptBytes = 4 * 1024 * 1024
const pieceBytes = 64 * 1024

/** The time in the first whole line at or after an offset, and where that line begins; null when there is none. */
const lineAt = (file: number, offset: number): { readonly from: number; readonly at: number } | null => {
  const buffer = Buffer.alloc(pieceBytes)
  const length = readSync(file, buffer, 0, pieceBytes, offset)
  const skipped = offset === 0 ? 0 : buffer.subarray(0, length).indexOf(10) + 1
  if (offset > 0 && skipped === 0) return null
  for (let from = skipped; ;) {
    const end = buffer.subarray(0, length).indexOf(10, from)
    if (end === -1) return null
    const time = /"at":"([^"]+)"/.exec(buffer.toString('utf8', from, end))?.[1]
    const at = time === undefined ? NaN : Date.parse(time)
    if (!Number.isNaN(at)) return { from: offset + from, at }
    // A damaged line: the next one tells.
    from = end + 1
  }
}

/**
 * From which byte on the lines are kept: the first of them that is not older than `before`. Lines are in the order of
 * their verdicts, which a clock that was set back may disturb by as much as it was; a little more is kept then.
 */
export const keptFrom = (path: string, size: number, before: number): number => {
  const file = openSync(path, 'r')
  try {
    let low = 0
    let high = Math.max(0, size - alwaysKeptBytes)
    // Kept: everything from `low` on; everything before it is older.
    while (high - low > pieceBytes) {
      const middle = Math.floor((low + high) / 2)
      const line = lineAt(file, middle)
      if (line !== null && line.at < before && line.from <= high) low = line.from
      else high = middle
    }
    return low
  } finally {
    closeSync(file)
  }
}

/**
 * Leaves the lines of before `before` out of the verdict file of a data directory, if that makes it clearly smaller.
 * Returns how many bytes went. Lines that are appended meanwhile by this process are kept; a fault leaves the old file.
 */
export const compactVerdictFile = async (
  dataDirectory: string,
  before: number,
  worthwhile = worthwhileBytes,
): Promise<number> => {
  const path = join(dataDirectory, 'verdicts.ndjson')
  const unfinished = `${path}.new`
  if (!existsSync(path)) return 0
  const { size } = statSync(path)
  if (size < worthwhile) return 0
  const from = keptFrom(path, size, before)
  if (from < size / 8) return 0
  try {
    await pipeline(
      createReadStream(path, { start: from, end: size - 1 }),
      createWriteStream(unfinished, { mode: 0o600 }),
    )
    // From here to the renaming nobody else has a turn: what was appended meanwhile is all there is.
    appendRest(path, unfinished, size)
    renameDurably(unfinished, path)
    return from
  } catch (fault) {
    rmSync(unfinished, { force: true })
    throw fault
  }
}

const appendRest = (path: string, unfinished: string, from: number): void => {
  const source = openSync(path, 'r')
  const target = openSync(unfinished, 'a')
  try {
    const buffer = Buffer.alloc(pieceBytes)
    for (let at = from; ;) {
      const length = readSync(source, buffer, 0, pieceBytes, at)
      if (length === 0) break
      writeSync(target, buffer, 0, length)
      at += length
    }
    fsyncSync(target)
  } finally {
    closeSync(source)
    closeSync(target)
  }
}
