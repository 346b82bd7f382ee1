import { afterEach, expect, test } from 'vitest'
import { toldCodes } from '../../contract/told.ts'
import { DatabaseUnusable } from '../engine/storage/open-database.ts'
import { troubleOf } from './engine-desk.ts'
import { inWords, sayTold } from './told-words.ts'
import { speak } from './words.ts'

afterEach(() => speak('en-US'))

test.each(toldCodes)('%s is told in both languages, its detail kept', (code) => {
  const english = sayTold({ code, detail: 'X:\\data' })
  speak('es-US')
  const spanish = sayTold({ code, detail: 'X:\\data' })
  expect(english).toMatch(/^[A-Z].*[.)]$/)
  expect(spanish).toMatch(/^[A-ZÁÉÍÓÚ].*[.)]$/)
  expect(spanish).not.toBe(english)
  expect(english.includes('X:\\data')).toBe(spanish.includes('X:\\data'))
})

test('main says in English what the engine’s process wrote itself', () => {
  const { sentence, told } = troubleOf(new DatabaseUnusable('damaged', 'x'), '/store.db')
  expect(sayTold(told).replaceAll('’', "'")).toBe(sentence)
})

test('a failure with a code is told in main’s words, one without as it is', () => {
  speak('es-US')
  const failed = { ok: false, kind: 'not-ready', sentence: 'This store is not set up yet.' } as const
  expect(inWords({ ...failed, told: { code: 'not-set-up', detail: '' } })).toMatchObject({
    sentence: 'Esta tienda todavía no está configurada.',
  })
  expect(inWords(failed)).toEqual(failed)
})
