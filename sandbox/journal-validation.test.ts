import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { validateJournal, type JournalVerdict } from './journal-validation.ts'

interface SaleParts {
  readonly event?: string
  readonly identity?: string
  readonly lines?: string
  readonly summary?: string
}

const tender = (amount: string, status = ' status="normal"'): string =>
  `<TransactionLine${status}><TenderInfo><TenderAmount>${amount}</TenderAmount></TenderInfo></TransactionLine>`
const item = (amount: string, status = ' status="normal"'): string =>
  `<TransactionLine${status}><ItemLine><SalesAmount>${amount}</SalesAmount></ItemLine></TransactionLine>`
const grand = (amount: string): string =>
  `<TransactionSummary><TransactionTotalGrandAmount>${amount}</TransactionTotalGrandAmount></TransactionSummary>`
const identity = '<RegisterID>2</RegisterID><TransactionID>8945</TransactionID><BusinessDate>2026-11-20</BusinessDate>'

const aSale = (parts: SaleParts = {}): string => {
  const { event = 'SaleEvent', lines = item('3.00') + tender('3.00'), summary = grand('3.00') } = parts
  const group = `<TransactionDetailGroup>${lines}</TransactionDetailGroup>`
  return `<${event}>${parts.identity ?? identity}${group}${summary}</${event}>`
}

const aJournal = (events: string): string =>
  [
    '<NAXML-POSJournal version="3.4">',
    '<TransmissionHeader><StoreLocationID>33084</StoreLocationID></TransmissionHeader>',
    '<JournalReport><JournalHeader/>',
    events,
    '</JournalReport></NAXML-POSJournal>',
  ].join('\n')

const judge = (text: string): Promise<JournalVerdict> => validateJournal(Buffer.from(text))
const judgeSale = (parts: SaleParts): Promise<JournalVerdict> => judge(aJournal(aSale(parts)))
const errorsOf = ({ details }: JournalVerdict): readonly string[] =>
  details.filter(({ severity }) => severity === 'Error').map(({ message }) => message)

