// Decides whether a file that has no document yet may be read: the settle rule of design 4.1, as a pure function of
// two looks at it. Size and time alone are fooled by writers that pause and by preallocated files, hence the ends.

import type { FileEnds } from '../../../contract/folder-port.ts'
import type { FoundProblem } from '../../../contract/vocabulary.ts'
import { lookAtEnds } from '../judge/settle.ts'

export const secondLookAfterMs = 50
export const cutOffAfterMs = 10 * 60_000
const nextLooksMs = [250, 1000, 2000] as const
const laterLooksMs = 5000

/** What is remembered of an unsettled file between looks. */
export interface Unsettled {
  readonly size: number
  readonly mtimeNs: string
  readonly fileId: string | null
  /** Monotonic time since which it has looked the same. */
  readonly unchangedSince: number
  /** How many looks found it not ready, without the newest one; -1 before the first. */
  readonly restless: number
}

export type Settling =
  | { readonly kind: 'read'; readonly cutOff: boolean }
  /** Over the size that is kept at all: only its name, size and the hash of its beginning are. */
  | { readonly kind: 'too-large' }
  | { readonly kind: 'vanished' }
  | {
      readonly kind: 'look-again'
      readonly problem: FoundProblem
      readonly afterMs: number
      readonly remembered: Unsettled
    }

const lockCodes = new Set(['EBUSY', 'ETXTBSY'])
const lockCodesOnWindows = new Set(['EPERM', 'EACCES'])

const problemOfFault = (code: string, platform: string): FoundProblem =>
  lockCodes.has(code) || (platform === 'win32' && lockCodesOnWindows.has(code)) ? 'locked' : 'unreadable'

const nextDelay = (restless: number): number => nextLooksMs[restless] ?? laterLooksMs

/**
 * @param before what was remembered, or null at the first look
 * @param first, second two looks, the second made on purpose 50 ms after the first
 * @param now monotonic time in ms
 * @param keepAtMost bytes above which a file is not kept (4 × maxBytes)
 */
export const decideSettling = (
  before: Unsettled | null,
  first: FileEnds,
  second: FileEnds,
  now: number,
  keepAtMost: number,
  platform: string = process.platform,
): Settling => {
  const fault = second.fault ?? first.fault
  if (fault === 'ENOENT') return { kind: 'vanished' }
  const restless = (before?.restless ?? -1) + 1
  if (fault !== null) {
    const remembered: Unsettled = {
      size: before?.size ?? 0,
      mtimeNs: before?.mtimeNs ?? '0',
      fileId: before?.fileId ?? null,
      unchangedSince: now,
      restless,
    }
    return { kind: 'look-again', problem: problemOfFault(fault, platform), afterMs: nextDelay(restless), remembered }
  }
  const same = first.size === second.size && first.mtimeNs === second.mtimeNs && first.fileId === second.fileId
  const seen = { size: second.size, mtimeNs: second.mtimeNs, fileId: second.fileId }
  if (!same)
    return {
      kind: 'look-again',
      problem: 'growing',
      afterMs: nextDelay(restless),
      remembered: { ...seen, unchangedSince: now, restless },
    }
  if (second.size > keepAtMost) return { kind: 'too-large' }
  const ends = lookAtEnds(second.head, second.tail, second.size)
  if (ends.kind !== 'unfinished') return { kind: 'read', cutOff: false }
  const rested =
    before !== null &&
    before.size === second.size &&
    before.mtimeNs === second.mtimeNs &&
    (before.fileId === null || before.fileId === second.fileId)
  const unchangedSince = rested ? before.unchangedSince : now
  if (ends.why === 'growing' && now - unchangedSince >= cutOffAfterMs) return { kind: 'read', cutOff: true }
  return {
    kind: 'look-again',
    problem: ends.why,
    afterMs: nextDelay(restless),
    remembered: { ...seen, unchangedSince, restless },
  }
}
