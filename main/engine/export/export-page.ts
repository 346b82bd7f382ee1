// An export piece by piece: each call reads one page by its key in one short transaction, turns it into text and forgets
// it, so that a store-year needs no more memory than a screen, holds no lock while the disk writes, and delays no journal.
// A file that comes or changes meanwhile is told as it is when its page is read; none is told twice. Read only.

import { exportWordsIn } from '../../../contract/export-words.ts'
import type { CsvExport, ExportPage } from '../../../contract/ipc.ts'
import type { DocumentState } from '../../../contract/vocabulary.ts'
import { registerDays, type StoreHours } from '../days/day/register-days.ts'
import type { Db } from '../storage/open-database.ts'
import { fileFacts } from '../tell/file-list.ts'
import { fileIds } from '../tell/file-page.ts'
import { byteOrderMark, csvLine, type Cell } from './csv-text.ts'
import { dayCells, daysHeading } from './days-table.ts'
import { exportedFiles, type ExportedFile } from './exported-files.ts'
import { fileCells, filesHeading, type TableContext } from './files-table.ts'
import { proofHeading, proofOf, proofRows } from './proof-of-delivery.ts'
import { createStoreClock } from './store-clock.ts'

/** Some twenty milliseconds of reading: no answer of the cloud waits longer for an export. */
const filesAPage = 500

export interface ExportStore {
  readonly hours: StoreHours
  readonly now: number
  /** Words of the window's language by their key; English where none is given. */
  readonly words?: Readonly<Record<string, string>>
}

/** One page of files and the cursor of the next; `state` null = all. */
export const exportedPage = (
  db: Db,
  filter: Extract<CsvExport, { kind: 'files' }>['filter'],
  store: ExportStore,
  after: string | null,
  state: DocumentState | null = null,
): { readonly files: readonly ExportedFile[]; readonly next: string | null } =>
  db.transaction(() => {
    const { ids, next } = fileIds(db, { filter, after, limit: filesAPage }, store.hours)
    const files = exportedFiles(db, ids)
    return { files: state === null ? files : files.filter((file) => file.state === state), next }
  })()

export const tableContext = ({ hours: { timeZone }, words }: ExportStore): TableContext => ({
  say: exportWordsIn(words),
  timeZone,
  clock: createStoreClock(timeZone),
})

const whole = (heading: readonly Cell[], rows: readonly (readonly Cell[])[]): ExportPage => ({
  text: byteOrderMark + csvLine(heading) + rows.map(csvLine).join(''),
  rows: rows.length,
  next: null,
})

/**
 * The piece of an export that follows `after` (null = its beginning, with the heading); null when what is to be exported
 * does not exist. Give `next` back until it is null.
 */
export const exportPage = (
  db: Db,
  what: CsvExport,
  store: ExportStore,
  after: string | null,
  state: DocumentState | null = null,
): ExportPage | null => {
  const context = tableContext(store)
  switch (what.kind) {
    case 'files': {
      const { files, next } = exportedPage(db, what.filter, store, after, state)
      const rows = files.map((file) => csvLine(fileCells(file, context))).join('')
      const head = after === null ? byteOrderMark + csvLine(filesHeading(context)) : ''
      return { text: head + rows, rows: files.length, next }
    }
    case 'chosen-files': {
      const from = after === null ? 0 : Number(after)
      const to = from + filesAPage
      const files = exportedFiles(db, what.ids.slice(from, to).map(Number))
      const rows = files.map((file) => csvLine(fileCells(file, context))).join('')
      const head = after === null ? byteOrderMark + csvLine(filesHeading(context)) : ''
      return { text: head + rows, rows: files.length, next: to < what.ids.length ? String(to) : null }
    }
    case 'proof': {
      const facts = fileFacts(db, Number(what.id))
      return facts === null ? null : whole(proofHeading(context), proofRows(proofOf(facts), context))
    }
    case 'sales-days': {
      const { from, to } = what
      const days = registerDays(db, { store: store.hours, from, to, now: store.now }).map(({ day }) => day)
      return whole(
        daysHeading(context),
        days.map((day) => dayCells(day, context)),
      )
    }
  }
}
