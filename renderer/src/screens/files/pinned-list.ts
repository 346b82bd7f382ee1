// The rules of a list that does not move under the reader's eyes (ux 1.2, 2.7): the rows shown are those of the moment
// the list was opened; what came since is only counted, until the person asks to see it.

import type { FilePage, FileRow } from '../../../../contract/ipc.ts'

/** What the list shows of a file. Two hundred thousand rows may be held at once: nothing more is kept of them. */
export type ListRow = Pick<
  FileRow,
  | 'id'
  | 'name'
  | 'state'
  | 'problem'
  | 'waitCause'
  | 'nextAttemptAt'
  | 'businessDates'
  | 'sales'
  | 'foundAt'
  | 'answeredAt'
  | 'problemCount'
  | 'noteCount'
>

/** The rows without what the list does not show; equal sales days share one array. */
export const slimRows = (rows: readonly FileRow[]): readonly ListRow[] => {
  const days = new Map<string, readonly string[]>()
  return rows.map((row) => {
    const key = row.businessDates.join()
    const businessDates = days.get(key) ?? row.businessDates
    days.set(key, businessDates)
    const { id, name, state, problem, waitCause, nextAttemptAt, sales, foundAt, answeredAt } = row
    const { problemCount, noteCount } = row
    return {
      id,
      name,
      state,
      problem,
      waitCause,
      nextAttemptAt,
      businessDates,
      sales,
      foundAt,
      answeredAt,
      problemCount,
      noteCount,
    }
  })
}

const NEAR_THE_TOP = 1000

/**
 * How many files came since the list was opened. `head` is the newest page as it is now, newest first; `pinned` the
 * rows already loaded; `complete` says that no further rows belong to the pinned list.
 */
export const countNew = (
  head: Pick<FilePage, 'rows' | 'total'>,
  pinned: readonly Pick<FileRow, 'id'>[],
  pinnedTotal: number,
  complete: boolean,
): number => {
  if (pinned.length === 0) return complete ? head.total : 0
  // The newest page now can only meet the newest rows of then.
  const known = new Set(pinned.slice(0, NEAR_THE_TOP).map((row) => row.id))
  const lastKnown = head.rows.findLastIndex((row) => known.has(row.id))
  // None of the newest rows is one of ours: more came than one page holds.
  if (lastKnown < 0) return Math.max(head.rows.length, head.total - pinnedTotal)
  // Beyond our last row, unknown rows are older ones that were not loaded yet, unless there are no older ones.
  const end = complete ? head.rows.length : lastKnown
  return head.rows.slice(0, end).filter((row) => !known.has(row.id)).length
}

/** The rows with what is known newer about some of them; order and number stay. */
export const withNewer = (rows: readonly ListRow[], newer: ReadonlyMap<string, ListRow>): readonly ListRow[] =>
  newer.size === 0 ? rows : rows.map((row) => newer.get(row.id) ?? row)

/** The pages (index) that hold the rows from `first` to `last`. */
export const pagesOfRows = (
  pages: readonly { readonly rows: readonly unknown[] }[],
  first: number,
  last: number,
): readonly number[] => {
  const wanted: number[] = []
  let start = 0
  pages.forEach((page, index) => {
    const end = start + page.rows.length
    if (start <= last && end > first) wanted.push(index)
    start = end
  })
  return wanted
}

/** Browsers end a scroll area near 16.7 million pixels at double density; stay clear of it. */
const MAX_SCROLL_PX = 15_000_000
export const MAX_ROWS = 200_000

/** How many rows the list can hold at this row height. */
export const rowsThatFit = (rowPx: number): number => Math.min(MAX_ROWS, Math.floor(MAX_SCROLL_PX / rowPx))

/** Which columns there is room for, by the width of the list in pixels at 100 % text size. */
export type Column = 'status' | 'day' | 'file' | 'sales' | 'found' | 'answer' | 'problems'

/** A row in one line with these columns, or in two or three lines. */
export type RowShape = readonly Column[] | 'two-lines' | 'three-lines'

export const columnsFor = (width: number): RowShape => {
  if (width >= 940) return ['status', 'day', 'file', 'sales', 'found', 'answer', 'problems']
  if (width >= 820) return ['status', 'day', 'file', 'sales', 'found', 'answer']
  if (width >= 700) return ['status', 'day', 'file', 'sales', 'found']
  if (width >= 620) return ['status', 'day', 'file', 'found']
  return width >= 420 ? 'two-lines' : 'three-lines'
}

/** The row the focus moves to; null when the key is not one of the grid's. */
export const movedRow = (key: string, ctrl: boolean, row: number, rows: number, page: number): number | null => {
  const clamp = (wanted: number): number => Math.max(0, Math.min(rows - 1, wanted))
  switch (key) {
    case 'ArrowDown':
      return clamp(ctrl ? rows - 1 : row + 1)
    case 'ArrowUp':
      return clamp(ctrl ? 0 : row - 1)
    case 'PageDown':
      return clamp(row + page)
    case 'PageUp':
      return clamp(row - page)
    case 'Home':
      return clamp(0)
    case 'End':
      return clamp(rows - 1)
    default:
      return null
  }
}
