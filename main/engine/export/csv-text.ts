// Comma-separated text as spreadsheets read it without asking: UTF-8 with a byte order mark, CRLF, quotes where they are
// needed (RFC 4180). What a spreadsheet would run as a formula begins with an apostrophe instead; numbers and money stay
// plain. Pure.

/** A number is written as it is and must be a plain decimal; everything else is text. Null is an empty cell. */
export type Cell = { readonly number: number | string | null } | { readonly text: string | null }

/** Stands once, before everything: without it a spreadsheet takes accents for something else. */
export const byteOrderMark = '\ufeff'

const plainNumber = /^-?\d+(\.\d+)?$/
/** Signs a spreadsheet begins a formula by, also behind blanks and in their wide forms; tab and return by themselves. */
const formulaStart = /^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/
const needsQuotes = /[",;\r\n\t]|^\s|\s$/
// oxlint-disable-next-line no-control-regex -- what no cell may hold is what is taken out
const neverInACell = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

const quoted = (text: string): string => (needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const textCell = (text: string): string => {
  const clean = text.replaceAll(neverInACell, ' ')
  return quoted(formulaStart.test(clean) ? `'${clean}` : clean)
}

const cellText = (cell: Cell): string => {
  if ('text' in cell) return cell.text === null ? '' : textCell(cell.text)
  const number = cell.number === null ? '' : String(cell.number)
  return number === '' || plainNumber.test(number) ? number : textCell(number)
}

/** One record with its line end. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`

export const text = (value: string | null): Cell => ({ text: value })
export const number = (value: number | string | null): Cell => ({ number: value })
