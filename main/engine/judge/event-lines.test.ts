// Lines, tenders and taxes of events, and what their arithmetic gives away: read from journals, as registers write them.

import { Big } from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aJournal } from './journal-text.ts'
import { judgeAtOnce } from './judge.ts'
import type { JudgedEvent, Judgement } from './judgement.ts'

const judgeEvents = (...events: readonly { type?: string; inside: readonly string[] }[]): Judgement =>
  judgeAtOnce(Buffer.from(aJournal(events)), { maxBytes: 10_000_000, now: () => 0 })

const line = (content: string, status?: string): string =>
  `<TransactionLine${status === undefined ? '' : ` status="${status}"`}>${content}</TransactionLine>`
const item = (amount: string): string => `<ItemLine><SalesAmount>${amount}</SalesAmount></ItemLine>`
const tender = (amount: string, change = false, code = 'cash'): string =>
  `<TenderInfo><Tender><TenderCode>${code}</TenderCode><TenderSubCode>generic</TenderSubCode></Tender>` +
  `<TenderAmount>${amount}</TenderAmount><ChangeFlag value="${change ? 'yes' : 'no'}"/></TenderInfo>`
const tax = (collected: string): string =>
  `<TransactionTax><TaxLevelID>101</TaxLevelID><TaxableSalesAmount>1</TaxableSalesAmount><TaxCollectedAmount>${collected}</TaxCollectedAmount></TransactionTax>`
const totals = (grand: string, taxAmount = '0', direction = ''): string =>
  `<TransactionSummary><TransactionTotalTaxNetAmount>${taxAmount}</TransactionTotalTaxNetAmount>` +
  `<TransactionTotalGrandAmount${direction}>${grand}</TransactionTotalGrandAmount></TransactionSummary>`

const read = (...inside: readonly string[]): JudgedEvent => {
  const [event] = judgeEvents({ inside }).events
  if (event === undefined) throw new Error('no event was read')
  return event
}

