import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { Refusal } from './refusal.ts'
import { StrictReader, type XmlListener } from './strict-reader.ts'

type Outcome = { readonly refused: string } | { readonly told: readonly string[] }

/** What a reader tells of a document that is given in these pieces, or the rule and the place of its refusal. */
const readPieces = (pieces: readonly string[], declared: string | null = null): Outcome => {
  const told: string[] = []
  let text = ''
  const flush = (): void => {
    if (text !== '') told.push(text.length > 100 ? `${text.length} characters` : JSON.stringify(text))
    text = ''
  }
  const listener: XmlListener = {
    opened: (name, attributes, depth) => {
      flush()
      const values = [...attributes.entries()].map(([key, value]) => `${key}=${value}`)
      told.push([`<${name}`, depth, reader.tagLine, ...values].join(' '))
      return true
    },
    text: (piece, whole) => {
      text += whole ? piece : '…'
    },
    closed: (depth) => {
      flush()
      told.push(`> ${depth} ${reader.line}`)
    },
  }
  const reader: StrictReader = new StrictReader(declared, listener)
  try {
    for (const piece of pieces) reader.write(piece)
    reader.end()
    return { told }
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    return { refused: `${fault.rule} ${fault.place?.line ?? '-'}:${fault.place?.column ?? '-'}` }
  }
}
const read = (text: string, declared: string | null = null): Outcome => readPieces([text], declared)
const refusalOf = (text: string): string | null => {
  const outcome = read(text)
  return 'refused' in outcome ? outcome.refused : null
}

