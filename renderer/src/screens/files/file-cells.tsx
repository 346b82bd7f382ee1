// The cells of one row, in one line or in two where there is no room.

import { makeStyles, mergeClasses, SkeletonItem, Skeleton, tokens } from '@fluentui/react-components'
import { DismissCircle16Filled } from '@fluentui/react-icons/svg/dismiss-circle'
import { Warning16Regular } from '@fluentui/react-icons/svg/warning'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatCount, formatSize } from '../../format/quantity.ts'
import { formatDay, nothingYet, storeDay } from '../../format/store-time.ts'
import { FileName } from '../../parts/file-name.tsx'
import { StatusBadge, useStatusWords } from '../../parts/status-badge.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { statusOf } from '../../words/status.ts'
import type { Column, RowShape } from './file-columns.ts'
import { sourceWords } from './file-filter.ts'
import type { ListRow } from './pinned-list.ts'

const useStyles = makeStyles({
  cell: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  status: { overflow: 'visible' },
  number: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  day: { color: tokens.colorNeutralForeground3 },
  problems: { display: 'flex', gap: '10px' },
  count: { display: 'inline-flex', alignItems: 'center', gap: '4px', fontVariantNumeric: 'tabular-nums' },
  problemIcon: { color: colours.sbRedFg, flexShrink: 0 },
  noteIcon: { color: colours.sbAmberFg, flexShrink: 0 },
  skeleton: { gridColumn: '2 / -1', width: '60%' },
  bar: { height: rem(12) },
  code: { ...text.code },
  two: {
    gridColumn: '2 / -1',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto auto',
    gridTemplateRows: `${rem(22)} ${rem(20)}`,
    columnGap: '16px',
    alignItems: 'center',
  },
  three: { gridColumn: '2 / -1', display: 'flex', flexDirection: 'column', gap: '2px', minWidth: 0 },
  third: { display: 'flex', gap: '12px', minWidth: 0, overflow: 'hidden' },
  second: { ...text.caption },
  indented: { paddingLeft: '28px' },
  wraps: { whiteSpace: 'normal' },
})

const Counts = ({ row }: { readonly row: ListRow }) => {
  const styles = useStyles()
  return (
    <>
      {row.problemCount > 0 && (
        <span className={styles.count} title={say('files.problems', { n: row.problemCount })}>
          <DismissCircle16Filled className={styles.problemIcon} aria-label={say('files.problems.label')} />
          {formatCount(row.problemCount)}
        </span>
      )}
      {row.noteCount > 0 && (
        <span className={styles.count} title={say('files.notes', { n: row.noteCount })}>
          <Warning16Regular className={styles.noteIcon} aria-label={say('files.notes.label')} />
          {formatCount(row.noteCount)}
        </span>
      )}
    </>
  )
}

const Moment = ({ at }: { readonly at: string | null }) => {
  const times = useStoreTimes()
  if (at === null) return <>{nothingYet}</>
  return (
    <time dateTime={at} title={times.exact(at)}>
      {times.moment(at)}
    </time>
  )
}

/** Sales days in short: the first, and how many more. */
export const salesDays = (days: readonly string[]): string => {
  const [first, ...more] = days
  if (first === undefined) return nothingYet
  return more.length === 0 ? formatDay(first) : say('files.daysMore', { day: formatDay(first), n: more.length })
}

