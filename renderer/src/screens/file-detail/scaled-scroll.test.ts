import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  clampTop,
  lineOfRow,
  MAX_SPACER_PX,
  maxTop,
  rowOfLine,
  rowPosition,
  scaleOf,
  scrollFromTop,
  spacerHeight,
  topForRow,
  topFromScroll,
  visibleRows,
  type ScrollGeometry,
} from './scaled-scroll.ts'

const small: ScrollGeometry = { rows: 620, rowHeight: 20, viewport: 400 }
const huge: ScrollGeometry = { rows: 1_328_543, rowHeight: 20, viewport: 400 }

const geometries = fc.record({
  rows: fc.integer({ min: 0, max: 5_000_000 }),
  rowHeight: fc.constantFrom(20, 30, 40),
  viewport: fc.integer({ min: 0, max: 3000 }),
})

describe('a file that fits', () => {
  test('scrolls without a scale: a row lies where row times height says', () => {
    expect(scaleOf(small)).toBe(1)
    expect(spacerHeight(small)).toBe(12_400)
    expect(rowPosition(100, 500, 500, small)).toBe(2000)
  })
})

describe('a file of a million lines', () => {
  test('never asks for more height than a browser can give', () => {
    expect(spacerHeight(huge)).toBe(MAX_SPACER_PX)
    expect(scaleOf(huge)).toBeGreaterThan(3)
  })

  test('has its first line at the top of the bar and its last line at the end', () => {
    expect(visibleRows(topFromScroll(0, huge), huge, 0).first).toBe(0)
    const end = topFromScroll(MAX_SPACER_PX - huge.viewport, huge)
    expect(visibleRows(end, huge, 0).last).toBe(huge.rows - 1)
  })

  test('shows line 1,200,000 exactly, one third from the top', () => {
    const top = topForRow(1_199_999, huge)
    const y = rowPosition(1_199_999, top, scrollFromTop(top, huge), huge) - scrollFromTop(top, huge)
    expect(y).toBeGreaterThanOrEqual(huge.viewport / 3 - 1)
    expect(y).toBeLessThanOrEqual(huge.viewport / 3 + 1)
  })
})

describe('for any file and window', () => {
  test('the bar and the content agree: there and back is the same place', () => {
    fc.assert(
      fc.property(geometries, fc.double({ min: 0, max: 1, noNaN: true }), (geometry, part) => {
        const top = maxTop(geometry) * part
        expect(topFromScroll(scrollFromTop(top, geometry), geometry)).toBeCloseTo(top, 3)
      }),
    )
  })

  test('the content is never moved beyond its ends', () => {
    fc.assert(
      fc.property(geometries, fc.double({ min: -1e9, max: 1e9, noNaN: true }), (geometry, wanted) => {
        const top = clampTop(wanted, geometry)
        expect(top).toBeGreaterThanOrEqual(0)
        expect(top).toBeLessThanOrEqual(maxTop(geometry))
        const scroll = scrollFromTop(wanted, geometry)
        expect(scroll).toBeGreaterThanOrEqual(0)
        expect(scroll).toBeLessThanOrEqual(MAX_SPACER_PX)
      }),
    )
  })

  test('the rows to draw cover the view, stay inside the file and are few', () => {
    fc.assert(
      fc.property(geometries, fc.double({ min: 0, max: 1, noNaN: true }), (geometry, part) => {
        const top = maxTop(geometry) * part
        const { first, last } = visibleRows(top, geometry, 12)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(last).toBeLessThan(Math.max(1, geometry.rows))
        expect(last - first + 1).toBeLessThanOrEqual(Math.ceil(geometry.viewport / geometry.rowHeight) + 26)
        if (geometry.rows > 0) {
          expect(first * geometry.rowHeight).toBeLessThanOrEqual(top)
          const covered = (last + 1) * geometry.rowHeight
          expect(covered >= top + geometry.viewport || last === geometry.rows - 1).toBe(true)
        }
      }),
    )
  })

  test('a line brought into view is in view', () => {
    fc.assert(
      fc.property(geometries, fc.nat(), (geometry, any) => {
        fc.pre(geometry.rows > 0 && geometry.viewport >= geometry.rowHeight)
        const row = any % geometry.rows
        const y = row * geometry.rowHeight - topForRow(row, geometry)
        expect(y).toBeGreaterThanOrEqual(-1)
        expect(y + geometry.rowHeight).toBeLessThanOrEqual(geometry.viewport + geometry.rowHeight)
      }),
    )
  })
})

describe('the pointer’s own row', () => {
  test('shifts the lines below it by one, and turns back', () => {
    expect(rowOfLine(412, 412)).toBe(411)
    expect(lineOfRow(412, 412)).toBeNull()
    expect(rowOfLine(413, 412)).toBe(413)
    for (let line = 1; line < 50; line += 1) {
      expect(lineOfRow(rowOfLine(line, 20), 20)).toBe(line)
      expect(lineOfRow(rowOfLine(line, null), null)).toBe(line)
    }
  })
})
