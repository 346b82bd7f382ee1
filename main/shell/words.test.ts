import { afterEach, expect, test } from 'vitest'
import { currentLanguage, say, sayWords, speak } from './words.ts'

afterEach(() => speak('en-US'))

test('main speaks English until it is told otherwise', () => {
  expect(say('action.undo')).toBe('Undo')
  expect(currentLanguage()).toBe('en-US')
})

test('main says the window’s own words in Spanish, counted and filled', () => {
  speak('es-US')
  expect(say('action.undo')).toBe('Deshacer')
  expect(say('files.new', { n: 1 })).toBe('1 archivo nuevo')
  expect(sayWords({ id: 'files.new', values: { n: 12_000 } })).toBe('12,000 archivos nuevos')
  expect(currentLanguage()).toBe('es-US')
})
