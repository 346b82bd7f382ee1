// The sample files against facts that another reader (expat) told about them: samples.expected.json was written by a
// script around it, with the domain's rules and none of this code. One event a string, its columns named once.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { judge, judgeAtOnce } from './judge.ts'
import { salesEvents } from './event-draft.ts'
import { lineKinds, type JudgedEvent } from './judgement.ts'
import { revenuesOf } from './revenue.ts'
import type { RuleId } from './rules.ts'
import expected from './samples.expected.json' with { type: 'json' }
import { lookAtEnds } from './settle.ts'
import { sharedFolder } from './shared-material.ts'

const folder = sharedFolder('domain', 'samples')
const options = { maxBytes: 10_000_000, now: () => 0 }
const columns = expected.columns.split(' | ') as (keyof JudgedEvent)[]

const cell = (value: JudgedEvent[keyof JudgedEvent]): string =>
  value === null || typeof value === 'object' ? '' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
const asRow = (event: JudgedEvent): string => columns.map((column) => cell(event[column])).join(' | ')

interface ExpectedFile {
  readonly wellFormed: boolean
  readonly problem?: string
  readonly events?: readonly string[]
  readonly encoding?: string
  readonly root?: string
  readonly version?: string | null
  readonly storeLocationId?: string | null
  readonly vendor?: string | null
  /** Of live events that are neither in training nor put aside. */
  readonly money?: {
    readonly sales: number
    readonly refunds: number
    readonly revenue: string
    readonly tenders: Readonly<Record<string, string>>
    readonly lines: Readonly<Record<string, readonly (number | string)[]>>
  }
}

const plain = (amount: Big): string => amount.plus(0).toFixed().replace(/^-0$/, '0')
const sumOf = (amounts: readonly (string | null)[]): string =>
  plain(amounts.reduce((sum, amount) => sum.plus(amount ?? '0'), new Big(0)))

/** The money of a journal in the form of samples.expected.json. */
const moneyOf = (events: readonly JudgedEvent[]): ExpectedFile['money'] => {
  const counted = events.filter(({ type, training, suspended }) => salesEvents.has(type) && !training && !suspended)
  const revenues = revenuesOf(events)
  const tenders: Record<string, string> = {}
  for (const { code, amount } of counted.flatMap((event) => event.tenders))
    tenders[code ?? ''] = sumOf([tenders[code ?? ''] ?? '0', amount])
  const lines: Record<string, readonly (number | string)[]> = {}
  for (const kind of lineKinds) {
    const sums = counted.flatMap((event) => event.lines[kind] ?? [])
    const count = sums.reduce((total, sum) => total + sum.count, 0)
    const amounts = sums.flatMap(({ amount }) => amount ?? [])
    if (count > 0 && kind !== 'unknown') lines[kind] = amounts.length === 0 ? [count] : [count, sumOf(amounts)]
  }
  return {
    sales: revenues.filter(({ kind }) => kind === 'sale').length,
    refunds: revenues.filter(({ kind }) => kind === 'refund').length,
    revenue: sumOf(revenues.map(({ amount }) => amount)),
    tenders,
    lines,
  }
}

/** Findings that question a journal's money, dates or order. */
const doubts: readonly RuleId[] = [
  'tenders-differ',
  'totals-differ',
  'sign-contradiction',
  'business-date-implausible',
  'duplicate-transaction',
  'events-out-of-order',
]
const files: readonly (readonly [string, ExpectedFile])[] = Object.entries(expected.files)

describe.skipIf(folder === null)('the domain samples (skipped where the shared material is not there)', () => {
  const bytesOf = (name: string): Buffer => readFileSync(join(folder ?? '', name))

  test('are all known', () => {
    const names = readdirSync(folder ?? '').filter((name) => name.endsWith('.xml'))
    expect(names.sort()).toEqual(files.map(([name]) => name).sort())
  })

  test.each(files)('%s reads as expat reads it', async (name, facts) => {
    const judgement = await judge(bytesOf(name), options)
    expect(judgement.wellFormed).toBe(facts.wellFormed)
    expect(judgement.gateProblem).toBe(facts.problem ?? null)
    if (!facts.wellFormed) return
    const { encoding, root, version, storeLocationId, vendor } = facts
    expect(judgement).toMatchObject({ encoding, root, version, storeLocationId, vendor })
    expect(judgement.events.map(asRow)).toEqual(facts.events)
  })

  test.each(files.filter(([, { wellFormed }]) => wellFormed))('%s settles, and in no part of it', (name) => {
    const bytes = bytesOf(name)
    const look = (part: Uint8Array): string =>
      lookAtEnds(part.subarray(0, 4096), part.subarray(Math.max(0, part.length - 4096)), part.length).kind
    expect(look(bytes)).toBe('complete')
    const closed = bytes.lastIndexOf('>')
    for (let length = 1; length <= closed; length += 1 + Math.floor(length / 40))
      expect(look(bytes.subarray(0, length))).toBe('unfinished')
    expect(look(bytes.subarray(0, closed))).toBe('unfinished')
  })

  test.each(files.filter(([, { money }]) => money !== undefined))(
    '%s comes to the money expat finds',
    (name, facts) => {
      expect(moneyOf(judgeAtOnce(bytesOf(name), options).events)).toEqual(facts.money)
    },
  )

  test('raise no doubt about money, dates or order: all of them are right', () => {
    const doubted = files.flatMap(([name]) =>
      judgeAtOnce(bytesOf(name), options)
        .findings.filter(({ rule }) => (doubts as readonly string[]).includes(rule))
        .map(({ rule, message }) => `${name}: ${rule}: ${message}`),
    )
    expect(doubted).toEqual([])
  })

  test('of every sale and refund, the tenders make up the grand amount', () => {
    const sales = files
      .flatMap(([name]) => judgeAtOnce(bytesOf(name), options).events)
      .filter(({ type }) => type === 'SaleEvent' || type === 'RefundEvent')
    expect(sales.length).toBeGreaterThan(40)
    for (const { tenderTotal, grandAmount } of sales) expect(Number(tenderTotal)).toBe(Number(grandAmount))
  })
})
