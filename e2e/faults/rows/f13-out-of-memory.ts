// F13: one file needs more memory than the program may have. The service starts it again; the file must not kill it for
// ever, and the others must not wait for it.

import { performance } from 'node:perf_hooks'
import type { FaultRow } from '../fault-row.ts'
import { waitFor } from '../wait-for.ts'

export const outOfMemory: FaultRow = {
  id: 'F13',
  fault: 'out of memory on one file',
  injection: 'node --max-old-space-size=40 and one journal of 24,000 sales among small ones',
  must: 'end in a verdict or a hold after at most three tries; the other files are sent',
  needs: [],
  rounds: 2,
  run: async (lab) => {
    const shop = await lab.openShop()
    const huge = await shop.write({
      prices: Array.from({ length: 24_000 }, () => '2.49'),
      ends: ['accepted', 'accepted-with-notes', 'held'],
    })
    await shop.writeMany(10)
    const service = shop.serve({ nodeOptions: ['--max-old-space-size=40'] })
    const settled = await waitFor(
      'the large file to be through or held',
      async () => {
        const row = (await shop.files())?.find(({ sha256 }) => sha256 === huge.sha256)
        return row !== undefined && huge.ends.includes(row.state) && row
      },
      { withinMs: 180_000, everyMs: 1000 },
    )
    const crashes = service.ends().length
    await shop.whenDrained(60_000)
    const endedAt = performance.now()
    return shop.judge({
      endedAt,
      engine: service.current(),
      violations: crashes > 8 ? [`it ended ${crashes} times because of one file`] : [],
      notes: [
        `ended ${crashes}× for want of memory; the file of ${Math.round(huge.size / 1_000_000)} MB is ${settled.state} (${settled.problem ?? '–'})`,
      ],
    })
  },
}
