// How the window looks and speaks, as the person wants it: shown at once, then kept by main. What cannot be kept is taken
// back and told.

import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Preferences } from '../../../contract/ipc.ts'
import { sentenceOf, useBridge } from '../bridge.ts'
import { keys } from './query-keys.ts'

/** `onFailed` gets one sentence to show. */
export const useSavePreferences = (onFailed: (words: string) => void): ((next: Preferences) => void) => {
  const bridge = useBridge()
  const client = useQueryClient()
  return useCallback(
    (next) => {
      client.setQueryData(keys.preferences, next)
      bridge.savePreferences(next).catch((error: unknown) => {
        onFailed(sentenceOf(error))
        void client.invalidateQueries({ queryKey: keys.preferences })
      })
    },
    [bridge, client, onFailed],
  )
}
