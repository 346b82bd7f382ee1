// What needs a person in a scripted store, made from its files and problems as the engine makes it, and what was handled.

import type { AttentionCard, Handled, HandledLine } from '../../contract/attention.ts'
import type { Problem, ProblemCode } from '../../contract/engine-status.ts'
import type { FileRow } from '../../contract/ipc.ts'
import { isAboutFiles, problemEnds } from '../../contract/standing.ts'

const priceMessage = "Element 'ActualSalesPrice': '1,25' is not a valid value for type decimal."
const unknownMessage = 'Loyalty programme LP-7 is not enrolled for tender 4111 11•• •••• 1111.'

/** The card a file belongs to; null for one that needs nobody. */
export const causeOf = ({ state, problem, noteCount }: FileRow): string | null =>
  !['refused', 'held', 'unclear'].includes(state)
    ? null
    : state === 'refused'
      ? `refused-${noteCount > 1 ? 'unknown' : 'price'}`
      : `${state}-${problem}`

const codeOf = ({ state, problem }: FileRow): ProblemCode => {
  if (state === 'refused') return 'files-refused'
  if (state === 'held') return 'files-held'
  return problem === 'restored' ? 'restored' : 'files-unclear'
}

const cardOfFiles = (key: string, files: readonly [FileRow, ...FileRow[]], all: readonly FileRow[]): AttentionCard => {
  const [newest] = files
  const salesDays = [...new Set(files.flatMap(({ businessDates }) => businessDates))].toSorted()
  const [date, ...others] = salesDays
  const refused = newest.state === 'refused'
  return {
    key,
    code: codeOf(newest),
    since: files.at(-1)?.foundAt ?? newest.foundAt,
    count: files.length,
    files: files.slice(0, 50).map(({ id, name }) => ({ id, name })),
    salesDays,
    missing:
      date === undefined || others.length > 0
        ? null
        : { date, files: files.length, of: all.filter(({ businessDates }) => businessDates[0] === date).length },
    problem: newest.problem,
    message: refused ? (key === 'refused-unknown' ? unknownMessage : priceMessage) : null,
    httpStatus: refused ? 200 : null,
  }
}

/** The cards of a store with these files and problems. */
export const cardsOf = (rows: readonly FileRow[], problems: readonly Problem[]): readonly AttentionCard[] => {
  const causes = new Map<string, [FileRow, ...FileRow[]]>()
  for (const row of rows) {
    const cause = causeOf(row)
    if (cause === null) continue
    const known = causes.get(cause)
    if (known === undefined) causes.set(cause, [row])
    else known.push(row)
  }
  const conditions = problems
    .filter(({ code }) => problemEnds[code] === 'person' && !isAboutFiles(code) && code !== 'restored')
    .map(({ code, since, count }): AttentionCard => {
      const nothing = { files: [], salesDays: [], missing: null, problem: null, message: null, httpStatus: null }
      return { key: code, code, since, count, ...nothing }
    })
  return [...conditions, ...[...causes].map(([key, files]) => cardOfFiles(key, files, rows))]
}

/** What happened in the scripted week, newest first; `now` in milliseconds. */
export const handledOf = (rows: readonly FileRow[], now: number): Handled => {
  const at = (hours: number): string => new Date(now - hours * 3_600_000).toISOString()
  const nothing = { from: null, who: null, why: null, count: 0, file: null, day: null } as const
  const [, , file] = rows
  const lines: readonly HandledLine[] = [
    { ...nothing, key: 'order-900-939', kind: 'set-aside', at: at(3), who: 'manager', count: 40, why: 'Test files' },
    { ...nothing, key: 'accepted-1-2', kind: 'accepted', at: at(20), count: 12 },
    { ...nothing, key: 'order-800-811', kind: 'resend', at: at(20.2), who: 'manager', count: 12 },
    { ...nothing, key: 'outage-3', kind: 'sign-in-ended', at: at(49), from: at(54) },
    { ...nothing, key: 'day-2', kind: 'day-closed', at: at(70), who: 'night.shift', day: '2026-11-18' },
    ...(file === undefined
      ? []
      : [{ ...nothing, key: 'replaced-1-2', kind: 'replaced', at: at(96), count: 1, file } as const]),
  ]
  return rows.length === 0 ? { lines: [], lastRefusedAt: null } : { lines, lastRefusedAt: '2026-10-03T15:00:00.000Z' }
}
