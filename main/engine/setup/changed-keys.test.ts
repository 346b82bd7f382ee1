import { expect, test } from 'vitest'
import { testConfiguration } from '../testing/test-store.ts'
import { changedKeys } from './changed-keys.ts'

test('what was changed is told by its keys, lists as a whole, and never by a value', () => {
  const before = testConfiguration()
  const after = {
    ...before,
    store: { ...before.store, name: 'Acme #205', openingHours: null },
    petrosoft: { ...before.petrosoft, email: 'other@acme.example', password: { file: '/secret' } },
    folders: before.folders.map((folder) => ({ ...folder, recursive: true })),
    sending: { ...before.sending, keepAcceptedDays: 30 },
  }
  const keys = changedKeys(before, after)
  expect(keys).toEqual(['store.name', 'petrosoft.email', 'folders', 'sending.keepAcceptedDays'])
  expect(changedKeys(before, structuredClone(before))).toEqual([])
})
