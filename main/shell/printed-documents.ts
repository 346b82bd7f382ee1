// The documents that can be made into a PDF: which page of the window draws each, and what the file is called unless the
// person calls it otherwise. A further document is one more case here and one more page in renderer/src/screens/print.

import type { PdfDocument } from '../../contract/ipc.ts'

export interface PrintedDocument {
  /** The page's place in the window, as the hash of its address. */
  readonly place: string
  /** Free of what a file system does not take. */
  readonly fileName: string
}

export const printedDocument = (document: PdfDocument): PrintedDocument => {
  switch (document.kind) {
    case 'sales-month':
      return { place: `/print/sales-month/${document.month}`, fileName: `Sales days ${document.month}.pdf` }
  }
}
