// The course every fault of this part takes: a store that is good, the fault, what is shown while it lasts, its end, and
// a store that is good again by itself.

import { performance } from 'node:perf_hooks'
import type { EngineStatus, ProblemCode } from '../../../contract/engine-status.ts'
import type { RoundResult } from '../fault-row.ts'
import type { RunningProgram } from '../running-program.ts'
import type { JudgeOptions, Shop } from '../shop.ts'
import { waitFor } from '../wait-for.ts'

export const isGood = ({ state }: EngineStatus): boolean => state === 'good'

/** `status --json` as soon as it is so; asked about once a second, because asking is a process each time. */
const statusSoon = (
  shop: Shop,
  what: string,
  isSo: (status: EngineStatus) => boolean,
  withinMs: number,
): Promise<EngineStatus> => {
  let last: EngineStatus | null = null
  return waitFor(
    what,
    async () => {
      last = await shop.status()
      return last !== null && isSo(last) ? last : null
    },
    { withinMs, everyMs: 700, tell: () => JSON.stringify(last) },
  )
}

export const hasProblem =
  (...codes: readonly ProblemCode[]) =>
  ({ problems }: EngineStatus): boolean =>
    problems.some(({ code }) => codes.includes(code))

/** Starts the engine and waits until a first journal is accepted and the status is good: what changes it later is the fault. */
export const startGood = async (shop: Shop, options: Parameters<Shop['run']>[0] = {}): Promise<RunningProgram> => {
  const engine = await shop.run(options)
  await shop.write()
  const isReady = (status: EngineStatus): boolean => isGood(status) && status.counts.accepted > 0
  await statusSoon(shop, 'the status to be good before the fault', isReady, 30_000)
  return engine
}

/** How long it took until the status showed it, ms; null when it did not within `withinMs`. */
export const shownAfter = async (
  shop: Shop,
  isShown: (status: EngineStatus) => boolean,
  withinMs: number,
): Promise<number | null> => {
  const began = performance.now()
  try {
    await statusSoon(shop, 'the fault to be shown', isShown, withinMs)
    return Math.round(performance.now() - began)
  } catch {
    return null
  }
}

export interface HealedOptions extends JudgeOptions {
  /** performance.now() when the fault was over. */
  readonly endedAt: number
  /** How long after the end of the fault the status may take to be good again. */
  readonly goodWithinMs: number
}

/** The end of a round: everything is accepted and the status good again by itself; then the books are compared. */
export const judgeHealed = async (
  shop: Shop,
  { goodWithinMs, violations = [], ...judgement }: HealedOptions,
): Promise<RoundResult> => {
  const found = [...violations]
  try {
    await shop.whenArrived(goodWithinMs)
    await statusSoon(shop, 'the status to be good again', isGood, goodWithinMs)
  } catch (fault) {
    found.push(fault instanceof Error ? fault.message : String(fault))
  }
  return shop.judge({ ...judgement, violations: found })
}

export const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
