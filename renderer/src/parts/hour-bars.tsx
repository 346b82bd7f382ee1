// Files per hour of the store's day as bars, the running hour hatched; the same numbers as a table for those who
// cannot use a picture (ux 1.3).

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { formatCount } from '../format/quantity.ts'
import { formatHour } from '../format/store-time.ts'
import { rem } from '../theme/rem.ts'
import { colours, text } from '../theme/themes.ts'
import { say } from '../words/say.ts'

const useStyles = makeStyles({
  figure: { margin: 0 },
  plot: {
    display: 'grid',
    gridAutoFlow: 'column',
    gridAutoColumns: '1fr',
    alignItems: 'end',
    columnGap: '4px',
    height: rem(56),
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  bar: { backgroundColor: colours.sbBar, borderRadius: '2px 2px 0 0', minHeight: '2px', forcedColorAdjust: 'none' },
  none: { minHeight: 0, backgroundColor: 'transparent' },
  running: {
    backgroundColor: 'transparent',
    backgroundImage: `repeating-linear-gradient(135deg, ${colours.sbBar} 0 3px, transparent 3px 6px)`,
  },
  axis: { position: 'relative', height: rem(18), marginTop: '4px' },
  label: { ...text.caption, position: 'absolute', color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
  table: { ...text.caption, borderCollapse: 'collapse', width: '100%', fontVariantNumeric: 'tabular-nums' },
  scroll: { maxHeight: rem(104), overflowY: 'auto' },
  cell: { textAlign: 'left', padding: '2px 16px 2px 0', fontWeight: 400 },
  number: { textAlign: 'right' },
})

export interface HourBarsProps {
  /** Files found per hour, index 0 = midnight. */
  readonly perHour: readonly number[]
  readonly currentHour: number
  readonly asTable: boolean
}

/** From six in the morning, or from the first file if it came earlier, to midnight. */
export const shownHours = (perHour: readonly number[]): readonly number[] => {
  const firstFile = perHour.findIndex((count) => count > 0)
  const first = firstFile < 0 ? 6 : Math.min(6, firstFile)
  return Array.from({ length: 24 - first }, (_, index) => first + index)
}

export const HourBars = ({ perHour, currentHour, asTable }: HourBarsProps) => {
  const styles = useStyles()
  const hours = shownHours(perHour)
  const highest = Math.max(1, ...perHour)
  const summary = say('today.perHour.summary', {
    n: perHour.reduce((sum, count) => sum + count, 0),
    most: Math.max(0, ...perHour),
  })
  if (asTable) {
    return (
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={say('today.perHour')}>
        <table className={styles.table}>
          <caption className={styles.label}>{say('today.perHour')}</caption>
          <thead>
            <tr>
              <th scope="col" className={styles.cell}>
                {say('today.perHour.hour')}
              </th>
              <th scope="col" className={mergeClasses(styles.cell, styles.number)}>
                {say('today.perHour.files')}
              </th>
            </tr>
          </thead>
          <tbody>
            {hours
              .filter((hour) => hour <= currentHour)
              .map((hour) => (
                <tr key={hour}>
                  <th scope="row" className={styles.cell}>
                    {hour === currentHour
                      ? say('today.perHour.running', { hour: formatHour(hour, true) })
                      : formatHour(hour, true)}
                  </th>
                  <td className={mergeClasses(styles.cell, styles.number)}>{formatCount(perHour[hour] ?? 0)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    )
  }
  return (
    <figure className={styles.figure} role="img" aria-label={summary}>
      <div className={styles.plot} aria-hidden>
        {hours.map((hour) => {
          const count = perHour[hour] ?? 0
          return (
            <div
              key={hour}
              title={say('today.perHour.bar', { hour: formatHour(hour, true), n: count })}
              className={mergeClasses(styles.bar, count === 0 && styles.none, hour === currentHour && styles.running)}
              style={{ height: `${(count / highest) * 85}%` }}
            />
          )
        })}
      </div>
      <div className={styles.axis} aria-hidden>
        {hours
          .filter((hour) => hour % 3 === 0)
          .map((hour, index) => (
            <span
              key={hour}
              className={styles.label}
              style={{ left: `${((hour - (hours[0] ?? 0)) / hours.length) * 100}%` }}
            >
              {formatHour(hour, index === 0 || hour === 12)}
            </span>
          ))}
      </div>
    </figure>
  )
}
