// What was typed in a set-up that is not finished, so that it goes on where it was left (ux 2.2): a small file beside the
// store, without the password, gone as soon as there is a store. A file that is missing or damaged means: begin anew.

import { rm } from 'node:fs/promises'
import { setupDraftSchema, type SetupDraft } from '../../contract/ipc.ts'
import { readSmallFile, writeSmallFile } from './small-file.ts'

export class SetupDraftFile {
  readonly #path: string
  #writes: Promise<void> = Promise.resolve()
  #isOver = false

  constructor(path: string) {
    this.#path = path
  }

  read(): Promise<SetupDraft | null> {
    return readSmallFile(this.#path, setupDraftSchema)
  }

  /**
   * One after the other, the last one stays. Once there is a store nothing is kept: the window may still be about to hand
   * over what was typed last. Rejects with the system's error.
   */
  keep(draft: SetupDraft): Promise<void> {
    if (this.#isOver) return Promise.resolve()
    return this.#after(() => writeSmallFile(this.#path, draft))
  }

  /** After the set-up is finished; nothing that was still being kept comes back. */
  forget(): Promise<void> {
    this.#isOver = true
    return this.#after(() => rm(this.#path, { force: true }))
  }

  #after(work: () => Promise<void>): Promise<void> {
    const done = this.#writes.then(work)
    this.#writes = done.catch(() => undefined)
    return done
  }
}
