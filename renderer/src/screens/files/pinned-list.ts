// The rules of a list that does not move under the reader's eyes (ux 1.2, 2.7): the rows shown are those of the moment
// the list was opened; what came since is only counted, until the person asks to see it.

import type { FilePage, FileRow } from '../../../../contract/ipc.ts'

/** What the list shows of a file. Many rows may be held at once: nothing more is kept of them. */
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
  | 'size'
  | 'source'
  | 'attempts'
> &
  Partial<Pick<FileRow, LongFact>>

/** Kept only while their columns are shown: two hundred thousand of them are many megabytes. */
export const longFacts = ['sentAt', 'referenceId', 'sha256'] as const
export type LongFact = (typeof longFacts)[number]

/** The rows without what the list does not show; equal sales days share one array. */
export const slimRows = (rows: readonly FileRow[], keep: readonly LongFact[] = []): readonly ListRow[] => {
  const days = new Map<string, readonly string[]>()
  return rows.map((row) => {
    const key = row.businessDates.join()
    const businessDates = days.get(key) ?? row.businessDates
    days.set(key, businessDates)
    const { id, name, state, problem, waitCause, nextAttemptAt, sales, foundAt, answeredAt } = row
    const { problemCount, noteCount, size, source, attempts } = row
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
      size,
      source,
      attempts,
      ...Object.fromEntries(keep.map((fact) => [fact, row[fact]])),
    }
  })
}

const NEAR_THE_TOP = 1000

/** The same of a list in another order: what is newer than the newest file of the moment it was opened. */
export const countNewer = (head: Pick<FilePage, 'rows' | 'total'>, newestId: string, pinnedTotal: number): number => {
  const newer = head.rows.filter(({ id }) => Number(id) > Number(newestId)).length
  return newer < head.rows.length || newer === 0 ? newer : Math.max(newer, head.total - pinnedTotal)
}

/**
 * How many files came since the list was opened. `head` is the newest page as it is now, newest first; `pinned` the ids
 * known of the list; `complete` says that no further ones belong to it.
 */
export const countNew = (
  head: Pick<FilePage, 'rows' | 'total'>,
  pinned: readonly string[],
  pinnedTotal: number,
  complete: boolean,
): number => {
  if (pinned.length === 0) return complete ? head.total : 0
  // The newest page now can only meet the newest rows of then.
  const known = new Set(pinned.slice(0, NEAR_THE_TOP))
  const lastKnown = head.rows.findLastIndex((row) => known.has(row.id))
  // None of the newest rows is one of ours: more came than one page holds.
  if (lastKnown < 0) return Math.max(head.rows.length, head.total - pinnedTotal)
  // Beyond our last row, unknown rows are older ones that were not loaded yet, unless there are no older ones.
  const end = complete ? head.rows.length : lastKnown
  return head.rows.slice(0, end).filter((row) => !known.has(row.id)).length
}

/** What a person sees of a list: rows by place, and the row that has the focus, wherever the list is scrolled to. */
export interface InView {
  readonly first: number
  readonly last: number
  readonly focused: number
}

/** Rows read beyond both edges of what is seen, so that a turn of the wheel meets rows and not places for them. */
const AHEAD = 100
/** Rows asked for at once, at most. */
const MOST_AT_ONCE = 500

/** The ids of what is seen, and of what is near it, that are not `known`: nearest to the eye first. */
export const missingIds = (
  ids: readonly string[],
  known: { readonly has: (id: string) => boolean },
  { first, last, focused }: InView,
): readonly string[] => {
  const places = [ids.slice(first, last + 1), ids.slice(focused, focused + 1)]
  const seen = places.flat().filter((id) => !known.has(id))
  const near = ids.slice(Math.max(0, first - AHEAD), last + 1 + AHEAD)
  return [...new Set([...seen, ...near.filter((id) => !known.has(id))])].slice(0, MOST_AT_ONCE)
}

/** Browsers end a scroll area at 33.5 million pixels of the screen; stay clear of it. */
const MAX_SCROLL_PX = 33_000_000
export const MAX_ROWS = 200_000

/** How many rows the list can hold at this row height in CSS pixels, each of so many pixels of the screen. */
export const rowsThatFit = (rowPx: number, density: number): number =>
  Math.min(MAX_ROWS, Math.floor(MAX_SCROLL_PX / density / rowPx))

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
