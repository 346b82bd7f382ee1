// The sales of a held file beside the files that have them already: what is known from where, and what is new. Left the
// sale as this file tells it, right the file that was sent with it.

import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { KnowingFile, RepeatedSale, Repeats } from '../../../../contract/repeats.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatMoney } from '../../format/money.ts'
import { formatCount } from '../../format/quantity.ts'
import { formatDay, nothingYet } from '../../format/store-time.ts'
import { PlaceLink } from '../../parts/place-link.tsx'
import { EmptyState, ErrorState, LoadingLines } from '../../parts/screen-states.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { statusOf } from '../../words/status.ts'
import { repeatsSentence } from './repeats-words.ts'

/** Drawn at once; the rest on demand, so that a day of thousands opens within a moment. */
const firstShown = 200

const shows = ['all', 'known', 'new'] as const
type Show = (typeof shows)[number]

const useStyles = makeStyles({
  card: {
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
    overflow: 'hidden',
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 16px',
    padding: '10px 16px',
    borderBottom: `1px solid ${colours.sbCardBorder}`,
  },
  title: { ...text.bodyStrong, margin: 0, marginRight: 'auto' },
  choices: { display: 'flex', flexWrap: 'wrap', gap: '4px' },
  scroll: { overflowX: 'auto', overflowY: 'auto', maxHeight: rem(520) },
  table: { ...text.body, width: '100%', borderCollapse: 'collapse', fontVariantNumeric: 'tabular-nums' },
  side: { ...text.captionStrong, textAlign: 'left', padding: '8px 16px 0', overflowWrap: 'anywhere' },
  other: { borderLeft: `1px solid ${colours.sbCardBorder}` },
  columnHead: {
    ...text.captionStrong,
    color: tokens.colorNeutralForeground3,
    textAlign: 'left',
    padding: '2px 16px 6px',
    borderBottom: `1px solid ${colours.sbCardBorder}`,
  },
  cell: {
    padding: '6px 16px',
    textAlign: 'left',
    fontWeight: tokens.fontWeightRegular,
    borderBottom: `1px solid ${colours.sbCardBorder}`,
  },
  number: { textAlign: 'right', whiteSpace: 'nowrap' },
  fresh: { fontWeight: tokens.fontWeightSemibold },
  more: { padding: '8px 16px' },
})

const wanted: Readonly<Record<Show, (sale: RepeatedSale) => boolean>> = {
  all: () => true,
  known: ({ knownFrom }) => knownFrom !== null,
  new: ({ knownFrom }) => knownFrom === null,
}

const typeWords = { SaleEvent: 'repeats.sale', RefundEvent: 'repeats.refund' } as const

const KnownFrom = ({ file, id }: { readonly file: KnowingFile | undefined; readonly id: string }) => {
  const times = useStoreTimes()
  return (
    <>
      <PlaceLink to={`/files/${id}`}>{file?.name ?? say('repeats.otherFile', { id })}</PlaceLink>
      {file !== undefined && (
        <StatusBadge
          status={statusOf({ state: file.state, problem: null, waitCause: null, nextAttemptAt: null }, times.now)}
        />
      )}
    </>
  )
}

interface RowProps {
  readonly sale: RepeatedSale
  readonly file: KnowingFile | undefined
}

const SaleRow = ({ sale, file }: RowProps) => {
  const styles = useStyles()
  const { knownFrom } = sale
  return (
    <tr>
      <td className={styles.cell}>{sale.registerId ?? nothingYet}</td>
      <th scope="row" className={styles.cell}>
        {sale.transactionId ?? nothingYet}
      </th>
      <td className={styles.cell}>{formatDay(sale.businessDate)}</td>
      <td className={styles.cell}>{say(typeWords[sale.type])}</td>
      <td className={mergeClasses(styles.cell, styles.number)}>{formatMoney(sale.amount)}</td>
      <td className={mergeClasses(styles.cell, styles.other)}>
        {knownFrom === null ? (
          <span className={styles.fresh}>{say('repeats.new')}</span>
        ) : (
          <KnownFrom id={knownFrom} file={file} />
        )}
      </td>
    </tr>
  )
}

const Compared = ({ name, repeats }: { readonly name: string; readonly repeats: Repeats }) => {
  const styles = useStyles()
  const [show, setShow] = useState<Show>('all')
  const [all, setAll] = useState(false)
  const files = new Map(repeats.files.map((file) => [file.id, file]))
  const sales = repeats.transactions.filter(wanted[show])
  const rows = all ? sales : sales.slice(0, firstShown)
  const counts: Readonly<Record<Show, number>> = {
    all: repeats.sales,
    known: repeats.known,
    new: repeats.sales - repeats.known,
  }
  return (
    <section aria-label={say('repeats.title')} className={styles.card}>
      <div className={styles.head}>
        <h2 className={styles.title}>{repeatsSentence(repeats)}</h2>
        <div role="group" aria-label={say('repeats.show')} className={styles.choices}>
          {shows.map((each) => (
            <Button
              key={each}
              size="small"
              shape="circular"
              appearance={each === show ? 'secondary' : 'subtle'}
              aria-pressed={each === show}
              onClick={() => setShow(each)}
            >
              {say(`repeats.show.${each}`, { n: formatCount(counts[each]) })}
            </Button>
          ))}
        </div>
      </div>
      {rows.length === 0 ? (
        <EmptyState words={say('repeats.showsNone')} />
      ) : (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label={say('repeats.table')}>
          <table className={styles.table} aria-label={say('repeats.table')}>
            <thead>
              <tr>
                <th scope="colgroup" colSpan={5} className={styles.side}>
                  {say('repeats.thisFile', { name })}
                </th>
                <th scope="colgroup" className={mergeClasses(styles.side, styles.other)}>
                  {say('repeats.otherFiles')}
                </th>
              </tr>
              <tr>
                {(['register', 'number', 'day', 'kind', 'amount'] as const).map((column) => (
                  <th
                    key={column}
                    scope="col"
                    className={mergeClasses(styles.columnHead, column === 'amount' && styles.number)}
                  >
                    {say(`repeats.column.${column}`)}
                  </th>
                ))}
                <th scope="col" className={mergeClasses(styles.columnHead, styles.other)}>
                  {say('repeats.column.known')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((sale) => (
                <SaleRow
                  key={sale.line}
                  sale={sale}
                  file={sale.knownFrom === null ? undefined : files.get(sale.knownFrom)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length < sales.length && (
        <div className={styles.more}>
          <Button onClick={() => setAll(true)}>{say('repeats.showRest', { n: sales.length - rows.length })}</Button>
        </div>
      )}
    </section>
  )
}

export interface RepeatsTabProps {
  readonly name: string
  readonly repeats: UseQueryResult<Repeats | null>
}

export const RepeatsTab = ({ name, repeats }: RepeatsTabProps) => {
  if (repeats.isPending) return <LoadingLines words={say('repeats.loading')} />
  if (repeats.data == null)
    return <ErrorState words={say('repeats.error')} error={repeats.error} retry={() => void repeats.refetch()} />
  return <Compared name={name} repeats={repeats.data} />
}
