// What the practice cloud has received: every request, sign-in (never its password), journal and report, in order, for
// tests and for people who want to see what really arrived. Rows are kept for the life of the cloud; requests only the
// newest ten thousand, bytes of journals only the newest half gigabyte.

import { createHash } from 'node:crypto'
import type { AcknowledgementLine } from './acknowledgement-document.ts'
import type { CloudCall, Fault } from './fault-rules.ts'
import type { JournalTransaction } from './sale-event-rules.ts'

/** How a request ended; `pending` while it has not. */
export type RequestEnd = 'pending' | 'answered' | 'reset' | 'cut' | 'left'

export interface RequestRecord {
  readonly n: number
  readonly at: string
  /** Null for a path that is none of the three calls. */
  readonly call: CloudCall | null
  readonly method: string
  readonly path: string
  /** As received, without Authorization and cookies. */
  readonly headers: Readonly<Record<string, string>>
  /** Null where no status line was sent. */
  readonly status: number | null
  /** What the cloud did wrong on request; null when it behaved. */
  readonly fault: Fault['kind'] | null
  /** answered in full; reset by the cloud; cut by the cloud inside the answer; left by the client before its answer. */
  readonly end: RequestEnd
}

export interface SignInRecord {
  readonly n: number
  readonly at: string
  readonly email: string
  readonly ok: boolean
}

export interface ReceivedJournal {
  readonly n: number
  readonly at: string
  /** Number of the request that brought it. */
  readonly request: number
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly idempotencyKey: string | null
  readonly reference: string
  /** What the cloud decided, also where its answer never arrived: Success, NonFatalError or FatalError. */
  readonly verdict: string
  readonly statusMessage: string
  readonly details: readonly AcknowledgementLine[]
  readonly transactions: readonly JournalTransaction[]
  /** How many accepted journals hold the same bytes or one of the same transactions, this one included; 0 if refused. */
  readonly copies: number
  /** The first accepted journal that this one repeats, or null. */
  readonly copyOf: number | null
  /** How often the same Idempotency-Key came again and was answered from this row (honourIdempotencyKey). */
  readonly answeredAgain: number
}

export interface ReceivedReport {
  readonly n: number
  readonly at: string
  readonly request: number
  readonly locationId: string
  readonly state: string | null
  readonly recordedAt: string | null
  /** Whether the cloud took it, and why not. */
  readonly ok: boolean
  readonly message: string
}

export interface PracticeLedger {
  readonly startedAt: string
  readonly signIns: readonly SignInRecord[]
  readonly journals: readonly ReceivedJournal[]
  readonly reports: readonly ReceivedReport[]
  readonly requests: readonly RequestRecord[]
}

export type JournalEntry = Omit<ReceivedJournal, 'n' | 'at' | 'sha256' | 'size' | 'copies' | 'copyOf' | 'answeredAgain'>

/** A request that is being served; the ledger shows each change at once. */
export interface OpenRequest {
  readonly n: number
  readonly set: (change: Partial<Pick<RequestRecord, 'status' | 'fault' | 'end'>>) => void
  /** Null for a request the ledger does not list. */
  readonly record: () => RequestRecord | null
}

/** A request that is none of the ledger's business, such as a look into it. */
export const unlistedRequest: OpenRequest = { n: 0, set: () => undefined, record: () => null }

export interface Ledger {
  readonly openRequest: (request: Pick<RequestRecord, 'call' | 'method' | 'path' | 'headers'>) => OpenRequest
  readonly addSignIn: (email: string, ok: boolean) => void
  readonly addReport: (report: Omit<ReceivedReport, 'n' | 'at'>) => void
  readonly addJournal: (entry: JournalEntry, bytes: Buffer) => number
  readonly answerAgain: (n: number) => void
  /** Undefined for a number never given; null where the bytes are no longer kept. */
  readonly bytesOf: (n: number) => Buffer | null | undefined
  readonly snapshot: () => PracticeLedger
  /** Resolves with the ledger as soon as `isSo` holds for it; rejects after `withinMs`. */
  readonly when: (isSo: (ledger: PracticeLedger) => boolean, withinMs: number) => Promise<PracticeLedger>
}

const mostRequests = 10_000
const mostBytes = 512 * 1024 * 1024

