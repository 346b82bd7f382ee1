// Lines of a stored file by number, fetched in blocks as they come into view and forgotten soon after, so that a file
// of a million lines costs the window no more than a small one. The engine masks every line, unless the person has asked
// for the file in full.

import { useQueries, useQuery, type QueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { ViewerLines } from '../../../../contract/ipc.ts'
import { useBridge, type Bridge } from '../../bridge.ts'
import { linesKey } from '../../data/query-keys.ts'
import { lengthInCharacters } from '../../format/characters.ts'
import { inFull, useShowFull } from './show-full.tsx'

export const BLOCK_LINES = 200
const FORGET_AFTER_MS = 20_000

export interface ShownLine {
  readonly number: number
  /** Masked; cut to 2,000 characters. */
  readonly text: string
  readonly length: number
}

/** True when only the beginning of a line is there. */
export const isCut = (line: ShownLine): boolean => lengthInCharacters(line.text) < line.length

export const blockOfLine = (line: number): number => Math.floor((line - 1) / BLOCK_LINES)

const readBlock = async (bridge: Bridge, id: string, block: number, full: boolean): Promise<readonly ShownLine[]> => {
  const { lines } = await bridge.getLines({ id, from: block * BLOCK_LINES + 1, count: BLOCK_LINES, full })
  return lines
}

const blockQuery = (bridge: Bridge, id: string, block: number, full: boolean) => ({
  queryKey: full ? [...linesKey(id, block), inFull] : linesKey(id, block),
  queryFn: () => readBlock(bridge, id, block, full),
  gcTime: FORGET_AFTER_MS,
  structuralSharing: false,
})

export interface FileLines {
  readonly lineAt: (number: number) => ShownLine | undefined
  readonly error: unknown
  readonly retry: () => void
}

/** The lines from `first` to `last` (from 1); what has not arrived yet is undefined. */
export const useFileLines = (id: string, first: number, last: number): FileLines => {
  const bridge = useBridge()
  const { full } = useShowFull()
  const from = blockOfLine(Math.max(1, first))
  const blocks = Array.from(
    { length: Math.max(0, blockOfLine(Math.max(1, last)) - from + 1) },
    (_, index) => from + index,
  )
  const results = useQueries({ queries: blocks.map((block) => blockQuery(bridge, id, block, full)) })
  const byBlock = new Map(blocks.map((block, index) => [block, results[index]]))
  return {
    lineAt: (number) => byBlock.get(blockOfLine(number))?.data?.[(number - 1) % BLOCK_LINES],
    error: results.find((result) => result.isError)?.error ?? null,
    retry: () => {
      for (const result of results) if (result.isError) void result.refetch()
    },
  }
}

/** Reads lines around some numbers once, for a copy; by line number. Always masked: a copy leaves this screen. */
export const useLineReader = (client: QueryClient) => {
  const bridge = useBridge()
  return useCallback(
    async (id: string, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> => {
      const lines = new Map<number, string>()
      for (const block of new Set(numbers.filter((number) => number >= 1).map(blockOfLine))) {
        const read = await client.fetchQuery(blockQuery(bridge, id, block, false))
        for (const line of read) lines.set(line.number, line.text)
      }
      return lines
    },
    [bridge, client],
  )
}

/** What encloses a line: "Sale 5 of 12 · receipt 10234 · register 2". */
export const useLineContext = (id: string, line: number | null): ViewerLines['event'] => {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['line-context', id, line],
    queryFn: async () => (await bridge.getLines({ id, from: line ?? 1, count: 1 })).event,
    enabled: line !== null,
    gcTime: FORGET_AFTER_MS,
  })
  return data ?? null
}
