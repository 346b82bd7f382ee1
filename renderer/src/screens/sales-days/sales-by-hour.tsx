// Sales per hour by the register's own clock: bars, or the same numbers as a table for those who cannot use a picture
// (ux 1.3). No sale known: nothing is drawn.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useId, useState } from 'react'
import { formatCount } from '../../format/quantity.ts'
import { formatHour } from '../../format/store-time.ts'
import { shownHours } from '../../parts/hour-bars.tsx'
import { ActionLink } from '../../parts/place-link.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px', marginBottom: '8px' },
  title: { ...text.bodyStrong, margin: 0, marginRight: 'auto' },
  figure: { margin: 0 },
  plot: {
    display: 'grid',
    gridAutoFlow: 'column',
    gridAutoColumns: '1fr',
    alignItems: 'end',
    columnGap: '3px',
    height: rem(64),
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  bar: { backgroundColor: colours.sbBar, borderRadius: '2px 2px 0 0', minHeight: '2px', forcedColorAdjust: 'none' },
  none: { minHeight: 0, backgroundColor: 'transparent' },
  axis: { position: 'relative', height: rem(18), marginTop: '4px' },
  label: { ...text.caption, position: 'absolute', color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
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
  const hours = shownHours(perHour)
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
              {hours.map((hour) => (
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
        <figure className={styles.figure} role="img" aria-label={summary}>
          <div className={styles.plot} aria-hidden>
            {hours.map((hour) => {
              const count = perHour[hour] ?? 0
              return (
                <div
                  key={hour}
                  title={say('salesDays.byHour.bar', { hour: formatHour(hour, true), n: count })}
                  className={mergeClasses(styles.bar, count === 0 && styles.none)}
                  style={{ height: `${(count / highest) * 100}%` }}
                />
              )
            })}
          </div>
          <div className={styles.axis} aria-hidden>
            {hours
              .filter((hour) => hour % 6 === 0)
              .map((hour) => (
                <span
                  key={hour}
                  className={styles.label}
                  style={{ left: `${((hour - (hours[0] ?? 0)) / hours.length) * 100}%` }}
                >
                  {formatHour(hour, true)}
                </span>
              ))}
          </div>
        </figure>
      )}
    </section>
  )
}
