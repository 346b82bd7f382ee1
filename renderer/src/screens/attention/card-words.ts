// The words of a card, chosen by its cause: plain words where there are some, and Petrosoft's own where there are none.

import type { AttentionCard } from '../../../../contract/attention.ts'
import type { DocumentProblem } from '../../../../contract/vocabulary.ts'
import type { StoreTimes } from '../../data/snapshot-context.tsx'
import { maskCards } from '../../format/mask-private.ts'
import { formatDay } from '../../format/store-time.ts'
import { explainMessage } from '../../words/explain-message.ts'
import { problemWords } from '../../words/problems.ts'
import { say, type MessageId } from '../../words/say.ts'

const heldWords: Partial<Record<DocumentProblem, MessageId>> = {
  'not-well-formed': 'advice.notWellFormed',
  doctype: 'advice.doctype',
  encoding: 'advice.encoding',
  'cut-off': 'advice.cutOff',
  'too-large': 'advice.tooLarge',
  'other-store': 'advice.otherStore',
  repeats: 'advice.repeats',
  'reader-failed': 'advice.readerFailed',
  'not-understood': 'advice.notUnderstood',
  'other-name': 'advice.otherName',
  unanswered: 'advice.unanswered',
  restored: 'advice.restored',
}

export const titleOfCard = ({ code, count, since }: AttentionCard, times: Pick<StoreTimes, 'moment'>): string => {
  if (code === 'files-refused') return say('attention.refused', { n: count })
  if (code === 'files-held') return say('attention.held', { n: count })
  if (code === 'files-unclear' || code === 'restored') return say('attention.unclear', { n: count })
  return say(problemWords[code].title, { n: count, time: times.moment(since) })
}

const whyOf = (
  { code, count, since, problem, message, httpStatus }: AttentionCard,
  times: Pick<StoreTimes, 'moment'>,
) => {
  if (code === 'files-refused') {
    const explained = explainMessage({
      message,
      severity: null,
      httpStatus: httpStatus === 200 ? null : httpStatus,
      finding: null,
      item: null,
    })
    return explained.short ?? (message === null ? say('message.noWords') : maskCards(message))
  }
  const words = problem === null ? undefined : heldWords[problem]
  if (words !== undefined) return say(words)
  return say(problemWords[code].text, { n: count, time: times.moment(since) })
}

/** Why, and which sales days it concerns: "The price is not a number. Affects Fri 20 Nov." */
export const aboutCard = (card: AttentionCard, times: Pick<StoreTimes, 'moment'>): string =>
  [
    whyOf(card, times),
    ...(card.salesDays.length === 0
      ? []
      : [say('attention.affects', { days: card.salesDays.map((day) => formatDay(day)).join(', ') })]),
  ].join(' ')
