// The table of an export of files: its columns, in the store's zone, with the zone named in a column of its own.

import type { SayExportWord } from '../../../contract/export-words.ts'
import { timestampOrNull } from '../support/timestamp.ts'
import { number, text, type Cell } from './csv-text.ts'
import type { ExportedFile } from './exported-files.ts'
import type { StoreClock } from './store-clock.ts'

export interface TableContext {
  readonly say: SayExportWord
  readonly timeZone: string
  readonly clock: StoreClock
}

/** Key of the heading's word, and what stands under it. */
type Column = readonly [key: string, cell: (file: ExportedFile, context: TableContext) => Cell]

const columns: readonly Column[] = [
  ['id', ({ id }) => number(id)],
  ['name', ({ name }) => text(name)],
  ['state', ({ state }, { say }) => text(say(`state.${state}`))],
  ['reason', ({ problem }, { say }) => text(problem === null ? null : say(`reason.${problem}`))],
  ['salesDay', ({ businessDates }) => text(businessDates.join(' '))],
  ['source', ({ source }) => text(source)],
  ['sales', ({ sales }) => number(sales)],
  ['amount', ({ amount }) => number(amount)],
  ['found', ({ foundAt }, { clock }) => text(clock(foundAt))],
  ['stored', ({ storedAt }, { clock }) => text(clock(storedAt))],
  ['sent', ({ sentAt }, { clock }) => text(clock(sentAt))],
  ['answered', ({ answeredAt }, { clock }) => text(clock(answeredAt))],
  ['accepted', ({ acceptedAt }, { clock }) => text(clock(acceptedAt))],
  ['tries', ({ attempts }) => number(attempts)],
  ['nextTry', ({ nextAttemptAt }, { clock }) => text(clock(nextAttemptAt))],
  ['size', ({ size }) => number(size)],
  ['reference', ({ referenceId }) => text(referenceId)],
  ['validation', ({ validationStatus }) => text(validationStatus)],
  ['message', ({ statusMessage }) => text(statusMessage)],
  ['problems', ({ problemCount }) => number(problemCount)],
  ['notes', ({ noteCount }) => number(noteCount)],
  ['sha256', ({ sha256 }) => text(sha256)],
  ['zone', (_file, { timeZone }) => text(timeZone)],
  // The store's clock shows the hour in which it is set back twice; these two tell its halves apart.
  ['foundUtc', ({ foundAt }) => text(timestampOrNull(foundAt))],
  ['answeredUtc', ({ answeredAt }) => text(timestampOrNull(answeredAt))],
]

export const filesHeading = ({ say }: TableContext): Cell[] => columns.map(([key]) => text(say(`column.${key}`)))

export const fileCells = (file: ExportedFile, context: TableContext): Cell[] =>
  columns.map(([, cell]) => cell(file, context))