export const FileCells = ({ row, columns }: { readonly row: ListRow | null; readonly columns: RowShape }) => {
  const styles = useStyles()
  const times = useStoreTimes()
  const statusWords = useStatusWords()
  if (row === null) {
    return (
      <div role="gridcell" className={styles.skeleton} aria-label={say('files.rowLoading')}>
        <Skeleton aria-hidden>
          <SkeletonItem className={styles.bar} />
        </Skeleton>
      </div>
    )
  }
  const status = statusOf(row, times.now)
  // A file found on another day than its sales (or than today, without sales) says that day too.
  const foundDay = storeDay(row.foundAt, times.zone)
  const plainClock = foundDay === (row.businessDates[0] ?? times.today)
  const found = plainClock ? times.clock(row.foundAt) : times.moment(row.foundAt)

  const cell = {
    status: (
      <div
        role="gridcell"
        key="status"
        className={mergeClasses(styles.cell, styles.status)}
        title={statusWords(status)}
      >
        <StatusBadge status={status} />
      </div>
    ),
    day: (
      <div role="gridcell" key="day" className={mergeClasses(styles.cell, styles.day)}>
        {salesDays(row.businessDates)}
      </div>
    ),
    file: (
      <div role="gridcell" key="file" className={styles.cell} aria-label={row.name}>
        <FileName name={row.name} />
      </div>
    ),
    sales: (
      <div role="gridcell" key="sales" className={mergeClasses(styles.cell, styles.number)}>
        {row.sales === null ? '' : formatCount(row.sales)}
      </div>
    ),
    found: (
      <div role="gridcell" key="found" className={mergeClasses(styles.cell, styles.number)}>
        <time dateTime={row.foundAt} title={times.exact(row.foundAt)}>
          {found}
        </time>
      </div>
    ),
    answer: (
      <div role="gridcell" key="answer" className={mergeClasses(styles.cell, styles.number)}>
        {row.answeredAt === null ? (
          nothingYet
        ) : (
          <time dateTime={row.answeredAt} title={times.exact(row.answeredAt)}>
            {times.clock(row.answeredAt)}
          </time>
        )}
      </div>
    ),
    problems: (
      <div role="gridcell" key="problems" className={mergeClasses(styles.cell, styles.problems)}>
        <Counts row={row} />
      </div>
    ),
    sent: (
      <div role="gridcell" key="sent" className={mergeClasses(styles.cell, styles.number)}>
        <Moment at={row.sentAt ?? null} />
      </div>
    ),
    tries: (
      <div role="gridcell" key="tries" className={mergeClasses(styles.cell, styles.number)}>
        {formatCount(row.attempts)}
      </div>
    ),
    nextTry: (
      <div role="gridcell" key="nextTry" className={mergeClasses(styles.cell, styles.number)}>
        <Moment at={row.nextAttemptAt} />
      </div>
    ),
    size: (
      <div role="gridcell" key="size" className={mergeClasses(styles.cell, styles.number)}>
        {formatSize(row.size)}
      </div>
    ),
    source: (
      <div role="gridcell" key="source" className={styles.cell}>
        {say(sourceWords[row.source])}
      </div>
    ),
    reference: (
      <div role="gridcell" key="reference" className={mergeClasses(styles.cell, styles.code)}>
        {row.referenceId ?? nothingYet}
      </div>
    ),
    sha256: (
      <div
        role="gridcell"
        key="sha256"
        className={mergeClasses(styles.cell, styles.code)}
        title={row.sha256 ?? undefined}
      >
        {row.sha256 ?? nothingYet}
      </div>
    ),
  } satisfies Record<Column, unknown>

  if (typeof columns !== 'string') return <>{columns.map((column) => cell[column])}</>
  if (columns === 'three-lines')
    return (
      <div role="none" className={styles.three}>
        {cell.status}
        <div role="none" className={mergeClasses(styles.second, styles.indented, styles.cell)}>
          {cell.file}
        </div>
        <div role="none" className={mergeClasses(styles.second, styles.indented, styles.third)}>
          {cell.day}
          {cell.found}
          {cell.answer}
          {cell.problems}
        </div>
      </div>
    )
  return (
    <div role="none" className={styles.two}>
      {cell.status}
      {cell.day}
      {cell.found}
      <div role="none" className={mergeClasses(styles.second, styles.indented, styles.cell)}>
        {cell.file}
      </div>
      {cell.problems}
      <div role="none" className={styles.second}>
        {cell.answer}
      </div>
    </div>
  )
}
