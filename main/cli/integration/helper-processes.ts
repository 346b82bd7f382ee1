// The processes of one store, found by a mark in their environment that a helper inherits from its engine. Linux only.

import { readdir, readFile } from 'node:fs/promises'

export const canSeeProcesses = process.platform === 'linux'

/** Ids of the living processes that carry the mark. */
export const processesWith = async (mark: string): Promise<number[]> => {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    ids.map(async (id) => {
      // It may end while we look; a zombie has no environment any more.
      const environment = await readFile(`/proc/${id}/environ`, 'latin1').catch(() => '')
      return environment.split('\0').includes(mark) ? [Number(id)] : []
    }),
  )
  return found.flat()
}
