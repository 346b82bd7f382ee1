// Has main write an export or a PDF and says what became of it; one at a time.

import { useCallback, useState } from 'react'
import type { CsvExport, PdfDocument } from '../../../contract/ipc.ts'
import { sentenceOf, useBridge } from '../bridge.ts'
import { useNotices } from '../parts/notices.tsx'
import { say } from '../words/say.ts'
import { translatedExportWords } from './export-words.ts'

export interface Exports {
  readonly saveCsv: (what: CsvExport) => void
  readonly savePdf: (document: PdfDocument) => void
  readonly busy: boolean
}

export const useExport = (): Exports => {
  const bridge = useBridge()
  const notices = useNotices()
  const [busy, setBusy] = useState(false)
  const run = useCallback(
    (work: () => Promise<string | null>): void => {
      setBusy(true)
      work()
        .then(
          // Null: the person closed the dialog, and knows it.
          (words) => {
            if (words !== null) notices.tell(words)
          },
          (error: unknown) => notices.tell(sentenceOf(error)),
        )
        .finally(() => setBusy(false))
    },
    [notices],
  )
  const saveCsv = useCallback(
    (what: CsvExport) =>
      run(async () => {
        const saved = await bridge.exportCsv({ what, words: translatedExportWords() })
        return saved === null ? null : say('export.saved', { name: saved.name, n: saved.rows })
      }),
    [bridge, run],
  )
  const savePdf = useCallback(
    (document: PdfDocument) =>
      run(async () => {
        const saved = await bridge.savePdf({ document })
        return saved === null ? null : say('print.saved', { name: saved.name })
      }),
    [bridge, run],
  )
  return { saveCsv, savePdf, busy }
}
