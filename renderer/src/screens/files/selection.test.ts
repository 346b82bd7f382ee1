import { describe, expect, test } from 'vitest'
import { mostChosen, whichFilesSchema } from '../../../../contract/ipc.ts'
import { countSelected, extentOf, filesOf, isSelected, nothingSelected, rangeOf, some, toggled } from './selection.ts'
import { usualFilter } from './file-filter.ts'

const rows = ['9', '8', '7', '6', '5']
const all = { kind: 'all', count: 1284, upTo: '8' } as const

describe('a selection', () => {
  test('takes a row in and lets it go', () => {
    const one = toggled(nothingSelected, '7', rows)
    expect([isSelected(one, '7'), isSelected(one, '8'), countSelected(one)]).toEqual([true, false, 1])
    expect(countSelected(toggled(one, '7', rows))).toBe(0)
  })

  test('is a range from wherever it began, in either direction', () => {
    expect(rangeOf(rows, 3, 1)).toEqual(rangeOf(rows, 1, 3))
    expect(countSelected(rangeOf(rows, 1, 3))).toBe(3)
    expect(countSelected(rangeOf(rows, 3, 99))).toBe(2)
  })

  test('of all the filter finds does not mean what came after the list was opened', () => {
    expect([isSelected(all, '8'), isSelected(all, '9')]).toEqual([true, false])
    expect(filesOf(all, usualFilter('2026-11-21'))).toEqual({ filter: usualFilter('2026-11-21'), upTo: '8' })
  })

  test('of all, less one row, is the other rows that are loaded', () => {
    const rest = toggled(all, '7', rows)
    expect([countSelected(rest), isSelected(rest, '7'), isSelected(rest, '6')]).toEqual([4, false, true])
  })

  test('says whether none, some or all of the rows are in it', () => {
    expect(extentOf(nothingSelected, 5)).toBe('none')
    expect(extentOf(rangeOf(rows, 0, 1), 5)).toBe('some')
    expect(extentOf(some(rows), 5)).toBe('all')
    expect(extentOf(all, 1284)).toBe('all')
  })

  test('is never larger than an order takes', () => {
    const many = Array.from({ length: mostChosen + 5 }, (_, id) => String(id))
    expect(whichFilesSchema.safeParse(filesOf(some(many), usualFilter('2026-11-21'))).success).toBe(true)
    expect(countSelected(toggled(some(many), String(mostChosen + 1), many))).toBe(mostChosen)
  })
})
