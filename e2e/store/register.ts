// The register of a test: a folder into which whole files appear under their name, as a register's export puts them there.

import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Journal } from './journal.ts'

export interface Register {
  /** The folder Storebridge watches. */
  readonly folder: string
  readonly write: (...journals: readonly Pick<Journal, 'name' | 'bytes'>[]) => void
  /** Deletes the folder and what lies beside it. */
  readonly remove: () => void
}

export const createRegister = (): Register => {
  const place = mkdtempSync(join(tmpdir(), 'storebridge-register-'))
  const folder = join(place, 'BOOutBox')
  mkdirSync(folder)
  return {
    folder,
    write: (...journals) => {
      for (const { name, bytes } of journals) {
        // Beside the folder, so that nobody sees it half written.
        const unfinished = join(dirname(folder), `${name}.part`)
        writeFileSync(unfinished, bytes)
        renameSync(unfinished, join(folder, name))
      }
    },
    remove: () => rmSync(place, { recursive: true, force: true, maxRetries: 5 }),
  }
}
