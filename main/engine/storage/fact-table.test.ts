import { expect, test } from 'vitest'
import { z } from 'zod'
import { openTestStore } from '../testing/test-store.ts'
import { eraseFact, readFact, writeFact } from './fact-table.ts'

const schema = z.object({ since: z.number() })

test('a fact is read as it was written, the newest value counts, and an erased one is gone', () => {
  const { db } = openTestStore()
  expect(readFact(db, 'pause', schema)).toBeNull()
  writeFact(db, 'pause', { since: 1 })
  writeFact(db, 'pause', { since: 2 })
  expect(readFact(db, 'pause', schema)).toEqual({ since: 2 })
  eraseFact(db, 'pause')
  expect(readFact(db, 'pause', schema)).toBeNull()
})

test('facts do not know of each other', () => {
  const { db } = openTestStore()
  writeFact(db, 'a', { since: 1 })
  eraseFact(db, 'b')
  expect(readFact(db, 'a', schema)).toEqual({ since: 1 })
})

test('a fact of another shape is as if it were never written, so that no old value stops a start', () => {
  const { db } = openTestStore()
  writeFact(db, 'pause', { since: 'yesterday' })
  expect(readFact(db, 'pause', schema)).toBeNull()
})

test('a fact that is not even JSON is as if it were never written', () => {
  const { db } = openTestStore()
  db.prepare("INSERT INTO fact (name, value) VALUES ('pause', '{half')").run()
  expect(readFact(db, 'pause', schema)).toBeNull()
})
