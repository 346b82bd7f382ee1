import { beforeAll, describe, expect, test } from 'vitest'
import { documentStates, type DocumentProblem, type DocumentState } from '../../../contract/vocabulary.ts'
import { say, speak } from './say.ts'
import { statusOf, type Standing } from './status.ts'

const now = Date.parse('2026-11-21T19:43:20.000Z')
const standing = (state: DocumentState, change: Partial<Standing> = {}): Standing => ({
  state,
  problem: null,
  waitCause: null,
  nextAttemptAt: null,
  ...change,
})
const words = (state: DocumentState, change: Partial<Standing> = {}): string => {
  const status = statusOf(standing(state, change), now)
  return say(status.id, { time: '2:50 PM' })
}

beforeAll(() => speak())

describe('the words of a state', () => {
  test('exist for every state', () => {
    for (const state of documentStates) expect(words(state)).not.toBe('')
  })

  test.each<[DocumentState, Partial<Standing>, string]>([
    ['found', {}, 'Just found'],
    ['waiting', {}, 'Waiting to be sent'],
    ['waiting', { waitCause: 'no-internet' }, 'Waiting - no internet'],
    ['waiting', { waitCause: 'paused' }, 'Waiting - sending is paused'],
    ['waiting', { waitCause: 'document', nextAttemptAt: '2026-11-21T19:50:00.000Z' }, 'Will try again at 2:50 PM'],
    ['waiting', { waitCause: 'document', nextAttemptAt: '2026-11-21T19:43:20.500Z' }, 'Waiting to be sent'],
    ['sending', {}, 'Sending'],
    ['unclear', { problem: 'unanswered' }, 'Sent - not sure it arrived'],
    ['unclear', { problem: 'not-understood' }, 'Petrosoft’s answer was unclear'],
    ['unclear', { problem: 'other-name' }, 'Petrosoft’s answer was unclear'],
    ['accepted', {}, 'Accepted'],
    ['accepted-with-notes', {}, 'Accepted with notes'],
    ['refused', {}, 'Refused - fix needed'],
    ['held', { problem: 'not-well-formed' }, 'Can’t be read'],
    ['held', { problem: 'doctype' }, 'Can’t be read'],
    ['held', { problem: 'other-store' }, 'Belongs to another store'],
    ['held', { problem: 'too-large' }, 'Too big to send'],
    ['not-needed', { problem: 'training' }, 'Nothing to send'],
    ['vanished', {}, 'File disappeared'],
    ['set-aside', {}, 'Set aside'],
    ['ignored', {}, 'Ignored'],
    ['replaced', {}, 'Replaced by a newer file'],
  ])('%s %o reads "%s"', (state, change, expected) => {
    expect(words(state, change)).toBe(expected)
  })

  test('tell every problem of a held file apart from the others it must not be taken for', () => {
    const problems: readonly DocumentProblem[] = ['cut-off', 'too-large', 'other-store', 'repeats', 'reader-failed']
    expect(new Set(problems.map((problem) => words('held', { problem }))).size).toBe(problems.length)
  })
})

describe('the colour of a state', () => {
  test('is green for accepted files and for nothing else', () => {
    const green = documentStates.filter((state) => statusOf(standing(state), now).hue === 'green')
    expect(green).toEqual(['accepted', 'accepted-with-notes'])
  })

  test('is blue for what mends itself: no internet is never red', () => {
    expect(statusOf(standing('waiting', { waitCause: 'no-internet' }), now).hue).toBe('blue')
    expect(statusOf(standing('waiting', { waitCause: 'service' }), now).hue).toBe('blue')
  })

  test('is red where sales are not at the office and will not get there by themselves', () => {
    expect(statusOf(standing('refused'), now).hue).toBe('red')
    expect(statusOf(standing('held', { problem: 'cut-off' }), now).hue).toBe('red')
    expect(statusOf(standing('waiting', { waitCause: 'sign-in' }), now).hue).toBe('red')
  })

  test('is never the only thing that tells two states apart: the pictures differ, too', () => {
    const pictures = (['accepted', 'refused', 'waiting', 'unclear', 'sending'] as const).map(
      (state) => statusOf(standing(state), now).icon,
    )
    expect(new Set(pictures).size).toBe(pictures.length)
  })
})
