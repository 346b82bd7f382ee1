// Documents that mean harm, and documents that were harmed: every class of attack on readers of XML, made here, and good
// journals with seeded damage. The same seed makes the same bytes.

import { gzipSync } from 'node:zlib'

export interface HostileDocument {
  readonly name: string
  readonly bytes: Buffer
}

export interface Lures {
  /** A file no reader may open. */
  readonly file: string
  /** An address no reader may ask. */
  readonly url: string
}

const root = 'NAXML-POSJournal'
const around = (inside: string, head = '<?xml version="1.0" encoding="UTF-8"?>\n'): string =>
  `${head}<${root} version="3.4">${inside}</${root}>\n`
const doctype = (subset: string, inside: string): string =>
  around(inside, `<?xml version="1.0"?>\n<!DOCTYPE ${root} [${subset}]>\n`)

const laughs = (): string => {
  const levels = Array.from(
    { length: 9 },
    (_, n) => `<!ENTITY l${n + 1} "${Array.from({ length: 10 }, () => `&l${n};`).join('')}">`,
  )
  return doctype(`<!ENTITY l0 "ha">${levels.join('')}`, '&l9;')
}

/** Texts; each is a journal only by its root. */
const texts = ({ file, url }: Lures): Readonly<Record<string, string>> => ({
  'billion-laughs': laughs(),
  'quadratic-blowup': doctype(`<!ENTITY a "${'x'.repeat(50_000)}">`, '&a;'.repeat(5000)),
  'external-file': doctype(`<!ENTITY x SYSTEM "file://${file}">`, '<a>&x;</a>'),
  'external-address': doctype(`<!ENTITY x SYSTEM "${url}entity">`, '<a>&x;</a>'),
  'parameter-entity': doctype(`<!ENTITY % p SYSTEM "${url}parameter"> %p;`, '<a/>'),
  'external-subset': around('<a/>', `<?xml version="1.0"?>\n<!DOCTYPE ${root} SYSTEM "${url}subset.dtd">\n`),
  stylesheet: around('<a/>', `<?xml version="1.0"?>\n<?xml-stylesheet href="${url}style.xsl" type="text/xsl"?>\n`),
  'schema-location': `<?xml version="1.0"?>\n<${root} version="3.4" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="${url}schema.xsd"/>\n`,
  xinclude: around(`<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file://${file}" parse="text"/>`),
  'entity-loop': doctype('<!ENTITY a "&b;"><!ENTITY b "&a;">', '&a;'),
  'two-doctypes': around('<a/>', `<?xml version="1.0"?>\n<!DOCTYPE ${root}>\n<!DOCTYPE ${root}>\n`),
  'deep-3000': around('<d>'.repeat(3000) + '</d>'.repeat(3000)),
  'deep-200000': around('<d>'.repeat(200_000) + '</d>'.repeat(200_000)),
  'attribute-20mb': around(`<a b="${'y'.repeat(20_000_000)}"/>`),
  'text-20mb': around(`<a>${'z'.repeat(20_000_000)}</a>`),
  'comment-20mb': around(`<!-- ${'c'.repeat(20_000_000)} -->`),
  'attributes-100000': around(`<a ${Array.from({ length: 100_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`),
  'name-1mb': around(`<${'n'.repeat(1_000_000)}/>`),
  'references-1000000': around(`<a>${'&#65;'.repeat(1_000_000)}</a>`),
  'elements-1000000': around('<a/>'.repeat(1_000_000)),
  'less-than-5mb': `<?xml version="1.0"?>\n<${root}>${'<'.repeat(5_000_000)}</${root}>\n`,
  'cdata-unclosed-2mb': around(`<![CDATA[${']'.repeat(2_000_000)}`),
  'comment-unclosed-2mb': around(`<!--${'-'.repeat(2_000_000)}`),
  'comment-double-dash': around('<!-- a -- b -->'),
  'utf-7': around('+ADw-a/+AD4-', '<?xml version="1.0" encoding="UTF-7"?>\n'),
  'utf-16-that-is-not': around('<a/>', '<?xml version="1.0" encoding="UTF-16"?>\n'),
  'xml-1.1': around('<a/>', '<?xml version="1.1"?>\n'),
  'control-character': around('<a>\u0008</a>'),
  'nul-inside': around('<a>\u0000</a>'),
  'reference-nul': around('<a>&#0;</a>'),
  'reference-surrogate': around('<a>&#xD800;</a>'),
  'reference-too-big': around('<a>&#x110000;</a>'),
  'cdata-end-in-text': around('<a>]]></a>'),
  'cdata-nested': around('<![CDATA[<![CDATA[x]]>]]>'),
  'attribute-twice': around('<a b="1" b="2"/>'),
  'attribute-twice-by-prefix': around('<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>'),
  'attribute-unquoted': around('<a b=1/>'),
  'prefix-undeclared': around('<p:a/>'),
  'prefix-xml-rebound': around('<a xmlns:xml="urn:other"/>'),
  'two-roots': around('<a/>') + around('<b/>'),
  'text-after-root': `${around('<a/>')}and more`,
  'declaration-late': ` ${around('<a/>')}`,
  'bare-ampersand': around('<a>Ben & Jerry</a>'),
  'entity-unknown': around('<a>&nbsp;</a>'),
  'tags-crossed': around('<a><b></a></b>'),
  prototype: around('<__proto__><polluted>yes</polluted></__proto__><constructor><prototype/></constructor>'),
  'prototype-attribute': around('<a __proto__="1" constructor="2"/>'),
  'web-page': '<!DOCTYPE html>\n<html><body><h1>502 Bad Gateway</h1><p>nginx<br></p></body></html>\n',
  script: around('<Description><![CDATA[<img src=x onerror=alert(1)>]]></Description>'),
  formula: around('<Description>=cmd|\u0027 /C calc\u0027!A0</Description>'),
})

