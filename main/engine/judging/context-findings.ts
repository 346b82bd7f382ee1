// Findings that need more than the bytes: which stores this computer sends for, and when the document was stored. Pure;
// told of the same document under the same settings they are always the same.

import type { Finding } from '../../../contract/judgement.ts'
import { journalRoot } from '../judge/event-draft.ts'
import type { Judgement } from '../judge/judgement.ts'
import { rules } from '../judge/rules.ts'
import { asSentence } from '../judge/sentence.ts'

/** A business day may be the next calendar day already, and the store's date a day ahead of UTC. */
const mostDaysAhead = 2
const mostDates = 20
const dayMs = 86_400_000

export interface JudgingContext {
  /** Milliseconds since 1970. */
  readonly storedAt: number
  /** Empty = any store. */
  readonly storeLocationIds: readonly string[]
}

const otherStore = ({ storeLocationId }: Judgement, ids: readonly string[]): Finding[] =>
  ids.length === 0 || (storeLocationId !== null && ids.includes(storeLocationId))
    ? []
    : [
        {
          severity: rules['other-store'].severity,
          rule: 'other-store',
          line: null,
          column: null,
          message: asSentence(
            storeLocationId === null
              ? `the file names no store; this computer sends for ${ids.join(', ')}`
              : `the file is of store ${storeLocationId}; this computer sends for ${ids.join(', ')}`,
          ),
        },
      ]

/** One finding for each date, at its first event. */
const inTheFuture = ({ events }: Judgement, storedAt: number): Finding[] => {
  const latest = new Date(storedAt + mostDaysAhead * dayMs).toISOString().slice(0, 10)
  const stored = new Date(storedAt).toISOString().slice(0, 10)
  const first = new Map<string, number>()
  for (const { businessDate, line } of events)
    if (businessDate !== null && businessDate > latest && !first.has(businessDate)) first.set(businessDate, line)
  return [...first].slice(0, mostDates).map(([date, line]) => ({
    severity: rules['business-date-implausible'].severity,
    rule: 'business-date-implausible',
    line,
    column: null,
    message: asSentence(`the business date ${date} had not come yet when the file was stored on ${stored}`),
  }))
}

export const findingsInContext = (judgement: Judgement, { storedAt, storeLocationIds }: JudgingContext): Finding[] =>
  judgement.root === journalRoot
    ? [...otherStore(judgement, storeLocationIds), ...inTheFuture(judgement, storedAt)]
    : []
