// Has main make a PDF of the month and says what became of it; one at a time.

import { useCallback, useState } from 'react'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { useNotices } from '../../parts/notices.tsx'
import { say } from '../../words/say.ts'
import type { Month } from './month-grid.ts'

export const usePrintMonth = (month: Month): { readonly print: () => void; readonly printing: boolean } => {
  const bridge = useBridge()
  const notices = useNotices()
  const [printing, setPrinting] = useState(false)
  const print = useCallback(() => {
    setPrinting(true)
    bridge
      .savePdf({ document: { kind: 'sales-month', month } })
      .then(
        // Null: the person closed the dialog, and knows it.
        (saved) => saved !== null && notices.tell(say('print.saved', { name: saved.name })),
        (error: unknown) => notices.tell(sentenceOf(error)),
      )
      .finally(() => setPrinting(false))
  }, [bridge, month, notices])
  return { print, printing }
}
