// Marks a day as closed, or opens it again, and offers the way back (ux 2.9: no question beforehand, undo afterwards).

import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { keys } from '../../data/query-keys.ts'
import { formatDay } from '../../format/store-time.ts'
import { useNotices } from '../../parts/notices.tsx'
import { say } from '../../words/say.ts'

export const useMarkClosed = (): ((date: BusinessDate, closed: boolean) => void) => {
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()

  /** True when it was written down; otherwise what main says is shown. */
  const write = useCallback(
    async (date: BusinessDate, closed: boolean): Promise<boolean> => {
      try {
        await bridge.markDayClosed({ date, closed })
        return true
      } catch (error) {
        notices.tell(sentenceOf(error))
        return false
      } finally {
        void client.invalidateQueries({ queryKey: keys.salesDays })
      }
    },
    [bridge, client, notices],
  )

  return useCallback(
    (date, closed) => {
      const day = formatDay(date, 'long')
      const words = (isClosed: boolean): string =>
        say(isClosed ? 'salesDays.markedClosed' : 'salesDays.openedAgain', { day })
      const undo = (): void => {
        void write(date, !closed).then((written) => {
          if (written) notices.tell(words(!closed))
        })
      }
      void write(date, closed).then((written) => {
        if (written) notices.tellUndoable(words(closed), undo)
      })
    },
    [notices, write],
  )
}
