// What the cloud may do wrong in a soak: every row of the sending table (design 4.3) and of the answers (4.4), each for a
// few requests. What would stop a program for an hour by right (a hang, a long Retry-After) is short or rare.

import type { FaultRuleInput } from '../../sandbox/fault-rules.ts'
import type { Choice } from './seeded-choice.ts'

type Fault = FaultRuleInput['do']

const answer = (status: number, more: Partial<Extract<Fault, { kind: 'answer' }>> = {}): Fault => ({
  kind: 'answer',
  status,
  body: `<p>practised ${status}</p>`,
  ...more,
})

const details = [
  { line: 3, position: 5, message: 'As practised, here', severity: 'Error' },
  { line: 0, position: 999_999, message: 'As practised, nowhere', severity: 'Warning' },
  { line: null, position: null, message: null, severity: null },
]

const journalFaults: Readonly<Record<string, readonly Fault[]>> = {
  verdict: [
    { kind: 'verdict', status: 'FatalError', message: 'Refused as practised.', details },
    { kind: 'verdict', status: 'NonFatalError', message: 'Taken as practised, with notes.', details },
  ],
  'name-form': (['lower', 'upper', 'path', 'windows-path', 'spaces', 'decomposed'] as const).map((form) => ({
    kind: 'name-form',
    form,
  })),
  strange: [
    { kind: 'portal' },
    { kind: 'portal', store: true },
    { kind: 'empty', store: true },
    { kind: 'garbage' },
    { kind: 'other-name' },
    { kind: 'unknown-status' },
    { kind: 'two-headers' },
    { kind: 'endless-body' },
  ],
  lost: [
    { kind: 'accept-then-drop' },
    { kind: 'accept-then-drop' },
    { kind: 'reset-before-body' },
    { kind: 'reset-after-body' },
    { kind: 'truncated' },
    { kind: 'truncated', bytes: 0, end: 'close' },
  ],
  slow: [
    { kind: 'delay', ms: 300 },
    { kind: 'delay', ms: 1500 },
    { kind: 'delay', ms: 4000 },
    { kind: 'hang' },
    { kind: 'hang', store: true },
  ],
  'not-authorised': [answer(401)],
  forbidden: [answer(403)],
  later: [
    answer(408),
    answer(429, { headers: { 'Retry-After': '2' } }),
    answer(500),
    answer(502, { store: true }),
    answer(503, { headers: { 'Retry-After': '1' } }),
    answer(504, { store: true }),
  ],
  'turned-down': [answer(400), answer(413), answer(415), answer(422)],
  'wrong-address': [
    answer(301, { headers: { Location: 'https://example.test/' } }),
    answer(302, { headers: { Location: '/api/journals/pos' } }),
    answer(404),
    answer(405),
    answer(410),
    answer(501),
    answer(418),
  ],
}

const signInFaults: readonly Fault[] = [
  answer(500),
  answer(503, { headers: { 'Retry-After': '1' } }),
  answer(429, { headers: { 'Retry-After': '1' } }),
  answer(401),
  { kind: 'token', shape: 'nested' },
  { kind: 'token', shape: 'text' },
  { kind: 'token', shape: 'opaque' },
  { kind: 'token', shape: 'none' },
  { kind: 'reset-before-body' },
  { kind: 'accept-then-drop' },
  { kind: 'clock-skew', seconds: 86_400 },
]

const reportFaults: readonly Fault[] = [
  answer(400),
  answer(500),
  { kind: 'reset-after-body' },
  { kind: 'delay', ms: 2000 },
]

/** How often each row comes, beside the others. What stops the road for minutes comes rarely. */
const weights = {
  verdict: 6,
  'name-form': 2,
  strange: 5,
  lost: 12,
  slow: 6,
  'not-authorised': 2,
  forbidden: 0.5,
  later: 6,
  'turned-down': 3,
  'wrong-address': 1,
  'sign-in': 2,
  report: 1,
} as const

const mostTimes: Readonly<Record<string, number>> = {
  strange: 2,
  slow: 3,
  'not-authorised': 2,
  forbidden: 1,
  'turned-down': 6,
  'wrong-address': 1,
}

/** One trouble of the cloud, as rules for it. */
export const chooseCloudTrouble = (choice: Choice): readonly FaultRuleInput[] => {
  const row = choice.weighted(weights)
  if (row === 'sign-in') return [{ on: 'sign-in', times: choice.whole(1, 2), do: choice.oneOf(signInFaults) }]
  if (row === 'report') return [{ on: 'connection-state', times: 1, do: choice.oneOf(reportFaults) }]
  const fault = choice.oneOf(journalFaults[row] ?? [])
  const isLong = fault.kind === 'hang' || fault.kind === 'endless-body'
  return [{ on: 'journal', times: isLong ? 1 : choice.whole(1, mostTimes[row] ?? 4), do: fault }]
}
