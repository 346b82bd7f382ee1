import { beforeAll, describe, expect, test } from 'vitest'
import { createExplainer, explainMessage, shippedRules, type MessageFacts } from './explain-message.ts'
import { speak } from './say.ts'

const facts = (change: Partial<MessageFacts>): MessageFacts => ({
  message: null,
  severity: 'Error',
  httpStatus: null,
  finding: null,
  item: null,
  ...change,
})
const ruleOf = (message: string): string | null => explainMessage(facts({ message })).rule

beforeAll(() => speak())

describe('the shipped rules', () => {
  test('all compile, have both languages, one id each and a known person who acts', () => {
    expect(new Set(shippedRules.map((rule) => rule.id)).size).toBe(shippedRules.length)
    for (const rule of shippedRules) {
      if (rule.message !== undefined) expect(() => new RegExp(rule.message ?? '', 'is'), rule.id).not.toThrow()
      expect(['manager', 'register-company', 'petrosoft', 'support', 'nobody']).toContain(rule.who)
      for (const texts of [rule.short, rule.means, rule.reason, rule.cause, ...rule.todo]) {
        expect(texts['en-US'], rule.id).not.toBe('')
        expect(texts['es-US'], rule.id).not.toBe('')
      }
    }
  })

  test.each([
    ['The ‘ActualSalesPrice’ element is invalid: ‘1,25’ is not a valid decimal.', 'number-with-comma'],
    ['ActualSalesPrice is not a plain decimal number: "1,25".', 'number-with-comma'],
    ['SalesQuantity is not a plain decimal number: "four".', 'not-a-number-or-date'],
    [
      "The 'BusinessDate' element is invalid - The value '20.11.2026' is invalid according to its datatype 'date'",
      'not-a-number-or-date',
    ],
    ['Unexpected end of file has occurred. The following elements are not closed: ItemLine', 'cut-off'],
    ["The 'ItemLine' start tag on line 3 does not match the end tag of 'TransactionLine'.", 'not-well-formed'],
    ['The required attribute status is missing.', 'required-missing'],
    ['SaleEvent has no TransactionID.', 'required-missing'],
    ['StoreLocationID is empty.', 'required-missing'],
    ['The element ItemLine has invalid child element Foo.', 'unexpected-element'],
    ['OtherEvent is not supported and was left out.', 'unsupported-event'],
    ['StoreLocationID does not match the location of this account.', 'location-mismatch'],
    ['Duplicate document: it was already processed.', 'duplicate'],
    ['The tenders come to 5.00, but TransactionTotalGrandAmount is 6.00.', 'totals-differ'],
    ['There is no SaleEvent and no RefundEvent in this journal.', 'no-sales'],
    ['The root element is NAXML-MovementReport, not NAXML-POSJournal.', 'not-a-journal'],
  ])('explain "%s" as %s', (message, rule) => {
    expect(ruleOf(message)).toBe(rule)
  })

  test('say which price was written how, and what it should read', () => {
    const told = explainMessage(
      facts({ message: 'ActualSalesPrice is not a plain decimal number: "1,25".', item: 'Cola 12oz' }),
    )
    expect(told.means).toBe('The register wrote 1,25 with a comma. Petrosoft reads only 1.25.')
    expect(told.todo).toEqual(['Ask your register company to check the item “Cola 12oz”.'])
  })

  test('never turn a thousands separator into a wrong correction', () => {
    expect(ruleOf('SalesAmount is not a plain decimal number: "1,250".')).toBe('not-a-number-or-date')
  })

  test('name no item when none is known', () => {
    const told = explainMessage(facts({ message: 'UnitPrice is not a plain decimal number: "1,25".' }))
    expect(told.todo).toEqual(['Ask your register company to check how prices are written.'])
  })

  test.each([
    [401, 'sign-in'],
    [403, 'sign-in'],
    [413, 'too-big'],
    [429, 'service-trouble'],
    [503, 'service-trouble'],
  ])('explain the status %d as %s', (httpStatus, rule) => {
    expect(explainMessage(facts({ httpStatus })).rule).toBe(rule)
  })

  test.each([
    ['tag-mismatch', 'not-well-formed'],
    ['doctype', 'held-doctype'],
    ['encoding-bytes', 'held-encoding'],
    ['cut-off', 'cut-off'],
    ['other-store', 'location-mismatch'],
    ['trailing-ctrl-z', 'trailing-ctrl-z'],
  ])('explain our own finding %s as %s', (finding, rule) => {
    expect(explainMessage(facts({ finding })).rule).toBe(rule)
  })
})

describe('an explainer', () => {
  const texts = (text: string) => ({ 'en-US': text, 'es-US': text })
  const rule = {
    id: 'a',
    who: 'nobody',
    short: texts('{value}'),
    means: texts('m'),
    reason: texts('r'),
    cause: texts('c'),
    todo: [],
  }

  test('says nothing of its own about a message no rule fits', () => {
    expect(explainMessage(facts({ message: 'Wholly new words.' }))).toEqual({
      rule: null,
      who: 'support',
      short: null,
      means: null,
      reason: null,
      cause: null,
      todo: [],
    })
    expect(explainMessage(facts({ message: null })).rule).toBeNull()
  })

  test('takes the first rule that fits, and skips one whose expression does not compile', () => {
    const explain = createExplainer([
      { ...rule, id: 'broken', message: '(' },
      { ...rule, id: 'first', message: 'x' },
      { ...rule, id: 'second', message: 'x' },
    ])
    expect(explain(facts({ message: 'x' })).rule).toBe('first')
  })

  test('shows no sentence with a hole in it', () => {
    expect(createExplainer([{ ...rule, message: 'x' }])(facts({ message: 'x' })).short).toBeNull()
  })

  test('wants all cues of a rule unless one is enough', () => {
    const both = { ...rule, message: 'x', severity: ['Warning'] }
    expect(createExplainer([both])(facts({ message: 'x' })).rule).toBeNull()
    expect(createExplainer([{ ...both, anyCue: true }])(facts({ message: 'x' })).rule).toBe('a')
  })

  test('a rule without any cue fits nothing', () => {
    expect(createExplainer([rule])(facts({ message: 'x' })).rule).toBeNull()
  })
})
