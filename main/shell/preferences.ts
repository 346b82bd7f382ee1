// What a person likes on this computer (theme, size of the text, what may disturb): a small file beside the store, not part
// of it. A file that is missing or damaged means the usual; it is never a reason not to start.

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { preferencesSchema, type Preferences } from '../../contract/ipc.ts'

export const usualPreferences: Preferences = preferencesSchema.parse({ theme: 'system', textSize: 100 })

export const readPreferences = async (path: string): Promise<Preferences> => {
  try {
    const parsed = preferencesSchema.safeParse(JSON.parse(await readFile(path, 'utf8')))
    return parsed.success ? parsed.data : usualPreferences
  } catch {
    return usualPreferences
  }
}

/** Rejects with the system's error when the file cannot be written; the one before stays then. */
export const writePreferences = async (path: string, preferences: Preferences): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.new`, JSON.stringify(preferences), { mode: 0o600 })
  await rename(`${path}.new`, path)
}
