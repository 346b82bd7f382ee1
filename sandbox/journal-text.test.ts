import { describe, expect, test } from 'vitest'
import { decodeJournal } from './journal-text.ts'

const declared = (encoding: string): string => `<?xml version ="1.0" encoding="${encoding}"?>\n<a>`
const bytesOf = (head: string, ...rest: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(rest)])

describe('decoding a journal', () => {
  test('takes UTF-8 where nothing is declared, and leaves a byte order mark out of the text', () => {
    const text = '<a>é😀</a>'
    expect(decodeJournal(Buffer.from(text))).toEqual({ ok: true, encoding: 'UTF-8', text })
    expect(decodeJournal(Buffer.from(`\uFEFF${text}`))).toEqual({ ok: true, encoding: 'UTF-8', text })
  })

  test('reads ISO-8859-1 byte for character, not as windows-1252', () => {
    const decoded = decodeJournal(bytesOf(declared('ISO-8859-1'), 0xc9, 0x80, 0x92))
    expect(decoded).toEqual({ ok: true, encoding: 'ISO-8859-1', text: `${declared('ISO-8859-1')}\u00C9\u0080\u0092` })
  })

  test('reads windows-1252 with its own signs', () => {
    const decoded = decodeJournal(bytesOf(declared('windows-1252'), 0x80, 0x92, 0xe9))
    expect(decoded).toMatchObject({ ok: true, text: `${declared('windows-1252')}€’é` })
  })

  test.each(['LE', 'BE'] as const)('reads UTF-16%s with its mark', (order) => {
    const text = `${declared('UTF-16')}é😀`
    const little = Buffer.from(`\uFEFF${text}`, 'utf16le')
    expect(decodeJournal(order === 'LE' ? little : little.swap16())).toEqual({
      ok: true,
      encoding: `UTF-16${order}`,
      text,
    })
  })

  test.each([
    ['a byte UTF-8 does not know', bytesOf('<a>\nx\xC3\xA9', 0xff), { line: 2, position: 3 }],
    ['a UTF-8 character cut off', bytesOf('<a>', 0xc3), { line: 1, position: 4 }],
    ['a byte that ASCII does not know', bytesOf(declared('US-ASCII'), 0xe9), { line: 2, position: 4 }],
    ['a byte windows-1252 leaves undefined', bytesOf(declared('windows-1252'), 0x81), { line: 2, position: 4 }],
    ['half a surrogate pair', Buffer.from('\uFEFF<a>\uD83D.', 'utf16le'), { line: 1, position: 4 }],
    ['an odd number of UTF-16 bytes', Buffer.from([0xff, 0xfe, 0x3c]), { line: 1, position: 1 }],
    ['UTF-16 without its mark', bytesOf(declared('UTF-16')), { line: 1, position: 1 }],
    ['an encoding it does not know', bytesOf(declared('UTF-7')), { line: 1, position: 1 }],
    [
      'a mark that contradicts the declaration',
      Buffer.from(`\uFEFF${declared('ISO-8859-1')}`),
      { line: 1, position: 1 },
    ],
    [
      'a UTF-16 mark that contradicts the declaration',
      Buffer.from(`\uFEFF${declared('UTF-8')}`, 'utf16le'),
      { line: 1, position: 1 },
    ],
  ])('refuses %s and says where', (_, bytes, place) => {
    expect(decodeJournal(bytes)).toMatchObject({ ok: false, place })
  })

  test('does not take a replacement character that was really written for a broken byte', () => {
    expect(decodeJournal(Buffer.from('<a>\uFFFD</a>'))).toMatchObject({ ok: true })
    expect(decodeJournal(bytesOf('<a>\xEF\xBF\xBD\n', 0xff))).toMatchObject({
      ok: false,
      place: { line: 2, position: 1 },
    })
  })
})
