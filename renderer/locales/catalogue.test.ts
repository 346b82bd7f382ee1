import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import ruleFile from '../src/words/acknowledgement-rules.json'
import findingFile from '../src/words/finding-rules.json'
import { languages as languageNames } from '../../contract/language.ts'
import { bannedWords } from './banned-words.ts'
import { compareCatalogues, compileCatalogue, compiledText, unsaidIds, valuesOf, type Catalogue } from './catalogue.ts'
import { speakingSources } from './speaking-sources.ts'

const folder = import.meta.dirname
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const catalogue = (name: string): Catalogue => JSON.parse(read(name)) as Catalogue
const english = catalogue('en-US.json')
const languages = readdirSync(folder).filter((name) => /^[a-z]{2}-[A-Z]{2}\.json$/.test(name))

/** Names and measures that are the same word in Spanish. */
const sameInBoth = new Set([
  'facts.sha256',
  'facts.sizeBoth',
  'files.keys.enter',
  'files.search.tooltip',
  'language.english',
  'language.spanish',
  'link.internet',
  'link.petrosoft',
  'outage.engine',
  'outage.internet',
  'outage.service',
  'size.bytes',
  'source.cashier',
  'source.sitoo',
  'support.heading',
  'time.hoursMinutes',
  'window.title',
])

describe('the catalogues', () => {
  test.each(languages)('%s is compiled as it is written', (name) => {
    expect(read(name.replace(/json$/, 'compiled.json'))).toBe(compiledText(catalogue(name)))
  })

  test.each(languages)('%s has every message, no other, and fills the same values', (name) => {
    expect(compareCatalogues(english, catalogue(name))).toEqual({
      missing: [],
      unknown: [],
      otherValues: [],
      unfinished: [],
    })
  })

  test('a language that misses a message, invents one or fills another value is found out', () => {
    const source = { a: 'A {n}', b: 'B', c: '{n, plural, one {# c} other {# cs}}' }
    const other = { a: 'A {m}', c: '{n, plural, other {# c}}', d: 'D' }
    expect(compareCatalogues(source, other)).toEqual({
      missing: ['b'],
      unknown: ['d'],
      otherValues: ['a'],
      unfinished: [],
    })
  })

  test('a value that is counted in one language and only shown in the other is found out', () => {
    const counted = { a: '{n, plural, one {# file} other {# files}}' }
    expect(compareCatalogues(counted, { a: '{n} archivos' }).otherValues).toEqual(['a'])
    expect(compareCatalogues({ a: '{n}' }, counted).otherValues).toEqual(['a'])
  })

  test('a message without words, or with a plural that leaves numbers without words, is found out', () => {
    const source = { a: 'A', b: '{n, plural, one {# b} other {# bs}}' }
    expect(compareCatalogues(source, { a: ' ', b: source.b }).unfinished).toEqual(['a'])
    expect(compareCatalogues(source, { a: 'A', b: '{n, plural, one {# b}}' }).unfinished).toEqual(['b'])
  })

  test('a message that is not proper ICU is named when it is compiled', () => {
    expect(() => compileCatalogue({ good: 'x', bad: '{n, plural, one {x}' })).toThrow(/^bad:/)
  })

  test('values inside plurals are seen', () => {
    const { x } = compileCatalogue({ x: '{n, plural, one {{who} one} other {# of {many}}}' })
    expect([...valuesOf(x)].sort()).toEqual(['many', 'n plural', 'who'])
  })

  test('every message is said somewhere', () => {
    expect(unsaidIds(Object.keys(english), speakingSources())).toEqual([])
  })

  test('a message that nothing says is found out; one of a family is not', () => {
    expect(unsaidIds(['a.b', 'c.d', 'e.f'], ["say('a.b')", 'say(`c.${name}`)'])).toEqual(['e.f'])
  })
})

const explanations = (language: 'en' | 'es'): readonly string[] => {
  const acknowledgement = ruleFile.rules.flatMap((rule) =>
    [rule.short, rule.means, rule.reason, rule.cause, ...rule.todo].map((each) => each[language === 'es' ? 'es-US' : 'en-US']),
  )
  const findings = Object.values(findingFile.rules).flatMap((rule) => {
    const { short, means, todo } = rule[language]
    return [short, means, ...todo]
  })
  return [...acknowledgement, ...findings]
}

describe('the words', () => {
  test.each(languageNames)('no message of %s has a word a manager should not meet', (name) => {
    const banned = bannedWords[name]
    expect(Object.entries(catalogue(`${name}.json`)).filter(([, message]) => banned.test(message))).toEqual([])
  })

  test.each(['en', 'es'] as const)('no explanation in %s has one either', (language) => {
    const banned = bannedWords[language === 'es' ? 'es-US' : 'en-US']
    const texts = explanations(language)
    expect(texts.length).toBeGreaterThan(150)
    expect(texts.filter((text) => banned.test(text))).toEqual([])
  })

  test.each(languages)('no message of %s has a straight quotation mark, which ICU would take for an escape', (name) => {
    expect(Object.entries(catalogue(name)).filter(([, message]) => /['"]/.test(message))).toEqual([])
  })

  test('a message is the same in both languages only where there is nothing to translate', () => {
    const spanish = catalogue('es-US.json')
    const letters = (message: string): string => message.replaceAll(/\{[^{}]*\}|Ctrl\+\w/g, '').replaceAll(/[^\p{L}]/gu, '')
    const alike = Object.entries(english).filter(
      ([id, message]) => spanish[id] === message && letters(message).length > 3 && !sameInBoth.has(id),
    )
    expect(alike).toEqual([])
  })

  test('a Spanish question or exclamation opens as it closes, and quotes are angled', () => {
    const wrong = Object.entries(catalogue('es-US.json')).filter(
      ([, message]) =>
        message.split('?').length !== message.split('¿').length && !message.includes('* y ?') ||
        message.split('!').length !== message.split('¡').length ||
        /[“”‘]/.test(message),
    )
    expect(wrong).toEqual([])
  })

  test('a Spanish message ends as the English one does: with a stop, a colon, an ellipsis or nothing', () => {
    const end = (message: string): string => /[.…:?]?$/.exec(message.replace(/\}$/, '').replace(/\b[ap]\. m\.$/, ''))?.[0] ?? ''
    const spanish = catalogue('es-US.json')
    expect(Object.entries(english).filter(([id, message]) => end(message) !== end(spanish[id] ?? ''))).toEqual([])
  })
})
