// Which files of the list are selected: some of the rows, or all that the filter finds, whether loaded or not (ux 2.7).
// Pure: every step makes a new selection.

import { mostChosen, type FileFilter, type WhichFiles } from '../../../../contract/ipc.ts'

export type Selection =
  | { readonly kind: 'some'; readonly ids: ReadonlySet<string> }
  /** All the filter found when the list was opened; what came after `upTo` is not meant. */
  | { readonly kind: 'all'; readonly count: number; readonly upTo: string }

export const nothingSelected: Selection = { kind: 'some', ids: new Set() }

export const some = (ids: readonly string[]): Selection => ({ kind: 'some', ids: new Set(ids.slice(0, mostChosen)) })

export const countSelected = (selection: Selection): number =>
  selection.kind === 'all' ? selection.count : selection.ids.size

export const isSelected = (selection: Selection, id: string): boolean =>
  selection.kind === 'all' ? Number(id) <= Number(selection.upTo) : selection.ids.has(id)

/** Selects a file or lets it go. Of "all" the others that are known stay. */
export const toggled = (selection: Selection, id: string, known: readonly string[]): Selection => {
  if (selection.kind === 'all') return some(known.filter((each) => each !== id))
  const ids = new Set(selection.ids)
  if (!ids.delete(id) && ids.size < mostChosen) ids.add(id)
  return { kind: 'some', ids }
}

/** The files from one place of the list to another, both included. */
export const rangeOf = (ids: readonly string[], from: number, to: number): Selection =>
  some(ids.slice(Math.min(from, to), Math.max(from, to) + 1))

/** Whether none, some or all of so many files are selected, for the box above them. */
export const extentOf = (selection: Selection, total: number): 'none' | 'some' | 'all' => {
  const count = countSelected(selection)
  return count === 0 ? 'none' : count >= total ? 'all' : 'some'
}

export const filesOf = (selection: Selection, filter: FileFilter): WhichFiles =>
  selection.kind === 'all' ? { filter, upTo: selection.upTo } : { ids: [...selection.ids] }
