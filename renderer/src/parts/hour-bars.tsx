// Files per hour of the store's day as bars, the running hour hatched; the same numbers as a table for those who
// cannot use a picture (ux 1.3).

import { makeStyles, mergeClasses } from '@fluentui/react-components'
import { formatCount } from '../format/quantity.ts'
import { formatHour } from '../format/store-time.ts'
import { rem } from '../theme/rem.ts'
import { text } from '../theme/themes.ts'
import { say } from '../words/say.ts'
import { HourPlot, shownHours } from './hour-plot.tsx'

const useStyles = makeStyles({
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

export const HourBars = ({ perHour, currentHour, asTable }: HourBarsProps) => {
  const styles = useStyles()
  const summary = say('today.perHour.summary', {
    n: perHour.reduce((sum, count) => sum + count, 0),
    most: Math.max(0, ...perHour),
  })
  if (asTable) {
    return (
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={say('today.perHour')}>
        <table className={styles.table} aria-label={say('today.perHour')}>
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
            {shownHours(perHour)
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
    <HourPlot
      perHour={perHour}
      room="wide"
      summary={summary}
      barWords={(values) => say('today.perHour.bar', values)}
      runningHour={currentHour}
    />
  )
}
