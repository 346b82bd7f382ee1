// The list of files: which files it has, pinned to the moment it was opened, and the rows of those in view. Beside them the
// newest page as it is now, which tells the counts, what is new, and when the rows in view are to be read again.
//
// A list knows the ids of all its files, some ten thousand at a time, and reads rows only where the person looks, so that
// the end of 200,000 files is as near as their beginning. Only what the list shows of a row is kept.

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useLayoutEffect, useMemo, useSyncExternalStore } from 'react'
import type { FileFilter, FilePage, FileSort } from '../../../../contract/ipc.ts'
import { useBridge, type Bridge } from '../../bridge.ts'
import { fileIdsKey, fileListKey, fileRowsKey, newestFilesKey } from '../../data/query-keys.ts'
import { countNew, countNewer, MAX_ROWS, type InView, type ListRow, type LongFact } from './pinned-list.ts'
import { RowReader } from './row-reader.ts'

/** The first page is small, so that the list is there at once. */
const FIRST_PAGE = 100

/** What is listed, in which order, and what is kept of a row beside what every list shows. */
export interface ListQuestion {
  readonly filter: FileFilter
  readonly sort: FileSort
  readonly keep: readonly LongFact[]
}

export interface FileList {
  /** The files of the list, in its order, as far as they are known. */
  readonly ids: readonly string[]
  /** A row by its place in the list; undefined while it is on its way. */
  readonly rowAt: (index: number) => ListRow | undefined
  /** Rows of the whole list, read or not. */
  readonly total: number
  readonly counts: FilePage['counts'] | null
  readonly tooMany: boolean
  readonly newCount: number
  /** The newest file there was when the list was opened. */
  readonly newestId: string
  readonly isPending: boolean
  readonly error: unknown
  /** Which rows the person sees; they are read when they are not there. */
  readonly setInView: (view: InView) => void
  readonly retry: () => void
}

/** The ids of a list; those of files newer than `newest` came since it was opened and only count as new. */
const readIds = async (bridge: Bridge, { filter, sort }: ListQuestion, newest: string): Promise<readonly string[]> => {
  const ids: string[] = []
  let after: string | null = null
  do {
    const page = await bridge.listFileIds({ filter, sort, after })
    for (const id of page.ids) if (Number(id) <= Number(newest)) ids.push(id)
    after = page.next
  } while (after !== null && ids.length < MAX_ROWS)
  return ids
}

/** `turn` grows when the person asks to see what is new. */
export const useFileList = (question: ListQuestion, turn: number): FileList => {
  const { filter, sort, keep } = question
  const newestFirst = sort.by === 'found' && sort.descending
  const bridge = useBridge()
  const client = useQueryClient()
  const opening = useQuery({
    queryKey: fileListKey(filter, sort, turn),
    queryFn: () => bridge.listFiles({ filter, sort, after: null, limit: FIRST_PAGE }),
    structuralSharing: false,
  })
  const opened = opening.data ?? null

  const rest = useQuery({
    queryKey: fileIdsKey(filter, sort, turn),
    queryFn: () => readIds(bridge, question, opened?.newestId ?? '0'),
    enabled: opened !== null && opened.next !== null,
    structuralSharing: false,
  })
  const ids = useMemo((): readonly string[] => rest.data ?? opened?.rows.map(({ id }) => id) ?? [], [opened, rest.data])
  const complete = opened !== null && (opened.next === null || rest.data !== undefined)

  // Kept with the list, so that coming back from a file finds its rows.
  const reader = useMemo((): RowReader => {
    const key = fileRowsKey(filter, sort, keep, turn)
    const known = client.getQueryData<RowReader>(key)
    if (known !== undefined) return known
    const made = new RowReader((wanted) => bridge.getFileRows({ ids: [...wanted] }), keep)
    client.setQueryData(key, made)
    return made
  }, [bridge, client, filter, keep, sort, turn])
  useSyncExternalStore(reader.subscribe, reader.version)
  const opensNow = opening.isFetchedAfterMount
  useLayoutEffect(() => {
    // A list that was left has its rows; what happened to them meanwhile is read anew.
    if (opened === null) return
    if (opensNow) reader.keep(opened.rows)
    else reader.freshen()
  }, [opened, opensNow, reader])
  useLayoutEffect(() => reader.setIds(ids), [ids, reader])

  const head = useQuery({
    queryKey: newestFilesKey(filter),
    queryFn: () => bridge.listFiles({ filter, after: null, limit: FIRST_PAGE }),
    enabled: opened !== null,
    structuralSharing: false,
    ...(opened === null || !newestFirst ? {} : { initialData: opened }),
  })

  // The newest page changed: something about files did.
  useEffect(() => {
    if (opened !== null && head.data !== undefined && head.data !== opened) reader.freshen()
  }, [head.data, opened, reader])

  const total = complete && ids.length < MAX_ROWS ? ids.length : Math.max(opened?.total ?? 0, ids.length)
  const newCount = useMemo(
    () =>
      head.data === undefined || opened === null || head.data === opened
        ? 0
        : newestFirst
          ? countNew(head.data, ids, opened.total, complete)
          : countNewer(head.data, opened.newestId, opened.total),
    [complete, head.data, ids, newestFirst, opened],
  )

  const { refetch } = opening
  const { refetch: refetchRest, isError: restFailed } = rest
  const retry = useCallback(() => {
    if (restFailed) void refetchRest()
    else if (opened === null) void refetch()
    reader.retry()
    void client.invalidateQueries({ queryKey: newestFilesKey(filter) })
  }, [client, filter, opened, reader, refetch, refetchRest, restFailed])

  return {
    ids,
    newestId: opened?.newestId ?? '0',
    rowAt: reader.rowAt,
    total,
    counts: (head.data ?? opened)?.counts ?? null,
    tooMany: opened?.tooMany ?? false,
    newCount,
    isPending: opening.isPending,
    error: opening.error ?? rest.error ?? reader.error ?? head.error,
    setInView: reader.setInView,
    retry,
  }
}
