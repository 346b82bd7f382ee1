// Keeps a change of the preferences at once; one that cannot be kept is told and taken back.

import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Preferences } from '../../../contract/ipc.ts'
import { sentenceOf, useBridge } from '../bridge.ts'
import { useNotices } from '../parts/notices.tsx'
import { keys } from './query-keys.ts'

export const useSavePreferences = (): ((next: Preferences) => void) => {
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  return useCallback(
    (next) => {
      client.setQueryData(keys.preferences, next)
      bridge.savePreferences(next).catch((error: unknown) => {
        notices.tell(sentenceOf(error))
        void client.invalidateQueries({ queryKey: keys.preferences })
      })
    },
    [bridge, client, notices],
  )
}
