// Makes a PDF of a page of the window: opens the page in a window nobody sees, under the same guards as the one that is
// seen, waits until the page says that it is complete, prints it, and writes the file whole. One at a time. What goes wrong
// is a sentence, and leaves no window and no half of a file.

import { basename, join } from 'node:path'
import { app, BrowserWindow, dialog, type IpcMainInvokeEvent } from 'electron'
import type { PdfDocument, SavedPdf } from '../../contract/ipc.ts'
import { faultText, type Log } from '../engine/support/log.ts'
import { pagePreferences, type PageOptions } from './page-preferences.ts'
import { printedDocument } from './printed-documents.ts'
import { isTrustedSender } from './trusted-sender.ts'
import { say, type MessageId } from './words.ts'
import { writeWholeFile } from './write-whole-file.ts'

/** The document was not made; the message is for the person who wanted it. */
export class PdfNotMade extends Error {}

export interface PdfOptions extends PageOptions {
  readonly page: { readonly url: string; readonly origin: string }
  /** The window that asks; when it closes, the document is given up. */
  readonly parent: BrowserWindow
  readonly log: Log
}

export interface PdfDocuments {
  /** Asks where to and makes it; null when the person closed the dialog. Rejects with PdfNotMade. */
  readonly save: (document: PdfDocument) => Promise<SavedPdf | null>
  /** The hidden page says that it is complete, or that it never will be. */
  readonly ready: (ok: boolean) => void
  /** Whether a call comes from the hidden page. */
  readonly isSender: (event: IpcMainInvokeEvent) => boolean
}

/** A month of a store with a year of files is ready within a second; a slow PC gets more. */
const readyWithinMs = 30_000
const notReadable: MessageId = 'told.printUnreadable'
const tooSlow: MessageId = 'told.printLate'
const notMade: MessageId = 'told.notPrinted'

/** US Letter with half an inch around, as the stores' printers have it. */
const paper: Electron.PrintToPDFOptions = {
  pageSize: 'Letter',
  margins: { top: 0.5, bottom: 0.5, left: 0.5, right: 0.5 },
  printBackground: true,
  // Lets screen readers read the PDF as the table it is.
  generateTaggedPDF: true,
}

export const createPdfDocuments = ({ page, parent, log, ...options }: PdfOptions): PdfDocuments => {
  let hidden: BrowserWindow | null = null
  let busy = false
  let settle: { readonly ready: () => void; readonly fail: (sentence: string) => void } | null = null

  parent.once('closed', () => settle?.fail(say(notMade)))

  const pageComplete = (window: BrowserWindow): Promise<void> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => fail(say(tooSlow)), readyWithinMs)
      const fail = (sentence: string): void => {
        clearTimeout(late)
        reject(new PdfNotMade(sentence))
      }
      settle = {
        ready: () => {
          clearTimeout(late)
          resolve()
        },
        fail,
      }
      window.webContents.once('render-process-gone', (_event, { reason }) => {
        log('error', 'print-page-gone', { reason })
        fail(say(notMade))
      })
    })

  const makePdf = async (place: string): Promise<Buffer> => {
    const window = new BrowserWindow({
      show: false,
      width: 816,
      height: 1056,
      webPreferences: pagePreferences(options),
    })
    hidden = window
    try {
      const complete = pageComplete(window)
      // Both may fail, in either order: each is waited for.
      await Promise.all([complete, window.loadURL(`${page.url}#${place}`)])
      return await window.webContents.printToPDF(paper)
    } finally {
      settle?.fail(say(notMade))
      settle = null
      hidden = null
      window.destroy()
    }
  }

  const saveOne = async (document: PdfDocument): Promise<SavedPdf | null> => {
    const { place, fileName } = printedDocument(document)
    const { canceled, filePath } = await dialog.showSaveDialog(parent, {
      defaultPath: join(app.getPath('documents'), fileName),
      filters: [{ name: 'PDF', extensions: ['pdf'] }],
      properties: ['showOverwriteConfirmation', 'createDirectory', 'dontAddToRecent'],
    })
    if (canceled || filePath === '') return null
    let bytes: Buffer
    try {
      bytes = await makePdf(place)
    } catch (fault) {
      log('error', 'pdf-not-made', { kind: document.kind, fault: faultText(fault) })
      throw fault instanceof PdfNotMade ? fault : new PdfNotMade(say(notMade))
    }
    const name = basename(filePath)
    try {
      await writeWholeFile(filePath, bytes)
    } catch (fault) {
      log('warn', 'pdf-not-written', { kind: document.kind, fault: faultText(fault) })
      throw new PdfNotMade(say('told.notWritten', { name }))
    }
    log('info', 'pdf-written', { kind: document.kind, bytes: bytes.length })
    return { name, path: filePath }
  }

  return {
    save: async (document) => {
      if (busy) throw new PdfNotMade(say('told.printBusy'))
      busy = true
      try {
        return await saveOne(document)
      } finally {
        busy = false
      }
    },
    ready: (ok) => {
      if (ok) settle?.ready()
      else settle?.fail(say(notReadable))
    },
    isSender: (event) => {
      const frame = event.senderFrame
      return isTrustedSender(
        {
          isOurWindow: hidden !== null && !hidden.isDestroyed() && event.sender === hidden.webContents,
          frame: frame === null ? null : { isTop: frame.parent === null, origin: frame.origin, url: frame.url },
        },
        page.origin,
      )
    },
  }
}
