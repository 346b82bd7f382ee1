// What a person likes on this computer (theme, size of the text, what may disturb): a small file beside the store, not part
// of it. A file that is missing or damaged means the usual; it is never a reason not to start.

import { preferencesSchema, type Preferences } from '../../contract/ipc.ts'
import { readSmallFile, writeSmallFile } from './small-file.ts'

export const usualPreferences: Preferences = preferencesSchema.parse({ theme: 'system', textSize: 100 })

export const readPreferences = async (path: string): Promise<Preferences> =>
  (await readSmallFile(path, preferencesSchema)) ?? usualPreferences

/** Rejects with the system's error when the file cannot be written; the one before stays then. */
export const writePreferences = (path: string, preferences: Preferences): Promise<void> =>
  writeSmallFile(path, preferences)
