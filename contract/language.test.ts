import { expect, test } from 'vitest'
import { preferencesSchema } from './ipc.ts'
import { languageOf } from './language.ts'

test.each([
  [['es-MX', 'en-US'], 'es-US'],
  [['es'], 'es-US'],
  [['ES_us'], 'es-US'],
  [['en-GB', 'es-MX'], 'en-US'],
  [['fr-CA', 'es-419', 'en'], 'es-US'],
  [['fr-CA'], 'en-US'],
  [['est'], 'en-US'],
  [[], 'en-US'],
] as const)('a computer that wants %j is spoken to in %s', (ofComputer, language) => {
  expect(languageOf('system', ofComputer)).toBe(language)
})

test('a choice counts more than the computer', () => {
  expect(languageOf('es-US', ['en-US'])).toBe('es-US')
  expect(languageOf('en-US', ['es-MX'])).toBe('en-US')
})

test('preferences from before there were languages follow the computer', () => {
  expect(preferencesSchema.parse({ theme: 'dark', textSize: 100 })).toMatchObject({ language: 'system' })
  expect(preferencesSchema.safeParse({ theme: 'dark', textSize: 100, language: 'fr-FR' }).success).toBe(false)
})
