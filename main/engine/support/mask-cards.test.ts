import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskCards, passesLuhn } from './mask-cards.ts'

/** Public test numbers of the card brands. */
const testCards = ['4111111111111111', '5555555555554444', '378282246310005', '6011111111111117', '4222222222222']

/** A number of this many digits that passes the check digit rule. */
const cardOf = (digits: string): string => {
  const last = Array.from('0123456789').find((digit) => passesLuhn(`${digits}${digit}`))
  return `${digits}${last ?? ''}`
}
const card = fc.stringMatching(/^[3-6]\d{11,17}$/).map(cardOf)
const words = fc.stringMatching(/^[a-z<>=":.]{0,12}$/)

describe('a card number', () => {
  test.each(testCards)('%s keeps its first six and last four digits', (number) => {
    expect(maskCards(`<A>${number}</A>`)).toBe(
      `<A>${number.slice(0, 6)}${'•'.repeat(number.length - 10)}${number.slice(-4)}</A>`,
    )
  })

  test('is hidden between any words, and nothing else about them changes', () => {
    fc.assert(
      fc.property(words, card, words, (before, number, after) => {
        const hidden = `${number.slice(0, 6)}${'•'.repeat(number.length - 10)}${number.slice(-4)}`
        expect(maskCards(`${before}${number}${after}`)).toBe(`${before}${hidden}${after}`)
      }),
    )
  })

  test('is hidden however it is grouped by spaces and dashes', () => {
    const gap = fc.constantFrom('', '', ' ', '-', '–', '\u00a0', '  ', ' -')
    fc.assert(
      fc.property(card, fc.array(gap, { minLength: 20, maxLength: 20 }), (number, gaps) => {
        const written = [...number]
          .map((digit, i) => `${digit}${i + 1 < number.length ? (gaps[i] ?? '') : ''}`)
          .join('')
        const masked = maskCards(`paid ${written}.`)
        expect(masked).not.toContain(written)
        expect(masked.replaceAll(/[^\d•]/g, '')).toBe(
          `${number.slice(0, 6)}${'•'.repeat(number.length - 10)}${number.slice(-4)}`,
        )
      }),
    )
  })

  test('is found beside other groups of digits', () => {
    expect(maskCards('register 2 4111 1111 1111 1111 12')).toBe('register 2 4111 11•• •••• 1111 12')
    expect(maskCards('12345678 4111-1111-1111-1111')).toBe('12345678 4111-11••-••••-1111')
  })

  test('is hidden where digits are written as character references', () => {
    expect(maskCards('&#52;111111111111111')).toBe('&#52;11111••••••1111')
    expect(maskCards('411111&#x31;111111111')).toBe(`411111${'•'.repeat(11)}1111`)
  })

  test('is not seen in numbers that fail the check digit, are too short, or are part of a longer run', () => {
    const others = ['4111111111111112', '411111111111', '941111111111111110000', '2026-11-20', '041000112233']
    for (const text of others) expect(maskCards(text)).toBe(text)
  })

  test('is not seen in the moment that the name of a journal carries', () => {
    const seconds = Array.from({ length: 60 }, (_, i) => `PJR202611200820${String(i).padStart(2, '0')}.xml`)
    expect(seconds.some((name) => passesLuhn(name.slice(3, 17)))).toBe(true)
    for (const name of seconds) expect(maskCards(name)).toBe(name)
  })

  test('split over elements is not claimed to be seen', () => {
    expect(maskCards('<A>41111111</A><B>11111111</B>')).toBe('<A>41111111</A><B>11111111</B>')
  })

  test('on a magnetic track goes with the whole track', () => {
    const track = '%B4111111111111111^DOE/JOHN^29121010000?'
    expect(maskCards(`x${track}y`)).toBe(`x${'•'.repeat(track.length)}y`)
    expect(maskCards(';4111111111111111=29121010000?')).not.toMatch(/\d/)
    expect(maskCards(';4111111111111111=29121010000 cut off')).not.toMatch(/\d/)
  })
})

test('a mask keeps the length of every text and is the same when it is applied twice', () => {
  const piece = fc.oneof(card, words, fc.constantFrom('😀', ' ', '-', '%B', '^', '?', ';', '=', '&#52;'))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join('')
      const masked = maskCards(text)
      expect([...masked]).toHaveLength([...text].length)
      expect(maskCards(masked)).toBe(masked)
    }),
  )
})

test('the check digit rule is the one of the brands', () => {
  expect(testCards.every(passesLuhn)).toBe(true)
  expect(passesLuhn('4111111111111121')).toBe(false)
})

test('an answer of the greatest size is masked at once, whatever digits are in it', () => {
  const began = performance.now()
  maskCards('4 1-1 '.repeat(30_000))
  maskCards('4'.repeat(300_000))
  maskCards(';4111'.repeat(60_000))
  expect(performance.now() - began).toBeLessThan(2000)
})
