// Asks where to, and writes a text so that it is there whole or not at all. What goes wrong is a sentence.

import { basename, join } from 'node:path'
import { app, dialog, type BrowserWindow } from 'electron'
import type { CallResult, SavedPdf } from '../../contract/ipc.ts'
import { faultText } from '../engine/support/log.ts'
import { say } from './words.ts'
import { writeWholeFile } from './write-whole-file.ts'

/** `name` is what the dialog proposes. Null when the person closed it. */
export const saveText = async (
  parent: BrowserWindow,
  name: string,
  text: string,
): Promise<CallResult<SavedPdf | null>> => {
  const { canceled, filePath } = await dialog.showSaveDialog(parent, {
    defaultPath: join(app.getPath('documents'), name),
    filters: [{ name: 'Text', extensions: ['txt'] }],
    properties: ['showOverwriteConfirmation', 'createDirectory', 'dontAddToRecent'],
  })
  if (canceled || filePath === '') return { ok: true, value: null }
  try {
    await writeWholeFile(filePath, Buffer.from(text, 'utf8'))
  } catch (fault) {
    return { ok: false, kind: 'failed', sentence: say('told.textNotSaved', { detail: faultText(fault) }) }
  }
  return { ok: true, value: { name: basename(filePath), path: filePath } }
}
