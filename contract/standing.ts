// How the store stands, as one word with its reason: the only place that decides it (ux R12). Tray, taskbar, header pill,
// the bar above a page and Today are all drawn from it and add nothing but words and colours. Good is proven or not told
// (design, promise 5; ux R1); the worst condition that holds now wins, never the worst one of the past.

import type { AttentionHead } from './attention.ts'
import type { Problem, ProblemCode } from './engine-status.ts'
import type { AppSnapshot } from './ipc.ts'
import type { DocumentState, Timestamp } from './vocabulary.ts'

export const freshScanMs = 2 * 60 * 1000

export type Standing =
  | { readonly kind: 'trouble'; readonly sentence: string }
  | { readonly kind: 'starting' | 'restarting' | 'stopped' }
  | { readonly kind: 'needs-person'; readonly problem: Problem }
  | { readonly kind: 'stale'; readonly since: Timestamp | null }
  | { readonly kind: 'paused'; readonly until: Timestamp | null }
  | { readonly kind: 'mending'; readonly problem: Problem }
  | { readonly kind: 'working'; readonly waiting: number }
  | { readonly kind: 'good' }

/** `person`: only a person can end it. `itself`: it mends itself. `paused`: a person wanted it. */
export type ProblemEnd = 'person' | 'itself' | 'paused'

export const problemEnds: Readonly<Record<ProblemCode, ProblemEnd>> = {
  'sign-in-refused': 'person',
  'sign-in-no-token': 'person',
  'sign-in-needed': 'person',
  'files-refused': 'person',
  'files-held': 'person',
  'files-unclear': 'person',
  'folder-missing': 'person',
  'folder-unreadable': 'person',
  'folder-not-a-folder': 'person',
  'folder-not-answering': 'person',
  'no-internet': 'itself',
  'service-not-answering': 'itself',
  certificate: 'person',
  'clock-wrong': 'person',
  'not-understood': 'person',
  forbidden: 'person',
  'wrong-address': 'person',
  'refused-in-a-row': 'person',
  'waiting-too-long': 'itself',
  'report-failing': 'itself',
  'report-state-not-accepted': 'person',
  'no-sales-files': 'person',
  'register-not-answering': 'person',
  paused: 'paused',
  'scan-stale': 'itself',
  storage: 'person',
  'disk-low': 'person',
  'disk-full': 'person',
  'records-held-open': 'person',
  restored: 'person',
  'backup-old': 'person',
}

const aboutFiles: readonly ProblemCode[] = ['files-refused', 'files-held', 'files-unclear', 'refused-in-a-row']

/** Problems that are files to look at; the others are conditions. */
export const isAboutFiles = (code: ProblemCode): boolean => aboutFiles.includes(code)

type Counts = Readonly<Record<DocumentState, number>>

/** Files that are on their way: stored, waiting or being sent. */
export const waitingCount = (counts: Counts): number => counts.stored + counts.waiting + counts.sending

/** What needs a person although the engine does not list it: the password main misses, a refusal nobody counted. */
const unlisted = (snapshot: AppSnapshot): readonly Problem[] => {
  const { status, statusAt, password } = snapshot
  const listed = new Set(status?.problems.map(({ code }) => code))
  const found: Problem[] = []
  const signIn: readonly ProblemCode[] = ['sign-in-needed', 'sign-in-refused', 'sign-in-no-token']
  if (password === 'needed' && !signIn.some((code) => listed.has(code))) {
    const count = status === null ? 0 : waitingCount(status.counts)
    found.push({ code: 'sign-in-needed', since: statusAt, count, sentence: '' })
  }
  const refused = status?.counts.refused ?? 0
  if (refused > 0 && !listed.has('files-refused'))
    found.push({ code: 'files-refused', since: statusAt, count: refused, sentence: '' })
  return found
}

/** Everything that only a person can end, worst first. */
export const problemsForPerson = (snapshot: AppSnapshot): readonly Problem[] => [
  ...(snapshot.status?.problems ?? []).filter(({ code }) => problemEnds[code] === 'person'),
  ...unlisted(snapshot),
]

/** How the store stands at `now` (milliseconds). The worst current condition wins. */
export const standingOf = (snapshot: AppSnapshot, now: number): Standing => {
  if (snapshot.trouble !== null) return { kind: 'trouble', sentence: snapshot.trouble }
  if (snapshot.engine === 'stopped' || snapshot.engine === 'restarting') return { kind: snapshot.engine }
  const { status } = snapshot
  if (snapshot.engine === 'starting' || status === null || status.state === 'starting') return { kind: 'starting' }
  if (status.state === 'stopped') return { kind: 'stopped' }

  const [problem] = problemsForPerson(snapshot)
  if (problem !== undefined) return { kind: 'needs-person', problem }
  const scanAge = status.lastScanAt === null ? Infinity : now - Date.parse(status.lastScanAt)
  if (scanAge > freshScanMs) return { kind: 'stale', since: status.lastScanAt }
  // One folder of several may be the one that is not looked at.
  const stale = status.problems.find((each) => each.code === 'scan-stale')
  if (stale !== undefined) return { kind: 'stale', since: stale.since }
  if (status.paused !== null) return { kind: 'paused', until: status.paused.until }
  const mending = status.problems.find((each) => problemEnds[each.code] === 'itself')
  if (mending !== undefined) return { kind: 'mending', problem: mending }
  // Whatever the engine calls it: without `good`, or with anything left to do, nothing is proven.
  const waiting = waitingCount(status.counts)
  const isProven = status.state === 'good' && status.problems.length === 0 && status.lastReport?.ok !== false
  return isProven && waiting === 0 ? { kind: 'good' } : { kind: 'working', waiting }
}

/** The four shapes of the tray (ux 2.3). */
export type StandingShape = 'good' | 'working' | 'attention' | 'paused'

/**
 * Good is kept for sales that are proven to be with Petrosoft: practice and another cloud never show it, however well
 * they do (design, part 6).
 */
export const shapeOf = (standing: Standing, snapshot: AppSnapshot): StandingShape => {
  switch (standing.kind) {
    case 'trouble':
    case 'needs-person':
      return 'attention'
    case 'paused':
    case 'restarting':
    case 'stopped':
      return 'paused'
    case 'starting':
    case 'stale':
    case 'mending':
    case 'working':
      return 'working'
    case 'good':
      return snapshot.mode === 'real' && snapshot.otherCloud === null ? 'good' : 'working'
  }
}

/**
 * Everything that needs a person, one for each card of "Needs attention", in its order: tray, taskbar, navigation and the
 * screen are all drawn from it. What the engine does not know of (the password main misses) comes first.
 */
export const attentionOf = (snapshot: AppSnapshot): readonly AttentionHead[] => {
  const told = new Set(snapshot.attention.map(({ code }) => code))
  const missed = unlisted(snapshot)
    .filter(({ code }) => !told.has(code))
    .map(({ code, since, count }): AttentionHead => ({ key: code, code, since, count }))
  return [...missed, ...snapshot.attention]
}

/** How many things need a person: the number on the taskbar, in the tray and beside "Needs attention". */
export const attentionCountOf = (snapshot: AppSnapshot): number =>
  snapshot.trouble === null ? attentionOf(snapshot).length : 1

/** How many files need a person: those of the cards, not one that goes by itself. */
export const filesNeedingPerson = (snapshot: AppSnapshot): number =>
  attentionOf(snapshot).reduce(
    (sum, { code, count }) => (isAboutFiles(code) || code === 'restored' ? sum + count : sum),
    0,
  )
