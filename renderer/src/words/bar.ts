// Which one bar stands above a page, if any (ux 2.4: at most one). Today shows what needs a person as its card, so
// the bar there keeps quiet about the same thing.

import type { AppSnapshot } from '../../../contract/ipc.ts'
import { standingOf, waitingCount } from '../../../contract/standing.ts'
import type { Timestamp } from '../../../contract/vocabulary.ts'
import type { Hue } from '../theme/hue-styles.ts'
import { problemWords, type ProblemAction } from './problems.ts'
import type { MessageId } from './say.ts'
import type { StatusIconName } from './status.ts'

export interface Bar {
  /** Stays the same while the cause does; a new one is announced. */
  readonly key: string
  readonly hue: Hue
  readonly icon: StatusIconName
  readonly cause: MessageId
  /** Fills {time} of the cause and of the text. */
  readonly at: Timestamp | null
  readonly text: MessageId
  readonly n: number
  /** Instead of `text`: a sentence main wrote. */
  readonly sentence: string | null
  readonly action: ProblemAction | null
  readonly actionWords: MessageId | null
}

const signInCodes = ['sign-in-refused', 'sign-in-no-token', 'sign-in-needed', 'forbidden']

/** Where the bar would stand: what a page says itself is not said twice. */
export type BarPlace = 'today' | 'attention' | 'elsewhere'

/** The card of Today speaks for whatever stands worst, Needs attention for conditions that need a person. */
export const barOf = (snapshot: AppSnapshot, now: number, place: BarPlace): Bar | null => {
  const onToday = place === 'today'
  const standing = standingOf(snapshot, now)
  const n = snapshot.status === null ? 0 : waitingCount(snapshot.status.counts)
  const plain = { at: null, n, sentence: null, action: null, actionWords: null }
  const again = { action: { kind: 'check-now' }, actionWords: 'action.checkNow' } as const

  if (standing.kind === 'trouble' && !onToday) {
    const { sentence } = standing
    return {
      ...plain,
      key: 'trouble',
      hue: 'red',
      icon: 'refused',
      cause: 'bar.trouble',
      text: 'bar.trouble',
      sentence,
    }
  }
  if (standing.kind === 'restarting' || standing.kind === 'stopped') {
    if (onToday) return null
    const text = standing.kind === 'stopped' ? 'bar.stopped.text' : 'bar.restarting.text'
    const cause = standing.kind === 'stopped' ? 'bar.stopped' : 'bar.restarting'
    return { ...plain, key: standing.kind, hue: 'amber', icon: 'try-again', cause, text }
  }
  if (standing.kind === 'needs-person' && signInCodes.includes(standing.problem.code) && place === 'elsewhere') {
    const words = problemWords[standing.problem.code]
    const { hue, icon, action, actionWords } = words
    return { ...plain, key: 'sign-in', hue, icon, cause: words.title, text: words.text, action, actionWords }
  }
  if (standing.kind === 'stale' && !onToday) {
    const never = standing.since === null
    const cause = never ? 'bar.neverChecked' : 'bar.stale'
    const stale = { cause, at: standing.since, text: 'bar.stale.text' } as const
    return { ...plain, key: 'stale', hue: 'amber', icon: 'quiet', ...stale, ...again }
  }
  const paused = snapshot.status?.paused ?? null
  if (paused !== null) {
    const cause = paused.until === null ? 'bar.paused' : 'bar.pausedUntil'
    const words = problemWords.paused
    const { hue, icon, action, actionWords } = words
    return { ...plain, key: 'paused', hue, icon, cause, at: paused.until, text: words.text, action, actionWords }
  }
  for (const code of ['no-internet', 'service-not-answering'] as const) {
    const problem = snapshot.status?.problems.find((each) => each.code === code)
    if (problem === undefined) continue
    const { hue, icon, title: cause, text, action, actionWords } = problemWords[code]
    return { ...plain, key: code, hue, icon, cause, at: problem.since, text, action, actionWords }
  }
  if (!snapshot.secretStore && snapshot.mode === 'real') {
    return {
      ...plain,
      key: 'secret-store',
      hue: 'grey',
      icon: 'key',
      cause: 'bar.noSecretStore',
      text: 'bar.noSecretStore.text',
    }
  }
  return null
}
