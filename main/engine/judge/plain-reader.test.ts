// The plain reader against the strict one: whatever it accepts, the strict one must accept and tell in the same words
// and at the same places. It may decline anything; that it does not decline what registers write is tested too.

import { readdirSync, readFileSync } from 'node:fs'
import { isAscii } from 'node:buffer'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentOf } from './content.ts'
import { decideEncoding, decodePiece } from './decode.ts'
import { aJournal } from './journal-text.ts'
import { mayBePlain, NotPlain, PlainReader } from './plain-reader.ts'
import { Refusal } from './refusal.ts'
import { sharedFolder } from './shared-material.ts'
import { StrictReader, type Whereabouts, type XmlListener } from './strict-reader.ts'

/** Everything a listener can learn, at every moment it can ask. */
const recorder = (whereabouts: () => Whereabouts): { listener: XmlListener; told: string[] } => {
  const told: string[] = []
  let text = ''
  const where = (): string => {
    const { place, tagPlace, tagLine, line } = whereabouts()
    return `${place.line}:${place.column} ${tagPlace.line}:${tagPlace.column} ${tagLine} ${line}`
  }
  const flush = (): void => {
    if (text !== '') told.push(JSON.stringify(text))
    text = ''
  }
  const listener: XmlListener = {
    opened: (name, attributes, depth) => {
      flush()
      told.push(`<${name} ${depth} ${JSON.stringify([...attributes.entries()])} ${where()}`)
      // Some texts are not asked for.
      return name.length % 7 !== 3
    },
    text: (piece) => {
      text += piece
    },
    closed: (depth) => {
      flush()
      told.push(`> ${depth} ${whereabouts().line} ${whereabouts().place.column}`)
    },
  }
  return { listener, told }
}

type Told = readonly string[] | 'declined' | 'refused'

const readPlainly = (bytes: Uint8Array, pieceBytes: number): Told => {
  const decided = decideEncoding(bytes)
  if (decided.kind === 'refused' || !mayBePlain(decided.encoding)) return 'declined'
  const { encoding, declared, start } = decided
  const { end, zeros } = contentOf(bytes, encoding, start)
  const whole = decodePiece(bytes, start, end, encoding)
  // These are looked at by the gate.
  if (zeros > 0 || whole.problem !== null) return 'declined'
  const { listener, told } = recorder(() => reader)
  const text = { bytes, encoding, declared, start, end, isAscii: isAscii(bytes.subarray(start, end)) }
  let reader: Whereabouts = { place: { line: 0, column: 0 }, tagPlace: { line: 0, column: 0 }, tagLine: 0, line: 0 }
  try {
    const plain = new PlainReader(text, listener)
    reader = plain
    for (let to = start; to < end;) plain.readTo((to = Math.min(end, to + pieceBytes)))
    plain.finish()
    return told
  } catch (fault) {
    if (fault instanceof NotPlain) return 'declined'
    throw fault
  }
}

const readStrictly = (bytes: Uint8Array): Told => {
  const decided = decideEncoding(bytes)
  if (decided.kind === 'refused') return 'refused'
  const { encoding, declared, start } = decided
  const { end } = contentOf(bytes, encoding, start)
  const { text, problem } = decodePiece(bytes, start, end, encoding)
  if (problem !== null) return 'refused'
  const { listener, told } = recorder(() => reader)
  const reader: StrictReader = new StrictReader(declared, listener)
  try {
    reader.write(text)
    reader.end()
    return told
  } catch (fault) {
    if (fault instanceof Refusal) return 'refused'
    throw fault
  }
}

/** Fails when the plain reader accepts what it should not, or tells it otherwise. Tells whether it accepted. */
const compare = (bytes: Uint8Array, pieceBytes = 65_536): boolean => {
  const plain = readPlainly(bytes, pieceBytes)
  if (plain === 'declined') return false
  expect(plain).toEqual(readStrictly(bytes))
  return true
}
const compareText = (text: string): boolean => compare(Buffer.from(text))

const filesIn = (...folder: readonly string[]): readonly (readonly [string, Buffer])[] => {
  const path = sharedFolder(...folder)
  return path === null
    ? []
    : readdirSync(path)
        .filter((name) => name.endsWith('.xml'))
        .map((name) => [name, readFileSync(join(path, name))] as const)
}
const samples = filesIn('domain', 'samples')
const hostile = filesIn('hostile')

