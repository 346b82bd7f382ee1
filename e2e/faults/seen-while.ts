// Whether a fault was to be seen while it lasted, from the looks at `status` that a shop's watch has made. A program that
// cannot even tell its status shows the fault by the sentence it ends with.

import { performance } from 'node:perf_hooks'
import type { ProblemCode } from '../../contract/engine-status.ts'
import { waitFor } from './wait-for.ts'
import type { RunningProgram } from './running-program.ts'
import type { Look, Shop } from './shop.ts'

/** A look that shows some of these problems, or, where a sentence counts, that the store's data cannot be used. */
export const shows = (look: Look, codes: readonly ProblemCode[]): boolean =>
  look.status === null
    ? look.code === 3 && look.complaint.length > 0
    : look.status.state !== 'good' && look.status.problems.some(({ code }) => codes.includes(code))

/** What the program says when its disk does not do what it should. */
export const storageCodes: readonly ProblemCode[] = ['storage', 'disk-full', 'disk-low']

/** One sentence, no stack, after a moment: what a service's log shows of a program that cannot use its data. */
const endedPolitely = (run: RunningProgram, since: number): boolean => {
  const words = run.complaints().trim()
  return (run.endedAt() ?? -Infinity) >= since && words.startsWith('storebridge: ') && !words.includes('\n')
}

/** True as soon as a look made after `since` shows it; false when none does within the time. */
export const becomesVisible = async (
  shop: Shop,
  since: number,
  codes: readonly ProblemCode[],
  withinMs = 20_000,
): Promise<boolean> => {
  const seen = (): boolean =>
    shop.looks.some((look) => look.at >= since && shows(look, codes)) ||
    shop.runs().some((run) => endedPolitely(run, since))
  return waitFor('the fault to be shown', () => seen() && true, { withinMs, everyMs: 100 }).catch(() => false)
}

/** What the looks since a moment said, shortest first: for a remark. */
export const saidSince = (shop: Shop, since: number): string => {
  const said = new Set(
    shop.looks
      .filter(({ at }) => at >= since)
      .map(({ status, code, complaint }) =>
        status === null
          ? `exit ${String(code)}: ${complaint.slice(0, 160)}`
          : `${status.state}${status.problems.length === 0 ? '' : ` (${status.problems.map((each) => each.code).join(', ')})`}`,
      ),
  )
  return [...said].join('; ')
}

/** Violations: a `good` told between two moments, in which the program could not do its work. */
export const goodWhile = (shop: Shop, from: number, to: number): readonly string[] => {
  const untrue = shop.looks.filter(({ at, status }) => at >= from && at <= to && status?.state === 'good').length
  return untrue === 0 ? [] : [`${untrue} looks said "good" while the fault lasted`]
}

export const now = (): number => performance.now()
