// F19: the watched folder is on a share whose PC is switched off and on again. A real SMB server on loopback and a real
// mount; while the server is away listings fail and reads hang for many seconds, as on a real share.

import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { EngineStatus } from '../../../contract/engine-status.ts'
import type { FaultRow } from '../fault-row.ts'
import { fuse, linux, root, tool } from '../need.ts'
import { inSeconds, judgeHealed, shownAfter, startGood } from '../net/course.ts'
import { startShare } from '../net/share.ts'
import { waitFor } from '../wait-for.ts'

const isUnreachable = ({ folders, problems, state }: EngineStatus): boolean =>
  state !== 'good' && folders[0]?.reachable === false && problems.some(({ code }) => code.startsWith('folder-'))

/** What the documents promise: a share that is gone is shown within a minute. */
const shownWithinMs = 60_000

export const shareDies: FaultRow = {
  id: 'F19',
  fault: 'the share of the watched folder dies, hangs and returns',
  injection: 'smbd on loopback killed and started again under an rclone mount: readdir answers EIO, reads hang',
  must: 'show the folder unreachable within 60 s, go on sending, lose nothing, and collect by itself when it is back',
  needs: [linux, root, fuse, tool('smbd', 'samba'), tool('smbclient', 'smbclient'), tool('rclone', 'rclone'), tool('fusermount3', 'fuse3')], // prettier-ignore
  rounds: 3,
  run: async (lab, round) => {
    const share = await startShare(join(lab.directory, 'share'))
    lab.onUndo('the share', () => share.close())
    const shop = await lab.openShop({ folder: share.mounted })
    /** The register writes on its own PC. */
    const writeOnServer = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n += 1) {
        const { name, bytes } = await shop.write({ put: false })
        await writeFile(join(share.onServer, `${name}.part`), bytes)
        await rename(join(share.onServer, `${name}.part`), join(share.onServer, name))
      }
    }
    // The first journal of the course comes over the mount like every other file.
    await startGood(shop)
    await shop.cloud.addFaults({ on: 'journal', times: 'always', do: { kind: 'delay', ms: 3000 } })
    await writeOnServer(20)
    await waitFor(
      'journals to be stored',
      async () => ((await shop.files()) ?? []).filter(({ storedAt }) => storedAt !== null).length >= 9,
      { withinMs: 90_000, everyMs: 500 },
    )
    const acceptedBefore = (await shop.cloud.ledger()).journals.length
    // In the second round it dies while a file is being read or is about to be.
    if (round === 2) await writeOnServer(3)
    await share.die()
    const diedAt = performance.now()
    await writeOnServer(3)
    const shown = await shownAfter(shop, isUnreachable, shownWithinMs + 30_000)
    const sentMeanwhile = (await shop.cloud.ledger()).journals.length - acceptedBefore
    await pause(round === 3 ? 60_000 : 10_000)
    const still = await shop.status()
    await share.comeBack()
    const endedAt = performance.now()
    await shop.cloud.clearFaults()
    return judgeHealed(shop, {
      endedAt,
      goodWithinMs: 150_000,
      visible: shown !== null && shown <= shownWithinMs && still !== null && isUnreachable(still),
      violations: [
        ...(shown !== null && shown > shownWithinMs ? [`shown only after ${inSeconds(shown)}`] : []),
        ...(sentMeanwhile === 0 ? ['nothing was sent while the share was away'] : []),
      ],
      notes: [
        `${shown === null ? 'not shown' : `shown ${inSeconds(shown)} after it died`}; away ${inSeconds(endedAt - diedAt)}; ${sentMeanwhile} journals sent meanwhile`,
      ],
    })
  },
}
