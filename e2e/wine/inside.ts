// Runs inside Windows' Node: tries every law and writes a line of JSON for each. Words: the built command line, and where
// the lines go.

import { appendFileSync, mkdirSync, mkdtempSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { folderLaws } from './folder-laws.ts'
import type { Law, LawResult } from './law.ts'
import { programLaws } from './program-laws.ts'

const [entry = '', results = ''] = process.argv.slice(2)
mkdirSync('C:\\store', { recursive: true })
const place = mkdtempSync('C:\\store\\laws-')

const isWindows: Law = {
  law: 'This is Windows as far as programs can tell.',
  holds: () => {
    if (process.platform !== 'win32') throw new Error(process.platform)
  },
}

const laws = [isWindows, ...folderLaws(join(dirname(entry), 'folder-helper.cjs'), place), ...programLaws(entry, place)]

for (const { law, holds } of laws) {
  const began = performance.now()
  // What waits for something that never comes must not look like a good end.
  const alive = setInterval(() => undefined, 60_000)
  let broken: string | null = null
  try {
    await holds()
  } catch (fault) {
    broken = fault instanceof Error ? fault.message : String(fault)
  }
  clearInterval(alive)
  const result: LawResult = { law, broken, ms: Math.round(performance.now() - began) }
  appendFileSync(results, `${JSON.stringify(result)}\n`)
}
process.exit(0)
