// What an exported file is called unless the person calls it otherwise.

import type { CsvExport, PdfDocument } from '../../contract/ipc.ts'
import { say } from './words.ts'

/** A name as any file system takes it: no signs of a path, no control characters, no name Windows keeps for itself. */
export const safeFileName = (name: string): string => {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  const plain = name.replaceAll(/[\u0000-\u001f\u007f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+/g, '_').slice(0, 120)
  return plain.replaceAll(/^[. ]+|[. ]+$/g, '') || 'file'
}

/** The days a document is about, as a part of its name; '' for all. */
const span = (from: string | null, to: string | null): string => {
  if (from === null) return to === null ? '' : ` ${say('exportName.until', { to })}`
  if (from === to) return ` ${from}`
  return ` ${to === null ? say('exportName.untilToday', { from }) : say('exportName.span', { from, to })}`
}

const nameOf = (what: CsvExport | PdfDocument): string => {
  switch (what.kind) {
    case 'files':
      return `${say('exportName.files')}${span(what.filter.from, what.filter.to)}`
    case 'chosen-files':
      return say('exportName.files')
    case 'proof':
      return `${say('exportName.proof')} ${safeFileName(what.name)}`
    case 'sales-days':
      return `${say('exportName.salesDays')}${span(what.from, what.to)}`
    case 'sales-day':
      return `${say('exportName.daySheet')} ${what.date}`
    case 'sales-month':
      return `${say('exportName.salesDays')} ${what.month}`
  }
}

/** With its ending, in the language now spoken. */
export const exportFileName = (what: CsvExport | PdfDocument, ending: 'csv' | 'pdf'): string =>
  `${nameOf(what)}.${ending}`
