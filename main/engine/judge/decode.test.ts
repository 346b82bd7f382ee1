import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideEncoding, decodePiece, type Encoding } from './decode.ts'

const bytes = (...values: readonly (number | string)[]): Uint8Array =>
  Buffer.concat(
    values.map((value) => (typeof value === 'number' ? Buffer.from([value]) : Buffer.from(value, 'latin1'))),
  )
const declared = (name: string): Uint8Array => bytes(`<?xml version="1.0" encoding="${name}"?><r/>`)
const encodingOf = (data: Uint8Array): string => {
  const decision = decideEncoding(data)
  return decision.kind === 'decided' ? decision.encoding : decision.rule
}
const utf16 = (text: string, order: 'LE' | 'BE'): Buffer => {
  const little = Buffer.from(`\ufeff${text}`, 'utf16le')
  return order === 'LE' ? little : little.swap16()
}

describe('deciding the encoding', () => {
  test.each([
    ['utf-8', 'UTF-8'],
    ['UTF-8', 'UTF-8'],
    ['us-ascii', 'US-ASCII'],
    ['iso-8859-1', 'ISO-8859-1'],
    ['Windows-1252', 'windows-1252'],
  ])('the declared name %s is %s, whatever its case', (name, encoding) => {
    expect(encodingOf(declared(name))).toBe(encoding)
  })

  test('a document without mark and declaration is UTF-8', () => {
    expect(encodingOf(bytes('<r/>'))).toBe('UTF-8')
    expect(encodingOf(bytes('<?xml version="1.0"?><r/>'))).toBe('UTF-8')
    expect(encodingOf(bytes(0xef, 0xbb, 0xbf, '<r/>'))).toBe('UTF-8')
    expect(encodingOf(bytes())).toBe('UTF-8')
  })

  test('blanks around the equals sign and single quotes do not hide a declared encoding', () => {
    expect(encodingOf(bytes(`<?xml version ="1.0" encoding="ISO-8859-1" standalone="no"?>\n <r/>`))).toBe('ISO-8859-1')
    expect(encodingOf(bytes(`<?xml\tversion = '1.0'\r\nencoding\n=\n'iso-8859-1' ?><r/>`))).toBe('ISO-8859-1')
  })

  test('UTF-16 is read in both orders when it has a byte order mark', () => {
    for (const order of ['LE', 'BE'] as const) {
      expect(encodingOf(utf16('<r/>', order))).toBe(`UTF-16${order}`)
      expect(encodingOf(utf16('<?xml version="1.0" encoding="utf-16"?><r/>', order))).toBe(`UTF-16${order}`)
    }
  })

  test('UTF-16 without a byte order mark is refused, declared or not', () => {
    expect(encodingOf(declared('UTF-16'))).toBe('encoding-no-bom')
    expect(encodingOf(declared('utf-16le'))).toBe('encoding-no-bom')
    expect(encodingOf(Buffer.from('<r/>', 'utf16le'))).toBe('encoding-no-bom')
    expect(encodingOf(Buffer.from('<r/>', 'utf16le').swap16())).toBe('encoding-no-bom')
  })

  test.each(['UTF-7', 'ISO-8859-15', 'Shift_JIS', 'EBCDIC-CP-US', 'UTF-32', 'ISO-10646-UCS-2', 'x', 'utf8'])(
    'the declared name %s is not read',
    (name) => {
      expect(encodingOf(declared(name))).toBe('encoding-unknown')
    },
  )

  test('UTF-32 and EBCDIC are recognised and refused', () => {
    expect(encodingOf(bytes(0, 0, 0xfe, 0xff, 0, 0, 0, '<'))).toBe('encoding-unknown')
    expect(encodingOf(bytes(0xff, 0xfe, 0, 0, '<', 0, 0, 0))).toBe('encoding-unknown')
    expect(encodingOf(bytes('<', 0, 0, 0, '?', 0, 0, 0))).toBe('encoding-unknown')
    expect(encodingOf(bytes(0x4c, 0x6f, 0xa7, 0x94, 0x93))).toBe('encoding-unknown')
  })

  test('a byte order mark that contradicts the declaration is a conflict', () => {
    expect(encodingOf(bytes(0xef, 0xbb, 0xbf, '<?xml version="1.0" encoding="ISO-8859-1"?><r/>'))).toBe(
      'encoding-conflict',
    )
    expect(encodingOf(utf16('<?xml version="1.0" encoding="UTF-8"?><r/>', 'LE'))).toBe('encoding-conflict')
    expect(encodingOf(utf16('<?xml version="1.0" encoding="UTF-16BE"?><r/>', 'LE'))).toBe('encoding-conflict')
  })

  test('a refused name is told with its place', () => {
    const decision = decideEncoding(bytes('<?xml version="1.0"\n encoding="UTF-7"?><r/>'))
    expect(decision).toMatchObject({ kind: 'refused', place: { line: 2, column: 12 } })
  })
})

const decodeAll = (
  data: Uint8Array,
  encoding: Encoding,
  pieceBytes: number,
): { text: string; problem: string | null; at: number } => {
  let text = ''
  let from = 0
  for (;;) {
    const to = Math.min(data.length, from + pieceBytes)
    const piece = decodePiece(data, from, to, encoding)
    text += piece.text
    if (piece.problem === 'bad' || to === data.length) return { text, problem: piece.problem, at: piece.next }
    from = piece.next
  }
}

