// Where registers and site controllers usually write their sales files on a Windows back-office PC. Only places that
// are there and can be read at once are told; each is looked at by a helper with a short limit.

import type { Clock } from '../support/clock.ts'
import { inspectFolder, type OpenHelper } from './folder-inspection.ts'

export interface DetectedFolder {
  readonly path: string
  readonly files: number
  readonly newestAt: string | null
}

/** Candidate folders of a computer, most likely first. The read-only copy of Passport's journals is `PPXMLData\PJR`. */
export const knownFolders = (platform: NodeJS.Platform): readonly string[] =>
  platform === 'win32'
    ? ['C:', 'D:'].flatMap((drive) => [
        `${drive}\\Passport\\XMLGateway\\BOOutBox`,
        `${drive}\\PPXMLData\\PJR`,
        `${drive}\\Passport\\PPXMLData\\PJR`,
        `${drive}\\XMLGateway\\BOOutBox`,
      ])
    : []

const limits = { listMs: 3000, wholeMs: 4000 }
const atOnce = 3

/** The known folders of this computer that can be read. Never rejects. */
export const detectFolders = async (
  candidates: readonly string[],
  openHelper: OpenHelper,
  clock: Clock,
): Promise<readonly DetectedFolder[]> => {
  const found: DetectedFolder[] = []
  for (let i = 0; i < candidates.length; i += atOnce) {
    const looked = await Promise.all(
      candidates
        .slice(i, i + atOnce)
        .map(async (path) => ({ path, ...(await inspectFolder(path, openHelper, clock, limits)) })),
    )
    for (const each of looked)
      if (each.kind === 'ok') found.push({ path: each.path, files: each.files, newestAt: each.newestAt })
  }
  return found
}
