import { describe, expect, test } from 'vitest'
import { chosenColumns, columnNames, shapeFor, usualColumns, widthOf } from './file-columns.ts'

describe('the columns of the list', () => {
  test('give way in the order of how little they are missed', () => {
    expect(shapeFor(1076, null)).toEqual(usualColumns)
    expect(shapeFor(900, null)).not.toContain('problems')
    expect(shapeFor(800, null)).not.toContain('answer')
    expect(shapeFor(740, null)).toEqual(['status', 'day', 'file', 'found'])
    expect(shapeFor(557, null)).toBe('two-lines')
    expect(shapeFor(288, null)).toBe('three-lines')
  })

  test('that a person chose are all there, however little room there is for one line', () => {
    expect(shapeFor(700, columnNames)).toEqual(columnNames)
    expect(widthOf(columnNames)).toBeGreaterThan(700)
    expect(shapeFor(500, columnNames)).toBe('two-lines')
  })

  test('are the usual ones until a person chooses; status, sales day and name cannot be left out', () => {
    expect(chosenColumns(undefined)).toBeNull()
    expect(chosenColumns([])).toEqual(['status', 'day', 'file'])
    expect(chosenColumns(['sha256', 'colour', 'size'])).toEqual(['status', 'day', 'file', 'size', 'sha256'])
  })
})
