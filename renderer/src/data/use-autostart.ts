// Whether the program starts with this computer, as the computer tells it: for Settings and Connection. Asked again now and
// then, because the system's own list tells nobody when somebody changes something there.

import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { AutostartState } from '../../../contract/autostart.ts'
import { useBridge } from '../bridge.ts'

const ASK_EVERY_MS = 10_000

/** The first part is of the window, not of one store's engine: it stays when practice begins or ends. */
export const autostartKey = ['preferences', 'autostart'] as const

export const useAutostart = (): UseQueryResult<AutostartState> => {
  const bridge = useBridge()
  return useQuery({
    queryKey: autostartKey,
    queryFn: () => bridge.getAutostart(undefined),
    refetchInterval: ASK_EVERY_MS,
  })
}
