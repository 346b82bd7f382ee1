import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvLine, number, text } from './csv-text.ts'

/** A reader of our own for what RFC 4180 says, to hold the writer against. */
const readLine = (line: string): string[] => {
  const cells: string[] = []
  let cell = ''
  let place = 0
  for (;;) {
    if (line[place] === '"') {
      place += 1
      while (line[place] !== '"' || line[place + 1] === '"') {
        if (line[place] === '"') place += 1
        cell += line[place]
        place += 1
      }
      place += 1
    } else
      while (line[place] !== ',' && !line.startsWith('\r\n', place)) {
        cell += line[place]
        place += 1
      }
    cells.push(cell)
    cell = ''
    if (line[place] !== ',') break
    place += 1
  }
  if (line.slice(place) !== '\r\n') throw new Error('a record does not end where it should')
  return cells
}

describe('a cell', () => {
  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\nx',
    ' =1+1',
    '=HYPERLINK("http://x","y")',
    '＝1',
    '﹢1'.replace('﹢', '＋'),
  ])('of text that begins like the formula %j is inert', (value) => {
    expect(readLine(csvLine([text(value)]))).toEqual([`'${value}`])
  })

  test('of money stays a plain decimal, also below zero', () => {
    expect(csvLine([number('-12.50'), number(0), number('1184.07'), number(null)])).toBe('-12.50,0,1184.07,\r\n')
  })

  test('of a number that is none is text, and inert as such', () => {
    expect(csvLine([number('=1'), number('1e5'), number('-x')])).toBe("'=1,1e5,'-x\r\n")
  })

  test('with a quote, a comma, a line break or an outer blank is quoted', () => {
    expect(csvLine([text('a"b'), text('a,b'), text('a\r\nb'), text(' a'), text('é')])).toBe(
      '"a""b","a,b","a\r\nb"," a",é\r\n',
    )
  })

  test('never holds a character that ends a text early', () => {
    expect(csvLine([text('a\0b\u001bc')])).toBe('a b c\r\n')
  })
})

test('whatever the texts are, a reader gets them back, but for the apostrophe and what no cell may hold', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '=', '-', ' ', 'a', '\t') }),
  )
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (values) => {
      const back = readLine(csvLine(values.map(text)))
      // oxlint-disable-next-line no-control-regex -- what the writer takes out
      const expected = values.map((value) => value.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ' '))
      expect(back.map((value, i) => (value === `'${expected[i] ?? ''}` ? value.slice(1) : value))).toEqual(expected)
      for (const value of back) expect(value).not.toMatch(/^[=+\-@\t\r]/)
    }),
  )
})
