// What the document keeps and what it replaces.

import { expect, test } from 'vitest'
import { faultMatrix } from './fault-matrix.ts'
import type { FaultRow, RowId } from './fault-row.ts'
import { skippedRow, type RowResult } from './run-row.ts'

const rowOf = (id: RowId): FaultRow => ({
  id,
  fault: `fault of ${id}`,
  injection: 'a | b',
  must: 'hold',
  needs: [],
  rounds: 1,
  run: () => Promise.resolve(null),
})

const held = (id: RowId, change: Partial<RowResult> = {}): RowResult => ({
  ...skippedRow(rowOf(id), ''),
  verdict: 'held',
  rounds: 5,
  recoveredMs: 1234,
  ...change,
})

const versions = { program: '1', node: '2', sqlite: '3', kernel: '4', date: '2026-11-22' }
const rows = [rowOf('F1'), rowOf('F2'), rowOf('F3')]
const lineOf = (text: string, id: string): string => text.split('\n').find((line) => line.startsWith(`| ${id} |`)) ?? ''

test('a row that is skipped or not asked for keeps its last figures; one that never ran says why', () => {
  const first = faultMatrix(rows, new Map([['F1', held('F1')], ['F2', held('F2', { toldCopies: 7 })]]), '', versions) // prettier-ignore
  const second = faultMatrix(
    rows,
    new Map([
      ['F1', skippedRow(rowOf('F1'), 'not root')],
      ['F3', skippedRow(rowOf('F3'), 'no tool')],
    ]),
    first,
    { ...versions, date: '2026-12-01' },
  )
  expect(lineOf(second, 'F1')).toBe(lineOf(first, 'F1'))
  expect(lineOf(second, 'F2')).toContain('0 (7 told)')
  expect(lineOf(second, 'F3')).toContain('skipped: no tool')
  expect(second).toContain('Last run: 2026-12-01')
})

test('a row that ran again replaces its line, also when it failed', () => {
  const first = faultMatrix(rows, new Map([['F1', held('F1')]]), '', versions)
  const failed = held('F1', { verdict: 'FAILED', lost: 2, violations: ['in no row: a'] })
  const second = faultMatrix(rows, new Map([['F1', failed]]), first, { ...versions, date: '2026-12-01' })
  expect(lineOf(second, 'F1')).toContain('| 2 |')
  expect(lineOf(second, 'F1')).toContain('FAILED | 2026-12-01 | **in no row: a**')
  expect(second.split('\n').filter((line) => line.startsWith('| F1 |'))).toHaveLength(1)
})
