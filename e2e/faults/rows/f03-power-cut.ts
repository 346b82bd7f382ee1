// F3 and F4: the power of the disk with the data directory is cut while journals are stored, sent and answered. The register
// removes each file as soon as the program's log told it as stored, so that nothing lost can come back from the folder. F4
// is the same on a disk that lies about syncing: that must lose something, or the row could not see a loss.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { loopDisk, type LoopDisk } from '../disk.ts'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { loopDevices, root, tool, type Need } from '../need.ts'
import type { RunningProgram } from '../running-program.ts'
import type { Shop } from '../shop.ts'

export const powerCutNeeds: readonly Need[] = [
  root,
  loopDevices,
  tool('mkfs.ext4', 'e2fsprogs'),
  tool('mkfs.xfs', 'xfsprogs'),
  tool('xfs_io', 'xfsprogs'),
]

/** A register that clears up behind itself, as far as the program told it that a file is safe. */
const removeOnceStored = (lab: Lab, shop: Shop, engine: RunningProgram): { stop(): Promise<void> } => {
  let over = false
  const removed = new Set<string>()
  const done = (async () => {
    while (!over) {
      for (const { event, name } of engine.lines()) {
        if (event !== 'stored' || typeof name !== 'string' || removed.has(name)) continue
        removed.add(name)
        await rm(join(shop.folder, name), { force: true })
      }
      await pause(5)
    }
  })()
  const stop = async (): Promise<void> => {
    over = true
    await done
  }
  lab.onUndo('the clearing register', stop)
  return { stop }
}

/** Runs the program on the disk, cuts its power at a chance moment and brings the power back. The program is gone then. */
export const cutWhileWorking = async (
  lab: Lab,
  shop: Shop,
  disk: LoopDisk,
  wrap: readonly string[] = [],
): Promise<void> => {
  const engine = await shop.run({ wrap })
  const clearing = removeOnceStored(lab, shop, engine)
  const register = shop.startRegister(() => lab.random() * 20)
  await pause(300 + lab.random() * 2500)
  await disk.cutPower()
  await engine.killAll()
  await register.stop()
  await clearing.stop()
  await disk.mountAgain()
}

const powerCut = async (lab: Lab, round: number, wrap: readonly string[], withinMs: number): Promise<RoundResult> => {
  const disk = await loopDisk(lab, round % 2 === 1 ? 'ext4' : 'xfs')
  const shop = await lab.openShop({ dataDirectory: join(disk.path, 'data') })
  await shop.cloud.addFaults({
    on: 'journal',
    times: 'always',
    do: { kind: 'delay', ms: Math.floor(lab.random() * 60) },
  })
  await cutWhileWorking(lab, shop, disk, wrap)
  await shop.cloud.clearFaults()
  return shop.judge({ endedAt: performance.now(), withinMs, notes: [disk.kind] })
}

export const powerCutRow: FaultRow = {
  id: 'F3',
  fault: 'power cut',
  injection:
    'xfs_io -x -c shutdown on the loop device (ext4, xfs) under the data directory; files leave the folder once told as stored',
  must: 'lose nothing that was told, on either file system',
  needs: powerCutNeeds,
  rounds: 20,
  isolation: ['mounts'],
  run: (lab, round) => powerCut(lab, round, [], 60_000),
}

export const lyingDisk: FaultRow = {
  id: 'F4',
  fault: 'disk that lies about syncing',
  injection: 'F3 under eatmydata',
  must: 'be seen to lose: this proves that F3 can see a loss',
  needs: [...powerCutNeeds, tool('eatmydata', 'eatmydata')],
  rounds: 4,
  isolation: ['mounts'],
  mustBeCaught: true,
  run: (lab, round) => powerCut(lab, round, ['eatmydata'], 6000),
}