describe('what registers write is read plainly', () => {
  test.each([
    ['elements, attributes and texts', '<a><b x="1" y=\'2\'/>t<c>u</c>\n</a>'],
    ['a declaration with blanks', '<?xml version ="1.0" encoding="UTF-8" standalone="no"?>\n <a/>'],
    ['a byte order mark', '\ufeff<?xml version="1.0" encoding="utf-8"?><a/>'],
    ['references', '<a b="&lt;&#65;&#x20AC;">&amp;&apos;&gt;&quot;&#10;</a>'],
    ['white space in odd places', '<a\r\n\tb = "1"\n>x</a\r\n >\r\n'],
    ['comments', '<!-- a - b --><a><!--\n--></a><!---->'],
    ['a default name space and prefixes', '<a xmlns="u" xmlns:x="v"><x:b x:c="1" xml:lang="en" c="2"/></a>'],
    ['a prefix that is declared further in', '<a><n:b xmlns:n="u"><n:c/></n:b><n:b xmlns:n="v"/></a>'],
    ['characters outside ASCII', '<a b="é">\n€😀<c/>é</a>'],
    ['brackets', '<a b="]]">]] ]>x]</a>'],
    ['a tab in a value', '<a b="\t1\t&#9;"/>'],
  ])('%s', (_what, text) => {
    expect(compareText(text)).toBe(true)
  })

  test.skipIf(samples.length === 0)('every sample that is well-formed', () => {
    const declined = samples.filter(([, bytes]) => readStrictly(bytes) !== 'refused' && !compare(bytes, 100))
    expect(declined.map(([name]) => name)).toEqual([])
  })
})

describe('left to the strict reader', () => {
  test.each([
    ['nothing', ''],
    ['white space only', ' \n'],
    ['text only', 'x'],
    ['text before the root', 'x<a/>'],
    ['text behind the root', '<a/>x'],
    ['a second root', '<a/><b/>'],
    ['an unfinished tag', '<a'],
    ['an unfinished element', '<a><b></b>'],
    ['an unfinished end tag', '<a></a'],
    ['a wrong end tag', '<a></b>'],
    ['an end tag with more', '<a></a b="1">'],
    ['a prefix of an end tag', '<ab></a>'],
    ['a lonely end tag', '</a>'],
    ['a DOCTYPE', '<!DOCTYPE a><a/>'],
    ['an entity', '<a>&nbsp;</a>'],
    ['a bare "&"', '<a>a & b</a>'],
    ['a bare "&" that nobody asked for', '<abc>&</abc>'],
    ['a bare "&" in a value', '<a b="&"/>'],
    ['a reference to no character', '<a>&#0;</a>'],
    ['a reference to half a character', '<a>&#xD800;</a>'],
    ['"<" in a value', '<a b="<"/>'],
    ['CDATA', '<a><![CDATA[x]]></a>'],
    ['the end of a CDATA section', '<a>]]></a>'],
    ['an instruction', '<a><?x y?></a>'],
    ['two hyphens in a comment', '<a><!-- -- --></a>'],
    ['a control character in a text', '<a>\u0001</a>'],
    ['a control character in a value', '<a b="\u0001"/>'],
    ['a control character in a comment', '<a><!--\u0001--></a>'],
    ['no character', '<a>\ufffe</a>'],
    ['no character in a value', '<a b="\uffff"/>'],
    ['a carriage return by itself', '<a>\r</a>'],
    ['a name outside ASCII', '<é/>'],
    ['a name that begins with a digit', '<1a/>'],
    ['no name', '<>x</>'],
    ['no name, but attributes', '<a>< b="1"></></a>'],
    ['an attribute without a name', '<a ="1"/>'],
    ['a name that is only a prefix', '<a:/>'],
    ['two colons', '<a:b:c xmlns:a="u"/>'],
    ['an undeclared prefix', '<a:b/>'],
    ['an undeclared prefix of an attribute', '<b a:c="1"/>'],
    ['a prefix out of its scope', '<a><b xmlns:n="u"/><n:c/></a>'],
    ['a prefix taken back', '<a xmlns:n=""/>'],
    ['a reserved prefix', '<a xmlns:xml="u"/>'],
    ['a reserved name space', '<a xmlns:n="http://www.w3.org/2000/xmlns/"/>'],
    ['the same attribute twice', '<a b="1" b="2"/>'],
    ['the same attribute by two prefixes', '<a xmlns:n="u" xmlns:m="u" n:b="1" m:b="2"/>'],
    ['attributes without white space between', '<a b="1"c="2"/>'],
    ['an attribute without a value', '<a b/>'],
    ['a value without quotes', '<a b=1/>'],
    ['another version', '<?xml version="1.1"?><a/>'],
    ['a declaration behind white space', ' <?xml version="1.0"?><a/>'],
    ['65 levels', '<a>'.repeat(65) + '</a>'.repeat(65)],
    ['33 attributes', `<a ${Array.from({ length: 33 }, (_, i) => `b${i}=""`).join(' ')}/>`],
    ['a long text', `<a>${'x'.repeat(40_000)}</a>`],
    ['a long value', `<a b="${'x'.repeat(5000)}"/>`],
    ['a long name', `<${'x'.repeat(257)}/>`],
  ])('%s', (_what, text) => {
    expect(readPlainly(Buffer.from(text), 65_536)).toBe('declined')
  })
})

