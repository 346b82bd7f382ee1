import { describe, expect, test } from 'vitest'
import type { FileRow } from '../../../../contract/ipc.ts'
import { countNew, countNewer, missingIds, movedRow, rowsThatFit, slimRows, type ListRow } from './pinned-list.ts'

const row = (id: number, change: Partial<ListRow> = {}): ListRow => ({
  id: String(id),
  name: `PJR${id}.xml`,
  state: 'accepted',
  problem: null,
  waitCause: null,
  nextAttemptAt: null,
  businessDates: [],
  sales: 1,
  foundAt: '2026-11-21T19:43:20.000Z',
  answeredAt: null,
  problemCount: 0,
  noteCount: 0,
  size: 41_000,
  source: 'folder',
  attempts: 1,
  ...change,
})
const known = (...ids: readonly number[]): string[] => ids.map(String)
const head = (total: number, ...ids: readonly number[]) => ({
  rows: ids.map((id) => row(id)) as unknown as FileRow[],
  total,
})

describe('what came since the list was opened', () => {
  test('is counted by the rows before the first one known', () => {
    expect(countNew(head(5, 9, 8, 7, 6, 5), known(7, 6, 5), 3, true)).toBe(2)
    expect(countNew(head(3, 7, 6, 5), known(7, 6, 5), 3, true)).toBe(0)
  })

  test('does not count older rows that were only not loaded yet', () => {
    expect(countNew(head(50, 9, 8, 7, 6, 5), known(8, 7), 49, false)).toBe(1)
  })

  test('counts a file whose state brought it into the filter', () => {
    expect(countNew(head(3, 7, 6, 5), known(7, 5), 2, true)).toBe(1)
  })

  test('is told by the totals when more came than a page holds', () => {
    expect(countNew(head(300, 209, 208), known(7, 6), 2, true)).toBe(298)
  })

  test('is everything for a list that was empty, and nothing for one that is not read yet', () => {
    expect(countNew(head(2, 2, 1), [], 0, true)).toBe(2)
    expect(countNew(head(2, 2, 1), [], 0, false)).toBe(0)
  })
})

test('what came since a list in another order was opened is what has a newer number', () => {
  expect(countNewer(head(5, 9, 8, 7), '7', 3)).toBe(2)
  expect(countNewer(head(5, 9, 8, 7), '9', 5)).toBe(0)
  expect(countNewer(head(400, 9, 8, 7), '6', 100)).toBe(300)
})

test('only what the list shows is kept of a row, and equal days are kept once', () => {
  const full = [1, 2].map(
    (id) => ({ ...row(id), businessDates: ['2026-11-20'], sha256: 'c9', storedAt: 'x' }) as unknown as FileRow,
  )
  const [one, two] = slimRows(full)
  expect(Object.keys(one ?? {})).not.toContain('storedAt')
  expect(Object.keys(one ?? {})).not.toContain('sha256')
  expect(slimRows(full, ['sha256'])[0]?.sha256).toBe('c9')
  expect(one?.businessDates).toBe(two?.businessDates)
})

describe('the rows that are read', () => {
  const ids = Array.from({ length: 5000 }, (_, index) => `f${index}`)
  const nothing = new Set<string>()

  test('are those that are seen before those near them, and no others', () => {
    const asked = missingIds(ids, nothing, { first: 3000, last: 3020, focused: 3000 })
    expect(asked.slice(0, 21)).toEqual(ids.slice(3000, 3021))
    expect(asked.toSorted()).toEqual(ids.slice(2900, 3121).toSorted())
  })

  test('include the row that has the focus, wherever it is', () => {
    expect(missingIds(ids, nothing, { first: 0, last: 20, focused: 4999 })).toContain('f4999')
  })

  test('are none that are known, and none beyond the list', () => {
    const known = new Set(ids.slice(4880))
    expect(missingIds(ids, known, { first: 4980, last: 4999, focused: 4999 })).toEqual([])
    expect(missingIds(ids, known, { first: 4979, last: 4999, focused: 4999 })).toEqual(['f4879'])
    expect(missingIds([], nothing, { first: 0, last: 20, focused: 0 })).toEqual([])
  })

  test('are never more than one question may ask for', () => {
    expect(missingIds(ids, nothing, { first: 0, last: 4000, focused: 0 })).toHaveLength(500)
  })
})

test('the list never asks the browser for more height than it can give, at any density', () => {
  expect(rowsThatFit(36, 1)).toBe(200_000)
  expect(rowsThatFit(56, 2)).toBe(200_000)
  for (const [height, density] of [
    [56, 4],
    [76, 3],
    [168, 2],
  ] as const)
    expect(rowsThatFit(height, density) * height * density).toBeLessThanOrEqual(33_000_000)
})

describe('the keys of the list', () => {
  test.each([
    ['ArrowDown', false, 5, 6],
    ['ArrowUp', false, 5, 4],
    ['PageDown', false, 5, 15],
    ['PageUp', false, 5, 0],
    ['Home', false, 5, 0],
    ['End', false, 5, 99],
    ['End', false, 99, 99],
    ['ArrowDown', false, 99, 99],
    ['ArrowUp', false, 0, 0],
  ])('%s (control %s) on row %d moves to row %d', (key, control, at, to) => {
    expect(movedRow(key, control, at, 100, 10)).toBe(to)
  })

  test('that are not the list’s own are left to others', () => {
    for (const key of ['Tab', 'a', 'Escape', ' ']) expect(movedRow(key, false, 5, 100, 10)).toBeNull()
  })
})
