// Numbers per hour of a day as bars above their hours, the hour that still runs hatched. What is counted, and the table of
// the same numbers, is the caller's.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { formatHour } from '../format/store-time.ts'
import { rem } from '../theme/rem.ts'
import { colours, text } from '../theme/themes.ts'

const useStyles = makeStyles({
  figure: { margin: 0 },
  plot: {
    display: 'grid',
    gridAutoFlow: 'column',
    gridAutoColumns: '1fr',
    alignItems: 'end',
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  wide: { columnGap: '4px', height: rem(56) },
  narrow: { columnGap: '3px', height: rem(64) },
  bar: { backgroundColor: colours.sbBar, borderRadius: '2px 2px 0 0', minHeight: '2px', forcedColorAdjust: 'none' },
  none: { minHeight: 0, backgroundColor: 'transparent' },
  running: {
    backgroundColor: 'transparent',
    backgroundImage: `repeating-linear-gradient(135deg, ${colours.sbBar} 0 3px, transparent 3px 6px)`,
  },
  axis: { position: 'relative', height: rem(18), marginTop: '4px' },
  label: { ...text.caption, position: 'absolute', color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
})

export interface HourPlotProps {
  /** Index 0 = midnight. */
  readonly perHour: readonly number[]
  /** A side panel has room for every sixth hour's name, a card for every third's, short but for the first and noon. */
  readonly room: 'wide' | 'narrow'
  /** What the whole picture says. */
  readonly summary: string
  /** What one bar says: "2 PM: 12 files". */
  readonly barWords: (values: { readonly hour: string; readonly n: number }) => string
  readonly runningHour?: number
}

/** From six in the morning, or from the first file if it came earlier, to midnight. */
export const shownHours = (perHour: readonly number[]): readonly number[] => {
  const firstFile = perHour.findIndex((count) => count > 0)
  const first = firstFile < 0 ? 6 : Math.min(6, firstFile)
  return Array.from({ length: 24 - first }, (_, index) => first + index)
}

export const HourPlot = ({ perHour, room, summary, barWords, runningHour }: HourPlotProps) => {
  const styles = useStyles()
  const hours = shownHours(perHour)
  const highest = Math.max(1, ...perHour)
  const [fullHeight, namedEvery] = room === 'wide' ? [85, 3] : [100, 6]
  return (
    <figure className={styles.figure} role="img" aria-label={summary}>
      <div className={mergeClasses(styles.plot, styles[room])} aria-hidden>
        {hours.map((hour) => {
          const count = perHour[hour] ?? 0
          return (
            <div
              key={hour}
              title={barWords({ hour: formatHour(hour, true), n: count })}
              className={mergeClasses(styles.bar, count === 0 && styles.none, hour === runningHour && styles.running)}
              style={{ height: `${(count / highest) * fullHeight}%` }}
            />
          )
        })}
      </div>
      <div className={styles.axis} aria-hidden>
        {hours
          .filter((hour) => hour % namedEvery === 0)
          .map((hour, index) => (
            <span
              key={hour}
              className={styles.label}
              style={{ left: `${((hour - (hours[0] ?? 0)) / hours.length) * 100}%` }}
            >
              {formatHour(hour, room === 'narrow' || index === 0 || hour === 12)}
            </span>
          ))}
      </div>
    </figure>
  )
}
