// Writes an export as comma-separated text: asks where to, takes the pieces from the engine one by one, and writes the file
// whole. The engine never touches the place: it may be a dead share, and journals are sent meanwhile. One at a time. What
// goes wrong is a sentence, and leaves no half of a file.

import { basename, join } from 'node:path'
import { app, dialog, type BrowserWindow } from 'electron'
import type { CallResult, CsvExport, ExportPage, SavedExport } from '../../contract/ipc.ts'
import { writeExport } from '../engine/export/write-export.ts'
import { faultText, type Log } from '../engine/support/log.ts'
import { exportFileName } from './export-file-name.ts'
import { say } from './words.ts'

/** Asks the engine of the store that is shown for the piece after `after`; its value is null when there is no such file. */
export type AskPage = (after: string | null) => Promise<CallResult<ExportPage | null>>

export interface CsvExportOptions {
  /** The window that asks; null when it has closed meanwhile. */
  readonly parent: () => BrowserWindow | null
  readonly log: Log
}

/** The message is for the person who wanted it. */
class NotExported extends Error {}

async function* piecesOf(ask: AskPage, count: (rows: number) => void): AsyncGenerator<string> {
  let after: string | null = null
  do {
    const asked = await ask(after)
    if (!asked.ok) throw new NotExported(asked.sentence)
    if (asked.value === null) throw new NotExported(say('told.noSuchFile'))
    yield asked.value.text
    count(asked.value.rows)
    after = asked.value.next
  } while (after !== null)
}

export type SaveCsv = (what: CsvExport, ask: AskPage) => Promise<CallResult<SavedExport | null>>

const failed = (sentence: string): CallResult<never> => ({ ok: false, kind: 'failed', sentence })

/** Null when the person closed the dialog. */
export const createCsvExports = ({ parent, log }: CsvExportOptions): SaveCsv => {
  let busy = false

  const saveOne: SaveCsv = async (what, ask) => {
    const window = parent()
    const dialogOptions: Electron.SaveDialogOptions = {
      defaultPath: join(app.getPath('documents'), exportFileName(what, 'csv')),
      filters: [{ name: 'CSV', extensions: ['csv'] }],
      properties: ['showOverwriteConfirmation', 'createDirectory', 'dontAddToRecent'],
    }
    const { canceled, filePath } = await (window === null
      ? dialog.showSaveDialog(dialogOptions)
      : dialog.showSaveDialog(window, dialogOptions))
    if (canceled || filePath === '') return { ok: true, value: null }
    const name = basename(filePath)
    let rows = 0
    try {
      const { bytes } = await writeExport(
        filePath,
        piecesOf(ask, (more) => {
          rows += more
        }),
      )
      log('info', 'export-written', { kind: what.kind, rows, bytes })
      return { ok: true, value: { name, path: filePath, rows } }
    } catch (fault) {
      log('warn', 'export-not-written', { kind: what.kind, fault: faultText(fault) })
      if (fault instanceof NotExported) return failed(fault.message)
      return failed(say('told.notWritten', { name }))
    }
  }

  return async (what, ask) => {
    if (busy) return failed(say('told.exportBusy'))
    busy = true
    try {
      return await saveOne(what, ask)
    } finally {
      busy = false
    }
  }
}
