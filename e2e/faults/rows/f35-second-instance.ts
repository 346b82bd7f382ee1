// F35: other engines are started on the same data directory, one after another and several at once.

import { performance } from 'node:perf_hooks'
import type { FaultRow } from '../fault-row.ts'
import { waitFor } from '../wait-for.ts'

export const secondInstance: FaultRow = {
  id: 'F35',
  fault: 'second instance on one data directory',
  injection: 'storebridge run started five times at once, then again beside the one that runs',
  must: 'let exactly one run; the others end with exit 2 and a sentence; nothing is sent twice',
  needs: [],
  rounds: 4,
  quickRounds: 1,
  run: async (lab) => {
    const shop = await lab.openShop()
    const violations: string[] = []
    const several = Array.from({ length: 5 }, () => shop.start())
    await shop.writeMany(15)
    await waitFor('all but one to end', () => several.filter((engine) => !engine.hasEnded()).length <= 1)
    const left = several.filter((engine) => !engine.hasEnded())
    const [engine] = left
    if (engine === undefined) throw new Error(`none is left: ${several.map((each) => each.complaints()).join(' / ')}`)
    for (const other of several) {
      if (other === engine) continue
      const { code } = await other.ended
      const words = other.complaints().trim()
      if (code !== 2 || words === '' || words.includes('\n'))
        violations.push(`one ended with ${String(code)}: ${words}`)
    }
    const beside = shop.start()
    const { code } = await beside.ended
    if (code !== 2) violations.push(`the one started beside it ended with ${String(code)}`)
    await shop.writeMany(5)
    return shop.judge({ endedAt: performance.now(), visible: code === 2, violations, engine })
  },
}
