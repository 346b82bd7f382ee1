// The words of an exported table in the language of the window, handed to main with each export.

import { exportWords, type ExportWord } from '../../../contract/export-words.ts'
import { say } from '../words/say.ts'

const keys = Object.keys(exportWords) as readonly ExportWord[]

/** By key; the places for line and position stay to be filled where the table is written. */
export const translatedExportWords = (): Readonly<Record<string, string>> =>
  Object.fromEntries(keys.map((key) => [key, say(`export.${key}`, { line: '{line}', position: '{position}' })]))
