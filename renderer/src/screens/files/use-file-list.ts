// The rows of the list: pages fetched one after the other by their cursor, pinned to the moment the list was opened;
// beside them the newest page as it is now, which tells the counts, what is new, and fresh states of rows in view.

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { FileDetail, FileFilter, FilePage, FileRow } from '../../../../contract/ipc.ts'
import { useBridge, type Bridge } from '../../bridge.ts'
import { fileListKey, newestFilesKey } from '../../data/query-keys.ts'
import { countNew, pagesOfRows, withNewer } from './pinned-list.ts'

/** The first page is small, so that the list is there at once; the next ones are as large as main gives them. */
const FIRST_PAGE = 100
const NEXT_PAGE = 500
/** Rows that left the filter are asked for one by one; a screen shows fewer than this. */
const MOST_SINGLE_READS = 40

export interface FileList {
  readonly rows: readonly FileRow[]
  /** Rows of the whole list, loaded or not. */
  readonly total: number
  readonly counts: FilePage['counts'] | null
  readonly tooMany: boolean
  readonly newCount: number
  readonly isPending: boolean
  readonly error: unknown
  readonly loadUpTo: (row: number) => void
  readonly setInView: (first: number, last: number) => void
  readonly retry: () => void
}

const rowOfDetail = (detail: FileDetail, old: FileRow): FileRow => ({
  ...old,
  state: detail.state,
  problem: detail.problem,
  waitCause: detail.waitCause,
  acceptedAt: detail.acceptedAt,
  attempts: detail.attempts,
  nextAttemptAt: detail.nextAttemptAt,
  referenceId: detail.referenceId,
  validationStatus: detail.validationStatus,
  businessDates: detail.businessDates,
  sales: detail.sales,
})

interface InView {
  readonly first: number
  readonly last: number
}

/** Fresh rows for those in view: their pages again by their own cursors, and one by one those that left the filter. */
const readInView = async (
  bridge: Bridge,
  filter: FileFilter,
  pages: readonly FilePage[],
  params: readonly (string | null)[],
  head: FilePage,
  { first, last }: InView,
): Promise<ReadonlyMap<string, FileRow>> => {
  const newer = new Map(head.rows.map((row) => [row.id, row]))
  for (const index of pagesOfRows(pages, first, last)) {
    const after = params[index]
    if (after === null || after === undefined) continue
    const page = await bridge.listFiles({ filter, after, limit: NEXT_PAGE })
    for (const row of page.rows) newer.set(row.id, row)
  }
  const shown = pages.flatMap((page) => page.rows).slice(first, last + 1)
  const gone = shown.filter((row) => !newer.has(row.id)).slice(0, MOST_SINGLE_READS)
  for (const row of gone) {
    const detail = await bridge.getFile({ id: row.id })
    if (detail !== null) newer.set(row.id, rowOfDetail(detail, row))
  }
  return newer
}

/** `turn` grows when the person asks to see what is new. */
export const useFileList = (filter: FileFilter, turn: number): FileList => {
  const bridge = useBridge()
  const client = useQueryClient()
  const [newer, setNewer] = useState<ReadonlyMap<string, FileRow>>(new Map())
  const inView = useRef<InView>({ first: 0, last: 0 })

  const list = useInfiniteQuery({
    queryKey: fileListKey(filter, turn),
    queryFn: ({ pageParam }) =>
      bridge.listFiles({ filter, after: pageParam, limit: pageParam === null ? FIRST_PAGE : NEXT_PAGE }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    structuralSharing: false,
  })
  const { data, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, refetch } = list

  const head = useQuery({
    queryKey: newestFilesKey(filter),
    queryFn: () => bridge.listFiles({ filter, after: null, limit: FIRST_PAGE }),
    enabled: data !== undefined,
    ...(data?.pages[0] === undefined ? {} : { initialData: data.pages[0] }),
  })

  useEffect(() => setNewer(new Map()), [filter, turn])

  // The head changed: something about files did. Read again what the person is looking at.
  useEffect(() => {
    if (data === undefined || head.data === undefined || head.data === data.pages[0]) return
    let dropped = false
    const params = data.pageParams as readonly (string | null)[]
    readInView(bridge, filter, data.pages, params, head.data, inView.current).then(
      (fresh) => {
        if (!dropped) setNewer((old) => new Map([...old, ...fresh]))
      },
      // The rows stay as they were read; the next change tries again.
      () => undefined,
    )
    return () => {
      dropped = true
    }
    // Only a new head is a reason; more loaded pages are fresh by themselves.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [bridge, filter, head.data])

  const rows = useMemo(() => withNewer(data?.pages.flatMap((page) => page.rows) ?? [], newer), [data, newer])
  const firstPage = data?.pages[0]
  const total = hasNextPage ? Math.max(firstPage?.total ?? 0, rows.length) : rows.length
  const newCount = useMemo(
    () =>
      head.data === undefined || firstPage === undefined || head.data === firstPage
        ? 0
        : countNew(head.data, rows, firstPage.total, !hasNextPage),
    [firstPage, hasNextPage, head.data, rows],
  )

  const loadUpTo = useCallback(
    (row: number) => {
      if (data === undefined || !hasNextPage || isFetching || isFetchNextPageError) return
      if (data.pages.reduce((sum, page) => sum + page.rows.length, 0) <= row) void fetchNextPage()
    },
    [data, fetchNextPage, hasNextPage, isFetchNextPageError, isFetching],
  )
  const setInView = useCallback((first: number, last: number) => {
    inView.current = { first, last }
  }, [])
  const retry = useCallback(() => {
    if (isFetchNextPageError) void fetchNextPage()
    else void refetch()
    void client.invalidateQueries({ queryKey: newestFilesKey(filter) })
  }, [client, fetchNextPage, filter, isFetchNextPageError, refetch])

  return {
    rows,
    total,
    counts: (head.data ?? firstPage)?.counts ?? null,
    tooMany: firstPage?.tooMany ?? false,
    newCount,
    isPending: list.isPending,
    error: list.error ?? head.error,
    loadUpTo,
    setInView,
    retry,
  }
}
