// One page of the list of files, with how many there are in each group, for any filter and order (ux 2.7). Pages follow a
// key (the id, newest first, or what the list is sorted by), never an offset; every filter runs over an index that holds all it needs, so that a store-year
// of 300,000 files answers in a fraction of a second. Read only.
//
// A file is a document, or a sighting that has no document (not read yet, gone before, or left alone from the start).

import type { FileFilter, FileGroup, FilePage, FileSort } from '../../../contract/ipc.ts'
import { fileGroups } from '../../../contract/ipc.ts'
import type { DocumentState } from '../../../contract/vocabulary.ts'
import type { Db } from '../storage/open-database.ts'
import { dateAfter, startOfDate } from '../support/store-time.ts'
import { answerHasProblemSql, fileRows, type CommonWait } from './file-rows.ts'
import { idsOfHandled, isHandledKey } from './handled.ts'
import { idsOfCause } from './open-causes.ts'
import { startOfStoreDay, type StoreCalendar } from './store-day.ts'

/** Past this many rows a list is of no use: ask for a narrower date (design 7). */
const mostRows = 200_000

/** In which states the documents of a group are; `all` has every one. */
const statesOfGroup = {
  accepted: ['accepted'],
  'with-notes': ['accepted-with-notes'],
  refused: ['refused'],
  waiting: ['stored', 'waiting', 'sending', 'unclear'],
  held: ['held', 'unclear'],
  other: ['not-needed', 'replaced', 'set-aside', 'ignored'],
} as const satisfies Readonly<Record<Exclude<FileGroup, 'all'>, readonly DocumentState[]>>

const inStates = (group: FileGroup): string =>
  group === 'all' ? '1' : `d.state IN (${statesOfGroup[group].map((state) => `'${state}'`).join(', ')})`

/** The documents `d` and the sightings `s` of a group. An unclear one that asks a person counts as held. */
const documentGroupWhere: Readonly<Record<FileGroup, string>> = {
  all: inStates('all'),
  accepted: inStates('accepted'),
  'with-notes': inStates('with-notes'),
  refused: inStates('refused'),
  waiting: `(${inStates('waiting')} AND (d.state <> 'unclear' OR d.due_at IS NOT NULL))`,
  held: `(${inStates('held')} AND (d.state <> 'unclear' OR d.due_at IS NULL))`,
  other: inStates('other'),
}
/** No file at all; a part with this condition is left out. */
const none = '0'
const sightingGroupWhere: Readonly<Record<FileGroup, string>> = {
  all: '1',
  accepted: none,
  'with-notes': none,
  refused: none,
  waiting: `s.state = 'found'`,
  held: none,
  other: `s.state IN ('vanished', 'ignored')`,
}

/** What a person has to look at: the same files that Needs attention and the pill count, and answers with problems. */
const documentProblemsWhere = `(d.state IN ('refused', 'held') OR (d.state = 'unclear' AND d.due_at IS NULL)
  OR (d.state = 'accepted-with-notes' AND ${answerHasProblemSql('d')}))`
const sightingProblemsWhere = `(s.state = 'found' AND s.problem IN ('empty', 'locked', 'unreadable'))`

type Parameters = Readonly<Record<string, string | number | null>>

/** A condition over the documents or the sightings of a list; the parts of one kind never share a file. */
interface Part {
  readonly of: 'document' | 'sighting'
  readonly where: string
  /** The index a span of days runs over; without it the planner walks a whole state instead. `none`: no index but the id. */
  readonly index: string | null
  /** So few files that they are sorted after they are found, whatever the order. */
  readonly rare?: boolean
}

interface Conditions {
  readonly parts: readonly Part[]
  readonly parameters: Parameters
}

const bounds = (column: string, from: boolean, to: boolean): string =>
  [from ? `${column} >= @start` : '', to ? `${column} < @end` : ''].filter((text) => text !== '').join(' AND ') || '1'

const ifBounded = (index: string, { from, to }: FileFilter): string | null =>
  from === null && to === null ? null : index

