import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aJournal } from './journal-text.ts'
import { judgeAtOnce } from './judge.ts'
import { lookAtEnds } from './settle.ts'

const window = 4096
const look = (bytes: Uint8Array): string => {
  const ends = lookAtEnds(bytes.subarray(0, window), bytes.subarray(Math.max(0, bytes.length - window)), bytes.length)
  return ends.kind === 'complete' ? ends.kind : `${ends.kind} ${ends.why}`
}
const lookAt = (text: string): string => look(Buffer.from(text, 'latin1'))
const utf16 = (text: string, order: 'LE' | 'BE'): Buffer => {
  const little = Buffer.from(`\ufeff${text}`, 'utf16le')
  return order === 'LE' ? little : little.swap16()
}
const long = 'x'.repeat(10_000)

describe('the two ends of a file', () => {
  test.each([
    ['a closed root', '<r></r>'],
    [
      'a declaration, comments and a closed root',
      '<?xml version ="1.0" encoding="ISO-8859-1"?>\n <!-- </a> --> <r>\n</r>',
    ],
    ['white space in the closing tag', '<r></r \r\n>'],
    ['white space after it', '<r></r>\r\n \t'],
    ['one 0x1A after it', '<r></r>\r\n\x1a\r\n'],
    ['comments after it', '<r></r>\n<!-- </s> --> <!---->\n'],
    ['an instruction after it', '<r></r><?end?>\n'],
    ['a comment and one 0x1A after it', '<r></r> <!-- a --> \x1a'],
    ['a prefixed root', '<n:r xmlns:n="u"></n:r>'],
    ['a root that closes itself', '<?xml version="1.0"?>\n<r a="/>" b=\'>\'/>\n'],
    ['a byte order mark', '\xef\xbb\xbf<r></r>'],
    ['a long file', `<r><a>${long}</a></r>`],
    ['a root whose start tag is longer than can be seen', `<r a="${long}"><a></a></r>`],
    ['a root that begins later than can be seen', `<!-- ${long} --><r></r>`],
    ['more white space after it than can be seen', `<r>${long}</r>${' '.repeat(5000)}`],
    ['a longer comment after it than can be seen', `<r>${long}</r><!--${long}-->`],
    ['a longer closing tag than can be seen', `<r>${long}</r${' '.repeat(5000)}>`],
  ])('are complete with %s', (_, text) => {
    expect(lookAt(text)).toBe('complete')
  })

  test.each([
    ['white space only', ' \r\n'],
    ['zeros only', '\0'.repeat(5000)],
    ['a declaration alone', '<?xml version="1.0"?>\n'],
    ['half a declaration', '<?xml vers'],
    ['the first character', '<'],
    ['half a comment', '<!-- a '],
    ['the beginning of what may be a comment', '<!-'],
    ['the beginning of what may be a DOCTYPE', '<!DOC'],
    ['half the root’s name', '<NAXML-POSJ'],
    ['half the root’s tag', '<r a="/>'],
    ['an open root', '<r><a></a>\n'],
    ['an open root and a comment', '<r><a></a><!-- </r> -->'],
    ['a closing tag of another element at its end', `<r><a>${long}</a>`],
    ['a closing tag of another prefix', '<n:r xmlns:n="u"></r>'],
    ['a closing tag of another case', '<r></R>'],
    ['half a closing tag', '<r></r'],
    ['a closing tag whose name only ends alike', '<r><xr></xr>'],
    ['a comment that looks like a whole document', '<!-- <r></r>'],
    ['a tag that looks like an instruction', '<r ?>'],
    ['a whole document filled up with zeros', '<r></r>\0\0\0'],
    ['a beginning filled up with zeros', `<r><a>${'\0'.repeat(9000)}`],
    ['the first character filled up with zeros', '<\0\0\0\0\0\0\0'],
    ['a declaration filled up with zeros', `<?xml version="1.0"?>\n${'\0'.repeat(9000)}`],
    ['a self-closing root filled up with zeros', '<r/>\0'],
    ['two 0x1A', '<r></r>\x1a\x1a'],
    ['text after the root', '<r></r>x'],
    ['part of a byte order mark', '\xef\xbb'],
    ['part of another byte order mark', '\xff'],
  ])('are unfinished with %s', (_, text) => {
    expect(lookAt(text)).toBe('unfinished growing')
  })

  test('are empty without a byte', () => {
    expect(lookAt('')).toBe('unfinished empty')
  })

  test.each([
    ['another first character', 'PK\x03\x04', 'not-xml'],
    ['text', '\r\n {"a": 1}', 'not-xml'],
    ['a compressed file that ends in zeros', '\x1f\x8b\x08\0\0\0', 'not-xml'],
    ['text after the declaration', '<?xml version="1.0"?>\nx<r></r>', 'not-xml'],
    ['"<" and a blank', '< r></r>', 'not-xml'],
    ['a closing tag first', '</r>', 'not-xml'],
    ['a lower-case doctype', '<!doctype html>', 'not-xml'],
    ['a DOCTYPE', '<?xml version="1.0"?><!-- a --><!DOCTYPE r><r></r>', 'doctype'],
    ['an unknown encoding', '<?xml version="1.0" encoding="UTF-7"?>', 'encoding'],
    ['UTF-16 without a byte order mark', '<\0r\0>\0', 'encoding'],
    ['UTF-16 declared without a byte order mark', '<?xml version="1.0" encoding="UTF-16"?><r></r>', 'encoding'],
    [
      'a byte order mark against the declaration',
      '\xef\xbb\xbf<?xml version="1.0" encoding="ISO-8859-1"?>',
      'encoding',
    ],
  ])('are hopeless with %s', (_, text, why) => {
    expect(lookAt(text)).toBe(`hopeless ${why}`)
  })

  test('in UTF-16 half of a zero is no zero, and half of a character is no end', () => {
    for (const order of ['LE', 'BE'] as const) {
      expect(look(utf16('<r></r>', order))).toBe('complete')
      expect(look(utf16(`<r><a>${long}\u{1f600}</a></r>\r\n\x1a`, order))).toBe('complete')
      expect(look(utf16(`<r>\u0100${long}</r>`, order))).toBe('complete')
      expect(look(Buffer.concat([utf16(`<r>${long}</r>`, order), Buffer.alloc(2)]))).toBe('unfinished growing')
      expect(look(Buffer.concat([utf16(`<r>${long}</r>`, order), Buffer.alloc(1)]))).toBe('unfinished growing')
      expect(look(utf16(`<r><a>${long}</a>`, order))).toBe('unfinished growing')
      expect(look(utf16(`<r>${long}</r>`, order).subarray(0, -1))).toBe('unfinished growing')
      expect(look(utf16('', order))).toBe('unfinished growing')
      expect(look(utf16('x', order))).toBe('hopeless not-xml')
      expect(look(utf16('<!DOCTYPE r>', order))).toBe('hopeless doctype')
    }
    // A tail that begins inside a character.
    const bytes = utf16(`<r>${long}</r>`, 'LE')
    expect(lookAtEnds(bytes.subarray(0, window), bytes.subarray(bytes.length - 1001), bytes.length)).toEqual({
      kind: 'complete',
    })
  })

  test('of a journal that is being written, no beginning is taken for the whole', () => {
    for (const text of [
      aJournal(),
      `${aJournal([{}, {}])}\r\n`.replaceAll('\n', '\r\n'),
      aJournal([{ inside: [`<X>${long}</X>`] }]),
    ])
      for (const encode of [
        (whole: string) => Buffer.from(whole),
        (whole: string) => utf16(whole.replace(' encoding="UTF-8"', ''), 'BE'),
      ]) {
        const bytes = encode(text)
        const closed = encode(text.slice(0, text.lastIndexOf('>') + 1)).length
        for (let length = 1; length < closed; length += length < 600 || length > closed - 600 ? 1 : 97)
          expect(`${length} ${look(bytes.subarray(0, length))}`).toBe(`${length} unfinished growing`)
        for (let length = closed; length <= bytes.length; length += 2)
          expect(look(bytes.subarray(0, length))).toBe('complete')
      }
  })

  test('a document the gate accepts is always complete, and a hopeless one is always refused', () => {
    const part = fc.constantFrom(
      ' ',
      '\n',
      '<!-- a -->',
      '<?p?>',
      '<r>',
      '</r>',
      '<r/>',
      '<a>',
      '</a>',
      'x',
      '\x1a',
      '<',
      '>',
      '<?xml version="1.0"?>',
      '\0',
      '<!DOCTYPE r>',
      '\ufeff',
      '"',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.boolean(), (parts, wide) => {
        const bytes = wide ? utf16(parts.join(''), 'LE') : Buffer.from(parts.join(''))
        const { wellFormed } = judgeAtOnce(bytes, { maxBytes: 100_000, now: () => 0 })
        const seen = look(bytes)
        expect(wellFormed && seen !== 'complete').toBe(false)
        expect(seen.startsWith('hopeless') && wellFormed).toBe(false)
      }),
      { numRuns: 3000 },
    )
  })
})