const transactionKey = (sale: JournalTransaction): string =>
  JSON.stringify([
    sale.storeLocationId,
    sale.registerId,
    sale.transactionId,
    sale.businessDate,
    sale.type,
    sale.grandAmount,
  ])

export const createLedger = (now: () => number): Ledger => {
  const startedAt = new Date(now()).toISOString()
  const signIns: SignInRecord[] = []
  const reports: ReceivedReport[] = []
  const journals: Omit<ReceivedJournal, 'copies'>[] = []
  let requests: RequestRecord[] = []
  let requestCount = 0
  /** Numbers of accepted journals by what makes them copies of each other. */
  const holders = new Map<string, number[]>()
  const bytesByNumber = new Map<number, Buffer>()
  let bytesKept = 0
  const listeners = new Set<() => void>()

  const time = (): string => new Date(now()).toISOString()
  const changed = (): void => {
    for (const listener of listeners) listener()
  }

  const keysOf = ({ sha256, transactions }: Pick<ReceivedJournal, 'sha256' | 'transactions'>): readonly string[] => [
    sha256,
    ...transactions.map(transactionKey),
  ]
  const holdersOf = (keys: readonly string[]): ReadonlySet<number> =>
    new Set(keys.flatMap((key) => holders.get(key) ?? []))

  const keepBytes = (n: number, bytes: Buffer): void => {
    bytesByNumber.set(n, bytes)
    bytesKept += bytes.length
    for (const [oldest, held] of bytesByNumber) {
      if (bytesKept <= mostBytes || oldest === n) break
      bytesByNumber.delete(oldest)
      bytesKept -= held.length
    }
  }

  const snapshot = (): PracticeLedger => ({
    startedAt,
    signIns: [...signIns],
    reports: [...reports],
    journals: journals.map((journal) => ({
      ...journal,
      copies: journal.verdict === 'FatalError' ? 0 : holdersOf(keysOf(journal)).size,
    })),
    requests: requests.slice(-mostRequests),
  })

  return {
    openRequest: (request) => {
      requestCount += 1
      let record: RequestRecord = { n: requestCount, at: time(), ...request, status: null, fault: null, end: 'pending' }
      requests.push(record)
      if (requests.length > 2 * mostRequests) requests = requests.slice(-mostRequests)
      changed()
      return {
        n: record.n,
        record: () => record,
        set: (change) => {
          const at = requests.lastIndexOf(record)
          record = { ...record, ...change }
          if (at !== -1) requests[at] = record
          changed()
        },
      }
    },
    addSignIn: (email, ok) => {
      signIns.push({ n: signIns.length + 1, at: time(), email, ok })
      changed()
    },
    addReport: (report) => {
      reports.push({ n: reports.length + 1, at: time(), ...report })
      changed()
    },
    addJournal: (entry, bytes) => {
      const n = journals.length + 1
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const keys = keysOf({ sha256, transactions: entry.transactions })
      const [copyOf = null] = [...holdersOf(keys)].sort((one, other) => one - other)
      journals.push({ n, at: time(), ...entry, sha256, size: bytes.length, copyOf, answeredAgain: 0 })
      if (entry.verdict !== 'FatalError')
        for (const key of new Set(keys)) holders.set(key, [...(holders.get(key) ?? []), n])
      keepBytes(n, bytes)
      changed()
      return n
    },
    answerAgain: (n) => {
      const journal = journals[n - 1]
      if (journal !== undefined) journals[n - 1] = { ...journal, answeredAgain: journal.answeredAgain + 1 }
      changed()
    },
    bytesOf: (n) => bytesByNumber.get(n) ?? (n >= 1 && n <= journals.length ? null : undefined),
    snapshot,
    when: (isSo, withinMs) =>
      new Promise((resolve, reject) => {
        const end = (): void => {
          clearTimeout(timer)
          listeners.delete(look)
        }
        const look = (): void => {
          const ledger = snapshot()
          if (!isSo(ledger)) return
          end()
          resolve(ledger)
        }
        const timer = setTimeout(() => {
          end()
          reject(new Error(`The practice cloud did not see within ${withinMs} ms what was waited for.`))
        }, withinMs)
        listeners.add(look)
        look()
      }),
  }
}