describe('judging a journal', () => {
  test('accepts a whole sale without a word and tells which it is', async () => {
    expect(await judge(aJournal(aSale()))).toEqual({
      status: 'Success',
      message: 'OK',
      storeLocationId: '33084',
      details: [],
      transactions: [
        {
          type: 'SaleEvent',
          storeLocationId: '33084',
          registerId: '2',
          transactionId: '8945',
          businessDate: '2026-11-20',
          grandAmount: '3.00',
        },
      ],
    })
  })

  test.each([
    [
      'a prefix',
      aJournal(aSale())
        .replaceAll(/<(\/?)(?=[A-Z])/g, '<$1nax:')
        .replace(' version', ' xmlns:nax="urn:n" version'),
    ],
    [
      'a default namespace',
      aJournal(aSale()).replace(' version', ' xmlns="http://www.naxml.org/POSBO/Vocabulary/2003-10-16" version'),
    ],
    [
      'an extension of the vendor',
      aJournal(aSale()).replace(
        '<JournalHeader/>',
        '<JournalHeader/><Extension><SaleEvent/><FooAmount>x</FooAmount></Extension>',
      ),
    ],
    [
      'empty dates in the header',
      aJournal(aSale()).replace('<JournalHeader/>', '<JournalHeader><EndDate/><EndTime/></JournalHeader>'),
    ],
    ['no line end after the root and comments around it', `<!-- a -->${aJournal(aSale())}<!-- b -->\n\n`],
    ['CR LF', aJournal(aSale()).replaceAll('\n', '\r\n')],
  ])('does not mind %s', async (_, text) => {
    expect(await judge(text)).toMatchObject({ status: 'Success', transactions: [{ transactionId: '8945' }] })
  })

  test.each([
    [
      'a cancelled line and tender',
      { lines: item('50', ' status="cancel"') + item('3') + tender('9', ' status="VOID"') + tender('3') },
    ],
    ['a line without a status', { lines: item('3', '') + tender('3', '') }],
    ['change as a negative tender', { lines: item('2.52') + tender('5.00') + tender('-2.48'), summary: grand('2.52') }],
    ['short decimals', { lines: item('.98') + tender('.98'), summary: grand('.98') }],
    ['a negative refund', { event: 'RefundEvent', lines: item('-20') + tender('-20'), summary: grand('-20') }],
    ['a positive refund', { event: 'RefundEvent', lines: item('5.9500') + tender('5.9500'), summary: grand('5.9500') }],
    ['zero totals', { lines: item('50') + item('-50') + tender('0.00'), summary: grand('0.00') }],
    ['no tender at all for nothing', { lines: item('0'), summary: grand('0') }],
    [
      'a suspended sale that is paid later',
      { identity: `${identity}<SuspendFlag value="yes"/>`, lines: item('7'), summary: grand('7') },
    ],
    [
      'empty flags, dates with a T and offset times',
      {
        identity:
          identity.replace('2026-11-20', '2026-11-20T') + '<OfflineFlag/><EventEndTime>16:13:40-07:00</EventEndTime>',
      },
    ],
    [
      'sums that binary fractions get wrong',
      { lines: item('0.3') + tender('0.1') + tender('0.2'), summary: grand('0.3') },
    ],
    ['white space around a value', { lines: item('3') + tender('\n 3.00\t'), summary: grand('3') }],
  ] satisfies readonly [string, SaleParts][])('accepts %s', async (_, parts) => {
    expect(await judgeSale(parts)).toMatchObject({ status: 'Success', details: [] })
  })

  test.each([
    [
      'tenders that do not come to the total',
      { lines: item('3') + tender('2.99') },
      'The tenders come to 2.99, but TransactionTotalGrandAmount is 3.00.',
    ],
    [
      'a suspended sale whose tenders do not come to the total',
      { identity: `${identity}<SuspendFlag value="yes"/>`, lines: item('3') + tender('1') },
      'The tenders come to 1, but TransactionTotalGrandAmount is 3.00.',
    ],
    [
      'a sale with a total and no tender',
      { lines: item('3') },
      'The tenders come to 0, but TransactionTotalGrandAmount is 3.00.',
    ],
    [
      'a price with a comma',
      {
        lines:
          item('3') +
          tender('3') +
          '<TransactionLine><ItemLine><ActualSalesPrice>1,25</ActualSalesPrice><SalesAmount>0</SalesAmount></ItemLine></TransactionLine>',
      },
      'ActualSalesPrice is not a plain decimal number: "1,25".',
    ],
    [
      'a tender that is not a number',
      { lines: item('3') + tender('three') },
      'TenderAmount is not a plain decimal number: "three".',
    ],
    [
      'a line without its amount',
      { lines: '<TransactionLine><FuelLine/></TransactionLine>' + tender('3') },
      'FuelLine has no SalesAmount.',
    ],
    ['an empty amount', { lines: item('') + tender('3') }, 'ItemLine has no SalesAmount.'],
    [
      'a day there is not',
      { identity: identity.replace('11-20', '02-30') },
      'BusinessDate is not a valid date: "2026-02-30".',
    ],
    [
      'a time there is not',
      { identity: `${identity}<EventEndTime>25:00:00</EventEndTime>` },
      'EventEndTime is not a valid time: "25:00:00".',
    ],
    ['no transaction number', { identity: identity.replace('8945', '') }, 'SaleEvent has no TransactionID.'],
    ['no register', { identity: identity.replace('<RegisterID>2</RegisterID>', '') }, 'SaleEvent has no RegisterID.'],
    [
      'no day at all',
      { identity: '<RegisterID>2</RegisterID><TransactionID>1</TransactionID>' },
      'SaleEvent has no BusinessDate.',
    ],
  ] satisfies readonly [string, SaleParts, string][])('refuses %s', async (_, parts, message) => {
    const verdict = await judgeSale(parts)
    expect(verdict).toMatchObject({ status: 'FatalError', transactions: [] })
    expect(errorsOf(verdict)).toEqual([message])
  })

  test.each([
    [
      'a sale without its lines',
      aJournal(aSale()).replaceAll('TransactionDetailGroup', 'Something'),
      'SaleEvent has no TransactionDetailGroup.',
    ],
    [
      'no header',
      aJournal(aSale()).replaceAll('TransmissionHeader', 'Something'),
      'NAXML-POSJournal has no TransmissionHeader.',
    ],
    [
      'no store',
      aJournal(aSale()).replace(/<StoreLocationID>.*?<\/StoreLocationID>/, ''),
      'TransmissionHeader has no StoreLocationID.',
    ],
    ['an empty store', aJournal(aSale()).replace('33084', ''), 'StoreLocationID is empty.'],
    [
      'no report',
      '<NAXML-POSJournal><TransmissionHeader><StoreLocationID>1</StoreLocationID></TransmissionHeader></NAXML-POSJournal>',
      'NAXML-POSJournal has no JournalReport.',
    ],
    ['no report header', aJournal(aSale()).replace('<JournalHeader/>', ''), 'JournalReport has no JournalHeader.'],
    [
      'another kind of document',
      '<NAXML-MovementReport/>',
      'The root element is NAXML-MovementReport, not NAXML-POSJournal.',
    ],
    ['a DOCTYPE', `<!DOCTYPE a [<!ENTITY x "y">]>${aJournal(aSale())}`, 'A DOCTYPE is not allowed.'],
    ['XML 1.1', `<?xml version="1.1"?>${aJournal(aSale())}`, 'XML version 1.1 is not supported.'],
    ['elements nested without end', `${'<a>'.repeat(70)}`, 'Elements are nested deeper than 64.'],
    ['nothing at all', '', 'The document is empty.'],
  ])('refuses %s', async (_, text, message) => {
    const verdict = await judge(text)
    expect(verdict.status).toBe('FatalError')
    expect(errorsOf(verdict)).toContain(message)
  })

  test('leaves unsupported events of a mixed file out, says so, and accepts the rest', async () => {
    const others = '<VoidEvent><SalesAmount>x</SalesAmount></VoidEvent><OtherEvent/><FinancialEvent/><BrandNewEvent/>'
    const verdict = await judge(aJournal(others + aSale()))
    expect(verdict).toMatchObject({ status: 'NonFatalError', transactions: [{ transactionId: '8945' }] })
    expect(verdict.details.map(({ severity, message }) => [severity, message.split(' ')[0]])).toEqual([
      ['Warning', 'VoidEvent'],
      ['Info', 'OtherEvent'],
      ['Warning', 'FinancialEvent'],
      ['Warning', 'BrandNewEvent'],
    ])
  })

  test('refuses a journal in which nothing is sold or refunded', async () => {
    const verdict = await judge(aJournal('<VoidEvent/>'))
    expect(verdict.status).toBe('FatalError')
    expect(errorsOf(verdict)).toEqual(['There is no SaleEvent and no RefundEvent in this journal.'])
  })

  test('accepts a sale that lacks its business date but has an event date, with a remark', async () => {
    const verdict = await judgeSale({
      identity: '<RegisterID>2</RegisterID><TransactionID>1</TransactionID><EventEndDate>2026-11-19</EventEndDate>',
    })
    expect(verdict).toMatchObject({ status: 'NonFatalError', transactions: [{ businessDate: '2026-11-19' }] })
  })

  test('accepts one Ctrl-Z at the end with a remark at its place, and none elsewhere', async () => {
    const text = `${aJournal(aSale())}\n`
    expect(await judge(`${text}\u001A`)).toMatchObject({
      status: 'NonFatalError',
      details: [{ line: 6, position: 1, severity: 'Warning' }],
    })
    expect(await judge(`${text}\u001A\u001A`)).toMatchObject({ status: 'FatalError' })
    expect(await judge(text.replace('8945', '89\u001A45'))).toMatchObject({ status: 'FatalError' })
  })

  test('points at the first character of a wrong value, on its own line', async () => {
    const wrong = aSale({
      lines:
        item('3') +
        tender('3') +
        '\n  <TransactionLine>\n    <ItemLine><SalesAmount>\n      1,25</SalesAmount></ItemLine></TransactionLine>',
    })
    expect((await judge(aJournal(wrong))).details).toEqual([
      { line: 7, position: 7, severity: 'Error', message: 'SalesAmount is not a plain decimal number: "1,25".' },
    ])
  })

  test('points at the tag of an element that lacks something, after characters of every width', async () => {
    const text = aJournal(
      `<!-- é😀 -->${aSale({ identity: '<TransactionID>1</TransactionID><BusinessDate>2026-11-20</BusinessDate>' })}`,
    )
    expect((await judge(text)).details).toEqual([
      { line: 4, position: 12, severity: 'Error', message: 'SaleEvent has no RegisterID.' },
    ])
  })

  test('points at the end of a file that is cut off', async () => {
    const whole = aJournal(aSale())
    const cut = whole.slice(0, whole.indexOf('8945') + 2)
    expect((await judge(cut)).details).toEqual([
      { line: 4, position: cut.split('\n').at(-1)?.length, severity: 'Error', message: 'Unclosed tag: TransactionID.' },
    ])
  })

  test('names true lines at any place of a file of megabytes', async () => {
    const good = aSale()
    const bad = aSale({ lines: item('1,25') + tender('3.00') })
    const events = Array.from({ length: 12_000 }, (_, index) =>
      index % 3000 === 2999 ? bad : `${good}<!--${'é'.repeat(index % 7)}-->`,
    )
    const text = aJournal(events.join('\r\n'))
    expect(text.length).toBeGreaterThan(4_000_000)
    const { details } = await judge(text)
    const position = bad.indexOf('1,25') + 1
    expect(details.map(({ line }) => line)).toEqual([3003, 6003, 9003, 12003])
    expect(new Set(details.map((detail) => detail.position))).toEqual(new Set([position]))
  })

  test('lets other work go on while it judges a large file', async () => {
    const text = aJournal(Array.from({ length: 8000 }, () => aSale()).join('\n'))
    let turns = 0
    const ticking = setInterval(() => (turns += 1), 0)
    await judge(text)
    clearInterval(ticking)
    expect(turns).toBeGreaterThan(3)
  })

  test('tells a limited number of remarks, counts the rest, and lets notes crowd out no error', async () => {
    const verdict = await judge(
      aJournal('<VoidEvent/>'.repeat(500) + aSale({ lines: item('x').repeat(400) + tender('3.00') })),
    )
    expect(verdict.details.length).toBe(201)
    expect(errorsOf(verdict).length).toBe(150)
    expect(verdict.details.at(-1)?.message).toBe('700 more remarks are not listed.')
  })
})

