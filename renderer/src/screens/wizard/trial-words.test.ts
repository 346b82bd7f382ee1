import { beforeAll, describe, expect, test } from 'vitest'
import type { TrialOutcome } from '../../../../contract/trial-file.ts'
import { documentStates } from '../../../../contract/vocabulary.ts'
import { speak } from '../../words/say.ts'
import { placeAfterTrial, trialWords } from './trial-words.ts'

beforeAll(() => speak())

const outcome = (state: TrialOutcome['state'], more: Partial<TrialOutcome> = {}): TrialOutcome => ({
  name: 'PJR1.xml',
  id: '7',
  state,
  problem: null,
  referenceId: null,
  ...more,
})

describe('what became of the file that was sent during the set-up', () => {
  test('is green only where Petrosoft accepted it, and then with its reference', () => {
    const green = documentStates.filter((state) => trialWords(outcome(state)).hue === 'green')
    expect(green).toEqual(['accepted', 'accepted-with-notes'])
    expect(trialWords(outcome('accepted', { referenceId: 'A-1' })).words).toBe(
      'Petrosoft accepted PJR1.xml. Reference A-1.',
    )
  })

  test('names the file in every state', () => {
    for (const state of documentStates) expect(trialWords(outcome(state)).words, state).toContain('PJR1.xml')
  })

  test('opens afterwards where somebody must look at it, and nowhere else', () => {
    const open = documentStates.filter((state) => placeAfterTrial(outcome(state)) !== null)
    expect(open.toSorted()).toEqual(['held', 'refused', 'unclear'])
    expect(placeAfterTrial(outcome('refused'))).toBe('/files/7')
    expect([placeAfterTrial(null), placeAfterTrial(outcome('refused', { id: null }))]).toEqual([null, null])
  })
})
