// The columns of the list: which there are, which a person chose, and which there is room for (ux 2.7). Status, sales day
// and file name are always there. The usual ones give way where there is little room; chosen ones never do, the list is
// then wider than its place and scrolls sideways.

import type { FileSort } from '../../../../contract/ipc.ts'
import { rem } from '../../theme/rem.ts'
import type { MessageId } from '../../words/say.ts'

export const columnNames = [
  'status',
  'day',
  'file',
  'sales',
  'found',
  'sent',
  'answer',
  'problems',
  'tries',
  'nextTry',
  'size',
  'source',
  'reference',
  'sha256',
] as const
export type Column = (typeof columnNames)[number]

interface ColumnLook {
  readonly words: MessageId
  /** At 100 % text size. */
  readonly width: number
  readonly sort: FileSort['by'] | null
  readonly isNumber: boolean
}

const look = (
  words: MessageId,
  width: number,
  more: Partial<Omit<ColumnLook, 'words' | 'width'>> = {},
): ColumnLook => ({
  words,
  width,
  sort: null,
  isNumber: false,
  ...more,
})

export const columnLooks: Readonly<Record<Column, ColumnLook>> = {
  status: look('files.column.status', 220, { sort: 'status' }),
  day: look('files.column.day', 96, { sort: 'sales-day' }),
  file: look('files.column.file', 120),
  sales: look('files.column.sales', 48, { isNumber: true }),
  found: look('files.column.found', 140, { sort: 'found', isNumber: true }),
  sent: look('files.column.sent', 140, { isNumber: true }),
  answer: look('files.column.answer', 80, { isNumber: true }),
  problems: look('files.column.problems', 80),
  tries: look('files.column.tries', 48, { isNumber: true }),
  nextTry: look('files.column.nextTry', 140, { isNumber: true }),
  size: look('files.column.size', 80, { sort: 'size', isNumber: true }),
  source: look('files.column.source', 96),
  reference: look('files.column.reference', 216),
  sha256: look('files.column.sha256', 160),
}

export const alwaysShown: readonly Column[] = ['status', 'day', 'file']
export const usualColumns: readonly Column[] = ['status', 'day', 'file', 'sales', 'found', 'answer', 'problems']
/** The first goes first where there is little room. */
const giveWay: readonly Column[] = ['problems', 'answer', 'sales']

const GAP = 16
const PADDING = 40
/** The column of the check boxes. */
export const SELECT_WIDTH = 28
const ONE_LINE_FROM = 620
const TWO_LINES_FROM = 420

/** A row in one line with these columns, or in two or three lines. */
export type RowShape = readonly Column[] | 'two-lines' | 'three-lines'

/** The longest status in either language; no status is ever cut. */
const STATUS_WIDTH = 272

/** Width of a line with these columns, at 100 % text size. */
export const widthOf = (columns: readonly Column[]): number =>
  PADDING + SELECT_WIDTH + columns.reduce((sum, column) => sum + GAP + columnLooks[column].width, 0)

/** The same for columns a person chose: each has all the room it may want, and the list scrolls sideways instead. */
export const chosenWidthOf = (columns: readonly Column[]): number =>
  widthOf(columns) + STATUS_WIDTH - columnLooks.status.width

/** What a person chose, in the order of the list; null = the usual ones. Names that are not known are left out. */
export const chosenColumns = (kept: readonly string[] | undefined): readonly Column[] | null =>
  kept === undefined ? null : columnNames.filter((name) => alwaysShown.includes(name) || kept.includes(name))

/** `width` of the list in pixels at 100 % text size; `chosen` null = the usual columns, as many as there is room for. */
export const shapeFor = (width: number, chosen: readonly Column[] | null): RowShape => {
  const few = width >= TWO_LINES_FROM ? 'two-lines' : 'three-lines'
  if (chosen !== null) return width >= ONE_LINE_FROM ? chosen : few
  for (let dropped = 0; dropped <= giveWay.length; dropped += 1) {
    const columns = usualColumns.filter((column) => !giveWay.slice(0, dropped).includes(column))
    if (width >= widthOf(columns)) return columns
  }
  return few
}

export const templateOf = (columns: readonly Column[]): string =>
  [
    rem(SELECT_WIDTH),
    ...columns.map((column) => {
      const width = rem(columnLooks[column].width)
      if (column === 'file') return `minmax(${width}, 1fr)`
      return column === 'status' ? `minmax(${width}, ${rem(STATUS_WIDTH)})` : width
    }),
  ].join(' ')