describe('the plain reader never says more than the strict one', () => {
  test.skipIf(hostile.length === 0)('of any hostile document, in any pieces', () => {
    for (const [, bytes] of hostile) for (const piece of [1, 7, 65_536]) compare(bytes, piece)
  })

  const markup = [
    ...[
      '<',
      '</',
      '/>',
      '>',
      '<a',
      '</a>',
      '<a>',
      '<b c="1">',
      "<b c='&lt;'/>",
      '<n:b>',
      '</n:b>',
      ' n:c=""',
      ' xmlns:n="u"',
    ],
    ...[
      '&',
      '&amp;',
      '&#',
      '&#x41;',
      '&#1;',
      ';',
      '"',
      "'",
      '=',
      ' ',
      '\n',
      '\r',
      '\r\n',
      '\t',
      '-',
      '--',
      '<!--',
      '-->',
    ],
    ...[
      '<!',
      '<![CDATA[',
      ']]>',
      ']',
      '<?',
      '?>',
      'x',
      'é',
      '😀',
      '\u0000',
      '\u001a',
      '\ufffe',
      ':',
      'xmlns',
      '.',
      '1',
    ],
  ]
  const snippet = fc.constantFrom(...markup)

  test('of text put together from pieces of markup', () => {
    let accepted = 0
    fc.assert(
      fc.property(fc.array(snippet, { maxLength: 12 }), (parts) => {
        if (compareText(`<a xmlns:n="u">${parts.join('')}</a>`)) accepted += 1
      }),
      { numRuns: 8000 },
    )
    expect(accepted).toBeGreaterThan(100)
  })

  test('of a tag put together from what tags are made of', () => {
    const inTag = fc.constantFrom(
      ...[
        'b',
        'n:c',
        'n:',
        ':',
        'xmlns',
        'xmlns:m',
        'm:c',
        'xml:c',
        'c',
        '-',
        '1',
        ' ',
        '\n',
        '\r\n',
        '\t',
        '=',
        '="',
        '"',
        "='",
        "'",
      ],
      ...[
        '="1"',
        '="1" ',
        '="u" ',
        '="&lt;"',
        '="&#10;"',
        '=""',
        '=">"',
        '="]]>"',
        '/',
        '>',
        '</',
        '<',
        '&',
        'é',
        '\ufffe',
        '\u0000',
      ],
    )
    let accepted = 0
    fc.assert(
      fc.property(fc.array(inTag, { maxLength: 7 }), fc.constantFrom('/>', '></b>', ' />', '>'), (parts, end) => {
        if (compareText(`<a xmlns:n="u"><b ${parts.join('')}${end}</a>`)) accepted += 1
      }),
      { numRuns: 8000 },
    )
    expect(accepted).toBeGreaterThan(50)
  })

  const journals: readonly Buffer[] = [
    Buffer.from(aJournal([{}, { type: 'RefundEvent' }])),
    Buffer.from(aJournal().replaceAll('\n', '\r\n').replace('8945', '&#56;945 é')),
    Buffer.from(
      '<?xml version="1.0"?>\n<n:a xmlns:n="u" xmlns="v"><b c="1" n:c=\'2\'/><!-- x -->\n<n:d>&amp; t</n:d></n:a>\n',
    ),
    ...samples.map(([, bytes]) => bytes).filter(({ length }) => length > 0 && length < 6000),
  ]

  test('of a journal that was damaged anywhere', () => {
    const damage = fc.record({
      journal: fc.constantFrom(...journals),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      drop: fc.integer({ min: 0, max: 3 }),
      put: snippet,
      piece: fc.constantFrom(1, 50, 65_536),
    })
    fc.assert(
      fc.property(damage, ({ journal, at, drop, put, piece }) => {
        const from = Math.floor(at * journal.length)
        compare(Buffer.concat([journal.subarray(0, from), Buffer.from(put), journal.subarray(from + drop)]), piece)
      }),
      { numRuns: 6000 },
    )
  })

  test('of single bytes that were changed in an ISO-8859-1, a windows-1252 and a UTF-8 document', () => {
    const byte = fc.record({
      encoding: fc.constantFrom('ISO-8859-1', 'windows-1252', 'UTF-8', 'US-ASCII'),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      value: fc.integer({ min: 0, max: 255 }),
    })
    fc.assert(
      fc.property(byte, ({ encoding, at, value }) => {
        const bytes = Buffer.from(`<?xml version="1.0" encoding="${encoding}"?><a b="cde">fgh<i/>jkl\n</a>`)
        bytes[Math.floor(at * bytes.length)] = value
        compare(bytes)
      }),
      { numRuns: 2000 },
    )
  })
})
