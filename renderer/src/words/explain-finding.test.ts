import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { explainFinding, findingRules } from './explain-finding.ts'
import { speak } from './say.ts'

beforeEach(() => speak())
afterEach(() => speak())

describe('the words for findings', () => {
  test('are whole in both languages, say who can act, and give as many steps in each', () => {
    expect(findingRules.size).toBeGreaterThan(40)
    for (const [id, { who, en, es }] of findingRules) {
      expect(['manager', 'register-company', 'petrosoft', 'support', 'nobody'], id).toContain(who)
      for (const words of [en, es])
        for (const text of [words.short, words.means, ...words.todo]) expect(text, id).toMatch(/^[A-ZÁÉÍÓÚ¿¡].*[.]$/)
      expect(es.todo.length, id).toBe(en.todo.length)
      expect(es.short, id).not.toBe(en.short)
    }
  })

  test('give something to do exactly where somebody can do something', () => {
    for (const [id, { who, en }] of findingRules) expect(en.todo.length > 0, id).toBe(who !== 'nobody')
  })

  test('are plain: no word of the file’s inside', () => {
    for (const [id, { en, es }] of findingRules)
      for (const { short, means, todo } of [en, es])
        expect([short, means, ...todo].join(' '), id).not.toMatch(
          /XML|NAXML|\btag\b|element|attribute|parser|bytes?\b/i,
        )
  })

  test('are given by rule, in the language of the window', () => {
    expect(explainFinding('tenders-differ')).toMatchObject({
      rule: 'tenders-differ',
      who: 'register-company',
      short: 'The payments do not add up to the sale.',
    })
    speak('es-US')
    expect(explainFinding('tenders-differ')?.short).toBe('Los pagos no suman el total de la venta.')
  })

  test('are missing for a rule nobody knows, so that the technician’s sentence is shown', () => {
    expect(explainFinding('toString')).toBeNull()
    expect(explainFinding('')).toBeNull()
  })
})
