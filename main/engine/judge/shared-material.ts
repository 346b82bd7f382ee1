// For tests: where the domain samples and the hostile documents are. They lie beside the repository, or where
// STOREBRIDGE_SHARED says, and are not part of it; tests that need them say so in their name and are skipped without.

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const candidates = [process.env['STOREBRIDGE_SHARED'], resolve(import.meta.dirname, '../../../../shared')]

/** A folder of the shared material, or null where it is not there. */
export const sharedFolder = (...path: readonly string[]): string | null =>
  candidates
    .flatMap((root) => (root === undefined || root === '' ? [] : [join(root, ...path)]))
    .find((folder) => existsSync(folder)) ?? null
