// F39: two faults at once: killed again and again while it recovers from a power cut; a full disk while replies are lost.

import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { fillDisk, loopDisk, memoryDisk } from '../disk.ts'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
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

export const compounds: FaultRow = {
  id: 'F39',
  fault: 'two faults at once',
  injection: 'F1 during the recovery from F3 (ext4, xfs); F6 during lost replies, then F1',
  must: 'lose nothing, and send nothing twice without saying so',
  needs: powerCutNeeds,
  rounds: 6,
  isolation: ['mounts'],
  run: (lab, round) =>
    round % 3 === 0 ? fullWhileRepliesAreLost(lab) : killedWhileRecovering(lab, round % 3 === 1 ? 'ext4' : 'xfs'),
}
