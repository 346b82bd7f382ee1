import { describe, expect, test } from 'vitest'
import { missingNumbers } from './missing-numbers.ts'

describe('the numbers a gap leaves out', () => {
  test('are the ones between its neighbours, written as the register writes them', () => {
    expect(missingNumbers({ after: '10235', before: '10239' })).toEqual({ first: '10236', last: '10238' })
    expect(missingNumbers({ after: '0099', before: '0101' })).toEqual({ first: '0100', last: '0100' })
    expect(missingNumbers({ after: '9007199254740993', before: '9007199254740995' })).toEqual({
      first: '9007199254740994',
      last: '9007199254740994',
    })
  })

  test('are not guessed where the neighbours are no numbers, or the count began anew between them', () => {
    expect(missingNumbers({ after: 'A17', before: 'A19' })).toBeNull()
    expect(missingNumbers({ after: '9998', before: '0003' })).toBeNull()
    expect(missingNumbers({ after: '', before: '3' })).toBeNull()
  })
})
