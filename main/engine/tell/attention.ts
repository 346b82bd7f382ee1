// Which causes need a person, from the status and the rows of this moment (ux 2.9): refused files by what was said of
// them, held and unclear ones by their problem, and each condition of the store that does not mend itself. Read only.

import type { AttentionCard } from '../../../contract/attention.ts'
import type { Problem } from '../../../contract/engine-status.ts'
import { problemEnds } from '../../../contract/standing.ts'
import type { DocumentProblem } from '../../../contract/vocabulary.ts'
import type { Db } from '../storage/open-database.ts'
import { timestampFrom } from '../support/timestamp.ts'
import { isProblemSql } from './file-rows.ts'

interface OpenFile {
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
const openFiles = (db: Db): OpenFile[] =>
  db
    .prepare<[], OpenFile>(
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

const causeOf = ({ state, problem, message, http_status: status }: OpenFile): string =>
  state === 'refused' ? `refused ${status ?? ''} ${sameError(message ?? '')}` : `${state} ${problem ?? ''}`

const codeOf = ({ state, problem }: OpenFile): AttentionCard['code'] =>
  state === 'refused'
    ? 'files-refused'
    : state === 'held'
      ? 'files-held'
      : problem === 'restored'
        ? 'restored'
        : 'files-unclear'

const cardOfFiles = (key: string, files: readonly [OpenFile, ...OpenFile[]]): AttentionCard => {
  const [newest] = files
  return {
    key,
    code: codeOf(newest),
    since: timestampFrom(files.reduce((oldest, file) => Math.min(oldest, file.state_since), newest.state_since)),
    count: files.length,
    files: files.map(({ id, name }) => ({ id: String(id), name })),
    salesDays: [...new Set(files.flatMap((file) => JSON.parse(file.business_dates) as string[]))].toSorted(),
    problem: newest.problem,
    message: newest.state === 'refused' ? newest.message : null,
    httpStatus: newest.state === 'refused' ? newest.http_status : null,
  }
}

const inFiles: readonly Problem['code'][] = [
  'files-refused',
  'files-held',
  'files-unclear',
  'restored',
  'refused-in-a-row',
]

/** `problems` of the status, worst first; the cards keep that order, and the cause with the most files comes first. */
export const attentionCards = (db: Db, problems: readonly Problem[]): AttentionCard[] => {
  const causes = new Map<string, [OpenFile, ...OpenFile[]]>()
  for (const file of openFiles(db)) {
    const key = causeOf(file)
    const known = causes.get(key)
    if (known === undefined) causes.set(key, [file])
    else known.push(file)
  }
  const ofFiles = [...causes]
    .map(([key, files]) => cardOfFiles(key, files))
    .toSorted((one, other) => other.count - one.count)
  const conditions = problems
    .filter(({ code }) => problemEnds[code] === 'person' && !inFiles.includes(code))
    .map(({ code, since, count }, i): AttentionCard => {
      return {
        key: `${code} ${i}`,
        code,
        since,
        count,
        files: [],
        salesDays: [],
        problem: null,
        message: null,
        httpStatus: null,
      }
    })
  // What stops everything comes before what stops single files.
  const rank = (code: AttentionCard['code']): number => {
    const place = problems.findIndex((each) => each.code === code)
    return place < 0 ? problems.length : place
  }
  return [...conditions, ...ofFiles].toSorted((one, other) => rank(one.code) - rank(other.code))
}
