// recovery.json: a restore that has begun and is not finished. While it lies in the data directory, every start goes on
// with it and nothing else opens the database. It is replaced as a whole and synced at each step.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { removeDurably, renameDurably, writeDurably } from '../storage/durable-file.ts'
import { witnessSchema } from './witness.ts'

const markerSchema = z.object({
  /** The folder the damaged files go to, inside the data directory. */
  folder: z.string().regex(/^corrupt-[0-9TZ-]+$/),
  /** `moving`: the damaged files are being taken away; `restoring`: they are away, a new database is being made. */
  step: z.enum(['moving', 'restoring']),
  why: z.string(),
  /** This PC's time of the beginning. */
  startedAt: z.number(),
  /** See Recovery in lost-span.ts. */
  aliveUntil: z.number(),
  rebooted: z.boolean(),
  startsAt: z.number(),
  /** What live.json told. */
  live: witnessSchema.nullable(),
})
export type RecoveryMarker = z.infer<typeof markerSchema>

const fileIn = (dataDirectory: string): string => join(dataDirectory, 'recovery.json')

export const recoveryIsUnderWay = (dataDirectory: string): boolean => existsSync(fileIn(dataDirectory))

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The restore that has begun; null when there is none. A marker that says nothing any more is put aside: what stands in
 * the data directory then tells by itself what is to be done.
 */
export const readMarker = (dataDirectory: string): RecoveryMarker | null => {
  if (!recoveryIsUnderWay(dataDirectory)) return null
  const parsed = markerSchema.safeParse(fromJson(readFileSync(fileIn(dataDirectory), 'utf8')))
  if (parsed.success) return parsed.data
  renameDurably(fileIn(dataDirectory), join(dataDirectory, 'recovery-unreadable.json'))
  return null
}

export const writeMarker = (dataDirectory: string, marker: RecoveryMarker): void =>
  writeDurably(fileIn(dataDirectory), JSON.stringify(marker))

export const removeMarker = (dataDirectory: string): void => removeDurably(fileIn(dataDirectory))
