// The facts of the document for whoever must compare them with the office: names, sizes, numbers, verbatim verdict.

import { makeStyles } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { FileDetail } from '../../../../contract/ipc.ts'
import { useSettings } from '../../data/queries.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatMoney } from '../../format/money.ts'
import { formatCount, formatSize } from '../../format/quantity.ts'
import { formatDay, nothingYet } from '../../format/store-time.ts'
import { FactsList, type Fact } from '../../parts/facts-list.tsx'
import { PlaceLink } from '../../parts/place-link.tsx'
import { StatusIcon } from '../../parts/status-icon.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say, type MessageId } from '../../words/say.ts'

const useStyles = makeStyles({
  card: {
    maxWidth: rem(720),
    padding: '16px 20px',
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
  },
  code: { ...text.quote },
  warning: { display: 'inline-flex', gap: '6px', alignItems: 'center', color: colours.sbRedFg },
})

const relationWords: Readonly<Record<FileDetail['related'][number]['relation'], MessageId>> = {
  repeats: 'facts.repeats',
  'replaced-by': 'facts.replacedBy',
  replaces: 'facts.replaces',
}

export const FactsTab = ({ file }: { readonly file: FileDetail }) => {
  const styles = useStyles()
  const times = useStoreTimes()
  const settings = useSettings()
  const expected = settings.data?.store.storeLocationIds ?? []
  const otherStore = file.storeLocationId !== null && expected.length > 0 && !expected.includes(file.storeLocationId)
  const fact = (id: MessageId, value: ReactNode): Fact => ({
    name: say(id),
    value: value === null || value === '' ? nothingYet : value,
  })
  const code = (value: string | null): ReactNode =>
    value === null ? null : <span className={styles.code}>{value}</span>
  const verbatim = (value: string | null): ReactNode =>
    value === null ? null : (
      <span lang="en" className={styles.code}>
        {value}
      </span>
    )
  const answered = file.deliveries
    .flatMap((delivery) => delivery.attempts)
    .findLast((attempt) => attempt.endedAt !== null)
  const facts: readonly Fact[] = [
    fact('facts.name', code(file.name)),
    fact(
      'facts.size',
      file.size === null ? null : say('facts.sizeBoth', { size: formatSize(file.size), bytes: formatCount(file.size) }),
    ),
    fact('facts.lines', file.lineCount === null ? null : formatCount(file.lineCount)),
    fact('facts.sha256', code(file.sha256)),
    fact('facts.salesDays', file.businessDates.map((day) => formatDay(day, 'with-year')).join(', ')),
    fact('facts.sales', file.sales === null ? null : formatCount(file.sales)),
    fact('facts.amount', file.salesAmount === null ? null : formatMoney(file.salesAmount)),
    fact('facts.found', times.exact(file.foundAt)),
    fact('facts.stored', times.exact(file.storedAt)),
    fact('facts.answered', times.exact(answered?.endedAt ?? null)),
    ...(file.contentRemovedAt === null ? [] : [fact('facts.copyRemoved', times.exact(file.contentRemovedAt))]),
    ...(file.detailsRemovedAt === null ? [] : [fact('facts.detailsRemoved', times.exact(file.detailsRemovedAt))]),
    fact('facts.tries', formatCount(file.attempts)),
    fact('facts.reference', code(file.referenceId)),
    fact('facts.verdict', verbatim(file.validationStatus)),
    fact('facts.statusMessage', verbatim(file.statusMessage)),
    fact(
      'facts.storeNumber',
      otherStore ? (
        <span className={styles.warning}>
          <StatusIcon name="other-store" hue="red" size={16} />
          {say('facts.storeDiffers', { found: file.storeLocationId ?? '', expected: expected.join(', ') })}
        </span>
      ) : (
        file.storeLocationId
      ),
    ),
    fact('facts.register', [file.vendor, file.vendorModel].filter((part) => part !== null).join(' ')),
    fact('facts.format', [file.version, file.encoding].filter((part) => part !== null).join(', ')),
    ...file.related.map((other) => ({
      name: say(relationWords[other.relation]),
      value: <PlaceLink to={`/files/${other.id}`}>{other.name}</PlaceLink>,
    })),
  ]
  return (
    <div className={styles.card}>
      <FactsList large facts={facts} />
    </div>
  )
}
