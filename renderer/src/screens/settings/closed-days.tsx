// The days the store is closed beside its weekly hours: the same marks the calendar of sales days sets (ux 2.9, 2.10), so
// that a holiday can be told beforehand. Each change counts at once and is kept with who and when.

import { Button, Field, Input, makeStyles } from '@fluentui/react-components'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { keys } from '../../data/query-keys.ts'
import { formatDay } from '../../format/store-time.ts'
import { useNotices } from '../../parts/notices.tsx'
import { rem } from '../../theme/rem.ts'
import { colours } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { useSectionStyles } from './section-styles.ts'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, maxWidth: rem(480) },
  day: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '12px',
    padding: '4px 0',
    borderTop: `1px solid ${colours.sbCardBorder}`,
  },
  add: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'end' },
})

export const ClosedDays = () => {
  const shared = useSectionStyles()
  const styles = useStyles()
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  const [typed, setTyped] = useState('')
  const days = useQuery({ queryKey: keys.closedDays, queryFn: () => bridge.getClosedDays(undefined) }).data ?? []
  const mark = (date: string, closed: boolean): void => {
    bridge
      .markDayClosed({ date, closed })
      .then(() => closed && setTyped(''))
      .catch((error: unknown) => notices.tell(sentenceOf(error)))
      .finally(() => {
        for (const queryKey of [keys.closedDays, keys.salesDays]) void client.invalidateQueries({ queryKey })
      })
  }
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(typed)
  return (
    <div role="group" aria-label={say('settings.closed')} className={shared.part}>
      <h3 className={shared.title}>{say('settings.closed')}</h3>
      <p className={shared.about}>{say('settings.closed.about')}</p>
      {days.length === 0 ? (
        <p className={shared.about}>{say('settings.closed.none')}</p>
      ) : (
        <ul className={styles.list}>
          {days.map((date) => (
            <li key={date} className={styles.day}>
              <span>{formatDay(date, 'with-year')}</span>
              <Button
                size="small"
                aria-label={say('settings.closed.remove', { day: formatDay(date, 'long') })}
                onClick={() => mark(date, false)}
              >
                {say('settings.closed.removeShort')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.add}>
        <Field label={say('settings.closed.date')}>
          <Input type="date" value={typed} onChange={(_, data) => setTyped(data.value)} />
        </Field>
        <Button disabledFocusable={!isDay} onClick={() => isDay && mark(typed, true)}>
          {say('settings.closed.add')}
        </Button>
      </div>
    </div>
  )
}