describe('the lines of an event', () => {
  test('are counted and summed by kind, also several in one line', () => {
    const event = read(
      '<TransactionDetailGroup>',
      line(
        `<FeeLine><FeeAmount>0.90</FeeAmount></FeeLine><FeeLine><FeeAmount>.05</FeeAmount></FeeLine>${item('5.0000')}`,
      ),
      line('<MerchandiseCodeLine><SalesAmount>15</SalesAmount></MerchandiseCodeLine>', 'normal'),
      line('<FuelLine><SalesAmount>50.00</SalesAmount></FuelLine>'),
      line('<FuelPrepayLine><SalesAmount>-50.00</SalesAmount></FuelPrepayLine>'),
      line(
        '<MoneyOrderLine><MoneyOrderFeeCollected>0.10</MoneyOrderFeeCollected><MoneyOrderFaceAmount>10.10</MoneyOrderFaceAmount></MoneyOrderLine>',
      ),
      line('<WashCodeLine><WashCode>1</WashCode></WashCodeLine>'),
      line('<Loyalty><EarnedPointsQuantity>7</EarnedPointsQuantity></Loyalty>'),
      line(tax('.17')),
      line(tender('20.00')),
      line(tender('-1.15', true)),
      '</TransactionDetailGroup>',
    )
    expect(event.lineCount).toBe(10)
    expect(event.lines).toEqual({
      item: { count: 1, amount: '5.0000' },
      merchandise: { count: 1, amount: '15' },
      fuel: { count: 1, amount: '50.00' },
      fuelPrepay: { count: 1, amount: '-50.00' },
      fee: { count: 2, amount: '0.95' },
      moneyOrder: { count: 1, amount: '10.10' },
      washCode: { count: 1, amount: null },
      loyalty: { count: 1, amount: null },
      tax: { count: 1, amount: '0.17' },
      tender: { count: 2, amount: '18.85' },
    })
    expect(event.tenders).toEqual([
      { code: 'cash', subCode: 'generic', amount: '20.00', change: false },
      { code: 'cash', subCode: 'generic', amount: '-1.15', change: true },
    ])
    expect(event.taxes).toEqual([{ level: '101', taxable: '1', collected: '0.17' }])
  })

  test('of a kind nobody knows are counted as unknown, with the amount where the others have it', () => {
    expect(
      read(
        line('<CouponLine><SalesAmount>-1.50</SalesAmount></CouponLine>'),
        line('<CustomerID><PersonalID>9</PersonalID></CustomerID>'),
        line(`${item('2')}<GiftLine/>`),
      ).lines,
    ).toEqual({ item: { count: 1, amount: '2' }, unknown: { count: 3, amount: '-1.50' } })
  })

  test('that are cancelled or voided count nowhere', () => {
    const event = read(line(item('9'), 'cancel'), line(tender('9'), 'void'), line(tax('9'), ' VOID '), line(item('1')))
    expect(event).toMatchObject({ lineCount: 1, lines: { item: { count: 1, amount: '1' } }, tenders: [], taxes: [] })
    expect(event.tenderTotal).toBeNull()
  })

  test('of which one amount cannot be read come to an unknown sum', () => {
    expect(read(line(item('1')), line(item('1,50'))).lines.item).toEqual({ count: 2, amount: null })
    expect(read(line('<ItemLine/>'), line(item('1'))).lines.item).toEqual({ count: 2, amount: '1' })
  })

  test('are looked for neither in an extension nor in what a line holds further in', () => {
    const event = read(
      `<Extension>${line(item('1'))}</Extension>`,
      line(`<Extension>${item('2')}</Extension>`),
      line(`<ItemLine><Sub>${item('3')}<SalesAmount>4</SalesAmount></Sub><SalesAmount>5</SalesAmount></ItemLine>`),
      '<TransactionID>7</TransactionID>',
    )
    expect(event.lines).toEqual({ item: { count: 1, amount: '5' }, unknown: { count: 1, amount: null } })
    expect(event.transactionId).toBe('7')
  })

  test('of a hundred thousand tenders the first fifty are listed and all are summed', () => {
    const event = read(...Array.from({ length: 1000 }, () => line(tender('0.01'))))
    expect(event.tenders).toHaveLength(50)
    expect(event.tenderTotal).toBe('10.00')
  })

  test('whatever their amounts, signs and statuses, come to their exact sum', () => {
    const amount = fc
      .tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.integer({ min: 0, max: 6 }))
      .map(([units, decimals]) => new Big(units).div(new Big(10).pow(decimals)).toFixed(decimals))
    const huge = fc.integer({ min: 1, max: 9 }).map((digit) => `${digit}`.repeat(25))
    const written = fc.record({
      amount: fc.oneof({ arbitrary: amount, weight: 9 }, { arbitrary: huge, weight: 1 }),
      status: fc.constantFrom(undefined, 'normal', 'cancel', 'void', 'other'),
      make: fc.constantFrom('item', 'tender', 'tax'),
    })
    fc.assert(
      fc.property(fc.array(written, { maxLength: 25 }), (all) => {
        const content = { item, tender: (text: string) => tender(text), tax }
        const event = read(...all.map(({ amount: text, status, make }) => line(content[make as 'item'](text), status)))
        for (const kind of ['item', 'tender', 'tax'] as const) {
          const live = all.filter(({ make, status }) => make === kind && status !== 'cancel' && status !== 'void')
          if (live.length === 0) expect(event.lines[kind]).toBeUndefined()
          else {
            const { count, amount: sum } = event.lines[kind] ?? { count: -1, amount: null }
            expect(count).toBe(live.length)
            const expected = live.reduce((total, each) => total.plus(each.amount), new Big(0))
            expect(new Big(sum ?? 'NaN').eq(expected)).toBe(true)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('the original of an event', () => {
  test('is told with its register and store, from the event or from a line', () => {
    const link =
      '<LinkedTransactionInfo><OriginalStoreLocationID>1</OriginalStoreLocationID><OriginalRegisterID>2</OriginalRegisterID>' +
      '<OriginalTransactionID>3</OriginalTransactionID><TransactionLinkReason>fuelPrepay</TransactionLinkReason></LinkedTransactionInfo>'
    const facts = {
      linkedStoreLocationId: '1',
      linkedRegisterId: '2',
      linkedTransactionId: '3',
      linkReason: 'fuelPrepay',
    }
    expect(read(link)).toMatchObject(facts)
    expect(read(line(`<FuelPrepayLine><SalesAmount>-5</SalesAmount>${link}</FuelPrepayLine>`))).toMatchObject(facts)
    expect(read(`<Extension>${link}</Extension>`).linkedTransactionId).toBeNull()
  })
})

const doubtsOf = (type: string, ...inside: readonly string[]): string[] =>
  judgeEvents({ type, inside: ['<RegisterID>1</RegisterID>', ...inside] }).findings.map(({ rule }) => rule)
const doubts = (...inside: readonly string[]): string[] => doubtsOf('SaleEvent', ...inside)

describe('doubts about an event', () => {
  test('payments that do not come to the total', () => {
    expect(doubts(line(tender('20.00')), line(tender('-9.00', true)), totals('10.00'))).toEqual(['tenders-differ'])
    expect(doubts(line(tender('20')), line(tender('-10.00', true)), totals('10.0000'))).toEqual([])
    expect(doubts(totals('10.00'))).toEqual([])
    // Cash is rounded to five cents where there are no smaller coins.
    expect(doubts(line(tender('10.00')), totals('10.02'))).toEqual([])
    expect(doubts(line(tender('10.00')), totals('10.03'))).toEqual(['tenders-differ'])
  })

  test('lines and tax that do not come to the total, in a dialect with the tax inside or outside', () => {
    expect(doubts(line(item('2.39')), totals('2.53', '.14'))).toEqual([])
    expect(doubts(line(item('2.53')), totals('2.53', '.14'))).toEqual([])
    expect(doubts(line(item('2.39')), totals('4.92', '.14'))).toEqual(['totals-differ'])
    expect(doubts(line(item('2.39')), line(item('2.39'), 'cancel'), totals('2.53', '.14'))).toEqual([])
    expect(doubts(line(item('5')), line('<FeeLine><FeeAmount>.05</FeeAmount></FeeLine>'), totals('5.05'))).toEqual([])
  })

  test('are not raised where what is paid cannot be known from the lines', () => {
    const money = '<MoneyOrderLine><MoneyOrderFaceAmount>10</MoneyOrderFaceAmount></MoneyOrderLine>'
    expect(doubts(line(item('2')), line(money), totals('99'))).toEqual([])
    expect(doubts(line(item('2')), line('<CouponLine/>'), totals('99'))).toEqual([])
    expect(doubts(line(item('2,00')), totals('99'))).toEqual(['amount-not-decimal'])
  })

  test('are raised neither about what is put aside nor about training nor about other events', () => {
    const wrong = [line(item('1')), line(tender('2')), totals('3')]
    expect(doubts(...wrong)).toEqual(['tenders-differ', 'totals-differ'])
    expect(doubts('<SuspendFlag value="yes"/>', ...wrong)).toEqual([])
    expect(doubts('<TrainingModeFlag value="yes"/>', ...wrong)).toEqual(['training-only'])
    expect(doubtsOf('VoidEvent', ...wrong)).toEqual(['no-sales', 'unsupported-event'])
  })

  test('of a refund do not depend on the signs its register writes', () => {
    const refund = (...inside: readonly string[]): string[] => doubtsOf('RefundEvent', ...inside)
    expect(refund(line(item('-20')), line(tender('-20', true)), totals('-20'))).toEqual([])
    expect(refund(line(item('5.00')), line(tender('5.95')), totals('5.95', '.95'))).toEqual([])
    expect(refund(line(item('-5.00')), line(tender('5.95')), totals('5.95', '.95'))).toEqual([])
    expect(refund(line(item('-5')), line(tender('-7')), totals('-7'))).toEqual(['totals-differ'])
  })

  test('signs that contradict each other', () => {
    expect(doubts(line(tender('-5')), totals('5'))).toEqual(['sign-contradiction'])
    expect(doubtsOf('RefundEvent', line(tender('-5')), totals('5'))).toEqual(['sign-contradiction'])
    expect(doubts(line(tender('5')), totals('5', '0', ' direction="Refunded"'))).toEqual(['sign-contradiction'])
    expect(doubts(line(tender('-5')), totals('-5', '0', ' direction="Refunded"'))).toEqual([])
    expect(doubts(line(tender('0')), totals('0', '0', ' direction="Refunded"'))).toEqual([])
  })

  const dated = (business: string, end: string, start = end): string =>
    `<BusinessDate>${business}</BusinessDate><EventStartDate>${start}</EventStartDate><EventEndDate>${end}</EventEndDate>`

  test('a business date far from the day of the event', () => {
    expect(doubts(dated('2025-12-08', '2025-12-09'))).toEqual([])
    expect(doubts(dated('2025-12-02', '2025-12-09'))).toEqual([])
    expect(doubts(dated('2025-12-01', '2025-12-09'))).toEqual(['business-date-implausible'])
    expect(doubts(dated('2025-12-17', '2025-12-09'))).toEqual(['business-date-implausible'])
    // The event is still open: its end says nothing.
    expect(doubts(dated('2025-12-09', '2100-01-01', '2025-12-09'))).toEqual([])
  })

  test('stand at the event’s beginning and name it', () => {
    const [finding] = judgeEvents(
      { inside: [] },
      { inside: ['<RegisterID>2</RegisterID><TransactionID>8945</TransactionID>', line(tender('1')), totals('2')] },
    ).findings
    expect(finding).toEqual({
      severity: 'warning',
      rule: 'tenders-differ',
      line: 10,
      column: 1,
      message: 'SaleEvent 8945 of register 2 says it comes to 2, but its payments come to 1.',
    })
  })
})

describe('doubts about the order of events', () => {
  const sale = (number: number, time: string, register = '1', more = ''): { inside: readonly string[] } => ({
    inside: [
      `<RegisterID>${register}</RegisterID><TransactionID>${number}</TransactionID><BusinessDate>2026-03-01</BusinessDate>`,
      `<EventStartDate>2026-03-01</EventStartDate><EventStartTime>${time}</EventStartTime>${more}${totals('1.00')}`,
    ],
  })
  const rules = (...events: readonly { type?: string; inside: readonly string[] }[]): string[] =>
    judgeEvents(...events).findings.map(({ rule, line: at }) => `${rule} ${at ?? '-'}`)

  test('the same receipt twice in one file, at its second place', () => {
    expect(rules(sale(1, '10:00:00'), sale(2, '10:01:00'), sale(1, '10:00:00'))).toEqual(['duplicate-transaction 16'])
    expect(rules(sale(1, '10:00:00'), sale(1, '10:00:00', '2'))).toEqual([])
    expect(rules(sale(1, '10:00:00', '1', '<SuspendFlag value="yes"/>'), sale(1, '10:00:30'))).toEqual([])
  })

  test('without a business date of its own, by that of its report', () => {
    const undated = { inside: ['<RegisterID>1</RegisterID><TransactionID>1</TransactionID>', totals('1')] }
    expect(rules(undated, undated)).toEqual(['duplicate-transaction 12'])
  })

  test('an event long before the one of its register and type that stands before it', () => {
    expect(rules(sale(1, '19:40:00'), sale(2, '17:10:00'))).toEqual(['events-out-of-order 12'])
    expect(rules(sale(1, '17:10:00'), sale(2, '19:40:00'))).toEqual([])
    // Set back by an hour in autumn.
    expect(rules(sale(1, '01:59:00'), sale(2, '01:00:00'))).toEqual([])
    expect(rules(sale(1, '19:40:00'), sale(2, '17:10:00', '2'))).toEqual([])
    expect(rules(sale(1, '19:40:00'), { ...sale(2, '17:10:00'), type: 'RefundEvent' })).toEqual([])
  })
})
