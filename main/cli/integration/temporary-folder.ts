// A folder of a test's own, gone after it.

import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs the given work when the test has ended, well or badly: what vitest calls onTestFinished. */
export type AtEnd = (work: () => Promise<void>) => void

export const temporaryFolder = async (atEnd: AtEnd): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'storebridge-integration-'))
  // Other users may look into it: some tests run the engine as one of them.
  await chmod(path, 0o755)
  atEnd(() => rm(path, { recursive: true, force: true, maxRetries: 5 }))
  return path
}
