// The words of a card, chosen by its cause: what happened and why in one line, which sales days it concerns, what to do,
// who can do it, and Petrosoft's own words as they came. Pure but for the language.

import type { AttentionCard } from '../../../../contract/attention.ts'
import type { ProblemCode } from '../../../../contract/engine-status.ts'
import type { BusinessDate, DocumentProblem } from '../../../../contract/vocabulary.ts'
import type { StoreTimes } from '../../data/snapshot-context.tsx'
import { formatCount } from '../../format/quantity.ts'
import { formatDay, formatDuration } from '../../format/store-time.ts'
import { explainMessage, type Explanation, type Who } from '../../words/explain-message.ts'
import { problemWords } from '../../words/problems.ts'
import { say, type MessageId } from '../../words/say.ts'
import { conditionGuides } from './condition-guides.ts'

interface HeldWords {
  /** Completes "3 files could not be sent for the same reason: …". */
  readonly reason: MessageId
  readonly todo: MessageId
  readonly who: Exclude<Who, 'nobody'>
}

const heldWords: Partial<Record<DocumentProblem, HeldWords>> = {
  'not-well-formed': { reason: 'attention.reason.damaged', todo: 'advice.step.exportAgain', who: 'register-company' },
  doctype: { reason: 'attention.reason.doctype', todo: 'advice.step.askRegister', who: 'register-company' },
  encoding: { reason: 'attention.reason.encoding', todo: 'advice.step.askRegister', who: 'register-company' },
  'cut-off': { reason: 'attention.reason.cutOff', todo: 'advice.step.exportAgain', who: 'register-company' },
  'too-large': { reason: 'attention.reason.tooLarge', todo: 'advice.step.callSupport', who: 'support' },
  'other-store': { reason: 'attention.reason.otherStore', todo: 'advice.step.checkStoreId', who: 'manager' },
  repeats: { reason: 'attention.reason.repeats', todo: 'attention.todo.repeats', who: 'manager' },
  'reader-failed': { reason: 'attention.reason.readerFailed', todo: 'advice.step.callSupport', who: 'support' },
}

const whoWords: Readonly<Record<Who, MessageId>> = {
  manager: 'attention.who.manager',
  'register-company': 'attention.who.registerCompany',
  petrosoft: 'attention.who.petrosoft',
  support: 'attention.who.support',
  // Nothing is wrong with the file: whoever looks at it may set it aside.
  nobody: 'attention.who.manager',
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** More sales days than these are counted. */
const mostDays = 3

/** "Fri 20 Nov, Sat 21 Nov and 4 more days"; "" for none. */
export const daysWords = (days: readonly BusinessDate[]): string => {
  const named = days.slice(0, mostDays).map((day) => formatDay(day))
  const more = days.length - named.length
  return more > 0 ? say('attention.moreDays', { days: named.join(', '), n: more }) : named.join(', ')
}

export const explainCard = ({ message, httpStatus }: Pick<AttentionCard, 'message' | 'httpStatus'>): Explanation =>
  explainMessage({
    message,
    severity: null,
    httpStatus: httpStatus === 200 ? null : httpStatus,
    finding: null,
    item: null,
  })

const withReason = (title: string, reason: string | null): string =>
  reason === null ? title : say('attention.because', { title, reason })

export const titleOfCard = (card: AttentionCard, times: Pick<StoreTimes, 'moment'>): string => {
  const { key, code, count, since, problem } = card
  if (key === 'refused-others') return say('attention.refusedOthers', { n: count })
  if (code === 'files-refused') return withReason(say('attention.refused', { n: count }), explainCard(card).reason)
  if (code === 'files-held') {
    const held = problem === null ? undefined : heldWords[problem]
    return withReason(say('attention.held', { n: count }), held === undefined ? null : say(held.reason))
  }
  if (code === 'files-unclear' || code === 'restored') return say('attention.unclear', { n: count })
  return say(problemWords[code].title, { n: count, time: times.moment(since) })
}

/** "Friday 20 Nov is missing 3 of 96 files at the office." where it is one day, else the days alone; null without one. */
const affected = ({ code, problem, missing, salesDays }: AttentionCard): string | null => {
  if (salesDays.length === 0) return null
  // What may have arrived, and what another file has brought already, may well be at the office.
  const mayBeThere = code === 'files-unclear' || code === 'restored' || problem === 'repeats'
  if (missing === null || mayBeThere) return say('attention.affects', { days: daysWords(salesDays) })
  return say('attention.missing', {
    day: formatDay(missing.date),
    n: missing.files,
    files: formatCount(missing.files),
    of: formatCount(missing.of),
  })
}

const meaningOf = (card: AttentionCard, times: Pick<StoreTimes, 'moment'>): string | null => {
  const { code, count, since } = card
  if (code === 'files-refused') return null
  if (code === 'files-held') return say('attention.heldText', { n: count })
  if (code === 'files-unclear') return null
  return say(problemWords[code].text, { n: count, time: times.moment(since) })
}

interface Help {
  readonly todo: string
  readonly who: Who
}

const helpFor = (card: AttentionCard): Help => {
  const { code, problem, count } = card
  const guide = conditionGuides[code]
  if (code === 'files-refused') {
    const { todo, who, rule } = explainCard(card)
    if (todo.length > 0) return { todo: todo.join(' '), who }
    // Known and harmless, or not known at all.
    return { todo: say(rule === null ? 'advice.step.callSupport' : 'attention.todo.look', { n: count }), who }
  }
  const held = code === 'files-held' && problem !== null ? heldWords[problem] : undefined
  if (held !== undefined) return { todo: say(held.todo, { n: count }), who: held.who }
  return { todo: guide?.todo == null ? '' : say(guide.todo, { n: count }), who: guide?.who ?? 'support' }
}

/** Codes whose title says since when. */
const saysSince: readonly ProblemCode[] = ['no-sales-files', 'register-not-answering', 'folder-not-answering']

/** "since 9:02 AM, 5 h 41 min"; "since Fri 20 Nov, 8:21 PM" once a day has passed. */
export const sinceWords = ({ code, since }: AttentionCard, times: Pick<StoreTimes, 'moment' | 'now'>): string => {
  const lasted = times.now - Date.parse(since)
  const duration = formatDuration(lasted)
  if (saysSince.includes(code)) return say('attention.for', { duration })
  const time = times.moment(since)
  return lasted >= minuteMs && lasted < dayMs
    ? say('attention.sinceFor', { time, duration })
    : say('attention.since', { time })
}

export interface CardWords {
  readonly title: string
  /** What it means, which days, what to do: one sentence after the other, never empty. */
  readonly about: string
  /** "Who can fix it: your register company" */
  readonly who: string
  readonly byWhom: Who
  /** Word for word as Petrosoft said it, in English; null where it said nothing. */
  readonly quote: string | null
}

export const cardWords = (card: AttentionCard, times: Pick<StoreTimes, 'moment'>): CardWords => {
  const { todo, who } = helpFor(card)
  const parts = [meaningOf(card, times), affected(card), todo]
  return {
    title: titleOfCard(card, times),
    about: parts.filter((part): part is string => part !== null && part !== '').join(' '),
    who: say('attention.who', { who: say(whoWords[who]) }),
    byWhom: who,
    quote: card.message,
  }
}
