// The list of files on paper, as the filter of the screen shows it. A list of more than a thousand is told to be so, and
// left to the CSV: nobody reads forty pages.

import { mergeClasses } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import type { FileFilter, FilePage, FileRow } from '../../../../contract/ipc.ts'
import { fileFilterSchema } from '../../../../contract/ipc.ts'
import { useBridge, type Bridge } from '../../bridge.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatCount } from '../../format/quantity.ts'
import { formatDay, nothingYet } from '../../format/store-time.ts'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { say } from '../../words/say.ts'
import { statusOf } from '../../words/status.ts'
import { groupWords } from '../files/file-filter.ts'
import { PaperHead } from './paper-head.tsx'
import { usePaperStyles } from './paper-table.ts'
import { Paper, useDocumentReady } from './paper.tsx'

const mostRows = 1000
const pageRows = 500

/** The filter the address carries; null when it is none. */
export const filterOfPlace = (name: string | undefined): FileFilter | null => {
  try {
    const parsed = fileFilterSchema.safeParse(JSON.parse(decodeURIComponent(name ?? '')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

interface Listed {
  readonly rows: readonly FileRow[]
  readonly total: number
}

const readList = async (bridge: Bridge, filter: FileFilter): Promise<Listed> => {
  const rows: FileRow[] = []
  let page: FilePage
  let after: string | null = null
  do {
    page = await bridge.listFiles({ filter, after, limit: pageRows })
    rows.push(...page.rows)
    after = page.next
  } while (after !== null && rows.length < mostRows)
  return { rows: rows.slice(0, mostRows), total: page.total }
}

const columns = [
  'print.month.state',
  'export.column.salesDay',
  'export.column.name',
  'export.column.sales',
  'export.column.found',
  'export.column.answered',
  'export.column.reference',
] as const

const Row = ({ file }: { readonly file: FileRow }) => {
  const styles = usePaperStyles()
  const times = useStoreTimes()
  return (
    <tr className={styles.row}>
      <td className={styles.cell}>
        <StatusBadge status={statusOf(file, times.now)} />
      </td>
      <td className={mergeClasses(styles.cell, styles.nowrap)}>
        {file.businessDates.map((day) => formatDay(day)).join(', ') || nothingYet}
      </td>
      <th scope="row" className={mergeClasses(styles.cell, styles.code)}>
        {file.name}
      </th>
      <td className={mergeClasses(styles.cell, styles.number)}>
        {file.sales === null ? nothingYet : formatCount(file.sales)}
      </td>
      <td className={mergeClasses(styles.cell, styles.nowrap)}>{times.momentShort(file.foundAt)}</td>
      <td className={mergeClasses(styles.cell, styles.nowrap)}>
        {file.answeredAt === null ? nothingYet : times.momentShort(file.answeredAt)}
      </td>
      <td className={mergeClasses(styles.cell, styles.code)}>{file.referenceId ?? nothingYet}</td>
    </tr>
  )
}

const filterWords = (filter: FileFilter, today: string): readonly string[] => [
  ...(filter.from === null && filter.to === null
    ? [say('files.days.all')]
    : [
        say('print.files.days', {
          from: filter.from === null ? nothingYet : formatDay(filter.from, 'with-year'),
          to: formatDay(filter.to ?? today, 'with-year'),
        }),
      ]),
  ...(filter.group === 'all' ? [] : [say(groupWords[filter.group].name)]),
  ...(filter.problemsOnly ? [say('print.files.problems')] : []),
  ...(filter.text === '' ? [] : [say('print.files.only', { text: filter.text })]),
]

const Files = ({ filter, listed }: { readonly filter: FileFilter; readonly listed: Listed }) => {
  const styles = usePaperStyles()
  const { today } = useStoreTimes()
  const { rows, total } = listed
  const title = say('print.files.title')
  return (
    <Paper title={title}>
      <PaperHead title={title} />
      <p className={styles.summary}>
        {filterWords(filter, today).join(' · ')}
        <br />
        {total > rows.length
          ? say('print.files.some', { n: formatCount(rows.length), total: formatCount(total) })
          : say('print.files.all', { n: rows.length })}
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className={mergeClasses(styles.headCell, column === 'export.column.sales' && styles.number)}
              >
                {say(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((file) => (
            <Row key={file.id} file={file} />
          ))}
        </tbody>
      </table>
    </Paper>
  )
}

export const PrintedFiles = ({ filter }: { readonly filter: FileFilter }) => {
  const bridge = useBridge()
  const { data, isError } = useQuery({
    queryKey: ['printed-files', filter],
    queryFn: () => readList(bridge, filter),
    // What is on paper is of one moment.
    staleTime: Infinity,
  })
  useDocumentReady(isError ? 'impossible' : data === undefined ? 'loading' : 'complete')
  return data === undefined ? null : <Files filter={filter} listed={data} />
}