const unread = (filter: FileFilter): Part => ({
  of: 'sighting',
  where: `s.document_id IS NULL AND ${bounds('s.first_seen_at', filter.from !== null, filter.to !== null)}`,
  index: ifBounded('sighting_unread', filter),
})

/** By when it was found: calendar days of the store. */
const byFound = (filter: FileFilter, { timeZone }: StoreCalendar): Conditions => {
  const { from, to } = filter
  return {
    parts: [
      {
        of: 'document',
        where: bounds('d.found_at', from !== null, to !== null),
        index: ifBounded('document_found', filter),
      },
      unread(filter),
    ],
    parameters: {
      start: from === null ? null : startOfDate(from, timeZone),
      end: to === null ? null : startOfDate(dateAfter(to, 1), timeZone),
    },
  }
}

/**
 * By sales day: the business dates a document names, each of them; a file that names none counts for the store's day
 * on which it was stored or seen.
 */
const bySalesDay = (filter: FileFilter, calendar: StoreCalendar): Conditions => {
  const { from, to } = filter
  if (from === null && to === null)
    return { parts: [{ of: 'document', where: '1', index: null }, unread(filter)], parameters: {} }
  const first = [from === null ? '' : 'd.order_date >= @from', to === null ? '' : 'd.order_date <= @to']
  const within = [from === null ? '' : 'day.value >= @from', to === null ? '' : 'day.value <= @to']
  const and = (terms: readonly string[]): string => terms.filter((term) => term !== '').join(' AND ')
  const dated: Part = {
    of: 'document',
    where: `d.business_dates <> '[]' AND ${and(first)}`,
    index: 'document_sales_day',
  }
  // Its first day lies before the span, another one in it.
  const laterDays: Part = {
    of: 'document',
    where: `json_array_length(d.business_dates) > 1 AND d.order_date < @from
      AND EXISTS (SELECT 1 FROM json_each(d.business_dates) day WHERE ${and(within)})`,
    index: 'document_many_days',
  }
  const undated: Part = {
    of: 'document',
    where: `d.business_dates = '[]' AND ${bounds('d.stored_at', from !== null, to !== null)}`,
    index: 'document_no_day',
  }
  return {
    parts: [dated, ...(from === null ? [] : [laterDays]), undated, unread(filter)],
    parameters: {
      from,
      to,
      start: from === null ? null : startOfStoreDay(from, calendar),
      end: to === null ? null : startOfStoreDay(dateAfter(to, 1), calendar),
    },
  }
}

/** Documents whose name begins with the text, without case. */
const namePrefixSql = 'name >= @text COLLATE NOCASE AND name < @textEnd COLLATE NOCASE'

/** Ids of files whose id or reference id the text is; also the id of any sighting of a document. */
const namedSql = `
  SELECT id FROM document WHERE accepted_reference_id = @text
  UNION SELECT a.document_id FROM attempt_end e JOIN attempt a ON a.id = e.attempt_id WHERE e.reference_id = @text
  UNION SELECT coalesce(document_id, id) FROM sighting WHERE id = @number
  UNION SELECT id FROM document WHERE id = @number`

/** More names than this are compared row by row; fewer are looked up first. */
const fewNames = 20_000

const textWhere = (of: Part['of'], few: boolean): string => {
  if (of === 'sighting')
    return `(s.path LIKE @pattern ESCAPE '!' OR s.path LIKE '%/' || @pattern ESCAPE '!' OR s.id IN (${namedSql}))`
  return few
    ? `d.id IN (SELECT id FROM document WHERE ${namePrefixSql} UNION ${namedSql})`
    : `((d.${namePrefixSql.replace('AND ', 'AND d.')}) OR d.id IN (${namedSql}))`
}

const hasFewNames = (db: Db, parameters: Parameters): boolean => {
  const n = db
    .prepare<[Parameters], number>(
      `SELECT count(*) FROM (SELECT 1 FROM document WHERE ${namePrefixSql} LIMIT ${fewNames})`,
    )
    .pluck()
    .get(parameters)
  return (n ?? 0) < fewNames
}

