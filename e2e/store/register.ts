// The register of a test: a folder into which whole files appear under their name, as a register's export puts them there.

import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Journal } from './journal.ts'

export interface Folder {
  readonly path: string
  readonly write: (...journals: readonly Pick<Journal, 'name' | 'bytes'>[]) => void
}

export interface Register extends Folder {
  /** Makes another folder beside it. */
  readonly another: (name: string) => Folder
  /** Deletes everything it made. */
  readonly remove: () => void
}

export const createRegister = (): Register => {
  const place = mkdtempSync(join(tmpdir(), 'storebridge-register-'))
  const another = (folder: string): Folder => {
    const path = join(place, folder)
    mkdirSync(path)
    return {
      path,
      write: (...journals) => {
        for (const { name, bytes } of journals) {
          // Beside the folder, so that nobody sees it half written.
          const unfinished = join(place, `${name}.part`)
          writeFileSync(unfinished, bytes)
          renameSync(unfinished, join(path, name))
        }
      },
    }
  }
  const remove = (): void => rmSync(place, { recursive: true, force: true, maxRetries: 5 })
  return { ...another('BOOutBox'), another, remove }
}
