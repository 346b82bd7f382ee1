// Runs one row: its needs first, then its rounds, each in a lab of its own that is taken down whatever happens. What is
// thrown in a round is a broken law, not an end of the harness.

import { performance } from 'node:perf_hooks'
import type { BuiltProgram } from './built-program.ts'
import type { FaultRow, RoundResult, RowId } from './fault-row.ts'
import { openLab } from './lab.ts'

export type Verdict = 'held' | 'FAILED' | `skipped: ${string}`

/** What a row came to. Plain data: rows with namespaces of their own send it to the process that prints it. */
export interface RowResult {
  readonly id: RowId
  readonly verdict: Verdict
  readonly rounds: number
  readonly lost: number
  readonly duplicated: number
  readonly toldCopies: number
  /** Rounds in which the fault was shown, of those in which it had to be. */
  readonly visible: { readonly shown: number; readonly asked: number }
  /** The slowest recovery, ms. */
  readonly recoveredMs: number | null
  readonly violations: readonly string[]
  readonly notes: readonly string[]
  readonly tookMs: number
}

export interface RowRun {
  readonly program: BuiltProgram
  readonly quick: boolean
  readonly rounds: number
  readonly seed: number
  readonly say: (line: string) => void
  /** Set on Ctrl+C: what is under way is undone, nothing new is begun. */
  readonly stop: AbortSignal
}

const roundLimitMs = 15 * 60_000

const nothing: RoundResult = {
  lost: 0,
  duplicated: 0,
  toldCopies: 0,
  visible: null,
  recoveredMs: null,
  violations: [],
  notes: [],
}

const isBroken = ({ lost, duplicated, visible, violations }: RoundResult): boolean =>
  lost > 0 || duplicated > 0 || visible === false || violations.length > 0

const rejectAfter = (
  ms: number,
  stop: AbortSignal,
): { readonly promise: Promise<never>; readonly cancel: () => void } => {
  let cancel = (): void => undefined
  const promise = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the round did not end within ${ms / 60_000} minutes`)), ms)
    const stopped = (): void => reject(new Error('stopped'))
    stop.addEventListener('abort', stopped)
    cancel = () => {
      clearTimeout(timer)
      stop.removeEventListener('abort', stopped)
    }
  })
  return { promise, cancel }
}

const oneRound = async (row: FaultRow, round: number, run: RowRun): Promise<RoundResult | null> => {
  const seed = (run.seed + round * 7919 + Number(row.id.slice(1)) * 104_729) >>> 0
  const { lab, close } = await openLab({ id: row.id, quick: run.quick, seed, program: run.program })
  const limit = rejectAfter(row.roundLimitMs ?? roundLimitMs, run.stop)
  let result: RoundResult | null
  try {
    result = await Promise.race([row.run(lab, round), limit.promise])
  } catch (fault) {
    const why = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
    result = { ...nothing, violations: [`the round ended early: ${why}`] }
  } finally {
    limit.cancel()
  }
  const left = await close()
  if (result === null) return null
  const violations = [...result.violations, ...left.map((line) => `not undone: ${line}`)]
  const whole = { ...result, violations }
  if (isBroken(whole) && row.mustBeCaught !== true)
    for (const line of [
      `lost ${whole.lost}, duplicated ${whole.duplicated}, visible ${String(whole.visible)}`,
      ...violations,
    ])
      run.say(`    ${row.id} round ${round} (seed ${run.seed}): ${line}`)
  return whole
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** What is said of a file says nothing of where this machine keeps what a round makes. */
const roundFolders = /\/[^ ;|"]*\/storebridge-f\d+-\w{6}\//g

/** Each remark once, with how often it was made. */
const counted = (remarks: readonly string[]): string[] => {
  const times = new Map<string, number>()
  for (const remark of remarks.map((each) => each.replaceAll(roundFolders, '…/')))
    times.set(remark, (times.get(remark) ?? 0) + 1)
  return [...times].map(([remark, count]) => (count === 1 ? remark : `${remark} (${count}×)`))
}

/** Why a row cannot run here, or null. */
export const missingFor = (row: FaultRow): string | null =>
  row.needs.map((need) => need()).find((reason) => reason !== null) ?? null

export const skippedRow = (row: FaultRow, reason: string): RowResult => ({
  id: row.id,
  verdict: `skipped: ${reason}`,
  rounds: 0,
  lost: 0,
  duplicated: 0,
  toldCopies: 0,
  visible: { shown: 0, asked: 0 },
  recoveredMs: null,
  violations: [],
  notes: [],
  tookMs: 0,
})

/** Runs the rounds of a row whose needs are met. */
export const runRow = async (row: FaultRow, run: RowRun): Promise<RowResult> => {
  const began = performance.now()
  const results: RoundResult[] = []
  for (let round = 1; round <= run.rounds && !run.stop.aborted; round += 1) {
    const result = await oneRound(row, round, run)
    if (result === null) break
    results.push(result)
  }
  const broken = results.filter(isBroken).length
  const caught = results.filter(({ lost, violations }) => lost > 0 || violations.length > 0).length
  const held = row.mustBeCaught === true ? caught > 0 : results.length > 0 && broken === 0
  const recoveries = results.flatMap(({ recoveredMs }) => recoveredMs ?? [])
  const asked = results.filter(({ visible }) => visible !== null)
  return {
    id: row.id,
    verdict: held ? 'held' : 'FAILED',
    rounds: results.length,
    lost: sum(results.map(({ lost }) => lost)),
    duplicated: sum(results.map(({ duplicated }) => duplicated)),
    toldCopies: sum(results.map(({ toldCopies }) => toldCopies)),
    visible: { shown: asked.filter(({ visible }) => visible === true).length, asked: asked.length },
    recoveredMs: recoveries.length === 0 ? null : Math.max(...recoveries),
    violations: counted(results.flatMap(({ violations }) => violations)),
    notes: [
      ...(row.mustBeCaught === true ? [`the loss was seen in ${caught} of ${results.length} rounds`] : []),
      ...counted(results.flatMap(({ notes }) => notes)),
    ],
    tookMs: Math.round(performance.now() - began),
  }
}
