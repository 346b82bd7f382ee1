import { expect, test } from 'vitest'
import { includeTest } from './include-pattern.ts'

test.each([
  [['*.xml'], 'PJR1.xml', true],
  [['*.xml'], 'PJR1.XML', true],
  [['*.XML'], 'pjr1.xml', true],
  [['*.xml'], 'PJR1.xml.tmp', false],
  [['*.xml'], 'PJR1xml', false],
  [['*.xml'], '.xml', true],
  [['PJR*.xml'], 'CPJR1.xml', false],
  [['PJR*.xml'], 'pjr.xml', true],
  [['PJR?.xml'], 'PJR1.xml', true],
  [['PJR?.xml'], 'PJR12.xml', false],
  [['PJR?.xml'], 'PJR.xml', false],
  [['PJR?.xml'], 'PJRé.xml', true],
  [['PJR?.xml'], 'PJR😀.xml', true],
  [['*.xml', '*.txt'], 'a.TXT', true],
  [['*.xml', '*.txt'], 'a.csv', false],
  [['a.b+c(d)[e].xml'], 'a.b+c(d)[e].xml', true],
  [['a.b+c(d)[e].xml'], 'aXbbc(d)[e].xml', false],
  [['*'], 'anything at all', true],
  [['*'], '', true],
  [['*.xml'], 'two\nlines.xml', true],
  [['ünï*.xml'], 'ÜNÏ1.XML', true],
  [['$^|\\.xml'], '$^|\\.xml', true],
  [['*a*b*.xml'], 'xxaxxbxbx.xml', true],
  [['*a*b*.xml'], 'xxbxxax.xml', false],
  [['**.xml'], 'a.xml', true],
  [['*?.xml'], '.xml', false],
  [['a*'], 'a', true],
  [['*.xml'], 'a.xml.xml', true],
] as const)('the patterns %j and the name %j: %s', (patterns, name, matches) => {
  expect(includeTest(patterns)(name)).toBe(matches)
})

test('a pattern of many stars takes no time on a long name', () => {
  const began = performance.now()
  expect(includeTest([`${'*a'.repeat(40)}*.xml`])('a'.repeat(255))).toBe(false)
  expect(performance.now() - began).toBeLessThan(1000)
})
