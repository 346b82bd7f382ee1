import { beforeAll, describe, expect, test } from 'vitest'
import type { Repeats } from '../../../../contract/repeats.ts'
import { speak } from '../../words/say.ts'
import { allKnown, repeatsAdvice, repeatsSentence, repeatsWarning } from './repeats-words.ts'

beforeAll(() => speak())

const repeats = (sales: number, known: number, ...names: string[]): Repeats => ({
  sales,
  known,
  files: names.map((name, index) => ({ id: String(index + 1), name, state: 'accepted', shared: known })),
  fileCount: names.length,
  transactions: [],
})

describe('a file that repeats sales', () => {
  test('says how many of them, and in which file', () => {
    expect(repeatsSentence(repeats(14, 11, 'PJR1.xml'))).toBe('11 of 14 sales in this file are already in PJR1.xml.')
    expect(repeatsSentence(repeats(1, 1, 'PJR1.xml'))).toBe('The one sale in this file is already in PJR1.xml.')
    expect(repeatsSentence(repeats(14, 14, 'PJR1.xml'))).toBe('All 14 sales in this file are already in PJR1.xml.')
    expect(repeatsSentence(repeats(14, 1, 'PJR1.xml'))).toBe('1 of 14 sales in this file is already in PJR1.xml.')
    expect(repeatsSentence(repeats(96, 96, 'a', 'b', 'c'))).toBe(
      'All 96 sales in this file are already in 3 other files.',
    )
    expect(repeatsSentence(repeats(96, 90, 'a', 'b'))).toBe('90 of 96 sales in this file are already in 2 other files.')
  })

  test('is to be set aside only when nothing would be lost', () => {
    expect(allKnown(repeats(14, 14, 'a'))).toBe(true)
    expect(allKnown(repeats(14, 13, 'a'))).toBe(false)
    expect(allKnown(repeats(0, 0))).toBe(false)
    expect(repeatsAdvice(repeats(14, 13, 'a')).steps.join(' ')).toContain('1 new sale')
    expect(repeatsAdvice(repeats(14, 14, 'a')).steps.join(' ')).not.toContain('new sale')
  })

  test('that repeats none any more may be sent, and is not warned of', () => {
    expect(repeatsSentence(repeats(14, 0))).toBe('No file that was sent has these sales any more.')
    expect(repeatsWarning(repeats(14, 0))).toBeNull()
    expect(repeatsWarning(repeats(14, 11, 'a'))).toContain('11 of its 14 sales')
  })
})
