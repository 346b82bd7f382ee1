import { describe, expect, test } from 'vitest'
import { reportTotal } from './day-total.ts'
import { readMovementReports } from './movement-reader.ts'
import type { MovementAmounts } from './movement-report.ts'
import type { KnownReport } from './movement-table.ts'

const hour = 3600
let documentId = 0

const report = (kind: string, amounts: MovementAmounts, more: Partial<KnownReport> = {}): KnownReport => ({
  documentId: ++documentId,
  kind,
  storeLocationId: '1200',
  period: 2,
  businessDate: '2026-11-20',
  registerId: null,
  begins: 0,
  ends: 24 * hour - 1,
  isOpen: false,
  amounts,
  ...more,
})

const summary = (amounts: MovementAmounts, more?: Partial<KnownReport>): KnownReport => report('MSM', amounts, more)
const taxes = (taxable: string, taxCollected: string, more: MovementAmounts = {}): KnownReport =>
  report('TLM', { taxable, taxCollected, taxSpecial: '0', ...more })

const told = (
  reports: readonly KnownReport[],
  times: readonly number[] = [8 * hour, 20 * hour],
  registerId: string | null = null,
) => {
  const total = reportTotal(reports, registerId, { times })
  return total === null ? null : `${total.amount.toFixed()} ${total.withTax ? 'with tax' : 'before tax'}`
}

const grand = { grandBegins: '43407951.54', grandEnds: '43415004.69' }

describe('the total of a day’s reports', () => {
  test('is what the running total went up by, which has the tax in it', () => {
    expect(told([summary({ ...grand, sales: '7002.05' })])).toBe('7053.15 with tax')
    expect(told([summary(grand)])).toBe('7053.15 with tax')
  })

  test('is what was sold at all tax levels and the tax, where they are told', () => {
    expect(told([summary({ sales: '7002.05' }), taxes('7002.05', '51.1')])).toBe('7053.15 with tax')
    expect(told([taxes('7002.05', '51.1')])).toBe('7053.15 with tax')
  })

  test('is the sales before tax, where nothing tells the tax', () => {
    expect(told([summary({ sales: '7002.05' })])).toBe('7002.05 before tax')
    // A running total that does not belong to these sales.
    expect(told([summary({ ...grand, sales: '120.00' })])).toBe('120 before tax')
  })

  test('is nothing where refunds or exemptions make taxes ambiguous, or where there is no total at all', () => {
    expect(told([taxes('7002.05', '51.1', { taxSpecial: '20' })])).toBeNull()
    expect(told([summary({})])).toBeNull()
    expect(
      told([report('MCM', { sold: '7002.05' }), report('FGM', { sold: '10' }), report('ISM', { sold: '10' })]),
    ).toBeNull()
    expect(told([])).toBeNull()
  })

  test('is never taken from a period that goes on, or from a report of a day that went on', () => {
    expect(told([summary(grand, { isOpen: true, ends: null })])).toBeNull()
    expect(told([summary(grand, { ends: 14 * hour })])).toBeNull()
    expect(told([summary(grand, { ends: 14 * hour })], [8 * hour, 13 * hour])).toBe('7053.15 with tax')
  })

  test('is that of the newer report when a period was reported twice', () => {
    expect(told([summary(grand), summary({ ...grand, grandEnds: '43415000.00' })])).toBe('7048.46 with tax')
  })

  test('is the sum of its shifts when they cover each known sale, and nothing when they do not', () => {
    const early = summary({ grandBegins: '0', grandEnds: '100' }, { period: 98, begins: 6 * hour, ends: 14 * hour })
    const late = summary({ grandBegins: '100', grandEnds: '250' }, { period: 98, begins: 14 * hour, ends: 22 * hour })
    expect(told([early, late])).toBe('250 with tax')
    expect(told([early])).toBeNull()
    expect(told([early, late], [8 * hour, 23 * hour])).toBeNull()
  })

  test('is that of the day when there are shifts too', () => {
    const shift = summary({ grandBegins: '0', grandEnds: '100' }, { period: 98 })
    expect(told([shift, summary(grand)])).toBe('7053.15 with tax')
  })

  test('is that of a register only when the report names it', () => {
    const ofRegister = summary({ grandBegins: '0', grandEnds: '100' }, { registerId: '1' })
    expect(told([ofRegister])).toBeNull()
    expect(told([ofRegister], [], '1')).toBe('100 with tax')
    expect(told([ofRegister], [], '2')).toBeNull()
  })
})

