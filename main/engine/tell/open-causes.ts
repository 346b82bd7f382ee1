// Which files wait for a person now, gathered by what is wrong with them: refused ones by what was said of them, held and
// unclear ones by their problem (ux 2.9, R17). The cards, the badge, the list of files behind a card and the orders for a
// whole card are all made from this one gathering, so that they cannot mean different files. Read only.

import { createHash } from 'node:crypto'
import type { ProblemCode } from '../../../contract/engine-status.ts'
import type { BusinessDate, DocumentProblem } from '../../../contract/vocabulary.ts'
import type { Db } from '../storage/open-database.ts'
import { isProblemSql } from './file-rows.ts'

/** More causes than these are told as one: a page of cards is to be read, and nobody reads a hundred. */
export const mostCauses = 40

export interface OpenFile {
  readonly id: number
  readonly name: string
  readonly since: number
  readonly salesDays: readonly BusinessDate[]
}

export interface OpenCause {
  /** The same for as long as the cause lasts; fit for an address. */
  readonly key: string
  readonly code: ProblemCode
  readonly problem: DocumentProblem | null
  /** What Petrosoft said of the newest file, word for word; null where it said nothing, or said different things. */
  readonly message: string | null
  /** Status of a refusal that was no acknowledgement. */
  readonly httpStatus: number | null
  /** Newest first, at least one. */
  readonly files: readonly [OpenFile, ...OpenFile[]]
}

interface OpenRow {
  readonly id: number
  readonly name: string
  readonly state: 'refused' | 'held' | 'unclear'
  readonly problem: DocumentProblem | null
  readonly state_since: number
  readonly business_dates: string
  readonly http_status: number | null
  readonly message: string | null
}

/** Walks the index over states: a store-year of accepted files is not looked at. */
const openRows = (db: Db): OpenRow[] =>
  db
    .prepare<[], OpenRow>(
      `SELECT d.id, d.name, d.state, d.problem, d.state_since, d.business_dates, e.http_status,
         coalesce((SELECT a.message FROM answer_detail a WHERE a.attempt_id = d.newest_answer_id
           AND ${isProblemSql('a.severity')} ORDER BY a.number LIMIT 1), e.status_message, e.sentence) AS message
       FROM document d LEFT JOIN attempt_end e ON e.attempt_id = d.newest_answer_id
       WHERE d.state IN ('refused', 'held') OR (d.state = 'unclear' AND d.due_at IS NULL)
       ORDER BY d.id DESC`,
    )
    .all()

/** Two messages that differ only in numbers, case or spaces name the same error. */
export const sameError = (message: string): string =>
  message
    .toLowerCase()
    .replaceAll(/\d+(?:[.,:-]\d+)*/g, '#')
    .replaceAll(/\s+/g, ' ')
    .trim()

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

const keyOf = ({ state, problem, message, http_status: status }: OpenRow): string =>
  state === 'refused' ? `refused-${shortHash(`${status ?? ''} ${sameError(message ?? '')}`)}` : `${state}-${problem}`

const codeOf = ({ state, problem }: OpenRow): ProblemCode => {
  if (state === 'refused') return 'files-refused'
  if (state === 'held') return 'files-held'
  return problem === 'restored' ? 'restored' : 'files-unclear'
}

const fileOf = ({ id, name, state_since: since, business_dates: days }: OpenRow): OpenFile => ({
  id,
  name,
  since,
  salesDays: JSON.parse(days) as string[],
})

/** The smallest causes of refusals beyond `mostCauses`, as one that says nothing of any. */
const gathered = (causes: readonly OpenCause[]): readonly OpenCause[] => {
  if (causes.length <= mostCauses) return causes
  const own = causes.slice(0, mostCauses - 1)
  const [first, ...others] = causes
    .slice(mostCauses - 1)
    .flatMap(({ files }) => files)
    .toSorted((one, other) => other.id - one.id)
  if (first === undefined) return own
  const rest: OpenCause = {
    key: 'refused-others',
    code: 'files-refused',
    problem: null,
    message: null,
    httpStatus: null,
    files: [first, ...others],
  }
  return [...own, rest]
}

/** Every cause in files that is open now, the one with the most files first. */
export const openCauses = (db: Db): readonly OpenCause[] => {
  const found = new Map<string, { readonly newest: OpenRow; readonly files: [OpenFile, ...OpenFile[]] }>()
  for (const row of openRows(db)) {
    const key = keyOf(row)
    const known = found.get(key)
    if (known === undefined) found.set(key, { newest: row, files: [fileOf(row)] })
    else known.files.push(fileOf(row))
  }
  const causes = [...found]
    .map(([key, { newest, files }]): OpenCause => {
      const refused = newest.state === 'refused'
      return {
        key,
        code: codeOf(newest),
        problem: newest.problem,
        message: refused ? newest.message : null,
        httpStatus: refused ? newest.http_status : null,
        files,
      }
    })
    .toSorted((one, other) => other.files.length - one.files.length)
  // Problems of held and unclear files are a dozen at most; only refusals can be of any number of kinds.
  const kept = causes.filter(({ code }) => code !== 'files-refused')
  return [...gathered(causes.filter(({ code }) => code === 'files-refused')), ...kept]
}

/** Ids of the files of a cause, newest first; none once the cause is gone. */
export const idsOfCause = (db: Db, key: string): readonly number[] =>
  openCauses(db)
    .find((cause) => cause.key === key)
    ?.files.map(({ id }) => id) ?? []
