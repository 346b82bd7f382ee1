// What needs a person, from the status and the rows of this moment (ux 2.9): a card for each cause in files, and for each
// condition of the store that does not mend itself. Read only. `attentionHeads` is all that tray, badges and pill need and
// is made with each picture of the store; `attentionCards` is for the screen and bounded, whatever the number of files.

import type { AttentionCard, AttentionHead } from '../../../contract/attention.ts'
import type { Problem, ProblemCode } from '../../../contract/engine-status.ts'
import { problemEnds } from '../../../contract/standing.ts'
import type { BusinessDate } from '../../../contract/vocabulary.ts'
import type { Db } from '../storage/open-database.ts'
import { timestampFrom } from '../support/timestamp.ts'
import { maskCards } from './mask-private.ts'
import { openCauses, type OpenCause } from './open-causes.ts'
import type { StoreCalendar } from './store-day.ts'
import { foundOn } from './today.ts'

/** Files named on a card; the rest is counted, and found in the list of files. */
const mostNamed = 50
/** A server may quote a whole document; a card shows the beginning. */
const longestMessage = 1000

/** Told by the files themselves. */
const inFiles: readonly ProblemCode[] = ['files-refused', 'files-held', 'files-unclear', 'restored']

interface Found {
  readonly head: AttentionHead
  readonly cause: OpenCause | null
}

const headOfCause = ({ key, code, files }: OpenCause): AttentionHead => ({
  key,
  code,
  since: timestampFrom(files.reduce((oldest, { since }) => Math.min(oldest, since), files[0].since)),
  count: files.length,
})

/** Of one code, as several folders may have the same trouble, each has a card. */
const conditionsOf = (problems: readonly Problem[], refused: boolean): AttentionHead[] => {
  const seen = new Map<ProblemCode, number>()
  return (
    problems
      .filter(({ code }) => problemEnds[code] === 'person' && !inFiles.includes(code))
      // The files that were turned down one after the other say more than their number, as long as they are refused.
      .filter(({ code }) => code !== 'refused-in-a-row' || !refused)
      .map(({ code, since, count }) => {
        const number = (seen.get(code) ?? 0) + 1
        seen.set(code, number)
        return { key: number === 1 ? code : `${code}-${number}`, code, since, count }
      })
  )
}

/** `problems` of the status, worst first; the cards keep that order, and the cause with the most files comes first. */
const findCauses = (db: Db, problems: readonly Problem[]): Found[] => {
  const causes = openCauses(db)
  const refused = causes.some(({ code }) => code === 'files-refused')
  // What stops everything comes before what stops single files.
  const rank = ({ head }: Found): number => {
    const place = problems.findIndex((each) => each.code === head.code)
    return place < 0 ? problems.length : place
  }
  return [
    ...conditionsOf(problems, refused).map((head): Found => ({ head, cause: null })),
    ...causes.map((cause): Found => ({ head: headOfCause(cause), cause })),
  ].toSorted((one, other) => rank(one) - rank(other))
}

const shortened = (message: string): string =>
  message.length <= longestMessage ? message : `${message.slice(0, longestMessage)}…`

type Missing = AttentionCard['missing']

const salesDaysOf = ({ files }: OpenCause): BusinessDate[] =>
  [...new Set(files.flatMap(({ salesDays }) => salesDays))].toSorted()

const missingOf = (db: Db, cause: OpenCause, calendar: StoreCalendar, known: Map<BusinessDate, number>): Missing => {
  const [date, ...others] = salesDaysOf(cause)
  if (date === undefined || others.length > 0 || cause.files.some(({ salesDays }) => salesDays.length === 0))
    return null
  const of = known.get(date) ?? foundOn(db, date, calendar)
  known.set(date, of)
  return { date, files: cause.files.length, of }
}

export const attentionHeads = (db: Db, problems: readonly Problem[]): AttentionHead[] =>
  findCauses(db, problems).map(({ head }) => head)

export const attentionCards = (db: Db, problems: readonly Problem[], calendar: StoreCalendar): AttentionCard[] => {
  const filesOfDay = new Map<BusinessDate, number>()
  return findCauses(db, problems).map(({ head, cause }): AttentionCard => {
    if (cause === null)
      return { ...head, files: [], salesDays: [], missing: null, problem: null, message: null, httpStatus: null }
    return {
      ...head,
      files: cause.files.slice(0, mostNamed).map(({ id, name }) => ({ id: String(id), name })),
      salesDays: salesDaysOf(cause),
      missing: missingOf(db, cause, calendar, filesOfDay),
      problem: cause.problem,
      message: cause.message === null ? null : maskCards(shortened(cause.message)),
      httpStatus: cause.httpStatus,
    }
  })
}