describe('reading movement reports', () => {
  const details = (inner: string, header = '<EndDate>2026-11-20</EndDate><EndTime>23:59:59</EndTime>'): Buffer =>
    Buffer.from(
      `<?xml version="1.0" encoding="ISO-8859-1"?><nax:NAXML-MovementReport xmlns:nax="u" version="3.4"><nax:TransmissionHeader><nax:StoreLocationID>1200</nax:StoreLocationID></nax:TransmissionHeader><nax:MiscellaneousSummaryMovement><nax:MovementHeader><nax:PrimaryReportPeriod>2</nax:PrimaryReportPeriod><nax:BusinessDate>2026-11-20</nax:BusinessDate><nax:BeginDate>2026-11-20</nax:BeginDate>${header}</nax:MovementHeader>${inner}</nax:MiscellaneousSummaryMovement></nax:NAXML-MovementReport>`.replace(
        /<(\/?)(?=[A-Z])/g,
        '<$1nax:',
      ),
      'latin1',
    )
  const detail = (code: string, sub: string, modifier: string, amount: string, more = ''): string =>
    `<MSMDetail><MiscellaneousSummaryCodes><MiscellaneousSummaryCode>${code}</MiscellaneousSummaryCode><MiscellaneousSummarySubCode>${sub}</MiscellaneousSummarySubCode><MiscellaneousSummarySubCodeModifier>${modifier}</MiscellaneousSummarySubCodeModifier></MiscellaneousSummaryCodes>${more}<MSMSalesTotals><MiscellaneousSummaryAmount>${amount}</MiscellaneousSummaryAmount></MSMSalesTotals></MSMDetail>`
  const read = async (bytes: Buffer) => (await readMovementReports(bytes, { maxBytes: 1e7 }))[0]

  test('takes the totalizers, whatever the prefix, and leaves inside, outside, drops and registers’ parts', async () => {
    const bytes = details(
      detail('totalizer', 'sales', 'sales', '7002.05') +
        detail('totalizer', 'sales', 'insideSales', '3483.53') +
        detail('totalizer', 'sales', 'sales', '5', '<RegisterID>1</RegisterID>') +
        detail('safeDrop', 'total', '', '2411.85') +
        detail('totalizer', 'beginningGrandTotal', '', '43407951.54') +
        detail('totalizer', 'endingGrandTotal', '', '43415004.69'),
    )
    expect(await read(bytes)).toMatchObject({
      kind: 'MSM',
      storeLocationId: '1200',
      period: 2,
      businessDate: '2026-11-20',
      registerId: null,
      isOpen: false,
      amounts: { ...grand, sales: '7002.05' },
    })
  })

  test('leaves out what cannot be read instead of guessing it', async () => {
    expect((await read(details(detail('totalizer', 'sales', 'sales', '7,002.05'))))?.amounts).toEqual({})
  })

  test.each([
    ['<EndDate>2100-01-01</EndDate><EndTime>00:00:00</EndTime>', true],
    ['<EndDate/><EndTime/>', true],
    ['', true],
    ['<EndDate>2026-11-20</EndDate>', false],
  ])('knows from %j whether the period goes on: %s', async (header, isOpen) => {
    expect(await read(details('', header))).toMatchObject({ isOpen })
  })

  test('finds nothing in a journal, in broken bytes and in hostile ones, and never fails', async () => {
    for (const text of ['<NAXML-POSJournal/>', '<NAXML-MovementReport>', '<!DOCTYPE a><a/>', ''])
      expect(await readMovementReports(Buffer.from(text), { maxBytes: 1e7 })).toEqual([])
  })
})
