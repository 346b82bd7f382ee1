import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lengthInCharacters } from '../judge/place.ts'
import { maskCards, maskXml, passesLuhn } from './mask-private.ts'

/** Public test numbers of the card brands. */
const testCards = ['4111111111111111', '5555555555554444', '378282246310005', '6011111111111117', '4222222222222']

describe('card numbers', () => {
  test.each(testCards)('%s keeps its first six and last four digits', (card) => {
    const masked = maskCards(`<A>${card}</A>`)
    expect(masked).toBe(`<A>${card.slice(0, 6)}${'•'.repeat(card.length - 10)}${card.slice(-4)}</A>`)
  })

  test('are found in the groups they are printed in', () => {
    expect(maskCards('4111 1111 1111 1111, 3782-822463-10005')).toBe('4111 11•• •••• 1111, 3782-82••••-•0005')
  })

  test('are not seen in numbers that fail the check digit, are too short, or are part of a longer run', () => {
    const others = ['4111111111111112', '411111111111', `9${'4111111111111111'}0000`, '2026-11-20', '041000112233']
    for (const text of others) expect(maskCards(text)).toBe(text)
  })

  test('in attributes are hidden too', () => {
    expect(maskXml('<Card number="4111111111111111"/>').text).toBe('<Card number="411111••••••1111"/>')
  })

  test('on magnetic tracks go with the whole track', () => {
    const track = '%B4111111111111111^DOE/JOHN^29121010000?'
    expect(maskCards(`x${track}y`)).toBe(`x${'•'.repeat(track.length)}y`)
    expect(maskCards(';4111111111111111=29121010000?')).not.toMatch(/\d/)
  })
})

describe('elements with private text', () => {
  test.each([
    'AccountID',
    'AccountNumber',
    'PAN',
    'TrackData',
    'Track2Data',
    'CVV',
    'BirthDate',
    'PersonalID',
    'radiant:AccountID',
    'accountid',
  ])('%s is hidden whole', (name) => {
    expect(maskXml(`<${name} a="b">12 ab</${name}><Next>12</Next>`).text).toBe(
      `<${name} a="b">•• ••</${name}><Next>12</Next>`,
    )
  })

  test('stay hidden over lines, and the next line knows', () => {
    const first = maskXml('<AccountID>')
    expect(first.open).toBe('accountid')
    const second = maskXml('  12345', first.open)
    expect(second).toEqual({ text: '  •••••', open: 'accountid' })
    expect(maskXml('</AccountID><A>1</A>', second.open)).toEqual({ text: '</AccountID><A>1</A>', open: null })
  })

  test('are recognised by their end tag alone', () => {
    expect(maskXml('4567</AccountID><A>1</A>').text).toBe('••••</AccountID><A>1</A>')
  })

  test('that are empty hide nothing behind them', () => {
    expect(maskXml('<AccountID/><A>1</A>').text).toBe('<AccountID/><A>1</A>')
  })

  test('hide what is nested in them', () => {
    expect(maskXml('<PAN><Part>12</Part></PAN>').text).toBe('<PAN><Part>••</Part></PAN>')
  })
})

test('a mask never changes how many characters a text has', () => {
  const piece = fc.oneof(
    fc.constantFrom('<AccountID>', '</AccountID>', '<PAN>', '</PAN>', '<A b="', '"/>', '😀', 'é', '\n', ...testCards),
    fc.string({ maxLength: 8 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom(null, 'pan'), (pieces, open) => {
      const text = pieces.join('')
      expect(lengthInCharacters(maskXml(text, open).text)).toBe(lengthInCharacters(text))
    }),
  )
})

test('the check digit rule is the one of the brands', () => {
  expect(testCards.every(passesLuhn)).toBe(true)
  expect(passesLuhn('4111111111111121')).toBe(false)
})
