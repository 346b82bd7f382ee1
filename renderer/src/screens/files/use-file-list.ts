// The rows of the list: pages fetched one after the other by their cursor, pinned to the moment the list was opened;
// beside them the newest page as it is now, which tells the counts, what is new, and fresh states of rows in view.
//
// A jump far down fetches many pages at once and shows them together: a list of 200,000 rows is drawn a few dozen
// times on the way to its end, not once for each page. Only what the list shows of a row is kept.

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { FileDetail, FileFilter, FilePage } from '../../../../contract/ipc.ts'
import { useBridge, type Bridge } from '../../bridge.ts'
import { fileListKey, newestFilesKey } from '../../data/query-keys.ts'
import { countNew, pagesOfRows, slimRows, withNewer, type ListRow } from './pinned-list.ts'

/** The first page is small, so that the list is there at once; the next ones are as large as main gives them. */
const FIRST_PAGE = 100
const NEXT_PAGE = 500
/** Rows fetched before they are shown, at most. */
const MOST_AT_ONCE = 10_000
/** Rows that left the filter are asked for one by one; a screen shows fewer than this. */
const MOST_SINGLE_READS = 40

export interface FileList {
  readonly rows: readonly ListRow[]
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

/** A page as it is kept: its own cursor, to read it again, and its rows. */
interface KeptPage {
  readonly after: string | null
  readonly rows: readonly ListRow[]
  readonly next: string | null
}

/** What one step of loading brought: the pages, and what the first page said of the whole list. */
interface Step {
  readonly pages: readonly KeptPage[]
  readonly head: FilePage | null
}

const readStep = async (bridge: Bridge, filter: FileFilter, from: string | null, wanted: number): Promise<Step> => {
  const pages: KeptPage[] = []
  let head: FilePage | null = null
  let after = from
  let read = 0
  do {
    const page = await bridge.listFiles({ filter, after, limit: after === null ? FIRST_PAGE : NEXT_PAGE })
    head ??= after === null ? page : null
    pages.push({ after, rows: slimRows(page.rows), next: page.next })
    read += page.rows.length
    after = page.next
  } while (after !== null && read < Math.min(wanted, MOST_AT_ONCE))
  return { pages, head }
}

const rowOfDetail = (detail: FileDetail, old: ListRow): ListRow => ({
  ...old,
  state: detail.state,
  problem: detail.problem,
  waitCause: detail.waitCause,
  nextAttemptAt: detail.nextAttemptAt,
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
  pages: readonly KeptPage[],
  head: FilePage,
  { first, last }: InView,
): Promise<ReadonlyMap<string, ListRow>> => {
  const newer = new Map(slimRows(head.rows).map((row) => [row.id, row]))
  for (const index of pagesOfRows(pages, first, last)) {
    const after = pages[index]?.after
    if (after == null) continue
    const page = await bridge.listFiles({ filter, after, limit: NEXT_PAGE })
    for (const row of slimRows(page.rows)) newer.set(row.id, row)
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
  const [newer, setNewer] = useState<ReadonlyMap<string, ListRow>>(new Map())
  const inView = useRef<InView>({ first: 0, last: 0 })
  const missing = useRef(0)

  const list = useInfiniteQuery({
    queryKey: fileListKey(filter, turn),
    queryFn: ({ pageParam }) => readStep(bridge, filter, pageParam, missing.current),
    initialPageParam: null as string | null,
    getNextPageParam: (step) => step.pages.at(-1)?.next ?? null,
    structuralSharing: false,
  })
  const { data, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, refetch } = list
  const pages = useMemo(() => data?.pages.flatMap((step) => step.pages) ?? [], [data])
  const opened = data?.pages[0]?.head ?? null

  const head = useQuery({
    queryKey: newestFilesKey(filter),
    queryFn: () => bridge.listFiles({ filter, after: null, limit: FIRST_PAGE }),
    enabled: opened !== null,
    structuralSharing: false,
    ...(opened === null ? {} : { initialData: opened }),
  })

  useEffect(() => setNewer(new Map()), [filter, turn])

  // The head changed: something about files did. Read again what the person is looking at.
  useEffect(() => {
    if (opened === null || head.data === undefined || head.data === opened) return
    let dropped = false
    readInView(bridge, filter, pages, head.data, inView.current).then(
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

  const loaded = useMemo(() => pages.flatMap((page) => page.rows), [pages])
  const rows = useMemo(() => withNewer(loaded, newer), [loaded, newer])
  const total = hasNextPage ? Math.max(opened?.total ?? 0, rows.length) : rows.length
  const newCount = useMemo(
    () =>
      head.data === undefined || opened === null || head.data === opened
        ? 0
        : countNew(head.data, loaded, opened.total, !hasNextPage),
    [hasNextPage, head.data, loaded, opened],
  )

  const loadUpTo = useCallback(
    (row: number) => {
      if (opened === null || !hasNextPage || isFetching || isFetchNextPageError) return
      missing.current = row + 1 - loaded.length
      if (missing.current > 0) void fetchNextPage()
    },
    [fetchNextPage, hasNextPage, isFetchNextPageError, isFetching, loaded.length, opened],
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
    counts: (head.data ?? opened)?.counts ?? null,
    tooMany: opened?.tooMany ?? false,
    newCount,
    isPending: list.isPending,
    error: list.error ?? head.error,
    loadUpTo,
    setInView,
    retry,
  }
}
