// Which of the five reasons for a notification hold now, read off the snapshot; what they say. Pure (ux 2.4).

import type { ProblemCode } from '../../contract/engine-status.ts'
import type { AppSnapshot } from '../../contract/ipc.ts'
import { problemsForPerson, waitingCount } from '../../contract/standing.ts'
import type { ToastKind } from '../../contract/toast-kinds.ts'
import { storeMoment } from './standing-words.ts'
import { say } from './words.ts'

export interface ToastCause {
  /** What is counted in it: files; 1 for a condition. More of it is no reason for another toast on the same day. */
  readonly count: number
  /** What is said when it is shown, in the language of that moment. */
  readonly words: () => { readonly title: string; readonly body: string }
  /** Where "Open" leads, as the hash of the window's address. */
  readonly place: string
}

export type ToastCauses = Readonly<Partial<Record<ToastKind, ToastCause>>>

/** Files that wait longer than this are told of: what mends itself has had its time. */
const notSentAfterMs = 4 * 3_600_000

const signInCodes: readonly ProblemCode[] = ['sign-in-refused', 'sign-in-no-token', 'sign-in-needed']
const diskCodes: readonly ProblemCode[] = ['disk-full', 'disk-low']

/**
 * The causes at `now` (milliseconds), or null while nobody knows: the engine is starting, or there is no store. Practice
 * has none.
 */
export const toastCausesOf = (snapshot: AppSnapshot, now: number): ToastCauses | null => {
  const { status, mode, engine } = snapshot
  if (mode === 'practice') return {}
  if (mode === 'setup' || status === null || engine !== 'running' || status.state === 'starting') return null
  const causes: Partial<Record<ToastKind, ToastCause>> = {}
  const problems = problemsForPerson(snapshot)
  const waiting = waitingCount(status.counts) + status.counts.unclear
  const store = snapshot.store?.name || 'Storebridge'
  const zone = snapshot.store?.timeZone ?? 'UTC'

  if (problems.some(({ code }) => signInCodes.includes(code)))
    causes['sign-in'] = {
      count: 1,
      words: () => ({ title: say('toast.signIn'), body: say('toast.signIn.text', { store, n: waiting }) }),
      place: '/',
    }

  const { refused } = status.counts
  if (refused > 0)
    causes.refused = {
      count: refused,
      words: () => ({ title: say('toast.refused', { n: refused }), body: say('toast.refused.text', { store }) }),
      place: '/attention',
    }

  const quiet = status.problems.find(({ code }) => code === 'no-sales-files')
  if (quiet !== undefined)
    causes.quiet = {
      count: 1,
      words: () => ({
        title: say('toast.quiet', { time: storeMoment(quiet.since, zone, now) }),
        body: say('toast.quiet.text', { store }),
      }),
      place: '/connection',
    }

  const oldest = status.oldestWaitingAt === null ? Number.NaN : Date.parse(status.oldestWaitingAt)
  // A pause is a person's own wish and has an end.
  if (waiting > 0 && status.paused === null && now - oldest >= notSentAfterMs)
    causes['not-sent'] = {
      count: waiting,
      words: () => ({ title: say('toast.notSent', { n: waiting }), body: say('toast.notSent.text', { store }) }),
      place: '/connection',
    }

  const disk = status.problems.find(({ code }) => diskCodes.includes(code))
  if (disk !== undefined)
    causes.disk = {
      count: 1,
      words: () => ({
        title: say(disk.code === 'disk-full' ? 'toast.disk.full' : 'toast.disk.almost'),
        body: say(disk.code === 'disk-full' ? 'problem.diskFull.text' : 'problem.diskLow.text'),
      }),
      place: '/connection',
    }
  return causes
}
