import { describe, expect, test } from 'vitest'
import { lengthInCharacters, placeAfter } from './place.ts'

describe('a place', () => {
  test('moves by characters, whatever their length in memory', () => {
    expect(placeAfter({ line: 3, column: 5 }, 'é\u{1f600}€')).toEqual({ line: 3, column: 8 })
    expect(lengthInCharacters('é\u{1f600}€')).toBe(3)
  })

  test('begins a line after LF, after CR LF and after a lone CR', () => {
    const from = { line: 1, column: 7 }
    expect(placeAfter(from, 'a\nb')).toEqual({ line: 2, column: 2 })
    expect(placeAfter(from, 'a\r\nb')).toEqual({ line: 2, column: 2 })
    expect(placeAfter(from, 'a\rb')).toEqual({ line: 2, column: 2 })
    expect(placeAfter(from, '\r\r\n\n\u2028\u0085')).toEqual({ line: 4, column: 3 })
    expect(placeAfter(from, '')).toEqual(from)
  })
})
