// The newest entries of the app's own log, for the Help screen and the support file. Each was made safe when it was
// written (engine/support/log.ts). A log that cannot be read is an empty one: help must come up when nothing works.

import { open } from 'node:fs/promises'
import { z } from 'zod'
import type { LogEntry } from '../../contract/ipc.ts'

const readBytes = 512 * 1024

const entrySchema = z.looseObject({ time: z.string(), level: z.string(), event: z.string() })

/** An entry of the log's one-line JSON; null for a line that is not whole. */
export const logEntryOf = (line: string): LogEntry | null => {
  try {
    const parsed = entrySchema.safeParse(JSON.parse(line))
    if (!parsed.success) return null
    const { time, level, event, ...facts } = parsed.data
    const text = Object.entries(facts)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(' ')
    return { at: time, level, event, text }
  } catch {
    return null
  }
}

/** The last `limit` entries of a log file, oldest first. Reads at most its last half megabyte; never rejects. */
export const readRecentLog = async (path: string, limit: number): Promise<readonly LogEntry[]> => {
  try {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      const start = Math.max(0, size - readBytes)
      const bytes = Buffer.alloc(Math.min(size, readBytes))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
      return bytes
        .subarray(0, bytesRead)
        .toString('utf8')
        .split('\n')
        .map(logEntryOf)
        .filter((entry) => entry !== null)
        .slice(-limit)
    } finally {
      await file.close()
    }
  } catch {
    return []
  }
}