const textParameters = (text: string): Parameters => ({
  text,
  // No name goes on with the last character there is.
  textEnd: `${text}\u{10ffff}`,
  number: /^\d{1,15}$/.test(text) ? Number(text) : -1,
  pattern: `${text.replaceAll(/[!%_]/g, '!$&')}%`,
})

/** What was not read yet lies in a folder. */
const sourceTerms = (of: Part['of'], { source }: FileFilter): readonly string[] =>
  source === undefined ? [] : of === 'sighting' ? (source === 'folder' ? [] : [none]) : [`d.source = '${source}'`]

/** Exactly the files of one card or of one order, whatever else there is. */
const ofCause = (db: Db, { parts, parameters }: Conditions, key: string): Conditions => {
  const ids = isHandledKey(key) ? idsOfHandled(db, key) : idsOfCause(db, key)
  const narrowed = parts.map(({ of, where }): Part => ({
    of,
    where: `${where} AND ${of === 'document' ? 'd' : 's'}.id IN (SELECT value FROM json_each(@causeIds))`,
    index: null,
  }))
  return { parts: narrowed, parameters: { ...parameters, causeIds: JSON.stringify(ids) } }
}

const queryOf = (db: Db, filter: FileFilter, calendar: StoreCalendar): Conditions => {
  const query = withoutCause(db, filter, calendar)
  return filter.cause === undefined ? query : ofCause(db, query, filter.cause)
}

const withoutCause = (db: Db, filter: FileFilter, calendar: StoreCalendar): Conditions => {
  const days = filter.dateKind === 'found' ? byFound(filter, calendar) : bySalesDay(filter, calendar)
  const text = filter.text.trim()
  const parameters = text === '' ? days.parameters : { ...days.parameters, ...textParameters(text) }
  const few = text !== '' && hasFewNames(db, parameters)
  const narrowed = ({ of, where, index }: Part): Part => {
    const problems = of === 'document' ? documentProblemsWhere : sightingProblemsWhere
    const terms = [
      where,
      ...sourceTerms(of, filter),
      ...(filter.problemsOnly ? [problems] : []),
      ...(text === '' ? [] : [textWhere(of, few)]),
    ]
    // Names and problems are rarer than days: there the planner finds the better way.
    const narrow = filter.problemsOnly || text !== ''
    const rare = filter.problemsOnly || (text !== '' && few)
    return { of, where: terms.join(' AND '), index: narrow ? null : index, rare }
  }
  return { parts: days.parts.map(narrowed), parameters }
}

const tableOf = ({ of, index }: Part): string =>
  `${of === 'document' ? 'document d' : 'sighting s'}${index === null ? '' : index === 'none' ? ' NOT INDEXED' : ` INDEXED BY ${index}`}`

const inGroupOf = ({ of }: Part, group: FileGroup): string =>
  (of === 'document' ? documentGroupWhere : sightingGroupWhere)[group]

/** Ids of one group in the order of the list, beginning below `after`. */
const idsOf = (db: Db, query: Conditions, group: FileGroup, after: number | null, limit: number): number[] => {
  const selects = query.parts.flatMap((part) => {
    const { of, where } = part
    const row = of === 'document' ? 'd' : 's'
    const inGroup = inGroupOf(part, group)
    const below = after === null ? '' : ` AND ${row}.id < @after`
    if (inGroup === none) return []
    return [`SELECT ${row}.id AS id FROM ${tableOf(part)} WHERE ${where} AND ${inGroup}${below}`]
  })
  return db
    .prepare<[Parameters], number>(`${selects.join(' UNION ALL ')} ORDER BY id DESC LIMIT @limit`)
    .pluck()
    .all({ ...query.parameters, after, limit })
}

/** The group of a state; of an unclear document the one it has while it asks nobody. */
const documentGroups = new Map<string, FileGroup>(
  fileGroups
    .filter((group) => group !== 'all')
    .toReversed()
    .flatMap((group) => statesOfGroup[group].map((state) => [state, group])),
)

/** What nearly all documents are in. */
const mostly = 'accepted'

