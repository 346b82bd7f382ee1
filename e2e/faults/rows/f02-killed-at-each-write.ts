// F2: the process is killed inside its 1st, 2nd, 3rd … call of one kind, until the run is past its last one. One round is
// one kind of call. Writes of the database are too many to try each time: those at chance distances are tried, others in
// the next run.

import { performance } from 'node:perf_hooks'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { strace, withFault } from '../strace.ts'
import { waitFor } from '../wait-for.ts'

const kinds = [
  { call: 'fsync', step: 1 },
  { call: 'rename', step: 1 },
  { call: 'unlink', step: 1 },
  { call: 'writev', step: 1 },
  { call: 'pwrite64', step: 9 },
] as const

/** Kills at the nth call and lets a second run bring everything to its end; null when the run has fewer calls. */
const killedAt = async (lab: Lab, call: string, n: number): Promise<RoundResult | null> => {
  const cloud = await lab.startCloud()
  const shop = await lab.openShop({ cloud })
  await shop.writeMany(2)
  await shop.write({ prices: ['1.99', '3.49', '12.00'] })
  const engine = shop.start({ wrap: withFault(call, `signal=SIGKILL:when=${n}`) })
  const answered = (): boolean => engine.lines().filter(({ event }) => event === 'answered').length === 3
  await waitFor('the kill, or three answers', () => engine.hasEnded() || answered(), { tell: engine.output })
  if (!engine.hasEnded()) await engine.terminate()
  const end = await engine.ended
  const wasKilled = end.signal === 'SIGKILL'
  const result = await shop.judge({ endedAt: performance.now() })
  await cloud.process.killAll()
  if (!wasKilled) return null
  return { ...result, violations: result.violations.map((line) => `${call} ${n}: ${line}`) }
}

export const killedAtEachWrite: FaultRow = {
  id: 'F2',
  fault: 'process killed inside the Nth system call',
  injection:
    'strace -e inject=CALL:signal=SIGKILL:when=N, N = 1, 2, 3 … past the run’s end, for fsync, rename, unlink, writev; for pwrite64 at chance distances',
  must: 'as F1, at every N',
  needs: [strace],
  rounds: kinds.length,
  run: async (lab, round) => {
    const kind = kinds[round - 1]
    if (kind === undefined) return null
    const { call, step } = kind
    const results: RoundResult[] = []
    let n = 1
    for (;;) {
      const result = await killedAt(lab, call, n)
      if (result === null) break
      results.push(result)
      n += 1 + Math.floor(lab.random() * (2 * step - 1))
    }
    const sum = (of: (result: RoundResult) => number): number => results.reduce((total, each) => total + of(each), 0)
    return {
      lost: sum(({ lost }) => lost),
      duplicated: sum(({ duplicated }) => duplicated),
      toldCopies: sum(({ toldCopies }) => toldCopies),
      visible: null,
      recoveredMs: Math.max(0, ...results.map(({ recoveredMs }) => recoveredMs ?? 0)),
      violations: results.flatMap(({ violations }) => violations),
      notes: [`${call}: killed at ${results.length} points, the last before call ${n}`],
    }
  },
}
