// What a look into the folder found, renewed while the person watches.

import { makeStyles, tokens } from '@fluentui/react-components'
import type { FolderInspection, FolderSale } from '../../../../contract/ipc.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatMoney } from '../../format/money.ts'
import { formatCount } from '../../format/quantity.ts'
import { formatRegisterTime } from '../../format/register-time.ts'
import { formatDay, nothingYet } from '../../format/store-time.ts'
import { FactsList } from '../../parts/facts-list.tsx'
import { StatusIcon } from '../../parts/status-icon.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say, type MessageId } from '../../words/say.ts'
import type { StatusIconName } from '../../words/status.ts'
import type { Hue } from '../../theme/hue-styles.ts'

const useStyles = makeStyles({
  panel: {
    padding: '16px 20px',
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
    minWidth: 0,
  },
  line: { ...text.body, display: 'flex', gap: '8px', alignItems: 'flex-start', marginBottom: '8px' },
  title: { ...text.bodyStrong, margin: 0, display: 'flex', gap: '8px', alignItems: 'flex-start' },
  figure: { display: 'flex', alignItems: 'baseline', gap: '8px', margin: '8px 0' },
  number: { ...text.sentence, fontVariantNumeric: 'tabular-nums' },
  checks: { borderTop: `1px solid ${colours.sbCardBorder}`, marginTop: '12px', paddingTop: '12px' },
  detail: { ...text.caption, color: tokens.colorNeutralForeground3, margin: '8px 0 0' },
  icon: { marginTop: rem(0) },
})

type Bad = Exclude<FolderInspection['kind'], 'ok'>

export const folderTrouble: Readonly<Record<Bad, MessageId>> = {
  missing: 'folder.found.missing',
  unreadable: 'folder.found.unreadable',
  'not-a-folder': 'folder.found.notAFolder',
  'not-answering': 'folder.found.notAnswering',
}

interface Check {
  readonly words: string
  readonly icon: StatusIconName
  readonly hue: Hue
}

const checksOf = (found: Extract<FolderInspection, { kind: 'ok' }>, locationId: string): readonly Check[] => {
  const good = (words: string): Check => ({ words, icon: 'accepted', hue: 'green' })
  const look = (words: string): Check => ({ words, icon: 'unsure', hue: 'amber' })
  const numbers = found.storeLocationIds
  return [
    good(say('folder.check.readable')),
    found.networkDrive ? look(say('folder.check.network')) : good(say('folder.check.local')),
    ...(numbers.length > 1 ? [look(say('folder.check.severalStores', { numbers: numbers.join(', ') }))] : []),
    ...(numbers.length === 1 && numbers[0] === locationId ? [good(say('folder.check.sameStore'))] : []),
    ...(found.files > 0 && found.notJournals > 0 && found.notJournals >= Math.min(found.files, 20)
      ? [look(say('folder.check.noJournals'))]
      : []),
  ]
}

/** Something only this store's own people know: whether the last sale is theirs. */
const LastSale = ({ sale, locationId }: { readonly sale: FolderSale; readonly locationId: string }) => {
  const styles = useStyles()
  const other = sale.storeLocationId !== null && sale.storeLocationId !== locationId
  return (
    <div className={styles.checks} role="group" aria-label={say('folder.sale.question')}>
      <h3 className={styles.title}>{say('folder.sale.question')}</h3>
      <FactsList
        large
        facts={[
          { name: say('folder.sale.at'), value: saleMoment(sale) },
          { name: say('folder.sale.amount'), value: formatMoney(sale.amount) },
          { name: say('folder.found.store'), value: sale.storeLocationId ?? nothingYet },
          { name: say('folder.sale.file'), value: sale.file },
        ]}
      />
      {other && (
        <div className={styles.line}>
          <StatusIcon name="unsure" hue="amber" size={16} />
          <span>{say('folder.sale.otherStore', { number: sale.storeLocationId ?? '', id: locationId })}</span>
        </div>
      )}
    </div>
  )
}

/** By the register's own clock: "Fri 20 Nov, 10:42 AM". */
const saleMoment = ({ date, time }: FolderSale): string => {
  const parts = [
    ...(date === null ? [] : [formatDay(date)]),
    ...(formatRegisterTime(time) === null ? [] : [formatRegisterTime(time)]),
  ]
  return parts.length === 0 ? nothingYet : parts.join(', ')
}

export interface FolderFindingsProps {
  readonly found: FolderInspection | null
  readonly locationId: string
}

export const FolderFindings = ({ found, locationId }: FolderFindingsProps) => {
  const styles = useStyles()
  const times = useStoreTimes()
  if (found === null) {
    return (
      <section className={styles.panel} aria-label={say('folder.found.label')}>
        <div>{say('folder.found.nothingYet')}</div>
      </section>
    )
  }
  if (found.kind !== 'ok') {
    return (
      <section className={styles.panel} aria-label={say('folder.found.label')} aria-live="polite">
        <h2 className={styles.title}>
          <StatusIcon name="disappeared" hue="red" />
          <span>{say(folderTrouble[found.kind])}</span>
        </h2>
        <p lang="en" className={styles.detail}>
          {found.detail}
        </p>
      </section>
    )
  }
  const empty = found.files === 0
  return (
    <section className={styles.panel} aria-label={say('folder.found.label')} aria-live="polite">
      <h2 className={styles.title}>
        <StatusIcon name={empty ? 'found' : 'accepted'} hue={empty ? 'grey' : 'green'} />
        <span>{say(empty ? 'folder.found.empty' : 'folder.found.right')}</span>
      </h2>
      <div className={styles.figure}>
        <span className={styles.number}>{formatCount(found.files)}</span>
        <span>{say('folder.found.files', { n: found.files })}</span>
      </div>
      <FactsList
        large
        facts={[
          { name: say('folder.found.newest'), value: found.newestAt === null ? nothingYet : times.ago(found.newestAt) },
          {
            name: say('folder.found.oldest'),
            value: found.oldestAt === null ? nothingYet : times.momentShort(found.oldestAt),
          },
          { name: say('folder.found.store'), value: found.storeLocationIds.join(', ') || nothingYet },
          { name: say('folder.found.others'), value: formatCount(found.notJournals) },
        ]}
      />
      {found.lastSale !== null && <LastSale sale={found.lastSale} locationId={locationId} />}
      <div className={styles.checks}>
        {checksOf(found, locationId).map((check) => (
          <div key={check.words} className={styles.line}>
            <StatusIcon name={check.icon} hue={check.hue} size={16} />
            <span>{check.words}</span>
          </div>
        ))}
      </div>
    </section>
  )
}
