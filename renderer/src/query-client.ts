// The cache of what main told the window. Nothing is asked again by a timer or by focus: main pushes, and
// data/live-events.ts marks what is old. Calls cross no network, so the browser's idea of being online is ignored.

import { QueryClient } from '@tanstack/react-query'
import { UserFacingError } from './bridge.ts'

const notReady = (error: unknown): boolean => error instanceof UserFacingError && error.kind === 'not-ready'

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // An engine that is still opening its database answers "not ready" for a moment; other failures are shown.
        retry: (failures, error) => notReady(error) && failures < 10,
        retryDelay: (attempt) => Math.min(2000, 250 * 2 ** attempt),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
