// Files: every file ever found, newest first, each with its state in words (ux 2.7).

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { fileGroups, type FileFilter, type FileSort } from '../../../../contract/ipc.ts'
import { keys } from '../../data/query-keys.ts'
import { useSnapshot, useStoreTimes } from '../../data/snapshot-context.tsx'
import { ExportMenu } from '../../exports/export-menu.tsx'
import { formatCount } from '../../format/quantity.ts'
import { useAnnounce } from '../../parts/live-region.tsx'
import { NoticeBar } from '../../parts/notice-bar.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { EmptyState, ErrorState, LoadingLines } from '../../parts/screen-states.tsx'
import { useCommands } from '../../shell/commands.tsx'
import { goTo, useHashQuery } from '../../shell/hash-location.ts'
import { focusFilter } from '../../shell/shortcuts.ts'
import { ActionLink, PlaceLink } from '../../parts/place-link.tsx'
import { useRoom } from '../../theme/effective-width.tsx'
import { colours, text } from '../../theme/themes.ts'
import type { ElementSize } from '../../theme/use-element-size.ts'
import { say } from '../../words/say.ts'
import { FileGrid } from './file-grid.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { ColumnsButton, useChosenColumns } from './columns-button.tsx'
import {
  filterFromQuery,
  groupWords,
  placeOfFilter,
  presetOf,
  presetWords,
  queryOfList,
  sortFromQuery,
} from './file-filter.ts'
import { FilterChips, type FilterChange } from './filter-chips.tsx'
import { longFacts, type ListRow } from './pinned-list.ts'
import { countSelected, nothingSelected, type Selection } from './selection.ts'
import { useFileList, type FileList } from './use-file-list.ts'

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', gap: '12px', flex: '1 0 auto', minWidth: 0 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: '24px', rowGap: '4px' },
  counts: {
    ...text.body,
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: '20px',
    rowGap: '4px',
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  count: { color: tokens.colorNeutralForeground3, '@media (forced-colors: active)': { color: 'LinkText' } },
  refused: { color: colours.sbRedFg, fontWeight: tokens.fontWeightSemibold },
  export: { marginLeft: 'auto', display: 'flex', flexWrap: 'wrap', gap: '4px 8px' },
  card: { backgroundColor: colours.sbCard, border: `1px solid ${colours.sbCardBorder}`, borderRadius: '8px' },
  foot: {
    ...text.caption,
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 20px',
    minHeight: '20px',
    color: tokens.colorNeutralForeground3,
  },
  key: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1, marginRight: '4px' },
  news: { ...text.body, marginLeft: 'auto', color: tokens.colorNeutralForeground1 },
  show: { marginLeft: '8px' },
})

/** Where the person was, for coming back from a file. */
export interface FilesPlace {
  readonly query: string
  readonly turn: number
  readonly row: number
  readonly offset: number
}

interface CountsProps {
  readonly list: FileList
  readonly filter: FileFilter
  readonly sort: FileSort
}

const Counts = ({ list, filter, sort }: CountsProps) => {
  const styles = useStyles()
  const { today } = useStoreTimes()
  const counts = list.counts
  if (counts === null) return null
  return (
    <ul className={styles.counts} aria-label={say('files.counts')}>
      {fileGroups
        .filter((group) => group === 'all' || counts[group] > 0)
        .map((group) => (
          <li key={group}>
            <PlaceLink
              to={placeOfFilter({ ...filter, group }, today, sort)}
              className={group === 'refused' ? styles.refused : styles.count}
              aria-current={filter.group === group ? 'true' : undefined}
            >
              {say(groupWords[group].count, { n: counts[group], count: formatCount(counts[group]) })}
            </PlaceLink>
          </li>
        ))}
    </ul>
  )
}

