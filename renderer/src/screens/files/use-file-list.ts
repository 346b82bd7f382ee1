// The list of files: which files it has, pinned to the moment it was opened, and the rows of those in view. Beside them the
// newest page as it is now, which tells the counts, what is new, and when the rows in view are to be read again.
//
// A list knows the ids of all its files, some ten thousand at a time, and reads rows only where the person looks, so that
// the end of 200,000 files is as near as their beginning. Only what the list shows of a row is kept.

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import type { FileFilter, FilePage } from '../../../../contract/ipc.ts'
import { useBridge, type Bridge } from '../../bridge.ts'
import { fileIdsKey, fileListKey, fileRowsKey, newestFilesKey } from '../../data/query-keys.ts'
import { countNew, MAX_ROWS, missingIds, slimRows, type InView, type ListRow } from './pinned-list.ts'

/** The first page is small, so that the list is there at once. */
const FIRST_PAGE = 100

export interface FileList {
  /** A row by its place in the list; undefined while it is on its way. */
  readonly rowAt: (index: number) => ListRow | undefined
  /** Rows of the whole list, read or not. */
  readonly total: number
  readonly counts: FilePage['counts'] | null
  readonly tooMany: boolean
  readonly newCount: number
  readonly isPending: boolean
  readonly error: unknown
  /** Which rows the person sees; they are read when they are not there. */
  readonly setInView: (view: InView) => void
  readonly retry: () => void
}

/** The ids of a list from its newest file at the time, `first`, on; those above it came since and only count as new. */
const readIds = async (bridge: Bridge, filter: FileFilter, first: string): Promise<readonly string[]> => {
  const ids: string[] = []
  let after: string | null = null
  do {
    const page = await bridge.listFileIds({ filter, after })
    for (const id of page.ids) if (Number(id) <= Number(first)) ids.push(id)
    after = page.next
  } while (after !== null && ids.length < MAX_ROWS)
  return ids
}

/** The rows of a list by id; kept with the list, so that coming back from a file finds them. */
type RowStore = Map<string, ListRow>

/** `turn` grows when the person asks to see what is new. */
export const useFileList = (filter: FileFilter, turn: number): FileList => {
  const bridge = useBridge()
  const client = useQueryClient()
  const [, redraw] = useReducer((turns: number) => turns + 1, 0)
  const [rowsError, setRowsError] = useState<unknown>(null)

  const opening = useQuery({
    queryKey: fileListKey(filter, turn),
    queryFn: () => bridge.listFiles({ filter, after: null, limit: FIRST_PAGE }),
    structuralSharing: false,
  })
  const opened = opening.data ?? null

  const rest = useQuery({
    queryKey: fileIdsKey(filter, turn),
    queryFn: () => readIds(bridge, filter, opened?.rows[0]?.id ?? ''),
    enabled: opened !== null && opened.next !== null,
    structuralSharing: false,
  })
  const ids = useMemo((): readonly string[] => rest.data ?? opened?.rows.map(({ id }) => id) ?? [], [opened, rest.data])
  const complete = opened !== null && (opened.next === null || rest.data !== undefined)

  const store = useMemo((): RowStore => {
    const key = fileRowsKey(filter, turn)
    const known = client.getQueryData<RowStore>(key)
    if (known !== undefined) return known
    const made: RowStore = new Map()
    client.setQueryData(key, made)
    return made
  }, [client, filter, turn])
  const opensNow = opening.isFetchedAfterMount
  /** Ids whose rows need not be asked for: they were, since anything about files changed. */
  const asked = useMemo(() => {
    const fresh = slimRows(opened?.rows ?? []).filter(({ id }) => opensNow || !store.has(id))
    for (const row of fresh) store.set(row.id, row)
    return new Set<string>(opensNow ? fresh.map(({ id }) => id) : [])
  }, [opened, opensNow, store])

  const head = useQuery({
    queryKey: newestFilesKey(filter),
    queryFn: () => bridge.listFiles({ filter, after: null, limit: FIRST_PAGE }),
    enabled: opened !== null,
    structuralSharing: false,
    ...(opened === null ? {} : { initialData: opened }),
  })

  const view = useRef<InView>({ first: 0, last: 0, focused: 0 })
  /** The list whose rows are being read, so that an answer for another one changes nothing. */
  const reading = useRef<RowStore | null>(null)

  // One request at a time, always for where the person is now: what they only passed by is never asked for.
  const readInView = useCallback(() => {
    if (reading.current === store) return
    const missing = missingIds(ids, asked, view.current)
    if (missing.length === 0) return
    reading.current = store
    for (const id of missing) asked.add(id)
    const done = (): void => {
      if (reading.current === store) reading.current = null
      redraw()
    }
    bridge.getFileRows({ ids: [...missing] }).then(
      (rows) => {
        for (const row of slimRows(rows)) store.set(row.id, row)
        done()
        latest.current()
      },
      (error: unknown) => {
        for (const id of missing) asked.delete(id)
        setRowsError(error)
        done()
      },
    )
  }, [asked, bridge, ids, store])
  const latest = useRef(readInView)
  useEffect(() => {
    latest.current = readInView
    readInView()
  }, [readInView])

  const setInView = useCallback((next: InView) => {
    view.current = next
    latest.current()
  }, [])

  // The newest page changed: something about files did. Rows are read again as they are seen, and shown as they were
  // until then.
  useEffect(() => {
    if (opened === null || head.data === undefined || head.data === opened) return
    asked.clear()
    latest.current()
  }, [asked, head.data, opened])

  const total = complete && ids.length < MAX_ROWS ? ids.length : Math.max(opened?.total ?? 0, ids.length)
  const newCount = useMemo(
    () =>
      head.data === undefined || opened === null || head.data === opened
        ? 0
        : countNew(head.data, ids, opened.total, complete),
    [complete, head.data, ids, opened],
  )

  // No dependency list of its own: a new answer is another function, so that the rows are drawn again.
  const rowAt = (index: number): ListRow | undefined => {
    const id = ids[index]
    return id === undefined ? undefined : store.get(id)
  }
  const { refetch } = opening
  const { refetch: refetchRest, isError: restFailed } = rest
  const retry = useCallback(() => {
    setRowsError(null)
    if (restFailed) void refetchRest()
    else if (opened === null) void refetch()
    latest.current()
    void client.invalidateQueries({ queryKey: newestFilesKey(filter) })
  }, [client, filter, opened, refetch, refetchRest, restFailed])

  return {
    rowAt,
    total,
    counts: (head.data ?? opened)?.counts ?? null,
    tooMany: opened?.tooMany ?? false,
    newCount,
    isPending: opening.isPending,
    error: opening.error ?? rest.error ?? rowsError ?? head.error,
    setInView,
    retry,
  }
}
