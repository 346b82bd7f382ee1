import { expect, test } from 'vitest'
import { supportIdOf } from './support-id.ts'

test('a store has one support ID, readable over the telephone, and another store has another', () => {
  const ids = Array.from({ length: 500 }, (_, n) => supportIdOf(String(33_000 + n)))
  for (const id of ids) expect(id).toMatch(/^[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}$/)
  expect(new Set(ids).size).toBe(500)
  expect(supportIdOf('33084')).toBe(supportIdOf('33084'))
})
