import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readStoredText, type StoredText } from './stored-text.ts'

const linesOf = (text: StoredText): string[] =>
  Array.from({ length: text.lineCount }, (_, i) => {
    const place = text.line(i + 1)
    return place === null ? 'missing' : text.decode(place.from, place.to)
  })

const utf16 = (text: string, order: 'le' | 'be'): Buffer => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

const sample = '<?xml version="1.0" encoding="X"?>\r\n<A>é 😀</A>\n\n<B/>\r<C>x</C>\r\n'
const expected = ['<?xml version="1.0" encoding="X"?>', '<A>é 😀</A>', '', '<B/>', '<C>x</C>']
const named = (encoding: string): string => sample.replace('encoding="X"', `encoding="${encoding}"`)

describe('lines', () => {
  test.each([
    ['UTF-8', Buffer.from(named('UTF-8'))],
    ['UTF-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(named('UTF-8'))])],
    ['UTF-16 LE', utf16(named('UTF-16'), 'le')],
    ['UTF-16 BE', utf16(named('UTF-16'), 'be')],
  ])('end with LF, CR LF or a lone CR, and the mark belongs to none (%s)', async (_name, bytes) => {
    const lines = linesOf(await readStoredText(bytes))
    expect(lines.slice(1)).toEqual(expected.slice(1))
    expect(lines[0]).toMatch(/^<\?xml/)
  })

  test('are decoded by the encoding the file names', async () => {
    const latin1 = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?>\n<A>é\x80</A>', 'latin1')
    expect(linesOf(await readStoredText(latin1))[1]).toBe('<A>é\x80</A>')
    const windows = Buffer.from('<?xml version="1.0" encoding="windows-1252"?>\n<A>é\x80\x81</A>', 'latin1')
    expect(linesOf(await readStoredText(windows))[1]).toBe('<A>é€\ufffd</A>')
  })

  test('of bytes that are no text of any kind are shown all the same', async () => {
    const text = await readStoredText(Buffer.from([0x3c, 0x41, 0x3e, 0x0a, 0xff, 0xc3, 0x28, 0x80, 0x0a, 0x42]))
    expect([text.lineCount, linesOf(text)[0], linesOf(text)[2]]).toEqual([3, '<A>', 'B'])
    expect(linesOf(text)[1]).toContain('\ufffd')
  })

  test('are one even in a file without any line end, and a line end at the end begins no further one', async () => {
    expect((await readStoredText(Buffer.from('<A/>'))).lineCount).toBe(1)
    expect((await readStoredText(Buffer.from('<A/>\n'))).lineCount).toBe(1)
    expect((await readStoredText(Buffer.from('<A/>\r'))).lineCount).toBe(1)
    expect((await readStoredText(Buffer.from('<A/>\r\n\r\n'))).lineCount).toBe(2)
  })

  test('that a document does not have are null', async () => {
    const text = await readStoredText(Buffer.from('a\nb'))
    expect([text.line(0), text.line(3), text.line(-1), text.line(1.5)]).toEqual([null, null, null, null])
  })
})

const characters = (text: string): string[] => [...text]

test('lines, lengths and places agree with a plain reading of the whole text, in every encoding', async () => {
  const piece = fc.constantFrom('a', 'é', '€', '😀', '\n', '\r', '\r\n', '<A>', ' ', 'x'.repeat(70))
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 120 }),
      fc.constantFrom('utf8', 'le', 'be'),
      fc.nat(),
      async (pieces, kind, pick) => {
        const written = pieces.join('')
        const bytes = kind === 'utf8' ? Buffer.from(`\ufeff${written}`) : utf16(written, kind === 'le' ? 'le' : 'be')
        const text = await readStoredText(bytes)
        const plain = written.split(/\r\n|\r|\n/)
        if (plain.length > 1 && plain.at(-1) === '') plain.pop()
        expect(linesOf(text)).toEqual(plain)
        expect(text.longestLine).toBe(Math.max(...plain.map((line) => characters(line).length)))
        const number = 1 + (pick % plain.length)
        const place = text.line(number)
        const line = characters(plain[number - 1] ?? '')
        if (place === null) throw new Error('no line')
        expect(text.charactersBetween(place.from, place.to)).toBe(line.length)
        const at = pick % (line.length + 1)
        const offset = text.skipCharacters(place.from, at, place.to)
        expect(text.decode(place.from, offset)).toBe(line.slice(0, at).join(''))
        expect(text.characterStart(offset)).toBe(offset)
      },
    ),
    { numRuns: 300 },
  )
})

test('places beyond the first blocks of a long line are found as well as those in them', async () => {
  const line = characters('aé€😀'.repeat(60_000))
  for (const bytes of [Buffer.from(line.join('')), utf16(line.join(''), 'be')]) {
    const text = await readStoredText(bytes)
    expect([text.lineCount, text.longestLine]).toEqual([1, line.length])
    for (const at of [0, 1, 65_535, 65_536, 131_072, 200_003, line.length - 1]) {
      const from = text.skipCharacters(text.start, at, text.end)
      const to = text.skipCharacters(from, 7, text.end)
      expect(text.decode(from, to)).toBe(line.slice(at, at + 7).join(''))
      expect(text.charactersBetween(text.start, from)).toBe(at)
    }
  }
})
