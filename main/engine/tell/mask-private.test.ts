import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lengthInCharacters } from '../judge/place.ts'
import { maskXml } from './mask-private.ts'

const testCards = ['4111111111111111', '5555555555554444', '378282246310005']

test('a card number is hidden in text, in attributes, in comments and in wrapped documents', () => {
  const hidden = '411111••••••1111'
  for (const [text, masked] of [
    ['<A>4111111111111111</A>', `<A>${hidden}</A>`],
    ['<Card number="4111111111111111"/>', `<Card number="${hidden}"/>`],
    ['<!-- 4111111111111111 -->', `<!-- ${hidden} -->`],
    ['<A><![CDATA[<B>4111111111111111</B>]]></A>', `<A><![CDATA[<B>${hidden}</B>]]></A>`],
  ] as const)
    expect(maskXml(text).text).toBe(masked)
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
    'PIN',
    'AccountName',
    'AccountLastName',
    'CashierID',
    'nax:CashierID',
    'LoyaltyTransactionID',
    'LoyaltyID',
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

  test('as attributes lose their value', () => {
    expect(maskXml(`<TransactionLine status="normal" approverID='77'>`).text).toBe(
      `<TransactionLine status="normal" approverID='••'>`,
    )
  })

  test('are hidden in a comment, and whole in a CDATA section whatever that looks like', () => {
    expect(maskXml('<!-- <AccountID>12</AccountID> -->').text).toBe('<!-- <AccountID>••</AccountID> -->')
    expect(maskXml('<PIN><![CDATA[<x12/>]]></PIN>').text).toBe('<PIN><![CDATA[••••••]]></PIN>')
    expect(maskXml('<A><![CDATA[<PIN>12</PIN>]]></A>').text).toBe('<A><![CDATA[<PIN>••</PIN>]]></A>')
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