/** How many files of a part are in each state. */
const statesOf = (db: Db, part: Part, parameters: Parameters): readonly { state: string; n: number }[] => {
  const row = part.of === 'document' ? 'd' : 's'
  const from = `FROM ${tableOf(part)} WHERE ${part.where}`
  const grouped = (where: string): { state: string; n: number }[] =>
    db
      .prepare<[Parameters], { state: string; n: number }>(
        `SELECT ${row}.state AS state, count(*) AS n ${from}${where} GROUP BY 1`,
      )
      .all(parameters)
  if (part.of === 'sighting' || part.index === null) return grouped('')
  // An index of days is in no order of states: each row it finds is sorted into its group. Nearly all belong to one, and
  // those are what the others leave of a bare count (44 ms become 10 for 250,000 files).
  const others = grouped(` AND d.state <> '${mostly}'`)
  const all = db.prepare<[Parameters], number>(`SELECT count(*) ${from}`).pluck().get(parameters) ?? 0
  return [...others, { state: mostly, n: others.reduce((left, { n }) => left - n, all) }]
}

const countsOf = (db: Db, { parts, parameters }: Conditions): Record<FileGroup, number> => {
  const counts = Object.fromEntries(fileGroups.map((group) => [group, 0])) as Record<FileGroup, number>
  for (const part of parts) {
    const states = statesOf(db, part, parameters)
    for (const { state, n } of states) {
      const group = part.of === 'document' ? documentGroups.get(state) : state === 'found' ? 'waiting' : undefined
      counts[group ?? 'other'] += n
      counts.all += n
    }
    if (!states.some(({ state }) => state === 'unclear')) continue
    const asking =
      db
        .prepare<[Parameters], number>(
          `SELECT count(*) FROM ${tableOf(part)} WHERE ${part.where} AND d.state = 'unclear' AND d.due_at IS NULL`,
        )
        .pluck()
        .get(parameters) ?? 0
    counts.waiting -= asking
    counts.held += asking
  }
  return counts
}

/** How many files of each group a filter finds; its own group and page do not count. */
export const countFiles = (db: Db, filter: FileFilter, calendar: StoreCalendar): Record<FileGroup, number> =>
  countsOf(db, queryOf(db, filter, calendar))

export interface PageQuestion {
  readonly filter: FileFilter
  readonly sort?: FileSort | undefined
  /** `next` of the page before; null for the first. Anything else is taken for the first. */
  readonly after: string | null
  readonly limit: number
}

const isNewestFirst = (sort: FileSort | undefined): sort is undefined =>
  sort === undefined || (sort.by === 'found' && sort.descending)

const countDocuments = (db: Db): number => db.prepare<[], number>('SELECT count(*) FROM document').pluck().get() ?? 0

/** Whether a part finds more than so many files; it looks at no more of them than that takes. */
const findsMoreThan = (db: Db, part: Part, parameters: Parameters, most: number): boolean => {
  const found = db
    .prepare<[Parameters], number>(
      `SELECT count(*) FROM (SELECT 1 FROM ${tableOf(part)} WHERE ${part.where} LIMIT ${most + 1})`,
    )
    .pluck()
    .get(parameters)
  return (found ?? 0) > most
}

/** An index that finds a large part of all files sorts it anew for each page; walking down the ids is quicker then. */
const walkedPart = 8
/** A group of so few documents is looked through whole, whatever the days: quicker than all files of many days. */
const fewOfGroup = 2000

/** How the files of a part are found: `i` by its own index, `w` walking down the ids, `s` among those of the group's states. */
type Way = 'i' | 'w' | 's'

const isFew = (db: Db, group: FileGroup): boolean =>
  group !== 'all' &&
  !findsMoreThan(db, { of: 'document', where: inStates(group), index: 'document_state' }, {}, fewOfGroup)

/** One for each part. What is asked of all documents is asked once a list. */
const waysOf = (db: Db, { parts, parameters }: Conditions, group: FileGroup): string => {
  if (parts.every(({ index }) => index === null)) return 'i'.repeat(parts.length)
  const few = isFew(db, group)
  const most = Math.floor(countDocuments(db) / walkedPart)
  const wayOf = (part: Part): Way => {
    const inGroup = inGroupOf(part, group)
    if (part.index === null || inGroup === none) return 'i'
    if (part.of === 'document' && few) return 's'
    return findsMoreThan(db, { ...part, where: `${part.where} AND ${inGroup}` }, parameters, most) ? 'w' : 'i'
  }
  return parts.map(wayOf).join('')
}

