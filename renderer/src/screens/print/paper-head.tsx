// The head of a document: what it is, of which store, when it was made, and in which zone its times are.

import { useSnapshot, useStoreTimes } from '../../data/snapshot-context.tsx'
import { zoneName } from '../../format/store-time.ts'
import { say } from '../../words/say.ts'
import { usePaperStyles } from './paper-table.ts'

export const PaperHead = ({ title }: { readonly title: string }) => {
  const styles = usePaperStyles()
  const { store, mode } = useSnapshot()
  const times = useStoreTimes()
  return (
    <>
      <div className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        <div className={styles.made}>
          {store === null ? '' : say('print.month.store', { store: store.name, id: store.locationId })}
          <br />
          {say('print.month.made', { time: times.exact(times.now) })}
          <br />
          {say('print.zone', { zone: zoneName(times.zone, times.now) })}
        </div>
      </div>
      {mode === 'practice' && <p className={styles.plain}>{say('print.practice')}</p>}
    </>
  )
}
