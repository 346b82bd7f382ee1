// A time as people say it, with the exact moment, seconds and zone on hover and for copies.

import { useStoreTimes } from '../data/snapshot-context.tsx'
import type { Timestamp } from '../../../contract/vocabulary.ts'

export interface ExactTimeProps {
  readonly at: Timestamp | null
  /** `clock` only where the day is said beside it. */
  readonly as?: 'moment' | 'ago' | 'clock' | 'in' | 'moment-short'
}

export const ExactTime = ({ at, as = 'moment' }: ExactTimeProps) => {
  const times = useStoreTimes()
  if (at === null) return <>{times.clock(null)}</>
  const words = {
    moment: times.moment,
    ago: times.ago,
    clock: times.clock,
    in: times.in,
    'moment-short': times.momentShort,
  }[as](at)
  return (
    <time dateTime={at} title={times.exact(at)}>
      {words}
    </time>
  )
}
