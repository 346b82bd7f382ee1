import { describe, expect, test } from 'vitest'
import { validateJournal } from '../../sandbox/journal-validation.ts'
import { bytesOf, dialects, fateOf, type Content } from './content.ts'
import { planOf } from './plan.ts'
import { stepText, type PlannedStep } from './step.ts'

const beganAt = Date.UTC(2026, 10, 20, 12)
const firstSteps = (seed: number, count: number): readonly PlannedStep[] => {
  const steps: PlannedStep[] = []
  for (const planned of planOf(seed)) {
    if (steps.push(planned) === count) break
  }
  return steps
}

describe('the plan', () => {
  test('is the same for the same seed, to the last pause, and another for another', () => {
    expect(firstSteps(7, 500)).toEqual(firstSteps(7, 500))
    expect(firstSteps(7, 50)).not.toEqual(firstSteps(8, 50))
  })

  test('comes to every kind of step within some thousand, and each can be told in a line', () => {
    const steps = firstSteps(11, 6000)
    expect(new Set(steps.map(({ step }) => step.do)).size).toBe(24)
    expect(steps.every(({ step }) => !stepText(step).includes('\n'))).toBe(true)
  })

  test('ends every trouble it begins before it is quiet', () => {
    const lasting = new Set<string>()
    for (const { step } of firstSteps(13, 6000)) {
      if (step.do === 'begin') lasting.add(step.trouble)
      if (step.do === 'end') lasting.delete(step.trouble)
      if (step.do === 'quiet') expect([...lasting]).toEqual([])
    }
  })
})

describe('what a soak writes', () => {
  const sale = { transaction: 1_000_001, cents: 1999, daysAgo: 3 }

  test.each(dialects.map((dialect) => ({ kind: 'sale', dialect, sale, edition: 0 }) as const))(
    'in the dialect $dialect is a journal the cloud takes',
    async (content) => {
      expect((await validateJournal(bytesOf(content, beganAt))).status).toBe('Success')
    },
  )

  test('with a wrong price is refused by the cloud', async () => {
    const verdict = await validateJournal(bytesOf({ kind: 'wrong-price', sale, edition: 0 }, beganAt))
    expect(verdict.status).toBe('FatalError')
  })

  test('tells the same sale in other bytes, and has the same bytes each time', () => {
    const editions: readonly Content[] = [0, 1].map((edition) => ({ kind: 'sale', dialect: 'passport', sale, edition }))
    const [first, second] = editions.map((content) => bytesOf(content, beganAt))
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false)
    expect(first?.equals(bytesOf(editions[0] ?? expect.unreachable(), beganAt))).toBe(true)
    expect(fateOf({ kind: 'garbage', form: 'binary', number: 1 })).toBe('held')
  })
})
