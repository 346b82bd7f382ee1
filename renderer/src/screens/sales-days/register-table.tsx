// The registers of a day side by side: what each one sent and sold. A day of a store is made of the days of its registers.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import type { RegisterDay } from '../../../../contract/sales-days.ts'
import { formatMoney } from '../../format/money.ts'
import { formatCount } from '../../format/quantity.ts'
import { HiddenWords } from '../../parts/hidden-words.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { DayMark } from './day-mark.tsx'
import { verdictLook } from './day-words.ts'

const useStyles = makeStyles({
  title: { ...text.bodyStrong, margin: '0 0 4px' },
  table: { ...text.caption, borderCollapse: 'collapse', width: '100%', fontVariantNumeric: 'tabular-nums' },
  head: { color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightSemibold, whiteSpace: 'normal' },
  cell: {
    textAlign: 'left',
    padding: '6px 8px 6px 0',
    borderBottom: `1px solid ${colours.sbCardBorder}`,
    fontWeight: tokens.fontWeightRegular,
    verticalAlign: 'top',
  },
  number: { textAlign: 'right', padding: '6px 0 6px 8px', whiteSpace: 'nowrap' },
  register: { display: 'flex', gap: '6px', alignItems: 'center', minHeight: rem(16), overflowWrap: 'anywhere' },
  last: { borderBottomStyle: 'none' },
})

export const RegisterTable = ({ registers }: { readonly registers: readonly RegisterDay[] }) => {
  const styles = useStyles()
  const id = useId()
  if (registers.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={styles.title}>
        {say('salesDays.registers')}
      </h3>
      <table className={styles.table} aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col" className={mergeClasses(styles.cell, styles.head)}>
              {say('salesDays.register')}
            </th>
            <th scope="col" className={mergeClasses(styles.cell, styles.number, styles.head)}>
              {say('salesDays.files')}
            </th>
            <th scope="col" className={mergeClasses(styles.cell, styles.number, styles.head)}>
              {say('salesDays.sales')}
            </th>
            <th scope="col" className={mergeClasses(styles.cell, styles.number, styles.head)}>
              {say('salesDays.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {registers.map((day, index) => {
            const last = index === registers.length - 1 && styles.last
            return (
              <tr key={day.registerId}>
                <th scope="row" className={mergeClasses(styles.cell, last)}>
                  <span className={styles.register}>
                    <DayMark verdict={day.verdict} />
                    {day.registerId === '' ? say('salesDays.registerUnnamed') : day.registerId}
                    <HiddenWords>{say(verdictLook[day.verdict].name)}</HiddenWords>
                  </span>
                </th>
                <td className={mergeClasses(styles.cell, styles.number, last)}>
                  {say('salesDays.cell.of', { accepted: formatCount(day.accepted), files: formatCount(day.files) })}
                </td>
                <td className={mergeClasses(styles.cell, styles.number, last)}>{formatCount(day.sales)}</td>
                <td className={mergeClasses(styles.cell, styles.number, last)}>{formatMoney(day.amount)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
