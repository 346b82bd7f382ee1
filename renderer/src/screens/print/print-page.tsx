// Pages for paper: main opens "#/print/KIND/…" in a window nobody sees, waits until the page says that it is complete, and
// makes a PDF of it. Always the light theme; no frame, no buttons. A page that cannot be drawn says so too, so that main
// does not wait for nothing.

import { isDay, isMonth } from '../sales-days/month-grid.ts'
import { useDocumentReady } from './paper.tsx'
import { PrintedDay } from './printed-day.tsx'
import { filterOfPlace, PrintedFiles } from './printed-files.tsx'
import { PrintedMonth } from './printed-month.tsx'
import { PrintedProof } from './printed-proof.tsx'

const NoSuchDocument = () => {
  useDocumentReady('impossible')
  return null
}

export const isPrintPath = (path: string): boolean => path.startsWith('/print/')

/** The document a path names: "/print/sales-month/2026-11". */
export const PrintPage = ({ path }: { readonly path: string }) => {
  const [, , kind, name] = path.split('/')
  switch (kind) {
    case 'sales-month':
      return isMonth(name) ? <PrintedMonth month={name} /> : <NoSuchDocument />
    case 'sales-day':
      return isDay(name) ? <PrintedDay date={name} /> : <NoSuchDocument />
    case 'proof':
      return /^\d{1,15}$/.test(name ?? '') ? <PrintedProof id={name ?? ''} /> : <NoSuchDocument />
    case 'files': {
      const filter = filterOfPlace(name)
      return filter === null ? <NoSuchDocument /> : <PrintedFiles filter={filter} />
    }
    default:
      return <NoSuchDocument />
  }
}
