// What an exchange means for the document that was sent: the table of design 4.3, as one pure function. Every row of
// the table is a row of outcome.test.ts.

import { readAnswer, type Acknowledgement } from '../answer/acknowledgement.ts'
import type { AnswerState } from '../life/document-state.ts'
import { safeText } from '../support/log.ts'
import { retryAfterMs } from './delay.ts'
import type { Exchange, NetworkFault } from './exchange.ts'

export type Outcome =
  | {
      readonly kind: 'verdict'
      readonly state: AnswerState
      readonly acknowledgement: Acknowledgement
      readonly status: number
      readonly raw: Buffer
    }
  /** An HTTP refusal of this very document; an acknowledgement in its body only tells why. */
  | {
      readonly kind: 'turned-down'
      readonly status: number
      readonly words: string
      readonly acknowledgement: Acknowledgement | null
      readonly raw: Buffer
    }
  | {
      readonly kind: 'not-understood'
      readonly problem: 'not-understood' | 'other-name'
      readonly acknowledgement: Acknowledgement | null
      readonly status: number
      readonly sentence: string
      readonly raw: Buffer
    }
  /** Failed before a byte of the body was written. */
  | { readonly kind: 'not-sent'; readonly fault: NetworkFault; readonly sentence: string }
  | {
      readonly kind: 'unanswered'
      readonly fault: NetworkFault
      readonly sentence: string
      readonly status: number | null
    }
  | { readonly kind: 'busy'; readonly status: number; readonly retryAfterMs: number; readonly raw: Buffer }
  | { readonly kind: 'not-authorised'; readonly raw: Buffer }
  | { readonly kind: 'forbidden'; readonly raw: Buffer }
  | { readonly kind: 'wrong-address'; readonly status: number; readonly raw: Buffer }

const answerStates: Record<Acknowledgement['status'], AnswerState> = {
  Success: 'accepted',
  NonFatalError: 'accepted-with-notes',
  FatalError: 'refused',
}

const turnDownStatuses = new Set([400, 413, 415, 422])

/** The words of an HTTP refusal: its text without tags, on one line. */
export const wordsOf = (body: Buffer): string =>
  safeText(
    body
      .subarray(0, 4000)
      .toString('utf8')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )

const outcomeOf2xx = (exchange: Exchange & { kind: 'answer' }, sentName: string): Outcome => {
  const { body: raw, status } = exchange
  if (exchange.end === 'too-long')
    return {
      kind: 'not-understood',
      problem: 'not-understood',
      acknowledgement: null,
      status,
      sentence: 'The answer was longer than an acknowledgement can be.',
      raw,
    }
  const answer = readAnswer(raw, sentName)
  if (answer.kind === 'not-understood')
    return {
      kind: 'not-understood',
      problem: 'not-understood',
      acknowledgement: null,
      status,
      sentence: answer.why,
      raw,
    }
  const { acknowledgement } = answer
  if (answer.kind === 'other-name')
    return {
      kind: 'not-understood',
      problem: 'other-name',
      acknowledgement,
      status,
      sentence: `The acknowledgement is for another document: ${safeText(acknowledgement.documentName)}.`,
      raw,
    }
  return { kind: 'verdict', state: answerStates[acknowledgement.status], acknowledgement, status, raw }
}

/**
 * @param sentName the file name that was sent
 * @param wallNow this PC's time, for a Retry-After that is a date
 */
export const outcomeOf = (exchange: Exchange, sentName: string, wallNow: number): Outcome => {
  if (exchange.kind === 'no-answer')
    return exchange.bodyStarted
      ? { kind: 'unanswered', fault: exchange.fault, sentence: exchange.sentence, status: null }
      : { kind: 'not-sent', fault: exchange.fault, sentence: exchange.sentence }
  const { status, body: raw } = exchange
  if (status >= 200 && status < 300) {
    if (exchange.end === 'cut')
      return { kind: 'unanswered', fault: 'service', sentence: 'The answer was cut off.', status }
    return outcomeOf2xx(exchange, sentName)
  }
  if (status === 401) return { kind: 'not-authorised', raw }
  if (status === 403) return { kind: 'forbidden', raw }
  if (status === 408 || status === 429 || (status >= 500 && status !== 501))
    return { kind: 'busy', status, retryAfterMs: retryAfterMs(exchange.retryAfter, wallNow), raw }
  if (turnDownStatuses.has(status)) {
    const answer = readAnswer(raw, sentName)
    const acknowledgement = answer.kind === 'ours' ? answer.acknowledgement : null
    return { kind: 'turned-down', status, words: wordsOf(raw), acknowledgement, raw }
  }
  return { kind: 'wrong-address', status, raw }
}
