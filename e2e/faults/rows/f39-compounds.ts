// F39: two faults at once: killed again and again while it recovers from a power cut; a full disk while replies are lost;
// the share away while nobody can sign in.

import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { fillDisk, loopDisk, memoryDisk } from '../disk.ts'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { fuse, tool } from '../need.ts'
import { startShare } from '../net/share.ts'
import { becomesVisible, goodWhile } from '../seen-while.ts'
import { cutWhileWorking, powerCutNeeds } from './f03-power-cut.ts'

/** F1 during the recovery from F3. */
const killedWhileRecovering = async (lab: Lab, kind: 'ext4' | 'xfs'): Promise<RoundResult> => {
  const disk = await loopDisk(lab, kind)
  const shop = await lab.openShop({ dataDirectory: join(disk.path, 'data') })
  await cutWhileWorking(lab, shop, disk)
  for (let kill = 0; kill < 5; kill += 1) {
    const engine = shop.start()
    await pause(100 + lab.random() * 700)
    await engine.killAll()
    // Every second time the power goes once more.
    if (kill % 2 === 1) {
      await disk.cutPower()
      await disk.mountAgain()
    }
  }
  return shop.judge({
    endedAt: performance.now(),
    notes: [`killed five times while recovering from a power cut (${kind})`],
  })
}

/** F6 during F25: what the cloud has taken cannot be known and cannot be written down either. */
const fullWhileRepliesAreLost = async (lab: Lab): Promise<RoundResult> => {
  const disk = await memoryDisk(lab, 'size=24m')
  const shop = await lab.openShop({ dataDirectory: join(disk.path, 'data') })
  await shop.cloud.addFaults(
    { on: 'journal', times: 6, do: { kind: 'accept-then-drop' } },
    { on: 'journal', times: 'always', do: { kind: 'delay', ms: 300 } },
  )
  const service = shop.serve()
  await service.current().event('ready')
  await shop.writeMany(10)
  await service.current().event('sending')
  const makeRoom = await fillDisk(disk.path)
  await pause(5000)
  // And it is killed in this state.
  await service.current().kill()
  await pause(2000)
  await makeRoom()
  await shop.cloud.clearFaults()
  const endedAt = performance.now()
  await pause(1500)
  return shop.judge({
    endedAt,
    engine: service.current(),
    withinMs: 120_000,
    notes: ['disk full while replies were lost, then killed'],
  })
}

/** F19 during F32: the share dies while every token is worthless and nobody can sign in; both come back, one by one. */
const shareAndSignInAway = async (lab: Lab): Promise<RoundResult> => {
  const share = await startShare(join(lab.directory, 'share'))
  lab.onUndo('the share', () => share.close())
  const shop = await lab.openShop({ folder: share.mounted })
  const write = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      const { name, bytes } = await shop.write({ put: false })
      await writeFile(join(share.onServer, `${name}.part`), bytes)
      await rename(join(share.onServer, `${name}.part`), join(share.onServer, name))
    }
  }
  const engine = await shop.run()
  await write(6)
  await shop.whenArrived(90_000)
  shop.watch(1000)
  await shop.cloud.addFaults({ on: 'sign-in', times: 'always', do: { kind: 'answer', status: 503 } })
  await shop.cloud.change({ revokeTokens: true })
  await write(4)
  await pause(3000)
  const began = performance.now()
  await share.die()
  await write(4)
  const visible = await becomesVisible(
    shop,
    began,
    ['folder-missing', 'folder-unreadable', 'folder-not-answering', 'folder-not-a-folder'],
    90_000,
  )
  const untrue = goodWhile(shop, began + 60_000, performance.now())
  await shop.cloud.clearFaults()
  await share.comeBack()
  const endedAt = performance.now()
  return shop.judge({
    endedAt,
    visible,
    violations: untrue,
    engine,
    withinMs: 240_000,
    notes: ['the share and the sign-in away at once'],
  })
}

const shareNeeds = [fuse, tool('smbd', 'samba'), tool('smbclient', 'smbclient'), tool('rclone', 'rclone')]

const courses = (): readonly ((lab: Lab) => Promise<RoundResult>)[] => [
  (lab) => killedWhileRecovering(lab, 'ext4'),
  fullWhileRepliesAreLost,
  (lab) => killedWhileRecovering(lab, 'xfs'),
  ...(shareNeeds.every((need) => need() === null) ? [shareAndSignInAway] : []),
]

export const compounds: FaultRow = {
  id: 'F39',
  fault: 'two faults at once',
  injection:
    'F1 during the recovery from F3 (ext4, xfs); F6 during lost replies, then F1; F19 with every token revoked and no sign-in',
  must: 'lose nothing, and send nothing twice without saying so',
  needs: powerCutNeeds,
  rounds: 8,
  isolation: ['mounts'],
  run: (lab, round) => {
    const some = courses()
    return (some[(round - 1) % some.length] ?? fullWhileRepliesAreLost)(lab)
  },
}