const samples = fileURLToPath(new URL('../../shared/domain/samples', import.meta.url))

describe.skipIf(!existsSync(samples))('judging the collected samples', () => {
  const withoutSales =
    /^(pp34_(void_event|safedrop|register_open|other_event)|bt36_(safedrop|shift_close)|ps36_(nosale|pumptest|void)|vf34_nax_memo)/
  const mixed = /^(CPJR|bt36_shift_multi|vf34_nax_multi)/
  const journals = existsSync(samples)
    ? readdirSync(samples).filter((name) => /^(C?PJR|pp34|bt36|ps36|vf34)/.test(name))
    : []
  const others = existsSync(samples)
    ? readdirSync(samples).filter((name) => /^(NEG|ack|maint|mov).*\.xml$/.test(name))
    : []
  const statusOf = async (name: string): Promise<string> =>
    (await validateJournal(readFileSync(join(samples, name)))).status

  test('there are samples of every register', () => {
    expect(journals.length).toBeGreaterThan(35)
    expect(others.length).toBeGreaterThan(20)
  })

  test.each(journals)('%s is not refused for anything but having no sales', async (name) => {
    expect(await statusOf(name)).toBe(
      withoutSales.test(name) ? 'FatalError' : mixed.test(name) ? 'NonFatalError' : 'Success',
    )
  })

  test.each(others)('%s is refused', async (name) => {
    expect(await statusOf(name)).toBe('FatalError')
  })
})

const hostile = fileURLToPath(new URL('../../shared/hostile', import.meta.url))

describe.skipIf(!existsSync(hostile))('judging hostile files', () => {
  test('refuses every one within a second, without failing itself', async () => {
    for (const name of readdirSync(hostile).filter((file) => file.endsWith('.xml'))) {
      const begun = performance.now()
      const { status, details } = await validateJournal(readFileSync(join(hostile, name)))
      expect([name, status]).toEqual([name, 'FatalError'])
      expect(details.every(({ line, position }) => line >= 1 && position >= 1)).toBe(true)
      expect(performance.now() - begun).toBeLessThan(1000)
    }
  })
})
