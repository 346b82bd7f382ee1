// The documents that can be made into a PDF: which page of the window draws each, and what the file is called unless the
// person calls it otherwise. A further document is one more case here and one more page in renderer/src/screens/print.

import type { FileFilter, PdfDocument } from '../../contract/ipc.ts'
import { exportFileName } from './export-file-name.ts'

export interface PrintedDocument {
  /** The page's place in the window, as the hash of its address. */
  readonly place: string
  /** Free of what a file system does not take. */
  readonly fileName: string
}

const placeOf = (document: PdfDocument): string => {
  switch (document.kind) {
    case 'sales-month':
      return `/print/sales-month/${document.month}`
    case 'sales-day':
      return `/print/sales-day/${document.date}`
    case 'proof':
      return `/print/proof/${document.id}`
    case 'files':
      return `/print/files/${encodeURIComponent(JSON.stringify(document.filter satisfies FileFilter))}`
  }
}

export const printedDocument = (document: PdfDocument): PrintedDocument => ({
  place: placeOf(document),
  fileName: exportFileName(document, 'pdf'),
})
