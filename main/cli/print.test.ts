import { expect, test } from 'vitest'
import { columns, plain } from './print.ts'

test('a foreign text cannot rewrite the terminal', () => {
  expect(plain('a\u001b[2Jb\r\nc\u0007\u009bd')).toBe('a [2Jb c d')
  expect(plain(null)).toBe('–')
  expect(plain('PJR ünï 1.xml')).toBe('PJR ünï 1.xml')
})

test('columns are as wide as their widest cell, and no line ends in space', () => {
  expect(
    columns([
      ['a', 'bb', 'c'],
      ['aaa', 'b', ''],
    ]),
  ).toEqual(['a    bb  c', 'aaa  b'])
  expect(columns([])).toEqual([])
})
