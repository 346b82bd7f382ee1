import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import ruleFile from '../src/words/acknowledgement-rules.json'
import { compareCatalogues, compileCatalogue, compiledText, valuesOf, type Catalogue } from './catalogue.ts'

const folder = import.meta.dirname
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const catalogue = (name: string): Catalogue => JSON.parse(read(name)) as Catalogue
const english = catalogue('en-US.json')
const languages = readdirSync(folder).filter((name) => /^[a-z]{2}-[A-Z]{2}\.json$/.test(name))

const sourceFiles = readdirSync(join(folder, '../src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
  .map((name) => readFileSync(join(folder, '../src', name), 'utf8'))

describe('the catalogues', () => {
  test.each(languages)('%s is compiled as it is written', (name) => {
    expect(read(name.replace(/json$/, 'compiled.json'))).toBe(compiledText(catalogue(name)))
  })

  test.each(languages)('%s has every message, no other, and fills the same values', (name) => {
    expect(compareCatalogues(english, catalogue(name))).toEqual({ missing: [], unknown: [], otherValues: [] })
  })

  test('a language that misses a message, invents one or fills another value is found out', () => {
    const source = { a: 'A {n}', b: 'B', c: '{n, plural, one {# c} other {# cs}}' }
    const other = { a: 'A {m}', c: '{n, plural, other {# c}}', d: 'D' }
    expect(compareCatalogues(source, other)).toEqual({ missing: ['b'], unknown: ['d'], otherValues: ['a'] })
  })

  test('a message that is not proper ICU is named when it is compiled', () => {
    expect(() => compileCatalogue({ good: 'x', bad: '{n, plural, one {x}' })).toThrow(/^bad:/)
  })

  test('values inside plurals are seen', () => {
    const { x } = compileCatalogue({ x: '{n, plural, one {{who} one} other {# of {many}}}' })
    expect([...valuesOf(x)].sort()).toEqual(['many', 'n', 'who'])
  })

  test('every message is said somewhere', () => {
    const all = sourceFiles.join('\n')
    const families = [...all.matchAll(/`([a-z][\w.]*\.)\$\{/g)].map((found) => found[1] ?? '')
    const unused = Object.keys(english).filter(
      (id) => !all.includes(`'${id}'`) && !families.some((family) => family !== '' && id.startsWith(family)),
    )
    expect(unused).toEqual([])
  })
})

/** ux 2.13 and 2.5: words a manager should never meet. */
const banned =
  /\b(upload failed|invalid|exception|null|undefined|payload|ack|acknowledg\w*|quarantine\w*|token|sync error|pjr|please|failed to|error code)\b/i

describe('the words', () => {
  test('no message has a word a manager should not meet', () => {
    expect(Object.entries(english).filter(([, message]) => banned.test(message))).toEqual([])
  })

  test('no explanation has one either, in either language', () => {
    const texts = ruleFile.rules.flatMap((rule) =>
      [rule.short, rule.means, rule.cause, ...rule.todo].flatMap((each) => [each['en-US'], each['es-US']]),
    )
    expect(texts.length).toBeGreaterThan(100)
    expect(texts.filter((text) => banned.test(text))).toEqual([])
  })

  test('no message has a straight quotation mark, which ICU would take for an escape', () => {
    expect(Object.entries(english).filter(([, message]) => /['"]/.test(message))).toEqual([])
  })
})