const Empty = ({ filter, change }: { readonly filter: FileFilter; readonly change: (c: FilterChange) => void }) => {
  const styles = useStyles()
  const snapshot = useSnapshot()
  const { today } = useStoreTimes()
  const { checkNow } = useCommands()
  const known = snapshot.status === null ? 1 : Object.values(snapshot.status.counts).reduce((sum, n) => sum + n, 0)
  if (known === 0) {
    const folder = snapshot.status?.folders[0]?.path ?? ''
    return (
      <div className={styles.card}>
        <EmptyState words={say('files.emptyFirst', { folder })}>
          <ActionLink onClick={checkNow}>{say('action.checkNow')}</ActionLink>
        </EmptyState>
      </div>
    )
  }
  const preset = presetOf(filter, today)
  const days = say(preset === null ? 'files.days.these' : presetWords[preset]).toLocaleLowerCase()
  const narrow = filter.text !== '' || filter.problemsOnly || filter.source !== undefined || filter.cause !== undefined
  const words =
    filter.cause !== undefined
      ? say('files.emptyCause')
      : filter.text !== ''
        ? say('files.emptyText', { text: filter.text })
        : say(groupWords[filter.group].empty, { days })
  return (
    <div className={styles.card}>
      <EmptyState words={words}>
        {narrow ? (
          <ActionLink onClick={() => change({ text: '', problemsOnly: false, source: undefined, cause: undefined })}>
            {say('files.clearAll')}
          </ActionLink>
        ) : (
          preset !== 'all' && (
            <ActionLink onClick={() => change({ from: null, to: null })}>{say('files.showAllDays')}</ActionLink>
          )
        )}
      </EmptyState>
    </div>
  )
}

