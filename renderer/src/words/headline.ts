// The one state the frame, Today and the window title speak from (ux R12), and the pill's words. A green tick appears
// only when the engine says `good`, the newest scan is younger than two minutes, and files go to Petrosoft itself in
// real mode (design, promise 5 and part 6; ux R1).

import type { Problem } from '../../../contract/engine-status.ts'
import type { AppSnapshot } from '../../../contract/ipc.ts'
import type { DocumentState, Timestamp } from '../../../contract/vocabulary.ts'
import type { Hue } from '../theme/hue-styles.ts'
import { isAboutFiles, problemWords, worstForPerson } from './problems.ts'
import type { MessageId, MessageValues } from './say.ts'
import type { StatusIconName } from './status.ts'

export const FRESH_SCAN_MS = 2 * 60 * 1000

export type Standing =
  | { readonly kind: 'trouble'; readonly sentence: string }
  | { readonly kind: 'starting' | 'restarting' | 'stopped' }
  | { readonly kind: 'needs-person'; readonly problem: Problem }
  | { readonly kind: 'stale'; readonly since: Timestamp | null }
  | { readonly kind: 'paused'; readonly until: Timestamp | null }
  | { readonly kind: 'mending'; readonly problem: Problem }
  | { readonly kind: 'working'; readonly waiting: number }
  | { readonly kind: 'good' }

/** Files that are on their way: stored, waiting or being sent. */
export const waitingCount = (counts: Readonly<Record<DocumentState, number>>): number =>
  counts.stored + counts.waiting + counts.sending

/** Files a person must look at. */
export const needsPersonCount = (counts: Readonly<Record<DocumentState, number>>): number =>
  counts.refused + counts.held + counts.unclear

const signInNeeded = (snapshot: AppSnapshot): Problem | null =>
  snapshot.password === 'needed'
    ? {
        code: 'sign-in-needed',
        since: snapshot.statusAt,
        count: snapshot.status === null ? 0 : waitingCount(snapshot.status.counts),
        sentence: '',
      }
    : null

/** How the store stands at `now` (milliseconds). The worst current condition wins. */
export const standingOf = (snapshot: AppSnapshot, now: number): Standing => {
  if (snapshot.trouble !== null) return { kind: 'trouble', sentence: snapshot.trouble }
  if (snapshot.engine === 'stopped' || snapshot.engine === 'restarting') return { kind: snapshot.engine }
  const status = snapshot.status
  if (snapshot.engine === 'starting' || status === null || status.state === 'starting') return { kind: 'starting' }
  if (status.state === 'stopped') return { kind: 'stopped' }

  const problem = worstForPerson(status.problems) ?? signInNeeded(snapshot)
  if (problem !== null) return { kind: 'needs-person', problem }
  const scanAge = status.lastScanAt === null ? Infinity : now - Date.parse(status.lastScanAt)
  if (scanAge > FRESH_SCAN_MS) return { kind: 'stale', since: status.lastScanAt }
  // One folder of several may be the one that is not looked at.
  const stale = status.problems.find((each) => each.code === 'scan-stale')
  if (stale !== undefined) return { kind: 'stale', since: stale.since }
  if (status.paused !== null) return { kind: 'paused', until: status.paused.until }
  const mending = status.problems.find((each) => problemWords[each.code].ends === 'itself')
  if (mending !== undefined) return { kind: 'mending', problem: mending }
  // Whatever the engine calls it: without `good`, or with any problem left, nothing is proven.
  if (status.state !== 'good' || status.problems.length > 0)
    return { kind: 'working', waiting: waitingCount(status.counts) }
  return { kind: 'good' }
}

export interface Pill {
  readonly hue: Hue
  readonly icon: StatusIconName
  readonly id: MessageId
  readonly values: MessageValues
  /** Fills {time}. */
  readonly at: Timestamp | null
}

const plainPill = (standing: Standing, snapshot: AppSnapshot): Pill => {
  const pill = (hue: Hue, icon: StatusIconName, id: MessageId, n = 0, at: Timestamp | null = null): Pill => ({
    hue,
    icon,
    id,
    values: { n, host: snapshot.otherCloud ?? '' },
    at,
  })
  switch (standing.kind) {
    case 'trouble':
      return pill('red', 'refused', 'pill.trouble')
    case 'starting':
      return pill('blue', 'sending', 'pill.starting')
    case 'restarting':
      return pill('amber', 'try-again', 'pill.restarting')
    case 'stopped':
      return pill('red', 'paused', 'pill.stopped')
    case 'needs-person': {
      const words = problemWords[standing.problem.code]
      const files = snapshot.status === null ? 0 : needsPersonCount(snapshot.status.counts)
      const n = isAboutFiles(standing.problem.code) ? Math.max(files, 1) : standing.problem.count
      return pill(words.hue, words.icon, words.pill, n, standing.problem.since)
    }
    case 'stale':
      return standing.since === null
        ? pill('amber', 'quiet', 'pill.neverChecked')
        : pill('amber', 'quiet', 'pill.stale', 0, standing.since)
    case 'paused':
      return pill('grey', 'paused', 'problem.paused.pill')
    case 'mending': {
      const words = problemWords[standing.problem.code]
      return pill(words.hue, words.icon, words.pill, standing.problem.count, standing.problem.since)
    }
    case 'working':
      return standing.waiting === 0
        ? pill('blue', 'sending', 'pill.working')
        : pill('blue', 'sending', 'pill.sending', standing.waiting)
    case 'good':
      return snapshot.otherCloud === null
        ? pill('green', 'accepted', 'pill.good')
        : pill('brand', 'cloud', 'pill.goodElsewhere')
  }
}

/** The pill of the strip. In practice it is always the flask in the brand's colour, never the tick. */
export const pillOf = (snapshot: AppSnapshot, now: number): Pill => {
  const standing = standingOf(snapshot, now)
  const pill = plainPill(standing, snapshot)
  if (snapshot.mode !== 'practice') return pill
  if (standing.kind === 'good') return { ...pill, hue: 'brand', icon: 'practice', id: 'pill.practiceGood' }
  return { ...pill, hue: 'brand', icon: 'practice' }
}