describe('decoding', () => {
  test('every single-byte encoding decodes all 256 bytes as its table says, or says which is not allowed', () => {
    const latin1 = decodePiece(
      Uint8Array.from({ length: 256 }, (_, byte) => byte),
      0,
      256,
      'ISO-8859-1',
    )
    expect(Array.from(latin1.text, (character) => character.codePointAt(0))).toEqual(
      Array.from({ length: 256 }, (_, byte) => byte),
    )
    const bad = (encoding: Encoding): number[] =>
      Array.from({ length: 256 }, (_, byte) => byte).filter(
        (byte) => decodePiece(Uint8Array.of(byte), 0, 1, encoding).problem === 'bad',
      )
    expect(bad('ISO-8859-1')).toEqual([])
    expect(bad('windows-1252')).toEqual([0x81, 0x8d, 0x8f, 0x90, 0x9d])
    expect(bad('US-ASCII')).toEqual(Array.from({ length: 128 }, (_, byte) => 128 + byte))
  })

  test('windows-1252 has the euro sign and the curly quotes that ISO-8859-1 does not have', () => {
    const data = Uint8Array.of(0x80, 0x92, 0xe9, 0x9f)
    expect(decodePiece(data, 0, 4, 'windows-1252').text).toBe('€’éŸ')
    expect(decodePiece(data, 0, 4, 'ISO-8859-1').text).toBe('\x80\x92é\x9f')
  })

  test.each([
    ['a stray continuation byte', [0x61, 0x80], 1],
    ['an overlong slash', [0x61, 0xc0, 0xaf], 1],
    ['an overlong three-byte character', [0xe0, 0x80, 0x80], 0],
    ['a surrogate', [0x61, 0xed, 0xa0, 0x80], 1],
    ['a character beyond the last one', [0xf4, 0x90, 0x80, 0x80], 0],
    ['a byte that never occurs', [0x61, 0x62, 0xff], 2],
    ['a lead byte before a letter', [0x61, 0xc3, 0x62], 1],
    ['a three-byte character that breaks off', [0xe2, 0x82, 0x41], 0],
  ])('%s is not UTF-8, and the place of the first wrong byte is told', (_, values, at) => {
    const data = Uint8Array.from(values)
    expect(decodePiece(data, 0, data.length, 'UTF-8')).toMatchObject({ problem: 'bad', next: at })
  })

  test('a character that is cut by the end is incomplete, not bad', () => {
    for (const cut of [[0xc3], [0xe2], [0xe2, 0x82], [0xf0, 0x9f], [0xf0, 0x9f, 0x98]]) {
      const data = Uint8Array.from([0x61, ...cut])
      expect(decodePiece(data, 0, data.length, 'UTF-8')).toEqual({ text: 'a', next: 1, problem: 'incomplete' })
    }
    expect(decodePiece(Uint8Array.of(0x61, 0, 0x62), 0, 3, 'UTF-16LE')).toEqual({
      text: 'a',
      next: 2,
      problem: 'incomplete',
    })
    expect(decodePiece(Uint8Array.of(0x61, 0, 0x3d, 0xd8), 0, 4, 'UTF-16LE')).toEqual({
      text: 'a',
      next: 2,
      problem: 'incomplete',
    })
  })

  test('bytes that cannot begin any character are bad even at the end', () => {
    for (const cut of [[0xe0, 0x80], [0xed, 0xa0], [0xf4, 0x90], [0xc0], [0xf5]]) {
      const data = Uint8Array.from([0x61, ...cut])
      expect(decodePiece(data, 0, data.length, 'UTF-8')).toMatchObject({ next: 1, problem: 'bad' })
    }
  })

  test('half a surrogate pair is not UTF-16', () => {
    const low = Uint8Array.of(0x61, 0, 0, 0xdc, 0x62, 0)
    expect(decodePiece(low, 0, 6, 'UTF-16LE')).toEqual({ text: 'a', next: 2, problem: 'bad' })
    const high = Uint8Array.of(0xd8, 0x3d, 0, 0x62)
    expect(decodePiece(high, 0, 4, 'UTF-16BE')).toEqual({ text: '', next: 0, problem: 'bad' })
  })

  test('any text comes back from any encoding that can hold it, however it is cut into pieces', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 })
    fc.assert(
      fc.property(text, fc.integer({ min: 8, max: 40 }), (written, pieceBytes) => {
        const little = Buffer.from(written, 'utf16le')
        const expected = { text: written, problem: null }
        expect(decodeAll(Buffer.from(written, 'utf8'), 'UTF-8', pieceBytes)).toMatchObject(expected)
        expect(decodeAll(little, 'UTF-16LE', pieceBytes)).toMatchObject(expected)
        expect(decodeAll(Buffer.from(little).swap16(), 'UTF-16BE', pieceBytes)).toMatchObject(expected)
      }),
    )
  })

  test('whatever bytes there are, UTF-8 decoding agrees with the platform about what is allowed', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const values = fc.array(
      fc.oneof(
        fc.constantFrom(0x61, 0xc3, 0xa9, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f, 0xbf),
        fc.integer({ min: 0, max: 255 }),
      ),
      { maxLength: 24 },
    )
    fc.assert(
      fc.property(values, fc.integer({ min: 8, max: 24 }), (list, pieceBytes) => {
        const data = Uint8Array.from(list)
        const { text, problem, at } = decodeAll(data, 'UTF-8', pieceBytes)
        const platform = ((): string | null => {
          try {
            return strict.decode(data)
          } catch {
            return null
          }
        })()
        expect(problem === null ? text : null).toBe(platform)
        expect(text).toBe(strict.decode(data.subarray(0, at)))
      }),
      { numRuns: 500 },
    )
  })
})