export const FilesScreen = () => {
  const styles = useStyles()
  const client = useQueryClient()
  const query = useHashQuery()
  const { today } = useStoreTimes()
  const room = useRoom()
  const announce = useAnnounce()
  const queryText = query.toString()
  const filter = useMemo(() => filterFromQuery(new URLSearchParams(queryText), today), [queryText, today])
  const sort = useMemo(() => sortFromQuery(new URLSearchParams(queryText)), [queryText])
  const ownQuery = queryOfList(filter, sort, today)
  const chosen = useChosenColumns()
  const keep = useMemo(
    () =>
      longFacts.filter((fact) =>
        chosen?.includes(fact === 'sentAt' ? 'sent' : fact === 'referenceId' ? 'reference' : fact),
      ),
    [chosen],
  )
  const place = useRef(client.getQueryData<FilesPlace>(keys.filesPlace))
  const back = place.current?.query === ownQuery ? place.current : null
  // A person who has filtered since is not coming back any more.
  useEffect(() => {
    if (place.current?.query !== ownQuery) place.current = undefined
  }, [ownQuery])
  // Entering the screen opens the list anew; only coming back from a file finds it as it was left.
  const [entry] = useState(() => Math.floor(performance.now()))
  const [turns, setTurns] = useState<{ readonly query: string; readonly turn: number }>({
    query: ownQuery,
    turn: back?.turn ?? entry,
  })
  const turn = turns.query === ownQuery ? turns.turn : entry
  const question = useMemo(() => ({ filter, sort, keep }), [filter, keep, sort])
  const list = useFileList(question, turn)
  const gridPlace = useRef<ElementSize>(undefined)
  const [selected, setSelected] = useState<{ readonly query: string; readonly selection: Selection }>({
    query: ownQuery,
    selection: nothingSelected,
  })
  // Another filter shows other files: what was selected before is not carried along unseen.
  const selection = selected.query === ownQuery ? selected.selection : nothingSelected
  const select = useCallback((next: Selection) => setSelected({ query: ownQuery, selection: next }), [ownQuery])
  const { setInView, ids, rowAt, total } = list

  const remember = useCallback(
    (row: number, offset: number) => {
      client.setQueryData<FilesPlace>(keys.filesPlace, { query: ownQuery, turn, row, offset })
    },
    [client, ownQuery, turn],
  )
  const change = useCallback(
    (part: FilterChange) => {
      const next = Object.fromEntries(Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined))
      goTo(placeOfFilter(next as FileFilter, today, sort), { replace: true })
    },
    [filter, sort, today],
  )
  const onOpen = useCallback(
    (row: ListRow, index: number, offset: number) => {
      remember(index, offset)
      goTo(`/files/${row.id}`)
    },
    [remember],
  )

  const showNew = (): void => {
    const n = list.newCount
    setTurns({ query: ownQuery, turn: turn + 1 })
    place.current = undefined
    announce(say('files.newShown', { n }))
  }
  // Nothing to keep still: an empty list takes what comes.
  const empty = !list.isPending && total === 0
  useEffect(() => {
    if (empty && list.newCount > 0) setTurns({ query: ownQuery, turn: turn + 1 })
  }, [empty, list.newCount, ownQuery, turn])

  useEffect(() => {
    if (query.get('find') !== '1') return
    focusFilter()
    goTo(placeOfFilter(filter, today, sort), { replace: true })
  }, [filter, query, sort, today])

  return (
    <div className={styles.screen}>
      <div className={styles.head}>
        <PageHeading windowTitle={say('nav.files')}>{say('nav.files')}</PageHeading>
        <Counts list={list} filter={filter} sort={sort} />
        <div className={styles.export}>
          <ColumnsButton />
          <ExportMenu csv={{ kind: 'files', filter }} pdf={{ kind: 'files', filter }} />
        </div>
      </div>
      <FilterChips filter={filter} change={change} counts={list.counts} />
      {list.tooMany && (
        <NoticeBar hue="blue" icon="clock" cause={say('files.tooMany')} text={say('files.tooMany.text')} />
      )}
      {list.error !== null && list.error !== undefined && (
        <div className={styles.card}>
          <ErrorState words={say('files.error')} error={list.error} retry={list.retry} />
        </div>
      )}
      {list.isPending && list.error === null && <LoadingLines words={say('files.loading')} lines={10} />}
      {empty && list.error === null && <Empty filter={filter} change={change} />}
      {total > 0 && (
        <FileGrid
          key={`${ownQuery}|${turn}`}
          ids={ids}
          rowAt={rowAt}
          total={total}
          place={gridPlace}
          startRow={back?.row ?? 0}
          startOffset={back?.offset ?? 0}
          takesFocus={back !== null}
          chosen={chosen}
          sort={sort}
          onSort={(next) => goTo(placeOfFilter(filter, today, next), { replace: true })}
          selection={selection}
          onSelect={select}
          bar={
            countSelected(selection) === 0 ? null : (
              <BulkBar
                selection={selection}
                filter={filter}
                ids={ids}
                rowAt={rowAt}
                total={total}
                onSelectAll={() => select({ kind: 'all', count: total, upTo: list.newestId })}
                onClear={() => select(nothingSelected)}
              />
            )
          }
          onOpen={onOpen}
          onView={setInView}
        />
      )}
      <div className={styles.foot}>
        {room.medium && total > 0 && (
          <>
            <span>
              <span className={styles.key}>↑↓</span>
              {say('files.keys.move')}
            </span>
            <span>
              <span className={styles.key}>{say('files.keys.enter')}</span>
              {say('files.keys.open')}
            </span>
            <span>
              <span className={styles.key}>{say('files.keys.space')}</span>
              {say('files.keys.select')}
            </span>
            <span>
              <span className={styles.key}>{say('files.keys.shiftF10')}</span>
              {say('files.keys.menu')}
            </span>
          </>
        )}
        {list.newCount > 0 && total > 0 && (
          <span className={styles.news}>
            {say('files.new', { n: list.newCount })}
            <Button appearance="transparent" size="small" className={styles.show} onClick={showNew}>
              {say('files.showNew')}
            </Button>
          </span>
        )}
      </div>
    </div>
  )
}
