// What Today says first: one card when a person is needed, else one sentence (ux 2.6; visual.md, part 3). Decided from
// the same standing as the pill, so that the two cannot disagree.

import type { AppSnapshot, TodayFacts } from '../../../../contract/ipc.ts'
import { isAboutFiles, standingOf, waitingCount } from '../../../../contract/standing.ts'
import type { Timestamp } from '../../../../contract/vocabulary.ts'
import type { Hue } from '../../theme/hue-styles.ts'
import { problemWords, type ProblemAction } from '../../words/problems.ts'
import type { MessageId, MessageValues } from '../../words/say.ts'
import type { StatusIconName } from '../../words/status.ts'

export interface Headline {
  /** `card`: tinted, with one large button. */
  readonly form: 'card' | 'sentence'
  readonly hue: Hue
  readonly icon: StatusIconName
  readonly title: MessageId
  readonly text: MessageId
  readonly values: MessageValues
  /** Fills {time}. */
  readonly at: Timestamp | null
  /** Fills {day}. */
  readonly day: string | null
  /** Main's own sentence, shown as the text. */
  readonly sentence: string | null
  readonly action:
    | { readonly words: MessageId; readonly kind: 'problem'; readonly action: ProblemAction }
    | { readonly words: MessageId; readonly kind: 'file'; readonly id: string }
    | null
}

const base = { values: {}, at: null, day: null, sentence: null, action: null } as const

const sentence = (hue: Hue, icon: StatusIconName, title: MessageId, text: MessageId): Headline => ({
  ...base,
  form: 'sentence',
  hue,
  icon,
  title,
  text,
})

type StandingOfKind<Kind> = Extract<ReturnType<typeof standingOf>, { readonly kind: Kind }>

const needsPersonCard = (
  { problem }: StandingOfKind<'needs-person'>,
  snapshot: AppSnapshot,
  today: TodayFacts | null,
): Headline => {
  const words = problemWords[problem.code]
  const aboutFiles = isAboutFiles(problem.code)
  const waiting = snapshot.status === null ? 0 : waitingCount(snapshot.status.counts)
  // All of them of one day: then that day can be named.
  const days =
    problem.code === 'files-refused' && problem.count > 0 && today !== null ? [today.yesterday, today.today] : []
  const missing = days.find(({ refused }) => refused === problem.count) ?? null
  const one = aboutFiles && today?.needsYouCount === 1 ? today.needsYou[0] : undefined
  return {
    ...base,
    form: 'card',
    hue: words.hue,
    icon: words.icon,
    title: words.title,
    text: missing === null ? words.text : 'problem.filesRefused.ofDay',
    values: {
      n: aboutFiles ? problem.count : waiting,
      of: missing?.found ?? 0,
    },
    at: problem.since,
    day: missing?.date ?? null,
    action:
      one === undefined
        ? { words: words.actionWords, kind: 'problem', action: words.action }
        : { words: words.actionWords, kind: 'file', id: one.id },
  }
}

const goodSentence = (snapshot: AppSnapshot, today: TodayFacts): Headline => {
  const total = snapshot.status === null ? 0 : Object.values(snapshot.status.counts).reduce((sum, n) => sum + n, 0)
  const accepted =
    snapshot.status === null ? 0 : snapshot.status.counts.accepted + snapshot.status.counts['accepted-with-notes']
  const at = today.lastAcceptedAt
  const folder = snapshot.status?.folders[0]?.path ?? ''
  if (snapshot.mode === 'practice') {
    return accepted === 0
      ? sentence('brand', 'practice', 'today.practiceEmpty', 'today.practiceEmpty.text')
      : {
          ...sentence('brand', 'practice', 'today.practiceGood', 'today.practiceGood.text'),
          values: { n: accepted },
        }
  }
  if (total === 0) {
    // Nothing found proves nothing: no tick.
    const action = { words: 'action.checkNow', kind: 'problem', action: { kind: 'check-now' } } as const
    return { ...sentence('grey', 'found', 'today.empty', 'today.empty.text'), values: { folder }, action }
  }
  if (snapshot.otherCloud !== null) {
    const values = { host: snapshot.otherCloud }
    return { ...sentence('brand', 'cloud', 'today.goodElsewhere', 'today.goodElsewhere.text'), values }
  }
  const text = at === null ? 'today.good.textNoTime' : 'today.good.text'
  return { ...sentence('green', 'accepted', 'today.good', text), at }
}

const realHeadline = (snapshot: AppSnapshot, today: TodayFacts | null, now: number): Headline | null => {
  const standing = standingOf(snapshot, now)
  const waiting = snapshot.status === null ? 0 : waitingCount(snapshot.status.counts)
  switch (standing.kind) {
    case 'trouble':
      return {
        ...base,
        form: 'card',
        hue: 'red',
        icon: 'refused',
        title: 'bar.trouble',
        text: 'bar.trouble',
        sentence: standing.sentence,
      }
    case 'starting':
      return sentence('blue', 'sending', 'today.starting', 'today.starting.text')
    case 'restarting':
      return sentence('amber', 'try-again', 'bar.restarting', 'bar.restarting.text')
    case 'stopped':
      return sentence('amber', 'paused', 'bar.stopped', 'bar.stopped.text')
    case 'needs-person':
      return needsPersonCard(standing, snapshot, today)
    case 'stale': {
      const action = { words: 'action.checkNow', kind: 'problem', action: { kind: 'check-now' } } as const
      const title = standing.since === null ? 'bar.neverChecked' : 'bar.stale'
      return { ...sentence('amber', 'quiet', title, 'bar.stale.text'), at: standing.since, action }
    }
    case 'paused':
      return { ...sentence('grey', 'paused', 'today.paused', 'today.paused.text'), values: { n: waiting } }
    case 'mending': {
      if (today === null) return null
      const { code, count, since } = standing.problem
      const words = problemWords[code]
      // The bar above names these causes; here stands what they mean for the files.
      return code === 'no-internet' || code === 'service-not-answering'
        ? {
            ...sentence(words.hue, words.icon, 'today.waiting', 'today.waiting.text'),
            values: { n: waiting },
            at: today.lastAcceptedAt,
          }
        : { ...sentence(words.hue, words.icon, words.title, words.text), values: { n: count }, at: since }
    }
    case 'working':
      return waiting === 0
        ? sentence('blue', 'sending', 'today.working', 'today.working.text')
        : { ...sentence('blue', 'sending', 'today.sending', 'today.sending.text'), values: { n: waiting } }
    case 'good':
      return today === null ? null : goodSentence(snapshot, today)
  }
}

/**
 * `now` in milliseconds; `today` null while its numbers are on their way or cannot be read. What stops the program is said
 * all the same; null where only the numbers could say it. In practice the large mark of a sentence is always the flask,
 * whatever it says.
 */
export const todayHeadline = (snapshot: AppSnapshot, today: TodayFacts | null, now: number): Headline | null => {
  const headline = realHeadline(snapshot, today, now)
  return headline !== null && snapshot.mode === 'practice' && headline.form === 'sentence'
    ? { ...headline, hue: 'brand', icon: 'practice' }
    : headline
}
