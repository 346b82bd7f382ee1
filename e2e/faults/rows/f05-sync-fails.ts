// F5: fsync and fdatasync answer EIO for some seconds under the running program, or now and then by chance.

import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { programPath } from '../need.ts'
import { becomesVisible, goodWhile, saidSince, storageCodes } from '../seen-while.ts'
import { attaching, failCalls, strace } from '../strace.ts'

const always = async (lab: Lab): Promise<RoundResult> => {
  const shop = await lab.openShop()
  const service = shop.serve()
  await service.current().event('ready')
  await shop.writeMany(5)
  await shop.whenArrived()
  shop.watch()
  const began = performance.now()
  const fault = await failCalls(lab, service.current().pid, 'fsync,fdatasync', 'error=EIO')
  const register = shop.startRegister(() => 150)
  const visible = await becomesVisible(shop, began, storageCodes)
  await pause(2000)
  await register.stop()
  await fault.end()
  const endedAt = performance.now()
  const violations = goodWhile(shop, began + 2000, endedAt)
  const starts = service.starts()
  return shop.judge({
    endedAt,
    visible,
    violations,
    engine: service.current(),
    notes: [`every sync fails: ${saidSince(shop, began + 1000)}; started ${starts}×`],
  })
}

const byChance = async (lab: Lab): Promise<RoundResult> => {
  const shop = await lab.openShop()
  const failing = 'enable_random name=posix/io/sync/*,probability=0.3,failinfo=5'
  const service = shop.serve({ wrap: ['fiu-run', '-x', '-c', failing] })
  const register = shop.startRegister(() => 100)
  await pause(6000)
  await register.stop()
  await service.stop()
  const endedAt = performance.now()
  return shop.judge({ endedAt, notes: [`three of ten syncs fail: started ${service.starts()}×`] })
}

export const syncFails: FaultRow = {
  id: 'F5',
  fault: 'fsync answers EIO',
  injection:
    'strace -p PID -e inject=fsync,fdatasync:error=EIO; every second round fiu-run posix/io/sync with probability 0.3',
  must: 'call nothing stored that is not; show it; go on by itself',
  needs: [strace, attaching],
  rounds: 6,
  quickRounds: 1,
  run: (lab, round) => (round % 2 === 0 && programPath('fiu-run') !== null ? byChance(lab) : always(lab)),
}
