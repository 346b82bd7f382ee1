// The keys of the cache, one place for all, so that an event marks old exactly what it changed.

import type { FileFilter, FileSort } from '../../../contract/ipc.ts'

export const keys = {
  snapshot: ['snapshot'],
  today: ['today'],
  /** The cards of Needs attention. */
  attention: ['attention'],
  /** What was handled lately. */
  handled: ['handled'],
  /** Counts, folders and deeds, as Help tells them. */
  support: ['support'],
  connection: ['connection'],
  settings: ['settings'],
  preferences: ['preferences'],
  pin: ['pin'],
  /** Days marked as closed, for Settings. */
  closedDays: ['closed-days'],
  /** One file's facts: ['file', id]. */
  files: ['file'],
  /** Head of a list, to see what is new: ['newest-files', filter]. */
  newestFiles: ['newest-files'],
  /** Rows a person reads; pinned, never marked old: ['file-list', filter, turn]. */
  fileList: ['file-list'],
  /** Where the person was in the list, for coming back from a file. */
  filesPlace: ['files-place'],
  /** Months, days and the last days of the calendar: ['sales-days', 'month' | 'day' | 'last', …]. */
  salesDays: ['sales-days'],
  /** Whether the calendar shows amounts; kept until the window closes. */
  showAmounts: ['show-amounts'],
  /** Which sales of a file other files have: ['repeats', id]. */
  repeats: ['repeats'],
  /** Stored bytes never change: ['lines', id, block]. */
  lines: ['lines'],
} as const satisfies Record<string, readonly string[]>

export const fileKey = (id: string) => [...keys.files, id] as const
export const newestFilesKey = (filter: FileFilter) => [...keys.newestFiles, filter] as const
const listKey = (filter: FileFilter, sort: FileSort, turn: number) => [...keys.fileList, filter, sort, turn] as const
export const fileListKey = listKey
export const fileIdsKey = (filter: FileFilter, sort: FileSort, turn: number) =>
  [...listKey(filter, sort, turn), 'ids'] as const
export const fileRowsKey = (filter: FileFilter, sort: FileSort, kept: readonly string[], turn: number) =>
  [...listKey(filter, sort, turn), 'rows', kept] as const
export const salesMonthKey = (month: string) => [...keys.salesDays, 'month', month] as const
export const salesDayKey = (date: string) => [...keys.salesDays, 'day', date] as const
export const lastDaysKey = [...keys.salesDays, 'last'] as const
export const repeatsKey = (id: string) => [...keys.repeats, id] as const
export const linesKey = (id: string, block: number) => [...keys.lines, id, block] as const