describe('the strict reader', () => {
  test('tells elements by local name, with depth, attributes and the lines of their first and last characters', () => {
    expect(read('<n:a xmlns:n="u">\n<b\n c="1"\n>x &amp; <![CDATA[<y>]]></b\n></n:a>')).toEqual({
      told: ['<a 1 1 xmlns:n=u', '"\\n"', '<b 2 2 c=1', '"x & <y>"', '> 2 5', '> 1 5'],
    })
  })

  test.each([
    ['nothing', '', 'empty -:-'],
    ['white space only', ' \r\n\t', 'empty -:-'],
    ['something else than "<" at the beginning', ' \n {"a":1}', 'not-xml 2:2'],
    ['a second byte order mark', '\ufeff<r/>', 'not-xml 1:1'],
    ['a tag that is not closed', '<a>\n<b>\n', 'cut-off 3:1'],
    ['a tag that breaks off', '<a><b c="1', 'cut-off 1:11'],
    ['a comment that breaks off', '<a><!-- ', 'cut-off 1:9'],
    ['a comment after the root that breaks off', '<a/><!--', 'cut-off 1:9'],
    ['a reference that breaks off', '<a>x &am', 'cut-off 1:9'],
    ['a numeric reference that breaks off', '<a>&#x4', 'cut-off 1:8'],
    ['a comment alone', '<!-- a -->', 'cut-off 1:11'],
    ['a closing tag of another name', '<a>\n <b></c></a>', 'tag-mismatch 2:5'],
    ['a closing tag of another case', '<a></A>', 'tag-mismatch 1:4'],
    ['a closing tag of another prefix', '<a xmlns:p="u"></p:a>', 'tag-mismatch 1:16'],
    ['a closing tag without a name', '<a></></a>', 'tag-mismatch 1:4'],
    ['a bare "&" with no ";" anywhere after it', '<a>\nM&M </a>', 'bad-reference 2:2'],
    ['a bare "&" with a ";" far behind it', '<a><b>A & B</b>\n\n<c>;</c></a>', 'bad-reference 1:9'],
    ['a bare "&" in an attribute', '<a b="x&y"/>', 'bad-reference 1:8'],
    ['an undefined entity', '<a>&nbsp;</a>', 'bad-reference 1:4'],
    ['an entity named like a property of every object', '<a>&constructor;&__proto__;</a>', 'bad-reference 1:4'],
    ['a reference to a zero character', '<a>\n&#0;</a>', 'bad-reference 2:1'],
    ['a reference to half a surrogate pair', '<a>&#xD800;</a>', 'bad-reference 1:4'],
    ['a reference beyond the last character', '<a>&#x110000;</a>', 'bad-reference 1:4'],
    ['a reference with a capital X', '<a>&#X41;</a>', 'bad-reference 1:4'],
    ['a zero character', '<a>x\0</a>', 'bad-character 1:5'],
    ['a control character', '<a>\n x\u0001</a>', 'bad-character 2:3'],
    ['U+FFFE', '<a>\ufffe</a>', 'bad-character 1:4'],
    ['text after the root', '<a/>\n b > c', 'after-root 2:2'],
    ['text between comments after the root', '<a/><!-- > -->\nb<!-- c -->', 'after-root 2:1'],
    ['text before the root', '<!-- a -->b<c/>', 'after-root 1:11'],
    ['a control character in text after the root', '<a/>\nbc\u0001', 'after-root 2:1'],
    ['a control character right after the root', '<a/>\n\u001a\n', 'bad-character 2:1'],
    ['a second root', '<a/>\n  <b/>', 'after-root 2:3'],
    ['CDATA after the root', '<a/><![CDATA[]]>', 'after-root 1:5'],
    ['a prefix that is not declared', '<a>\n<p:b/></a>', 'undeclared-prefix 2:1'],
    ['an attribute prefix that is not declared', '<a>\n<b\np:c="1"/></a>', 'undeclared-prefix 2:1'],
    ['a name with two colons', '<a:b:c xmlns:a="u"/>', 'undeclared-prefix 1:1'],
    ['a local name that begins with a digit', '<a:1 xmlns:a="u"/>', 'undeclared-prefix 1:1'],
    ['an attribute whose local name begins with a hyphen', '<a xmlns:b="u" b:-c="1"/>', 'undeclared-prefix 1:1'],
    ['the same attribute twice', '<a b="1" b="2"/>', 'duplicate-attribute 1:1'],
    ['the same attribute by two prefixes', '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>', 'duplicate-attribute 1:1'],
    ['an attribute without quotes', '<a b=c/>', 'not-well-formed 1:6'],
    ['an attribute without a value', '<a b/>', 'not-well-formed 1:5'],
    ['"<" in an attribute', '<a b="<"/>', 'not-well-formed 1:7'],
    ['"]]>" in text', '<a>]]></a>', 'not-well-formed 1:6'],
    ['two hyphens in a comment', '<a><!-- a -- b --></a>', 'not-well-formed 1:13'],
    ['a late XML declaration', ' <?xml version="1.0"?><a/>', 'not-well-formed 1:7'],
    ['a reserved instruction', '<a><?XML x?></a>', 'not-well-formed 1:12'],
    ['a lower-case doctype', '<!doctype html><html/>', 'not-well-formed 1:1'],
    ['a DOCTYPE', '\n<!DOCTYPE a [<!ENTITY b "c">]><a/>', 'doctype 2:1'],
    ['a DOCTYPE that breaks off', '<!-- a --><!DOCTYPE', 'doctype 1:11'],
    ['a DOCTYPE after the root', '<a/>\n<!DOCTYPE a>', 'doctype 2:1'],
    ['a DOCTYPE inside the root', '<a><!DOCTYPE a></a>', 'doctype 1:4'],
    ['XML 1.1', '<?xml version="1.1"?><a/>', 'xml-version 1:1'],
    ['XML 1.00', '<?xml version="1.00"?><a/>', 'xml-version 1:1'],
    ['a declaration without a version', '<?xml encoding="UTF-8"?><a/>', 'not-well-formed 1:15'],
  ])('refuses %s', (_, text, refusal) => {
    expect(refusalOf(text)).toBe(refusal)
  })

  test.each([
    ['references', '<a b="&lt;&#x41;&#65;&quot;">&gt;&amp;&apos;&#x1F600;</a>'],
    [
      'a bare "&" and a DOCTYPE where they mean nothing',
      '<!-- & <!DOCTYPE a> --><?p & <!DOCTYPE ?><a><![CDATA[& <!DOCTYPE]]><!--&--><?q &?></a><!-- & -->',
    ],
    ['"]]" and ">" apart', '<a>]] > ]]&gt;</a>'],
    ['comments and instructions around the root', '<?xml version="1.0"?><!-- a --><?b?>\n<a/>\n<!-- c --><?d e?>\n'],
    ['names beyond ASCII', '<é·ä xmlns:日="u" 日:本="1"/>'],
    ['characters that only look forbidden', '<a>\u007f\u0085\u2028\ufffd\u{1fffe}</a>'],
    ['"__proto__" as a name', '<a><__proto__ __proto__="1" constructor="2"/></a>'],
  ])('accepts %s', (_, text) => {
    expect(read(text)).toHaveProperty('told')
  })

  test('counts a line at LF, at CR LF and at a lone CR, and columns in characters', () => {
    expect(refusalOf('<a>\r\n\r\r\n \u{1f600}é&</a>')).toBe('bad-reference 4:4')
    expect(read('<a>\r<b/>\r\n<c/>\n<d/></a>')).toEqual({
      told: ['<a 1 1', '"\\n"', '<b 2 2', '> 2 2', '<c 2 3', '> 2 3', '<d 2 4', '> 2 4', '> 1 4'],
    })
  })

  test('accepts 64 levels, 256 attributes and names of 256 characters, and nothing beyond', () => {
    const deep = (levels: number): string => '<a>'.repeat(levels) + '</a>'.repeat(levels)
    expect(read(deep(64))).toHaveProperty('told')
    expect(refusalOf(deep(65))).toBe('too-deep 1:193')
    const wide = (count: number): string => `<r${Array.from({ length: count }, (_, i) => ` a${i}="1"`).join('')}/>`
    expect(read(wide(256))).toHaveProperty('told')
    expect(refusalOf(wide(257))).toBe('too-many-attributes 1:1')
    const name = 'n'.repeat(256)
    expect(read(`<${name} ${name}="1"></${name}>`)).toHaveProperty('told')
    expect(refusalOf(`<r>\n<${name}n/></r>`)).toBe('name-too-long 2:1')
    expect(refusalOf(`<r>\n<a ${name}n="1"/></r>`)).toBe('name-too-long 2:1')
    expect(refusalOf(`<r>\n<a></${name}n></a></r>`)).toMatch(/^(name-too-long|tag-mismatch) 2:4$/)
  })

  test('tells text only of elements somebody asked for, and only up to their first child', () => {
    const texts: string[] = []
    const reader = new StrictReader(null, {
      opened: (name) => name === 'b',
      text: (text) => void texts.push(text),
      closed: () => undefined,
    })
    reader.write('<a>1<b>2<!-- 3 -->&amp;<![CDATA[4]]><c>5</c>6</b>7<b>8</b>9<![CDATA[10]]></a>')
    reader.end()
    expect(texts).toEqual(['2', '&', '4', '8'])
  })

  test('refuses a document whose declaration says another encoding than the one it was decoded by', () => {
    expect(read('<?xml version="1.0" encoding="UTF-8"?><a/>', 'UTF-8')).toHaveProperty('told')
    expect(read('<?xml version="1.0" encoding="UTF-7"?><a/>', null)).toHaveProperty('refused', 'encoding-conflict 1:1')
  })

  test('keeps a long text away from the next one: what is dropped is told as dropped', () => {
    const long = 'x'.repeat(200_000)
    const pieces = (text: string): string[] => text.match(/[^]{1,50000}/g) ?? []
    const told = (text: string): unknown => readPieces(pieces(text))
    expect(told(`<a><b>${long}</b><c>y</c></a>`)).toMatchObject({
      told: ['<a 1 1', '<b 2 1', '"…"', '> 2 1', '<c 2 1', '"y"', '> 2 1', '> 1 1'],
    })
    expect(told(`<a><b><![CDATA[${long}]]></b><c>y</c></a>`)).toMatchObject({
      told: ['<a 1 1', '<b 2 1', '"…"', '> 2 1', '<c 2 1', '"y"', '> 2 1', '> 1 1'],
    })
    expect(told(`<a><b>1<!--${long}-->2</b></a>`)).toMatchObject({
      told: ['<a 1 1', '<b 2 1', '"12"', '> 2 1', '> 1 1'],
    })
    expect(told(`<a><b>1<?p ${long}?>2</b></a>`)).toMatchObject({
      told: ['<a 1 1', '<b 2 1', '"12"', '> 2 1', '> 1 1'],
    })
  })

  const nasty = fc.constantFrom(
    ...[
      '<',
      '>',
      '&',
      '"',
      "'",
      '/',
      '=',
      ' ',
      '\n',
      '\r',
      '!',
      '-',
      '--',
      '-->',
      '<!--',
      '?',
      '<?',
      '?>',
      '<![CDATA[',
      ']]>',
      ']',
    ],
    ...[
      'a',
      'a:b',
      'xmlns',
      'xml',
      'xmlns:p="u"',
      'p:',
      '&#',
      '&amp;',
      ';',
      '#',
      '0',
      '\u0001',
      '\ufffe',
      'é',
      '\u{10000}',
      '<a>',
    ],
    ...['</a>', '<b/>', ' x="1"', '<!DOCTYPE', '</', '/>', '\0', '\ufeff'],
  )
  const grounds = [
    '<?xml version="1.0"?>\n<a:r xmlns:a="u" xmlns="v" a:x=\'1\'><!-- c --><b/><a:c>t&lt;]] <![CDATA[x]]]]></a:c><?p q?>é</a:r>\r\n<!--x-->',
    '<r a="1" b=\'2\'>x<s>&#x41;</s></r>\n',
  ]
  const damaged = fc
    .record({
      ground: fc.constantFrom(...grounds),
      wounds: fc.array(fc.record({ at: fc.nat({ max: 140 }), drop: fc.nat({ max: 3 }), put: nasty }), { maxLength: 3 }),
    })
    .map(({ ground, wounds }) =>
      wounds.reduce((text, { at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop), ground),
    )
    .filter((text) => !/\p{Surrogate}/u.test(text))

  test('tells the same, and refuses for the same reason at the same place, however a document is cut into pieces', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(damaged, cuts, (text, lengths) => {
        const characters = Array.from(text)
        const pieces: string[] = []
        for (let at = 0, turn = 0; at < characters.length; turn += 1) {
          const length = lengths[turn % lengths.length] ?? 1
          pieces.push(characters.slice(at, at + length).join(''))
          at += length
        }
        expect(readPieces(pieces)).toEqual(read(text))
      }),
      { numRuns: 2000 },
    )
  })

  test('never accepts what the plain parser refuses', () => {
    const plainAccepts = (text: string): boolean => {
      try {
        new SaxesParser({ xmlns: true }).write(text).close()
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(damaged, (text) => {
        fc.pre('told' in read(text))
        expect(plainAccepts(text)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('the fields of the parser that are looked at still mean what they meant', () => {
    interface Inside {
      state: number
      text: string
      name: string
    }
    const inside = (text: string): Inside => new SaxesParser({ xmlns: true }).write(text) as unknown as Inside
    const inReference = inside('<r>&').state
    expect(inside('<r a="&').state).toBe(inReference)
    for (const other of ['<r>', '<r><!-- &', '<r><![CDATA[&', '<r><?p &', '<r a="'])
      expect(inside(other).state).not.toBe(inReference)
    expect(inside('<!DOCTYPE').state).not.toBe(inside('<!-- <!DOCTYPE').state)
    for (const kept of ['<r><!-- ab', '<r><![CDATA[ ab', '<r><?p ab', '<r a=" ab'])
      expect(inside(kept).text).toContain('ab')
    expect(inside('<abc').name).toBe('abc')
    expect(inside('<r><abc').name).toBe('abc')
    expect(inside('<r></abc').name).toBe('abc')
    expect(inside('<r abc').name).toBe('abc')
  })
})
