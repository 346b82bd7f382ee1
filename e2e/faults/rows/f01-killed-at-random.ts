// F1: the process is killed at random moments while it stores, judges and sends, and started again by its service.

import { setTimeout as pause } from 'node:timers/promises'
import { performance } from 'node:perf_hooks'
import type { FaultRow } from '../fault-row.ts'

export const killedAtRandom: FaultRow = {
  id: 'F1',
  fault: 'process killed at a random moment',
  injection: 'kill -9 of the engine, 3 to 5 times a round while a register writes and the cloud answers slowly',
  must: 'go on without a person; what may have arrived is sent again and says so',
  needs: [],
  rounds: 30,
  quickRounds: 2,
  run: async (lab) => {
    const shop = await lab.openShop()
    await shop.cloud.addFaults({
      on: 'journal',
      times: 'always',
      do: { kind: 'delay', ms: Math.floor(lab.random() * 80) },
    })
    const kills = 3 + Math.floor(lab.random() * 3)
    let engine = await shop.run()
    for (let kill = 0; kill < kills; kill += 1) {
      const register = shop.startRegister(() => lab.random() * 25)
      await pause(100 + lab.random() * 900)
      await engine.kill()
      await register.stop()
      engine = await shop.run()
    }
    await shop.cloud.clearFaults()
    return shop.judge({ endedAt: performance.now(), notes: [] })
  },
}
