// F1: the process is killed at random moments while it stores, judges and sends, and started again by its service.

import { setTimeout as pause } from 'node:timers/promises'
import { performance } from 'node:perf_hooks'
import type { FaultRow } from '../fault-row.ts'
import type { Shop } from '../shop.ts'
import { waitFor } from '../wait-for.ts'

/**
 * Kills that hit the judgement of one journal three times look like a journal that kills its reader: it is held and a
 * person is asked (design 4.2). This row is that person, looks at what the program says, and sends it.
 */
const sendWhatIsHeld = async (shop: Shop): Promise<string[]> => {
  const held = await waitFor(
    'every journal to be in the folder’s rows, and judged',
    async () => {
      const files = await shop.files()
      const bySha = new Map(files?.map((file) => [file.sha256, file]))
      const rows = shop.written.map(({ sha256 }) => bySha.get(sha256))
      if (rows.some((row) => row === undefined || row.state === 'found' || row.state === 'stored')) return null
      return rows.filter((row) => row?.state === 'held' && row.problem === 'reader-failed')
    },
    { withinMs: 60_000, everyMs: 400 },
  )
  for (const row of held) await shop.command('resend', String(row?.id), '--reason', 'held after three kills')
  return held.length === 0 ? [] : [`${held.length} held after three kills in one judgement, then sent by a person`]
}

export const killedAtRandom: FaultRow = {
  id: 'F1',
  fault: 'process killed at a random moment',
  injection: 'kill -9 of the engine, 3 to 5 times a round while a register writes and the cloud answers slowly',
  must: 'go on without a person, but for a journal whose judgement was hit three times, which is held; what may have arrived is sent again and says so',
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
    const endedAt = performance.now()
    return shop.judge({ endedAt, notes: await sendWhatIsHeld(shop) })
  },
}
