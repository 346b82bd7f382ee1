// Sales per hour by the register's own clock: bars, or the same numbers as a table for those who cannot use a picture
// (ux 1.3). No sale known: nothing is drawn.

import { makeStyles, mergeClasses } from '@fluentui/react-components'
import { useId, useState } from 'react'
import { formatCount } from '../../format/quantity.ts'
import { formatHour } from '../../format/store-time.ts'
import { HourPlot, shownHours } from '../../parts/hour-plot.tsx'
import { ActionLink } from '../../parts/place-link.tsx'
import { rem } from '../../theme/rem.ts'
import { text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px', marginBottom: '8px' },
  title: { ...text.bodyStrong, margin: 0, marginRight: 'auto' },
  scroll: { maxHeight: rem(176), overflowY: 'auto' },
  table: { ...text.caption, borderCollapse: 'collapse', width: '100%', fontVariantNumeric: 'tabular-nums' },
  cell: { textAlign: 'left', padding: '2px 8px 2px 0', fontWeight: 400 },
  number: { textAlign: 'right' },
})

export const SalesByHour = ({ perHour }: { readonly perHour: readonly number[] }) => {
  const styles = useStyles()
  const id = useId()
  const [asTable, setAsTable] = useState(false)
  const total = perHour.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  const highest = Math.max(1, ...perHour)
  const busiest = perHour.indexOf(Math.max(...perHour))
  const summary = say('salesDays.byHour.summary', { n: total, most: highest, hour: formatHour(busiest, true) })
  return (
    <section aria-labelledby={id}>
      <div className={styles.head}>
        <h3 id={id} className={styles.title}>
          {say('salesDays.byHour')}
        </h3>
        <ActionLink aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {say(asTable ? 'action.showAsChart' : 'action.showAsTable')}
        </ActionLink>
      </div>
      {asTable ? (
        <div className={styles.scroll} tabIndex={0} role="group" aria-labelledby={id}>
          <table className={styles.table} aria-labelledby={id}>
            <thead>
              <tr>
                <th scope="col" className={styles.cell}>
                  {say('today.perHour.hour')}
                </th>
                <th scope="col" className={mergeClasses(styles.cell, styles.number)}>
                  {say('salesDays.sales')}
                </th>
              </tr>
            </thead>
            <tbody>
              {shownHours(perHour).map((hour) => (
                <tr key={hour}>
                  <th scope="row" className={styles.cell}>
                    {formatHour(hour, true)}
                  </th>
                  <td className={mergeClasses(styles.cell, styles.number)}>{formatCount(perHour[hour] ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <HourPlot
          perHour={perHour}
          room="narrow"
          summary={summary}
          barWords={(values) => say('salesDays.byHour.bar', values)}
        />
      )}
    </section>
  )
}
