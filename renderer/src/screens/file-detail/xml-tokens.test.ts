import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { itemNear } from './item-near.ts'
import { pointerAt } from './pointer.ts'
import { boldTokens, tokensOf } from './xml-tokens.ts'

const drawn = (line: string): string =>
  tokensOf(line)
    .map((token) => `${token.kind}:${token.text}`)
    .join('|')

describe('the tokens of a line', () => {
  test('are tags, punctuation and values', () => {
    expect(drawn('  <Price currency="USD">1,25</Price>')).toBe(
      'value:  |punctuation:<|tag:Price|punctuation: currency=|value:"USD"|punctuation:>|value:1,25|punctuation:</|tag:Price|punctuation:>',
    )
    expect(drawn('<a/>')).toBe('punctuation:<|tag:a|punctuation:/>')
    expect(drawn('<!-- x --><?xml version="1.0"?>')).toBe('comment:<!-- x -->|comment:<?xml version="1.0"?>')
  })

  test('together are the line, whatever stands in it', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '"',
      "'",
      '=',
      'a',
      'Price',
      ' ',
      '\t',
      '<!--',
      '-->',
      '&',
      'é',
      '👍',
      '<![CDATA[',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const line = pieces.join('')
        const tokens = tokensOf(line)
        expect(tokens.map((token) => token.text).join('')).toBe(line)
        let at = 0
        for (const token of tokens) {
          expect(token.start).toBe(at)
          at += token.text.length
        }
      }),
    )
  })

  test('are found in a moment in a line of two thousand brackets', () => {
    const started = performance.now()
    expect(tokensOf('<'.repeat(2000)).length).toBeGreaterThan(0)
    expect(tokensOf('<a '.repeat(700)).length).toBeGreaterThan(0)
    expect(performance.now() - started).toBeLessThan(500)
  })

  test('mark the value at the position, the next one otherwise, and all when it is not known', () => {
    const tokens = tokensOf('<Price>1,25</Price><Tax>0</Tax>')
    const bold = (position: number | null): string =>
      [...boldTokens(tokens, position)].map((index) => tokens[index]?.text).join()
    expect(bold(8)).toBe('1,25')
    expect(bold(1)).toBe('1,25')
    expect(bold(13)).toBe('0')
    expect(bold(200)).toBe('')
    expect(bold(null)).toBe('1,25,0')
  })
})

describe('the pointer', () => {
  test('stands under the character, counted in characters, with tabs kept', () => {
    expect(pointerAt('abc', 1)).toEqual({ unit: 1, lead: '' })
    expect(pointerAt('\t<a>1', 5)).toEqual({ unit: 5, lead: '\t   ' })
    // An emoji is one character and two units.
    expect(pointerAt('👍👍x', 3)).toEqual({ unit: 5, lead: '  ' })
  })

  test('may stand right after the end, and nowhere beyond', () => {
    expect(pointerAt('abc', 4)).toEqual({ unit: 4, lead: '   ' })
    expect(pointerAt('abc', 5)).toBeNull()
    expect(pointerAt('abc', 0)).toBeNull()
    expect(pointerAt('abc', null)).toBeNull()
  })
})

describe('the item at a line', () => {
  const lines = [
    '<TransactionLine>',
    '<ItemLine>',
    '<Description>Salt &amp; vinegar</Description>',
    '<ActualSalesPrice>1,25</ActualSalesPrice>',
    '</ItemLine>',
    '</TransactionLine>',
    '<TransactionLine>',
    '<ItemLine>',
    '<ActualSalesPrice>2.00</ActualSalesPrice>',
    '</ItemLine>',
    '<TransactionTax/>',
  ]

  test('is the description of the line of sale it lies in', () => {
    expect(itemNear(lines, 3)).toBe('Salt & vinegar')
    expect(itemNear(lines, 1)).toBe('Salt & vinegar')
  })

  test('is not borrowed from the item before', () => {
    expect(itemNear(lines, 8)).toBeNull()
    expect(itemNear(lines, 10)).toBeNull()
  })

  test('is found behind the marked line as well', () => {
    expect(
      itemNear(['<ItemLine>', '<Price>1,25</Price>', '<r:Description x="1">Cola</r:Description>', '</ItemLine>'], 1),
    ).toBe('Cola')
  })

  test('is nothing in a file that does not say', () => {
    expect(itemNear([], 0)).toBeNull()
    expect(itemNear(['<a>', '<b>'], 1)).toBeNull()
  })
})
