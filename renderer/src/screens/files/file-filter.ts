// The filter of the list, kept in the address so that a link can say exactly which files it means (ux 2.7, R2).
// Anything in the address that is not understood counts as not said.

import {
  everyFile,
  fileGroups,
  fileSortKeys,
  type FileFilter,
  type FileGroup,
  type FileSort,
} from '../../../../contract/ipc.ts'
import { sources, type BusinessDate, type Source } from '../../../../contract/vocabulary.ts'
import { addDays } from '../../format/store-time.ts'
import type { MessageId } from '../../words/say.ts'

/** The list shows this many days unless told otherwise (design, part 7). */
export const USUAL_DAYS = 14

export type DayPreset = 'today' | 'yesterday' | 'usual' | 'sixty' | 'all'

const isDate = (text: string | null): text is BusinessDate =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(Date.parse(`${text}T12:00:00Z`))

const isGroup = (text: string | null): text is FileGroup => (fileGroups as readonly (string | null)[]).includes(text)

/** From first to last day of a preset; null = no bound. A preset that ends today has no end: clocks differ. */
export const daysOfPreset = (
  preset: DayPreset,
  today: BusinessDate,
): { readonly from: BusinessDate | null; readonly to: BusinessDate | null } => {
  switch (preset) {
    case 'today':
      return { from: today, to: null }
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) }
    case 'usual':
      return { from: addDays(today, 1 - USUAL_DAYS), to: null }
    case 'sixty':
      return { from: addDays(today, -59), to: null }
    case 'all':
      return { from: null, to: null }
  }
}

const presets: readonly DayPreset[] = ['usual', 'today', 'yesterday', 'sixty', 'all']

/** Which preset a span of days is, or null for a chosen span. */
export const presetOf = (filter: Pick<FileFilter, 'from' | 'to'>, today: BusinessDate): DayPreset | null =>
  presets.find((preset) => {
    const { from, to } = daysOfPreset(preset, today)
    return from === filter.from && to === filter.to
  }) ?? null

export const usualFilter = (today: BusinessDate): FileFilter => ({ ...everyFile, ...daysOfPreset('usual', today) })

export const filterFromQuery = (query: URLSearchParams, today: BusinessDate): FileFilter => {
  const usual = usualFilter(today)
  const from = query.get('from')
  const to = query.get('to')
  const group = query.get('group')
  const source = sources.find((each) => each === query.get('source'))
  const cause = query.get('cause')
  const span =
    query.get('days') === 'all'
      ? daysOfPreset('all', today)
      : isDate(from) || isDate(to)
        ? { from: isDate(from) ? from : null, to: isDate(to) ? to : null }
        : { from: usual.from, to: usual.to }
  return {
    dateKind: query.get('by') === 'found' ? 'found' : 'sales-day',
    ...span,
    group: isGroup(group) ? group : 'all',
    text: (query.get('text') ?? '').slice(0, 200),
    problemsOnly: query.get('problems') === '1',
    ...(source === undefined ? {} : { source }),
    ...(cause !== null && /^[a-z0-9-]{1,80}$/.test(cause) ? { cause } : {}),
  }
}

/** The shortest query that says the filter; the usual one is empty. */
export const queryFromFilter = (filter: FileFilter, today: BusinessDate): string => {
  const query = new URLSearchParams()
  if (filter.group !== 'all') query.set('group', filter.group)
  if (filter.dateKind === 'found') query.set('by', 'found')
  const preset = presetOf(filter, today)
  if (preset === 'all') query.set('days', 'all')
  else if (preset !== 'usual') {
    if (filter.from !== null) query.set('from', filter.from)
    if (filter.to !== null) query.set('to', filter.to)
  }
  if (filter.text !== '') query.set('text', filter.text)
  if (filter.problemsOnly) query.set('problems', '1')
  if (filter.source !== undefined) query.set('source', filter.source)
  if (filter.cause !== undefined) query.set('cause', filter.cause)
  return query.toString()
}

export const usualSort: FileSort = { by: 'found', descending: true }

/** "status", or "-size" for the other way round. */
export const sortFromQuery = (query: URLSearchParams): FileSort => {
  const text = query.get('sort') ?? ''
  const by = fileSortKeys.find((key) => key === text.replace(/^-/, ''))
  return by === undefined ? usualSort : { by, descending: text.startsWith('-') }
}

/** The query of a list: its filter, and its order where it is not the usual one. */
export const queryOfList = (filter: FileFilter, sort: FileSort, today: BusinessDate): string => {
  const query = queryFromFilter(filter, today)
  if (sort.by === usualSort.by && sort.descending === usualSort.descending) return query
  const sorted = `sort=${sort.descending ? '-' : ''}${sort.by}`
  return query === '' ? sorted : `${query}&${sorted}`
}

export const placeOfFilter = (filter: FileFilter, today: BusinessDate, sort = usualSort): string => {
  const query = queryOfList(filter, sort, today)
  return query === '' ? '/files' : `/files?${query}`
}

/** By day, size and time the largest comes first at a first click; by status, what needs a person. */
export const sortAfterClick = (sort: FileSort, by: FileSort['by']): FileSort =>
  sort.by === by ? { by, descending: !sort.descending } : { by, descending: by !== 'status' }

export const sourceWords: Readonly<Record<Source, MessageId>> = {
  folder: 'source.folder',
  sitoo: 'source.sitoo',
  cashier: 'source.cashier',
}

export interface GroupWords {
  readonly name: MessageId
  readonly count: MessageId
  readonly empty: MessageId
}

const words = (group: 'all' | 'accepted' | 'withNotes' | 'refused' | 'waiting' | 'held' | 'other'): GroupWords => ({
  name: `files.group.${group}`,
  count: `files.count.${group}`,
  empty: `files.empty.${group}`,
})

export const groupWords: Readonly<Record<FileGroup, GroupWords>> = {
  all: words('all'),
  accepted: words('accepted'),
  'with-notes': words('withNotes'),
  refused: words('refused'),
  waiting: words('waiting'),
  held: words('held'),
  other: words('other'),
}

export const presetWords: Readonly<Record<DayPreset, MessageId>> = {
  today: 'files.days.today',
  yesterday: 'files.days.yesterday',
  usual: 'files.days.usual',
  sixty: 'files.days.sixty',
  all: 'files.days.all',
}
