import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lengthInCharacters } from './characters.ts'
import { maskCards, maskXmlLine, maskXmlLines, passesLuhn } from './mask-private.ts'

const line = (text: string) => ({ text, length: lengthInCharacters(text) })

describe('card numbers', () => {
  test.each([
    ['4111111111111111', '••••••••••••1111'],
    ['378282246310005', '•••••••••••0005'],
    ['6304000000000000000', '•••••••••••••••0000'],
    ['4111 1111 1111 1111', '•••• •••• •••• 1111'],
    ['4111-1111-1111-1111', '••••-••••-••••-1111'],
    ['3782 822463 10005', '•••• •••••• •0005'],
  ])('%s is shown as %s', (card, masked) => {
    expect(maskCards(`paid with ${card}, approved`)).toBe(`paid with ${masked}, approved`)
  })

  test('numbers that are no cards are left alone', () => {
    for (const text of ['049000000443', '4111111111111112', '20261120202000', '123456789012', '1.25', '4111 1111 11'])
      expect(maskCards(text)).toBe(text)
  })

  test('a card number inside a longer run of digits is not one', () => {
    expect(maskCards('94111111111111111000')).toBe('94111111111111111000')
  })

  test('the check digit rule knows good from bad', () => {
    expect(passesLuhn('4111111111111111')).toBe(true)
    expect(passesLuhn('4111111111111112')).toBe(false)
  })
})

describe('private elements', () => {
  test('lose their whole text, with any prefix and in any case, and keep its length', () => {
    expect(maskXmlLine('<AccountID>12-ab 7</AccountID>').text).toBe('<AccountID>••••• •</AccountID>')
    expect(maskXmlLine('<r:TrackData enc="x">%B4</r:TrackData>').text).toBe('<r:TrackData enc="x">•••</r:TrackData>')
    expect(maskXmlLine('<birthdate>1990-01-02</birthdate>').text).toBe('<birthdate>••••••••••</birthdate>')
    expect(maskXmlLine('<PAN/><Amount>1.25</Amount>').text).toBe('<PAN/><Amount>1.25</Amount>')
  })

  test('that run over several lines are hidden on each of them', () => {
    expect(maskXmlLines([line('  <TrackData>'), line('  ;4111=99'), line('  </TrackData><A>x</A>')])).toEqual([
      '  <TrackData>',
      '  ••••••••',
      '  </TrackData><A>x</A>',
    ])
  })

  test('whose beginning lies before the window are hidden up to their end', () => {
    expect(maskXmlLine('99=12</TrackData><A>7</A>', null, true).text).toBe('•••••</TrackData><A>7</A>')
  })

  test('that hold other elements are hidden to their own end', () => {
    expect(maskXmlLine('<AccountID><x>12</x>34</AccountID>5').text).toBe('<AccountID><x>••</x>••</AccountID>5')
  })
})

test('digits at the cut edge of a window are hidden, for nobody knows how they go on', () => {
  expect(maskXmlLine('1111111111</Ref> <A>41111111', null, true, true).text).toBe('••••••••••</Ref> <A>••••••••')
  expect(maskXmlLine('12</Ref>', null, true, false).text).toBe('12</Ref>')
})

test('a mask never changes the number of characters, so positions stay true', () => {
  const piece = fc.constantFrom(
    '<AccountID>',
    '</AccountID>',
    '4111111111111111',
    '<A b="c">',
    'é',
    '👍',
    ' ',
    '12',
    '&amp;',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.boolean(), fc.boolean(), (pieces, cutStart, cutEnd) => {
      const text = pieces.join('')
      expect(lengthInCharacters(maskXmlLine(text, null, cutStart, cutEnd).text)).toBe(lengthInCharacters(text))
    }),
  )
})

test('no card number comes through, wherever it stands', () => {
  const around = fc.stringMatching(/^[a-zA-Z<>/ ="']{0,30}$/)
  fc.assert(
    fc.property(around, around, (before, after) => {
      expect(maskXmlLine(`${before}4111111111111111${after}`).text).not.toContain('411111')
    }),
  )
})
