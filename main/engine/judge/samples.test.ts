// The sample files against facts that another reader (expat) told about them: samples.expected.json was written by a
// script around it, with the domain's rules and none of this code. One event a string, its columns named once.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { judge, judgeAtOnce } from './judge.ts'
import type { JudgedEvent } from './judgement.ts'
import expected from './samples.expected.json' with { type: 'json' }
import { lookAtEnds } from './settle.ts'
import { sharedFolder } from './shared-material.ts'

const folder = sharedFolder('domain', 'samples')
const options = { maxBytes: 10_000_000, now: () => 0 }
const columns = expected.columns.split(' | ') as (keyof JudgedEvent)[]

const cell = (value: JudgedEvent[keyof JudgedEvent]): string =>
  value === null ? '' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
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
}
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

  test('of every sale and refund, the tenders make up the grand amount', () => {
    const sales = files
      .flatMap(([name]) => judgeAtOnce(bytesOf(name), options).events)
      .filter(({ type }) => type === 'SaleEvent' || type === 'RefundEvent')
    expect(sales.length).toBeGreaterThan(40)
    for (const { tenderTotal, grandAmount } of sales) expect(Number(tenderTotal)).toBe(Number(grandAmount))
  })
})
