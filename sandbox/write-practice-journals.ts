// node sandbox/write-practice-journals.ts: writes resources/practice/ anew, the practice journals of the fixed moment and an
// index that says of each what it shows and where it ends up. Run it after changing practice-journals.ts.

import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fixedMoment, freshSamples, type PracticeJournal } from './practice-journals.ts'
import { putJournals } from './put-journals.ts'

/** The text of resources/practice/index.json. */
export const practiceIndex = (journals: readonly PracticeJournal[]): string => {
  const files = journals.map(({ name, about, expected }) => ({ name, about, expected }))
  const index = { store: '33084', at: new Date(fixedMoment.at).toISOString(), timeZone: fixedMoment.timeZone, files }
  return `${JSON.stringify(index, null, 2)}\n`
}

const folder = fileURLToPath(new URL('../resources/practice/', import.meta.url))

const writeAll = async (): Promise<void> => {
  const journals = freshSamples(fixedMoment.at, fixedMoment.timeZone)
  for (const name of await readdir(folder)) if (name.endsWith('.xml')) await rm(join(folder, name))
  await putJournals(folder, journals)
  await writeFile(join(folder, 'index.json'), practiceIndex(journals))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeAll()
