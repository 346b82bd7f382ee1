import { beforeAll, describe, expect, test } from 'vitest'
import { documentStates } from '../../../../contract/vocabulary.ts'
import { noExplanation, type Explanation } from '../../words/explain-message.ts'
import { speak } from '../../words/say.ts'
import { adviceFor } from './advice.ts'
import { actionsOf, primaryAction, resendWarning, type SentBefore } from './file-actions.ts'

const sent = (change: Partial<SentBefore> = {}): SentBefore => ({
  state: 'refused',
  acceptedAt: null,
  attempts: 1,
  related: [],
  ...change,
})

describe('sending again', () => {
  test('is warned of once the file was accepted, whatever became of it later', () => {
    expect(resendWarning(sent({ state: 'accepted' }))).toBe('accepted')
    expect(resendWarning(sent({ state: 'accepted-with-notes' }))).toBe('accepted')
    expect(resendWarning(sent({ state: 'refused', acceptedAt: '2026-11-21T19:43:20.000Z' }))).toBe('accepted')
  })

  test('is warned of where nobody knows whether a copy arrived', () => {
    expect(resendWarning(sent({ state: 'unclear' }))).toBe('unclear')
    expect(resendWarning(sent({ state: 'held', attempts: 2 }))).toBe('unclear')
  })

  test('is warned of where another file has the same sales', () => {
    expect(resendWarning(sent({ state: 'held', attempts: 0, related: [{ relation: 'repeats' }] }))).toBe('repeats')
    expect(resendWarning(sent({ related: [{ relation: 'replaces' }] }))).toBeNull()
  })

  test('of a file that was only refused needs no warning', () => {
    expect(resendWarning(sent())).toBeNull()
    expect(resendWarning(sent({ state: 'held', attempts: 0 }))).toBeNull()
  })

  test('is offered in no state in which a copy is on its way', () => {
    for (const state of ['found', 'stored', 'sending', 'waiting'] as const)
      expect(actionsOf(state)).not.toContain('resend')
  })
})

test('every file can be copied for support', () => {
  for (const state of documentStates) expect(actionsOf(state)).toContain('copy')
})

test('what was set aside or ignored can be put back', () => {
  expect(actionsOf('set-aside')).toContain('put-back')
  expect(actionsOf('ignored')).toContain('put-back')
})

test('the filled button follows who must act: the same bytes are refused again if the register wrote them wrong', () => {
  expect(primaryAction('refused', 'register-company')).toBe('copy')
  expect(primaryAction('refused', 'nobody')).toBe('resend')
  expect(primaryAction('refused', 'petrosoft')).toBe('resend')
  expect(primaryAction('accepted', 'nobody')).toBeNull()
})

describe('the advice', () => {
  beforeAll(() => speak())
  const file = { problem: null, waitCause: null, attempts: 1, details: [], statusMessage: null } as const

  test('has a sentence for every state', () => {
    for (const state of documentStates) expect(adviceFor({ ...file, state }, noExplanation).sentence).not.toBe('')
  })

  test('of a refused file says why, and what to do first', () => {
    const explanation: Explanation = {
      ...noExplanation,
      who: 'register-company',
      cause: 'Petrosoft could not read one price',
      todo: ['Ask your register company to check the item “Cola 12oz”.'],
    }
    expect(adviceFor({ ...file, state: 'refused' }, explanation)).toEqual({
      sentence: 'Petrosoft could not read one price, so none of this file was used.',
      steps: [
        'Ask your register company to check the item “Cola 12oz”.',
        'When a corrected file appears in the folder, it is sent by itself.',
      ],
    })
  })

  test('of a refusal without a word says so', () => {
    expect(adviceFor({ ...file, state: 'refused' }, noExplanation).sentence).toBe(
      'Petrosoft refused the file without naming a line.',
    )
  })

  test('never asks a person to act where the file goes by itself', () => {
    expect(adviceFor({ ...file, state: 'waiting', waitCause: 'no-internet' }, noExplanation).steps).toEqual([])
    expect(adviceFor({ ...file, state: 'waiting', waitCause: 'sign-in' }, noExplanation).steps).toHaveLength(1)
  })
})
