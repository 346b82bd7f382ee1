// What is to be noted beside a day on paper: why it is not simply accepted, in the words of the screen. Only the days that
// have something to tell are asked for; a day that cannot be read keeps the engine's own sentence.

import { useQueries } from '@tanstack/react-query'
import type { SalesDayCell, SalesMonth } from '../../../../contract/sales-days.ts'
import { useBridge } from '../../bridge.ts'
import { salesDayKey } from '../../data/query-keys.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { say } from '../../words/say.ts'
import { daySentences } from '../sales-days/day-words.ts'

const hasReasons = ({ verdict, files }: SalesDayCell): boolean =>
  verdict === 'needs-you' || verdict === 'possible-gap' || (verdict === 'still-arriving' && files > 0)

const plainNote = (day: SalesDayCell): string => (day.hours === 24 ? '' : say('salesDays.day.hours', { n: day.hours }))

/** The note of each day by its date; null while some are still being read. */
export const useSalesDayNotes = (known: SalesMonth | undefined): ReadonlyMap<string, string> | null => {
  const bridge = useBridge()
  const times = useStoreTimes()
  const days = known === undefined ? [] : known.days.filter(({ date }) => date <= known.today)
  const asked = days.filter(hasReasons)
  const details = useQueries({
    queries: asked.map(({ date }) => ({ queryKey: salesDayKey(date), queryFn: () => bridge.getSalesDay({ date }) })),
  })
  if (details.some((detail) => detail.isPending)) return null
  const reasons = new Map(
    details.flatMap(({ data }) =>
      data === undefined
        ? []
        : [
            [
              data.date,
              daySentences(data, times.clock)
                .map(({ words }) => words)
                .join(' '),
            ] as const,
          ],
    ),
  )
  return new Map(
    days.map((day) => [day.date, reasons.get(day.date) ?? (hasReasons(day) ? (day.sentence ?? '') : plainNote(day))]),
  )
}