const indexOf: Readonly<Record<Way, string | undefined>> = { i: undefined, w: 'none', s: 'document_state' }

const going = (part: Part, way: string | undefined): Part => ({ ...part, index: indexOf[way as Way] ?? part.index })

interface IdPage {
  readonly ids: readonly number[]
  readonly next: string | null
}

/** The ways that were chosen for the first page go with the cursor: they are those of all others. */
const newestFirst = (db: Db, query: Conditions, { filter, after, limit }: PageQuestion): IdPage => {
  const { parts, parameters } = query
  const { group } = filter
  const [, id, chosen] = /^(\d{1,15})([iws]{1,4})$/.exec(after ?? '') ?? []
  const ways = chosen ?? waysOf(db, query, group)
  const gone = parts.map((part, i) => going(part, ways[i]))
  const ids = idsOf(db, { parts: gone, parameters }, group, id === undefined ? null : Number(id), limit + 1)
  const page = ids.slice(0, limit)
  return { ids: page, next: ids.length > limit ? `${page.at(-1)}${ways}` : null }
}

const idPage = (db: Db, query: Conditions, { sort, ...question }: PageQuestion): IdPage =>
  isNewestFirst(sort) ? newestFirst(db, query, question) : sortedIds(db, query, { ...question, sort })

/** Ids of a page alone, for what goes through a whole list: nothing is counted. */
export const fileIds = (db: Db, question: PageQuestion, calendar: StoreCalendar): IdPage =>
  idPage(db, queryOf(db, question.filter, calendar), question)

/** Sorted by status, what needs a person comes first and what a person has put away last. */
const stateOrder: readonly DocumentState[] = [
  'refused',
  'held',
  'unclear',
  'found',
  'stored',
  'waiting',
  'sending',
  'accepted-with-notes',
  'accepted',
  'not-needed',
  'replaced',
  'set-aside',
  'ignored',
  'vanished',
]

/** What a list is sorted by, of a document and of a sighting, and the index of documents that is in this order. */
const sortKeys = {
  found: { document: '0', sighting: '0', index: 'none' },
  'sales-day': {
    document: 'd.order_date',
    sighting: `date(s.first_seen_at / 1000, 'unixepoch')`,
    index: 'document_day',
  },
  size: { document: 'd.size', sighting: 'coalesce(s.size, 0)', index: 'document_size' },
} as const

/** A part that finds more than this share of all files is walked in the list's own order; a smaller one is sorted. */
const sortedPart = 32

const isLarge = (db: Db, part: Part, parameters: Parameters): boolean => {
  if (part.rare === true) return false
  return part.index === null || findsMoreThan(db, part, parameters, Math.floor(countDocuments(db) / sortedPart))
}

type KeyQuestion = PageQuestion & { readonly sort: FileSort & { readonly by: keyof typeof sortKeys } }

interface Sorted {
  readonly key: string | number
  readonly id: number
}

/** One part of a list in the order of a key, from the row behind `after`. */
const sortedPartOf = (
  db: Db,
  part: Part,
  parameters: Parameters,
  { filter, sort, limit }: KeyQuestion,
  after: Sorted | null,
): Sorted[] => {
  const inGroup = inGroupOf(part, filter.group)
  if (inGroup === none) return []
  const key = sortKeys[sort.by]
  const row = part.of === 'document' ? 'd' : 's'
  // The id alone is the order in which files were found. A plus keeps the planner from walking a whole order for a
  // handful of files.
  const terms = [...(sort.by === 'found' ? [] : [`${part.rare === true ? '+' : ''}${key[part.of]}`]), `${row}.id`]
  const values = sort.by === 'found' ? '(@id)' : '(@key, @id)'
  const index = part.of === 'document' && isLarge(db, part, parameters) ? key.index : part.index
  const way = sort.descending ? 'DESC' : 'ASC'
  const beyond = after === null ? '' : ` AND (${terms.join(', ')}) ${sort.descending ? '<' : '>'} ${values}`
  return db
    .prepare<[Parameters], Sorted>(
      `SELECT ${key[part.of]} AS key, ${row}.id AS id FROM ${tableOf({ ...part, index })}
       WHERE ${part.where} AND ${inGroup}${beyond} ORDER BY ${terms.map((term) => `${term} ${way}`).join(', ')} LIMIT @limit`,
    )
    .all({ ...parameters, key: after?.key ?? null, id: after?.id ?? null, limit: limit + 1 })
}

