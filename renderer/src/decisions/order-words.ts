// The words of an order: what will be done, what was, and what was left alone. One named file is called by its name, several
// are counted.

import type { LeftAlone, LeftCounts, OrderAction } from '../../../contract/file-orders.ts'
import { formatCount } from '../format/quantity.ts'
import { say, type MessageId } from '../words/say.ts'

export interface Subject {
  readonly count: number
  /** Set when the order is about one file that is called by its name. */
  readonly name?: string
}

const wordsByAction: Readonly<Record<OrderAction, { readonly one: MessageId; readonly many: MessageId }>> = {
  resend: { one: 'decided.resent', many: 'decided.manyResent' },
  'set-aside': { one: 'decided.setAside', many: 'decided.manySetAside' },
  ignore: { one: 'decided.ignored', many: 'decided.manyIgnored' },
  'put-back': { one: 'decided.putBack', many: 'decided.manyPutBack' },
}

const ofFiles = (one: MessageId, many: MessageId, { count, name }: Subject): string =>
  name === undefined ? say(many, { n: count, count: formatCount(count) }) : say(one, { name })

export const doneWords = (action: OrderAction, subject: Subject): string =>
  ofFiles(wordsByAction[action].one, wordsByAction[action].many, subject)

export const soonWords = (subject: Subject): string => ofFiles('decided.resendSoon', 'decided.manySoon', subject)

/** What a manager can tell apart; the rest is in the history of each file. */
const groupOfCode: Readonly<Record<LeftAlone, MessageId>> = {
  accepted: 'decided.left.accepted',
  unclear: 'decided.left.unclear',
  repeats: 'decided.left.repeats',
  'being-checked': 'decided.left.onTheWay',
  sending: 'decided.left.onTheWay',
  changed: 'decided.left.changed',
  'not-a-journal': 'decided.left.other',
  'not-kept': 'decided.left.other',
  'not-read': 'decided.left.other',
  'not-possible': 'decided.left.other',
  'no-such-file': 'decided.left.other',
}

/** One sentence for each reason; "" when no file was left alone. */
export const leftWords = (left: LeftCounts, { name }: Subject): string => {
  const counts = new Map<MessageId, number>()
  for (const [code, words] of Object.entries(groupOfCode) as [LeftAlone, MessageId][])
    counts.set(words, (counts.get(words) ?? 0) + (left[code] ?? 0))
  const found = [...counts].filter(([, n]) => n > 0)
  if (found.length > 0 && name !== undefined) return say('decided.notDone', { name })
  return found.map(([words, n]) => say(words, { n, count: formatCount(n) })).join(' ')
}