/** One of every class; `lures` are what a reader must not touch. */
export const hostileDocuments = (lures: Lures): readonly HostileDocument[] => {
  const good = Buffer.from(around('<a>caf\u00e9</a>'))
  return [
    ...Object.entries(texts(lures)).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
    {
      name: 'invalid-utf-8',
      bytes: Buffer.concat([
        Buffer.from(`<?xml version="1.0"?>\n<${root}><a>`),
        Buffer.from([0xff, 0xfe, 0xc3]),
        Buffer.from(`</a></${root}>\n`),
      ]),
    },
    {
      name: 'overlong-utf-8',
      bytes: Buffer.concat([
        Buffer.from(`<?xml version="1.0"?>\n<${root}><a>`),
        Buffer.from([0xc0, 0xbc]),
        Buffer.from(`</a></${root}>\n`),
      ]),
    },
    {
      name: 'utf-16-without-mark',
      bytes: Buffer.from(around('<a/>', '<?xml version="1.0" encoding="UTF-16"?>\n'), 'utf16le'),
    },
    { name: 'utf-32', bytes: Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), good]) },
    { name: 'gzip', bytes: gzipSync(good) },
    { name: 'nuls', bytes: Buffer.alloc(4096) },
    { name: 'white-space', bytes: Buffer.from(' \r\n'.repeat(100)) },
    { name: 'cut-short', bytes: good.subarray(0, good.length - 12) },
    { name: 'cut-in-character', bytes: good.subarray(0, good.indexOf(0xc3) + 1) },
    { name: 'nul-tail', bytes: Buffer.concat([good, Buffer.alloc(512)]) },
  ]
}

/** Damage of one kind, at places and with values `random` chooses: bits, bytes lost, doubled, swapped, or the end. */
export const damaged = (good: Buffer, random: () => number): Buffer => {
  const at = (): number => Math.floor(random() * good.length)
  const bytes = Buffer.from(good)
  switch (Math.floor(random() * 6)) {
    case 0: {
      // One bit in 250, as a failing disk or cable would.
      for (let i = 0; i < bytes.length * 8 * 0.004; i += 1) {
        const place = at()
        bytes[place] = (bytes[place] ?? 0) ^ (1 << Math.floor(random() * 8))
      }
      return bytes
    }
    case 1: {
      const place = at()
      bytes[place] = Math.floor(random() * 256)
      return bytes
    }
    case 2: {
      const place = at()
      return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1 + Math.floor(random() * 40))])
    }
    case 3: {
      const place = at()
      return Buffer.concat([bytes.subarray(0, place), bytes.subarray(Math.max(0, place - 200))])
    }
    case 4: {
      const [from, to] = [at(), at()].toSorted((a, b) => a - b)
      return bytes.fill(0, from, Math.min(to ?? 0, (from ?? 0) + 512))
    }
    default:
      return bytes.subarray(0, at())
  }
}
