// The reads of the window, as hooks over the cache. Live values (snapshot, today, connection) are also asked again
// slowly, so that a main process that has gone silent is noticed and a time that passed is seen.

import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type {
  AppSnapshot,
  ConnectionFacts,
  FileDetail,
  Preferences,
  Settings,
  TodayFacts,
} from '../../../contract/ipc.ts'
import type { AttentionCard, Handled } from '../../../contract/attention.ts'
import type { Repeats } from '../../../contract/repeats.ts'
import type { SalesDayCell, SalesDayDetail, SalesMonth } from '../../../contract/sales-days.ts'
import type { BusinessDate } from '../../../contract/vocabulary.ts'
import { useBridge } from '../bridge.ts'
import { fileKey, keys, lastDaysKey, repeatsKey, salesDayKey, salesMonthKey } from './query-keys.ts'

const SNAPSHOT_EVERY_MS = 20_000
const FACTS_EVERY_MS = 30_000

export const useSnapshotQuery = (): UseQueryResult<AppSnapshot> => {
  const bridge = useBridge()
  return useQuery({
    queryKey: keys.snapshot,
    queryFn: () => bridge.getSnapshot(undefined),
    refetchInterval: SNAPSHOT_EVERY_MS,
  })
}

export const useToday = (): UseQueryResult<TodayFacts> => {
  const bridge = useBridge()
  return useQuery({ queryKey: keys.today, queryFn: () => bridge.getToday(undefined), refetchInterval: FACTS_EVERY_MS })
}

/** The cards of what needs a person; how many there are is the snapshot's to say (contract/standing.ts). */
export const useAttention = (): UseQueryResult<readonly AttentionCard[]> => {
  const bridge = useBridge()
  return useQuery({
    queryKey: keys.attention,
    queryFn: () => bridge.getAttention(undefined),
    refetchInterval: FACTS_EVERY_MS,
  })
}

export const useHandled = (): UseQueryResult<Handled> => {
  const bridge = useBridge()
  return useQuery({
    queryKey: keys.handled,
    queryFn: () => bridge.getHandled(undefined),
    refetchInterval: FACTS_EVERY_MS,
  })
}

export const useConnection = (): UseQueryResult<ConnectionFacts> => {
  const bridge = useBridge()
  return useQuery({
    queryKey: keys.connection,
    queryFn: () => bridge.getConnection(undefined),
    refetchInterval: FACTS_EVERY_MS,
  })
}

/** null when there is no file of that id. */
export const useFile = (id: string): UseQueryResult<FileDetail | null> => {
  const bridge = useBridge()
  return useQuery({ queryKey: fileKey(id), queryFn: () => bridge.getFile({ id }) })
}

/** `month`: YYYY-MM */
export const useSalesMonth = (month: string): UseQueryResult<SalesMonth> => {
  const bridge = useBridge()
  return useQuery({
    queryKey: salesMonthKey(month),
    queryFn: () => bridge.getSalesMonth({ month }),
    refetchInterval: FACTS_EVERY_MS,
  })
}

export const useSalesDay = (date: BusinessDate): UseQueryResult<SalesDayDetail> => {
  const bridge = useBridge()
  return useQuery({
    queryKey: salesDayKey(date),
    queryFn: () => bridge.getSalesDay({ date }),
    refetchInterval: FACTS_EVERY_MS,
  })
}

/** The last sales days, oldest first, today's the last. */
export const useLastDays = (): UseQueryResult<readonly SalesDayCell[]> => {
  const bridge = useBridge()
  return useQuery({
    queryKey: lastDaysKey,
    queryFn: () => bridge.getLastDays(undefined),
    refetchInterval: FACTS_EVERY_MS,
  })
}

/** Asked only while `wanted`; null when there is no such file. */
export const useRepeats = (id: string, wanted: boolean): UseQueryResult<Repeats | null> => {
  const bridge = useBridge()
  return useQuery({ queryKey: repeatsKey(id), queryFn: () => bridge.getRepeats({ id }), enabled: wanted })
}

export const useSettings = (): UseQueryResult<Settings | null> => {
  const bridge = useBridge()
  return useQuery({ queryKey: keys.settings, queryFn: () => bridge.getSettings(undefined), gcTime: 0 })
}

export const usePreferencesQuery = (): UseQueryResult<Preferences> => {
  const bridge = useBridge()
  return useQuery({ queryKey: keys.preferences, queryFn: () => bridge.getPreferences(undefined) })
}