const cursorOf = (cursor: string | null): { readonly key: string; readonly id: number } | null => {
  const [, key, id] = /^([\d-]{1,15})\|(\d{1,15})$/.exec(cursor ?? '') ?? []
  return key === undefined || id === undefined ? null : { key, id: Number(id) }
}

const byKey = (db: Db, { parts, parameters }: Conditions, question: KeyQuestion): IdPage => {
  const { sort, limit } = question
  const cursor = cursorOf(question.after)
  const after = cursor === null ? null : { ...cursor, key: sort.by === 'sales-day' ? cursor.key : Number(cursor.key) }
  const way = sort.descending ? -1 : 1
  const found = parts
    .flatMap((part) => sortedPartOf(db, part, parameters, question, after))
    .toSorted((a, b) => (a.key === b.key ? (a.id - b.id) * way : a.key < b.key ? -way : way))
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    ids: page.map(({ id }) => id),
    next: found.length > limit && last !== undefined ? `${last.key}|${last.id}` : null,
  }
}

/** State by state; within one the newest first, whichever state comes first. */
const byStatus = (
  db: Db,
  { parts, parameters }: Conditions,
  question: PageQuestion & { readonly sort: FileSort },
): IdPage => {
  const { filter, sort, limit } = question
  const states = sort.descending ? stateOrder.toReversed() : stateOrder
  const cursor = cursorOf(question.after)
  const walked = parts.map((part) =>
    part.of === 'document' && isLarge(db, part, parameters) ? { ...part, index: 'document_state' } : part,
  )
  const found: { readonly rank: number; readonly id: number }[] = []
  for (let rank = Number(cursor?.key ?? 0); rank < states.length && found.length <= limit; rank += 1) {
    const inState = walked.map((part) => ({
      ...part,
      where: `${part.where} AND ${part.of === 'document' ? 'd' : 's'}.state = '${states[rank] ?? ''}'`,
    }))
    const after = cursor !== null && rank === Number(cursor.key) ? cursor.id : null
    const ids = idsOf(db, { parts: inState, parameters }, filter.group, after, limit + 1 - found.length)
    found.push(...ids.map((id) => ({ rank, id })))
  }
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    ids: page.map(({ id }) => id),
    next: found.length > limit && last !== undefined ? `${last.rank}|${last.id}` : null,
  }
}

const sortedIds = (db: Db, query: Conditions, question: PageQuestion & { readonly sort: FileSort }): IdPage => {
  const { sort } = question
  return sort.by === 'status'
    ? byStatus(db, query, question)
    : byKey(db, query, { ...question, sort: { ...sort, by: sort.by } })
}

const newestId = (db: Db): number => db.prepare<[], number | null>('SELECT max(id) FROM sighting').pluck().get() ?? 0

/**
 * A page of the list. Counts are those of the moment of the call; a page never repeats a row of the one before, whatever
 * came in between.
 */
export const filePage = (db: Db, question: PageQuestion, calendar: StoreCalendar, common: CommonWait): FilePage => {
  const { filter } = question
  const query = queryOf(db, filter, calendar)
  const counts = countsOf(db, query)
  const total = counts[filter.group]
  const { ids, next } = idPage(db, query, question)
  return {
    rows: fileRows(db, ids, common),
    next,
    total,
    counts,
    newestId: String(newestId(db)),
    tooMany: total > mostRows,
  }
}
