// The table of design 4.3, row by row: what an exchange means for the document that was sent.

import { describe, expect, test } from 'vitest'
import { acknowledgementOf, answered, cutOff, notSent } from '../testing/scripted-cloud.ts'
import type { Exchange } from './exchange.ts'
import { outcomeOf, wordsOf, type Outcome } from './outcome.ts'

const name = 'PJR20261120101500.xml'
const wallNow = Date.parse('2026-11-20T15:00:00Z')
const outcome = (exchange: Exchange): Outcome => outcomeOf(exchange, name, wallNow)

const told = (exchange: Exchange): string => {
  const found = outcome(exchange)
  if (found.kind === 'verdict') return found.state
  if (found.kind === 'not-understood') return found.problem
  return found.kind
}

describe('an acknowledgement of ours is its verdict', () => {
  test.each([
    ['Success', 'accepted'],
    ['NonFatalError', 'accepted-with-notes'],
    ['FatalError', 'refused'],
  ])('%s means %s', (status, state) => {
    for (const http of [200, 201, 202, 206, 299]) {
      const found = outcome(answered(http, acknowledgementOf(name, status)))
      expect(found).toMatchObject({
        kind: 'verdict',
        state,
        status: http,
        acknowledgement: { referenceId: 'ref-1', documentName: name },
      })
    }
  })
})

const rows: readonly (readonly [string, Exchange, string])[] = [
  [
    '200 with a page of a portal',
    answered(200, '<html><head><title>Welcome</title></head><body>Log in</body></html>'),
    'not-understood',
  ],
  ['200 with an empty body', answered(200), 'not-understood'],
  ['204', answered(204), 'not-understood'],
  ['200 with JSON', answered(200, '{"status":"Success"}'), 'not-understood'],
  ['200 with an unknown status', answered(200, acknowledgementOf(name, 'Accepted')), 'not-understood'],
  ['200 with a status in another case', answered(200, acknowledgementOf(name, 'success')), 'not-understood'],
  ['200 for another name', answered(200, acknowledgementOf('PJR9.xml')), 'other-name'],
  ['200 with a journal instead of an acknowledgement', answered(200, '<NAXML-POSJournal/>'), 'not-understood'],
  ['200 with a body over 1 MiB', answered(200, acknowledgementOf(name), { end: 'too-long' }), 'not-understood'],
  ['200 whose body was cut', answered(200, acknowledgementOf(name), { end: 'cut' }), 'unanswered'],
  ['refused connection', notSent(), 'not-sent'],
  ['no name service', notSent('no-internet'), 'not-sent'],
  ['a certificate nobody trusts', notSent('certificate'), 'not-sent'],
  ['reset or timeout after the body began', cutOff(), 'unanswered'],
  ['401', answered(401), 'not-authorised'],
  ['403', answered(403), 'forbidden'],
  ...[408, 429, 500, 502, 503, 504, 505, 507, 520, 599].map(
    (status) => [String(status), answered(status), 'busy'] as const,
  ),
  ...[400, 413, 415, 422].map((status) => [String(status), answered(status), 'turned-down'] as const),
  ...[300, 301, 302, 303, 304, 307, 308].map((status) => [String(status), answered(status), 'wrong-address'] as const),
  ...[402, 404, 405, 406, 407, 409, 410, 411, 414, 418, 425, 426, 428, 431, 451, 499, 501].map(
    (status) => [String(status), answered(status), 'wrong-address'] as const,
  ),
]

describe('every other row of the table', () => {
  test.each(rows)('%s', (_what, exchange, expected) => {
    expect(told(exchange)).toBe(expected)
  })

  test('an acknowledgement of success counts only in a 2xx answer', () => {
    const body = acknowledgementOf(name)
    for (const status of [302, 400, 401, 403, 404, 409, 500, 501, 503])
      expect(outcome(answered(status, body)).kind, String(status)).not.toBe('verdict')
  })

  test('Retry-After is told in milliseconds, as seconds or as a date against this PC’s clock, an hour at most', () => {
    const busy = (retryAfter: string | null): unknown => outcome(answered(503, '', { retryAfter }))
    expect(busy('30')).toMatchObject({ kind: 'busy', status: 503, retryAfterMs: 30_000 })
    expect(busy('Fri, 20 Nov 2026 15:00:10 GMT')).toMatchObject({ retryAfterMs: 10_000 })
    expect(busy('7200')).toMatchObject({ retryAfterMs: 3_600_000 })
    expect(busy(null)).toMatchObject({ retryAfterMs: 0 })
  })

  test('a refusal by HTTP carries the words of the server on one line without markup, and what an acknowledgement in it says', () => {
    expect(outcome(answered(422, '<p>Bad\r\n  <b>file</b></p>'))).toMatchObject({
      kind: 'turned-down',
      status: 422,
      words: 'Bad file',
      acknowledgement: null,
    })
    const detail = '<Detail><LineNumber>3</LineNumber><ValidationMessage>no</ValidationMessage></Detail>'
    expect(outcome(answered(400, acknowledgementOf(name, 'FatalError', 'r', detail)))).toMatchObject({
      kind: 'turned-down',
      acknowledgement: { details: [{ line: 3, message: 'no' }] },
    })
  })

  test('an unclear answer keeps its body and says in one sentence why it is unclear', () => {
    const found = outcome(answered(200, '<html/>'))
    expect(found).toMatchObject({ kind: 'not-understood', raw: Buffer.from('<html/>'), acknowledgement: null })
    const other = outcome(answered(200, acknowledgementOf('Other\u0007.xml'.replace('\u0007', '')))) as Outcome & {
      kind: 'not-understood'
    }
    expect(other.sentence).toBe('The acknowledgement is for another document: Other.xml.')
    expect(other.acknowledgement?.documentName).toBe('Other.xml')
  })
})

test('the words of a refusal are short and hold no secret', () => {
  const token = `eyJhbGciOiJub25lIn0.${'x'.repeat(50)}.sig`
  const words = wordsOf(Buffer.from(`<h1>No</h1> ${token} ${'long '.repeat(2000)}`))
  expect(words).toMatch(/^No \[token removed\] long/)
  expect(words.length).toBeLessThanOrEqual(500)
  expect(wordsOf(Buffer.alloc(0))).toBe('')
})
