// Writes practice journals into a folder as a register does: one file at a time, under a temporary name first, so that a
// watcher never sees half a file that is meant to be whole. Files of the same name are replaced.

import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PracticeJournal } from './practice-journals.ts'

/** Writes all of them and returns their names. Rejects with the system's error at the first that cannot be written. */
export const putJournals = async (
  folder: string,
  journals: readonly Pick<PracticeJournal, 'name' | 'bytes'>[],
): Promise<readonly string[]> => {
  await mkdir(folder, { recursive: true })
  for (const { name, bytes } of journals) {
    const unfinished = join(folder, `${name}.part`)
    await writeFile(unfinished, bytes)
    await rename(unfinished, join(folder, name))
  }
  return journals.map(({ name }) => name)
}
