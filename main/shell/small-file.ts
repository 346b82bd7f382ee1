// A small JSON file of the shell's own: preferences, what it remembers, a set-up that is not finished. Written whole or not at
// all, for this user alone; one that is missing or damaged says nothing, and is never a reason not to start.

import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'
import { writeWholeFile } from './write-whole-file.ts'

/** What the file says; null when it is missing, cannot be read, or is not what `schema` asks for. */
export const readSmallFile = async <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.infer<Schema> | null> => {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(path, 'utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Makes the folder, too. Rejects with the system's error; the file before stays then. */
export const writeSmallFile = async (path: string, value: unknown): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  await writeWholeFile(path, Buffer.from(JSON.stringify(value), 'utf8'), 0o600)
}
