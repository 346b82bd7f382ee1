import { describe, expect, test } from 'vitest'
import { placeAt, placesAt } from './text-place.ts'

describe('text place', () => {
  test('counts lines and positions from one', () => {
    expect(placeAt('abc', 0)).toEqual({ line: 1, position: 1 })
    expect(placeAt('abc', 2)).toEqual({ line: 1, position: 3 })
  })

  test.each(['\n', '\r\n', '\r'])('begins a new line after %j', (lineEnd) => {
    const text = `ab${lineEnd}cd${lineEnd}${lineEnd}x`
    expect(placeAt(text, text.indexOf('d'))).toEqual({ line: 2, position: 2 })
    expect(placeAt(text, text.indexOf('x'))).toEqual({ line: 4, position: 1 })
  })

  test('counts a character outside the basic plane once', () => {
    const text = 'a😀b\n😀😀c'
    expect(placeAt(text, text.indexOf('b'))).toEqual({ line: 1, position: 3 })
    expect(placeAt(text, text.indexOf('c'))).toEqual({ line: 2, position: 3 })
  })

  test('gives the last character for an offset past the end, and 1, 1 for an empty text', () => {
    expect(placeAt('ab\ncd', 99)).toEqual({ line: 2, position: 2 })
    expect(placeAt('', 5)).toEqual({ line: 1, position: 1 })
  })

  test('finds many ascending places in one walk as it finds each alone', () => {
    const text = 'one\r\ntwo 😀 three\nfour\rfive\n\n'
    const offsets = Array.from({ length: text.length }, (_, index) => index)
    expect(placesAt(text, offsets)).toEqual(offsets.map((offset) => placeAt(text, offset)))
  })
})
