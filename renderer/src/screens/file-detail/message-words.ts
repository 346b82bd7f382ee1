// One message as a person reads it: where, what, what it means, whose words. Used by the list, the live region and the
// page's own sentence, so that all three say the same.

import type { FileDetail } from '../../../../contract/ipc.ts'
import { formatCount } from '../../format/quantity.ts'
import { explainFinding } from '../../words/explain-finding.ts'
import { explainMessage, noExplanation, type Explanation } from '../../words/explain-message.ts'
import { say } from '../../words/say.ts'
import { kindWords } from './advice.ts'
import type { FileMessage } from './file-messages.ts'

/** The status of the newest answer that was not an acknowledgement, for refusals by HTTP. */
const refusalStatus = (file: FileDetail): number | null =>
  file.deliveries.flatMap((delivery) => delivery.attempts).findLast((attempt) => attempt.outcome === 'refused')
    ?.httpStatus ?? null

/** `item`: description of the item at the message's line, if known. */
export const explainFileMessage = (message: FileMessage, item: string | null): Explanation =>
  (message.from === 'storebridge' && message.rule !== null ? explainFinding(message.rule) : null) ??
  explainMessage({
    message: message.words,
    severity: message.severity,
    httpStatus: null,
    finding: message.rule,
    item,
  })

/** The explanation of a refusal that came without a line: by the status and the words of the answer. */
export const explainWholeFile = (file: FileDetail): Explanation => {
  if (file.state !== 'refused') return noExplanation
  const status = refusalStatus(file)
  return explainMessage({
    message: file.statusMessage,
    severity: null,
    httpStatus: status === 200 ? null : status,
    finding: null,
    item: null,
  })
}

/** "Line 412, position 31", or in words that no place was given or that it lies outside. */
export const placeWords = (message: FileMessage): string => {
  if (message.place === 'not-said')
    return say(message.from === 'storebridge' ? 'message.placeNotSaidOwn' : 'message.placeNotSaid')
  const line = message.line ?? 0
  if (message.place === 'outside') return say('message.placeOutside', { line: formatCount(line) })
  return message.position !== null && message.position >= 1
    ? say('message.placeAt', { line: formatCount(line), position: formatCount(message.position) })
    : say('message.placeLine', { line: formatCount(line) })
}

export const captionOf = (message: FileMessage): string =>
  say('message.caption', { kind: say(kindWords[message.kind].name), place: placeWords(message) })

/** The short plain title; the server's own words when there is no plain explanation. */
export const titleOf = (message: FileMessage, explanation: Explanation): string =>
  explanation.short ?? message.words ?? say('message.noWords')

/** What the live region says when a message is chosen. */
export const spokenOf = (message: FileMessage, explanation: Explanation): string =>
  say('message.spoken', {
    place: message.place === 'in-file' ? say('message.placeLine', { line: message.line ?? 0 }) : placeWords(message),
    words: titleOf(message, explanation),
  })
