import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../contract/judgement.ts'
import { aJournal, journalLines, usualInside, type EventText } from './journal-text.ts'
import { judge, judgeAtOnce, type JudgeOptions } from './judge.ts'
import type { Judgement, JudgedEvent } from './judgement.ts'

const options: JudgeOptions = { maxBytes: 10_000_000, now: () => 0 }
const judgeText = (text: string): Judgement => judgeAtOnce(Buffer.from(text), options)
const judgeLatin1 = (text: string): Judgement => judgeAtOnce(Buffer.from(text, 'latin1'), options)
const firstEvent = (text: string): JudgedEvent => {
  const event = judgeText(text).events[0]
  if (event === undefined) throw new Error('no event was read')
  return event
}
const eventWith = (...inside: readonly string[]): JudgedEvent => firstEvent(aJournal([{ inside }]))
const findingsOf = (judgement: Judgement): string[] =>
  judgement.findings.map(
    ({ severity, rule, line, column }: Finding) => `${severity} ${rule} ${line ?? '-'}:${column ?? '-'}`,
  )

describe('judging a journal', () => {
  test('reads root, version, store and vendor from the header', () => {
    const text =
      '<NAXML-POSJournal version=" 3.4 "><TransmissionHeader><StoreLocationID> 1200 </StoreLocationID>' +
      '<VendorName>Gilbarco-VeederRoot</VendorName><VendorModelVersion>23.01.20.01A</VendorModelVersion></TransmissionHeader></NAXML-POSJournal>'
    expect(judgeText(text)).toMatchObject({
      wellFormed: true,
      gateProblem: null,
      encoding: 'UTF-8',
      root: 'NAXML-POSJournal',
      version: '3.4',
      storeLocationId: '1200',
      vendor: 'Gilbarco-VeederRoot',
      vendorModel: '23.01.20.01A',
    })
  })

  test('tells for each event what it is and where it stands', () => {
    const { events, findings } = judgeText(aJournal([{}, { type: 'RefundEvent' }]))
    expect(findings).toEqual([])
    expect(events).toHaveLength(2)
    expect(events[0]).toMatchObject({
      type: 'SaleEvent',
      registerId: '2',
      transactionId: '8945',
      businessDate: '2025-12-08',
      grandAmount: '3.00',
      line: 8,
      endLine: 15,
    })
    expect(events[1]).toMatchObject({ type: 'RefundEvent', line: 16, endLine: 23 })
  })

  test('reads the other facts of an event', () => {
    const event = eventWith(
      '<EventSequenceID>7</EventSequenceID><TrainingModeFlag value="YES"/><CashierID>3</CashierID>',
      '<RegisterID>10007</RegisterID><TillID>0318</TillID><OutsideSalesFlag value="yes"/><TransactionID>8945</TransactionID>',
      '<EventStartDate>2025-12-09</EventStartDate><EventStartTime>13:30:45</EventStartTime>',
      '<EventEndDate>2025-12-09T</EventEndDate><EventEndTime>13:31:38-05:00</EventEndTime><SuspendFlag value="yes"/>',
      '<LinkedTransactionInfo><OriginalStoreLocationID>1200</OriginalStoreLocationID><OriginalTransactionID>8940</OriginalTransactionID>',
      '<TransactionLinkReason>fuelPrepay</TransactionLinkReason></LinkedTransactionInfo>',
      '<TransactionSummary><TransactionTotalGrossAmount>16.39</TransactionTotalGrossAmount><TransactionTotalNetAmount>17.37</TransactionTotalNetAmount>',
      '<TransactionTotalTaxSalesAmount>.98</TransactionTotalTaxSalesAmount><TransactionTotalTaxNetAmount>.98</TransactionTotalTaxNetAmount>',
      '<TransactionTotalGrandAmount direction="Collected">17.37</TransactionTotalGrandAmount></TransactionSummary>',
    )
    expect(event).toEqual({
      type: 'SaleEvent',
      registerId: '10007',
      transactionId: '8945',
      businessDate: null,
      grandAmount: '17.37',
      line: 8,
      endLine: 18,
      sequenceId: '7',
      tillId: '0318',
      startDate: '2025-12-09',
      startTime: '13:30:45',
      endDate: '2025-12-09',
      endTime: '13:31:38',
      training: true,
      suspended: true,
      outside: true,
      linkedTransactionId: '8940',
      linkedRegisterId: null,
      linkedStoreLocationId: '1200',
      linkReason: 'fuelPrepay',
      tenderTotal: null,
      grossAmount: '16.39',
      netAmount: '17.37',
      taxAmount: '0.98',
      lineCount: 0,
      direction: 'Collected',
      lines: {},
      tenders: [],
      taxes: [],
    })
  })

  test('takes the tax under either of its names', () => {
    const tax = (...names: readonly string[]): string | null =>
      eventWith('<TransactionSummary>', ...names.map((name) => `<${name}>.50</${name}>`), '</TransactionSummary>')
        .taxAmount
    expect(tax('TransactionTotalTaxNetAmount')).toBe('0.50')
    expect(tax('TransactionTotalTaxSalesAmount')).toBe('0.50')
    expect(tax('TransactionTotalTaxExemptAmount')).toBeNull()
  })

  test('an empty element is nothing, and an empty flag means no', () => {
    const event = eventWith(
      '<EventSequenceID/><TrainingModeFlag/><RegisterID> \n </RegisterID><TransactionID></TransactionID><SuspendFlag value=""/>',
      '<TransactionSummary><TransactionTotalGrandAmount/></TransactionSummary><EventEndDate/>',
    )
    expect(event).toMatchObject({
      sequenceId: null,
      registerId: null,
      transactionId: null,
      grandAmount: null,
      endDate: null,
    })
    expect(event).toMatchObject({ training: false, suspended: false, outside: false })
    expect(
      judgeText(
        aJournal([
          { inside: ['<BusinessDate/>', '<TransactionSummary><TransactionTotalGrandAmount/></TransactionSummary>'] },
        ]),
      ).findings,
    ).toEqual([])
  })

  test('reads a value that is split by comments, CDATA and references as one, and the first that is written', () => {
    const event = eventWith(
      '<TransactionID><!-- a -->8<![CDATA[9]]>4&#53;<?p?></TransactionID><TransactionID>1</TransactionID>',
    )
    expect(event.transactionId).toBe('8945')
  })

  test('looks for an event’s facts only where they belong', () => {
    const event = eventWith(
      '<Extension><TransactionID>1</TransactionID><RegisterID>9</RegisterID><TrainingModeFlag value="yes"/><TenderInfo><TenderAmount>5</TenderAmount></TenderInfo></Extension>',
      '<TransactionSummary><Other><TransactionTotalGrandAmount>9</TransactionTotalGrandAmount></Other></TransactionSummary>',
      '<TransactionID><Part>1</Part></TransactionID>',
    )
    expect(event).toMatchObject({
      transactionId: null,
      registerId: null,
      training: false,
      grandAmount: null,
      tenderTotal: null,
    })
  })

  test('reads the same from a prefixed, a default and no namespace', () => {
    const plain = aJournal()
    const byDefault = plain.replace(
      '<NAXML-POSJournal',
      '<NAXML-POSJournal xmlns="http://www.naxml.org/POSBO/Vocabulary/2003-10-16"',
    )
    const prefixed = plain
      .replace(/<(\/?)([A-Z])/g, '<$1nax:$2')
      .replace(
        '<nax:NAXML-POSJournal',
        '<nax:NAXML-POSJournal xmlns:nax="http://www.naxml.org/POSBO/Vocabulary/2003-10-16"',
      )
    expect(judgeText(byDefault)).toEqual(judgeText(plain))
    expect(judgeText(prefixed)).toEqual(judgeText(plain))
  })

  describe('the business date', () => {
    const withDates = (own: string | null, header: string | null): string | null =>
      firstEvent(
        aJournal(
          [{ inside: own === null ? [] : [`<BusinessDate>${own}</BusinessDate>`] }],
          header === null ? [] : [`<BusinessDate>${header}</BusinessDate>`],
        ),
      ).businessDate

    test('is the event’s own, else the journal header’s, else unknown', () => {
      expect(withDates('2025-12-08', '2025-12-09')).toBe('2025-12-08')
      expect(withDates(null, '2025-12-09')).toBe('2025-12-09')
      expect(withDates('', '2025-12-09')).toBe('2025-12-09')
      expect(withDates(null, null)).toBeNull()
    })

    test('is unknown, and not another day, when the event’s own cannot be read', () => {
      expect(withDates('1980-01-01', '2025-12-09')).toBeNull()
    })

    test('is that of its own report where a file holds several', () => {
      const report = (date: string): string =>
        `<JournalReport><JournalHeader><BusinessDate>${date}</BusinessDate></JournalHeader><SaleEvent/></JournalReport>`
      const { events } = judgeText(
        `<NAXML-POSJournal>${report('2025-01-01')}<JournalReport><SaleEvent/></JournalReport>${report('2025-01-03')}</NAXML-POSJournal>`,
      )
      expect(events.map(({ businessDate }) => businessDate)).toEqual(['2025-01-01', null, '2025-01-03'])
    })
  })

  describe('lines and tenders', () => {
    const line = (status: string | null, content: string): string =>
      `<TransactionLine${status === null ? '' : ` status="${status}"`}>${content}</TransactionLine>`
    const tender = (amount: string): string =>
      `<TenderInfo><Tender><TenderCode>cash</TenderCode></Tender><TenderAmount>${amount}</TenderAmount></TenderInfo>`

    test('the tenders are summed exactly, change included', () => {
      expect(eventWith(line('normal', tender('5.00')), line('normal', tender('-2.47')))).toMatchObject({
        tenderTotal: '2.53',
        lineCount: 2,
      })
      expect(eventWith(line('normal', tender('.10')), line('normal', tender('.20')))).toMatchObject({
        tenderTotal: '0.30',
      })
    })

    test('cancelled and voided lines do not count; a missing or unknown status is live', () => {
      const event = eventWith(
        line('cancel', tender('50.00')),
        line('void', tender('50.00')),
        line('Cancel', tender('50.00')),
        line(null, tender('3.00')),
        line('modified', tender('1')),
      )
      expect(event).toMatchObject({ tenderTotal: '4.00', lineCount: 2 })
    })

    test('a total with a part that cannot be read is unknown', () => {
      expect(eventWith(line(null, tender('5.00')), line(null, tender('1,00'))).tenderTotal).toBeNull()
    })
  })
})

describe('findings', () => {
  test('an amount that is no plain decimal is unknown and told at its place', () => {
    const judgement = judgeText(
      aJournal([
        {
          inside: [
            '<TransactionSummary>',
            '<TransactionTotalGrandAmount>1,25</TransactionTotalGrandAmount>',
            '</TransactionSummary>',
          ],
        },
      ]),
    )
    expect(judgement.events[0]?.grandAmount).toBeNull()
    expect(findingsOf(judgement)).toEqual(['warning amount-not-decimal 10:30'])
    expect(judgement.findings[0]?.message).toContain('"1,25"')
  })

  test('a date or time that cannot be read is unknown and told at its place', () => {
    const judgement = judgeText(
      aJournal([{ inside: ['<BusinessDate>12/08/2025</BusinessDate>', '<EventEndTime>noon</EventEndTime>'] }]),
    )
    expect(findingsOf(judgement)).toEqual(['warning date-not-readable 9:15', 'warning time-not-readable 10:15'])
  })

  test('"still open" is no date, and nothing is said of it', () => {
    const judgement = judgeText(aJournal([{ inside: ['<EventEndDate>2100-01-01</EventEndDate>'] }]))
    expect(judgement.events[0]?.endDate).toBeNull()
    expect(judgement.findings).toEqual([])
  })

  test('a very long value is shortened, and one that is longer still is dropped', () => {
    const withId = (length: number): Judgement =>
      judgeText(aJournal([{ inside: [`<TransactionID>${'1'.repeat(length)}</TransactionID>`] }]))
    expect(withId(200)).toMatchObject({ events: [{ transactionId: '1'.repeat(200) }], findings: [] })
    expect(withId(201)).toMatchObject({
      events: [{ transactionId: '1'.repeat(200) }],
      findings: [{ rule: 'value-too-long' }],
    })
    expect(withId(4096)).toMatchObject({ events: [{ transactionId: '1'.repeat(200) }] })
    for (const length of [4097, 10_000, 1_000_000])
      expect(withId(length)).toMatchObject({
        events: [{ transactionId: null }],
        findings: [{ rule: 'value-too-long', line: 9, column: 16 }],
      })
  })

  test('a long value is dropped alike however it arrives, and never taken for its end', () => {
    for (const length of [4096, 4097, 8191, 8192, 8193, 20_000]) {
      const bytes = Buffer.from(
        `<NAXML-POSJournal version="${'x'.repeat(length)}3.4"><TransmissionHeader><StoreLocationID>${'1'.repeat(length)}</StoreLocationID></TransmissionHeader></NAXML-POSJournal>`,
      )
      const whole = judgeAtOnce(bytes, options)
      expect(whole.version).toBeNull()
      for (const pieceBytes of [8, 100, 5000]) expect(judgeAtOnce(bytes, { ...options, pieceBytes })).toEqual(whole)
    }
  })

  test('events Petrosoft does not take are told once for each type, at the first of it', () => {
    const types = ['OtherEvent', 'SaleEvent', 'OtherEvent', 'VoidEvent', 'FinancialEvent', 'VoidEvent']
    const judgement = judgeText(aJournal(types.map((type) => ({ type, inside: [] }))))
    expect(judgement.events.map(({ type }) => type)).toEqual(types)
    expect(findingsOf(judgement)).toEqual([
      'info unsupported-event 8:1',
      'info unsupported-event 14:1',
      'info unsupported-event 16:1',
    ])
  })

  test('an unknown kind of event is kept and told', () => {
    const judgement = judgeText(aJournal([{}, { type: 'LoyaltyEvent', inside: [] }]))
    expect(judgement.events[1]?.type).toBe('LoyaltyEvent')
    expect(findingsOf(judgement)).toEqual(['info unknown-event 16:1'])
  })

  test('what is no event under a report is passed over', () => {
    const judgement = judgeText(aJournal([{}, { type: 'EventSummary', inside: ['<SaleEvent/>'] }]))
    expect(judgement.events).toHaveLength(1)
    expect(judgement.findings).toEqual([])
  })

  test('a journal without sale and refund, and one of training sales only, are told apart', () => {
    const training: EventText = { inside: ['<TrainingModeFlag value="yes"/>', ...usualInside] }
    const rules = (events: readonly EventText[]): string[] =>
      judgeText(aJournal(events)).findings.map(({ rule }) => rule)
    expect(rules([])).toEqual(['no-sales'])
    expect(rules([{ type: 'VoidEvent' }])).toEqual(['no-sales', 'unsupported-event'])
    expect(rules([training])).toEqual(['training-only'])
    expect(rules([training, { type: 'OtherEvent' }])).toEqual(['training-only', 'unsupported-event'])
    expect(rules([training, {}])).toEqual([])
  })

  test('other NAXML and other XML are well-formed, hold no events, and are told', () => {
    const movement = judgeText(
      '<NAXML-MovementReport version="3.4"><TransmissionHeader><StoreLocationID>1200</StoreLocationID></TransmissionHeader><JournalReport><SaleEvent/></JournalReport></NAXML-MovementReport>',
    )
    expect(movement).toMatchObject({
      wellFormed: true,
      root: 'NAXML-MovementReport',
      version: '3.4',
      storeLocationId: '1200',
      events: [],
    })
    expect(findingsOf(movement)).toEqual(['info other-naxml -:-'])
    expect(findingsOf(judgeText('<html/>'))).toEqual(['info not-a-journal -:-'])
  })

  test('of one rule the first 50 findings are kept, and the last says how many more there are', () => {
    const bad = '<BusinessDate>x</BusinessDate>'
    const { findings } = judgeText(aJournal(Array.from({ length: 60 }, () => ({ inside: [bad] }))))
    expect(findings).toHaveLength(50)
    expect(findings.at(-1)?.message).toMatch(/^BusinessDate is .* \(and 10 more like this\)\.$/)
    expect(findings.at(-2)?.message).not.toContain('more')
  })

  test('one 0x1A after the root, also behind white space, is a warning at its place', () => {
    const text = aJournal()
    expect(findingsOf(judgeText(`${text}\x1a`))).toEqual([`warning trailing-ctrl-z 17:20`])
    expect(findingsOf(judgeText(`${text}\r\n <!-- x --> \x1a\r\n`))).toEqual([`warning trailing-ctrl-z 18:13`])
    expect(judgeText(`${text}\x1a`).events).toEqual(judgeText(text).events)
    const wide = Buffer.from(`\ufeff${text.replace(' encoding="UTF-8"', '')}\x1a`, 'utf16le')
    expect(findingsOf(judgeAtOnce(wide, options))).toEqual(['warning trailing-ctrl-z 17:20'])
  })

  test('an invisible control character of ISO-8859-1 is a warning at the first of them', () => {
    const latin1 = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<r>\né\x92 \x80</r>'
    for (let pieceBytes = 8; pieceBytes < 40; pieceBytes += 1) {
      const bytes = Buffer.from(
        `${latin1.slice(0, -4)}&amp;\r\n&amp;\x81</r>`.replace('\x92', '').replace('\x80', ''),
        'latin1',
      )
      const judgement = judgeAtOnce(bytes, { ...options, pieceBytes })
      expect(findingsOf(judgement)).toEqual(['info not-a-journal -:-', 'warning latin1-control 4:6'])
    }
    expect(findingsOf(judgeLatin1(latin1))).toEqual(['info not-a-journal -:-', 'warning latin1-control 3:2'])
    expect(judgeLatin1(latin1.replace('ISO-8859-1', 'windows-1252')).findings.map(({ rule }) => rule)).toEqual([
      'not-a-journal',
    ])
  })
})

describe('refusing a document', () => {
  const refused = (bytes: Buffer | string, changed: Partial<JudgeOptions> = {}): string => {
    const judgement = judgeAtOnce(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, {
      ...options,
      ...changed,
    })
    expect(judgement).toMatchObject({ wellFormed: false, root: null, version: null, storeLocationId: null, events: [] })
    expect(judgement.findings).toHaveLength(1)
    expect(judgement.findings[0]?.severity).toBe('error')
    const { rule, line, column } = judgement.findings[0] ?? {}
    return `${judgement.encoding ?? '-'} ${judgement.gateProblem ?? '-'} ${rule ?? '-'} ${line ?? '-'}:${column ?? '-'}`
  }

  test.each([
    ['an empty file', '', '- cut-off empty -:-'],
    ['a file of white space', ' \r\n ', '- cut-off empty -:-'],
    ['a file of zeros', '\0'.repeat(100), 'UTF-8 cut-off cut-off 1:1'],
    ['a file filled up with zeros', '<r>\n<a/>\0\0\0', 'UTF-8 cut-off cut-off 2:5'],
    ['a whole file filled up with zeros', '<r/>\n\0\0\0', 'UTF-8 cut-off cut-off 2:1'],
    ['a zero in the middle', '<r>\0\0</r>', 'UTF-8 not-well-formed bad-character 1:4'],
    ['something wrong before the zeros', '<r></a>\0\0', 'UTF-8 not-well-formed tag-mismatch 1:4'],
    ['a file cut inside a character', '<r>\n\xc3', 'UTF-8 cut-off cut-off 2:1'],
    ['a file cut inside a character, then filled up', '<r>\n\xc3\0\0', 'UTF-8 cut-off cut-off 2:1'],
    ['a file cut inside a tag', '<r><a b="', 'UTF-8 cut-off cut-off 1:10'],
    ['a 0x1A in an unfinished file', '<r>\x1a', 'UTF-8 cut-off cut-off 1:4'],
    ['two 0x1A', '<r/>\x1a\x1a', 'UTF-8 not-well-formed bad-character 1:5'],
    ['a 0x1A and more behind it', '<r/>\x1a<!-- a -->', 'UTF-8 not-well-formed bad-character 1:5'],
    ['a lone 0x1A', '\x1a', '- cut-off empty -:-'],
    ['invalid UTF-8', '<r>\n \xe9</r>', 'UTF-8 encoding encoding-bytes 2:2'],
    ['overlong UTF-8', '<r>\xc0\xaf</r>', 'UTF-8 encoding encoding-bytes 1:4'],
    [
      'a high byte in US-ASCII',
      '<?xml version="1.0" encoding="US-ASCII"?>\n<r>a\xe9</r>',
      'US-ASCII encoding encoding-bytes 2:5',
    ],
    [
      'a byte windows-1252 does not have',
      '<?xml version="1.0" encoding="windows-1252"?><r>\x81</r>',
      'windows-1252 encoding encoding-bytes 1:49',
    ],
    ['an unknown encoding', '<?xml version="1.0" encoding="UTF-7"?><r/>', '- encoding encoding-unknown 1:31'],
    ['UTF-16 without a mark', '<?xml version="1.0" encoding="UTF-16"?><r/>', '- encoding encoding-no-bom 1:31'],
    [
      'a mark against the declaration',
      '\xef\xbb\xbf<?xml version="1.0" encoding="ISO-8859-1"?><r/>',
      '- encoding encoding-conflict 1:31',
    ],
    ['a compressed file', '\x1f\x8b\x08\0\0', 'UTF-8 not-well-formed not-xml 1:1'],
    ['a picture', '\xff\xd8\xff\xe0', 'UTF-8 not-well-formed not-xml 1:1'],
    ['a web page', '<!DOCTYPE html><html></html>', 'UTF-8 doctype doctype 1:1'],
    ['XML 1.1', '<?xml version="1.1"?><r/>', 'UTF-8 not-well-formed xml-version 1:1'],
    ['a second root', '<r/><r/>', 'UTF-8 not-well-formed after-root 1:5'],
  ])('refuses %s', (_, text, refusal) => {
    expect(refused(text)).toBe(refusal)
  })

  test('counts a place in UTF-16 by characters, and sees half a character', () => {
    const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')
    expect(refused(utf16('<r>\r\n\u{1f600}&x'))).toBe('UTF-16LE cut-off cut-off 2:4')
    expect(refused(Buffer.concat([utf16('<r>\r\n\u{1f600}'), Buffer.from([0x61])]))).toBe(
      'UTF-16LE cut-off cut-off 2:2',
    )
    expect(refused(Buffer.concat([utf16('<r>\r'), Buffer.from([0, 0xdc, 0x61, 0])]))).toBe(
      'UTF-16LE encoding encoding-bytes 2:1',
    )
    expect(refused(Buffer.concat([utf16('<r/>'), Buffer.alloc(6)]))).toBe('UTF-16LE cut-off cut-off 1:5')
    expect(refused(Buffer.concat([utf16('<r/>').swap16(), Buffer.alloc(5)]))).toBe('UTF-16BE cut-off cut-off 1:5')
  })

  test('refuses a file over maxBytes unread, and takes one of exactly that size', () => {
    const bytes = Buffer.from('<r></a>')
    expect(refused(bytes, { maxBytes: 6 })).toBe('- too-large too-large -:-')
    expect(refused(bytes, { maxBytes: 7 })).toBe('UTF-8 not-well-formed tag-mismatch 1:4')
  })

  test('gives up when reading takes longer than 5 s and 1 s for each 2 MB', () => {
    const bytes = Buffer.from(`<r>${' '.repeat(2_000_000 - 7)}</r>`)
    const pieces = Math.ceil(bytes.length / 65_536)
    const clock = (msAPiece: number): (() => number) => {
      let now = 0
      return () => (now += msAPiece)
    }
    expect(judgeAtOnce(bytes, { ...options, now: clock(5990 / pieces) }).wellFormed).toBe(true)
    expect(refused(bytes, { now: clock(6000 / (pieces - 2)) })).toMatch(/^UTF-8 reader-failed deadline 1:\d+$/)
  })

  test('time that passes while other work has its turn does not count', async () => {
    const bytes = Buffer.from(`<r>${' '.repeat(300_000)}</r>`)
    let now = 0
    let turns = 0
    const other = setInterval(() => {
      now += 60_000
      turns += 1
    }, 0)
    try {
      const slow = { ...options, now: () => now, yieldEvery: 1, pieceBytes: 256 }
      const { wellFormed } = await judge(bytes, slow)
      expect(turns).toBeGreaterThan(0)
      expect(wellFormed).toBe(true)
    } finally {
      clearInterval(other)
    }
  })

  test('a fault of the reader itself becomes a refusal and not an exception', async () => {
    const now = (): number => {
      throw new RangeError('the clock broke')
    }
    await expect(judge(Buffer.from('<r/>'), { ...options, now })).resolves.toMatchObject({
      gateProblem: 'reader-failed',
      findings: [{ rule: 'reader-failed', severity: 'error' }],
    })
  })

  test('names from the document never reach a prototype', () => {
    const text = aJournal([
      {
        type: '__proto__Event',
        inside: ['<__proto__ value="yes"><polluted>1</polluted></__proto__>', '<constructor prototype="x"/>'],
      },
    ])
    const judgement = judgeText(text)
    expect(judgement.events[0]?.type).toBe('__proto__Event')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(Object.getPrototypeOf(judgement.events[0])).toBe(Object.prototype)
  })
})

describe('a long document', () => {
  const line = `<a b="1">${'é'.repeat(50)}</a>`
  const lines = (count: number): string => `<r>\n${`${line}\n`.repeat(count)}`

  test.each([
    ['a closing tag', '  <c>\n</d>', 'tag-mismatch', 2, 1],
    ['a reference', '  <c>&#0;</c>', 'bad-reference', 1, 6],
    ['a start tag over several lines', '  <c\n\nd:e="1"/>', 'undeclared-prefix', 1, 3],
    ['text behind the root', '</r>\n<!-- > --> x', 'after-root', 2, 12],
    ['a zero', '  <c>\0</c>', 'bad-character', 1, 6],
  ] as const)('is refused at the very place: %s', (_, end, rule, lineAfter, column) => {
    for (const count of [1, 700, 1500, 3000]) {
      const { findings } = judgeText(lines(count) + end)
      expect(findings[0]).toMatchObject({ rule, line: count + 1 + lineAfter, column })
    }
  })

  test('is refused at the right byte when its encoding is wrong', () => {
    const bytes = Buffer.concat([Buffer.from(lines(3000)), Buffer.from([0x20, 0xff])])
    expect(judgeAtOnce(bytes, options).findings[0]).toMatchObject({ rule: 'encoding-bytes', line: 3002, column: 2 })
  })

  test('is accepted wherever its pieces end, also inside its last characters', () => {
    for (const text of ['<é></é>', '<r/><!--€-->', '<r/>\r\n', '<é/>\r', '<r>\u{1f600}</r>'])
      for (let pieceBytes = 8; pieceBytes < 30; pieceBytes += 1) {
        const inUtf8 = judgeAtOnce(Buffer.from(`<!--abc-->${text}`), { ...options, pieceBytes })
        const inUtf16 = judgeAtOnce(Buffer.from(`\ufeff<!--abc-->${text}`, 'utf16le'), { ...options, pieceBytes })
        expect([inUtf8.wellFormed, inUtf16.wellFormed]).toEqual([true, true])
      }
  })
})

describe('the same journal', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9 é€]{0,12}$/)
  const type = fc.constantFrom('SaleEvent', 'RefundEvent', 'VoidEvent', 'OtherEvent', 'StrangeEvent')
  const inside = fc.array(
    fc.oneof(
      word.map((text) => `<TransactionID>${text}</TransactionID>`),
      word.map((text) => `<!-- ${text} -->`),
      fc.constantFrom(
        '',
        '<RegisterID>1</RegisterID>',
        '<TrainingModeFlag value="yes"/>',
        '<BusinessDate>2025-02-30</BusinessDate>',
        '<EventEndDate\n>2025-02-03</EventEndDate\n>',
      ),
      fc
        .integer({ min: -99, max: 9999 })
        .map(
          (cents) =>
            `<TransactionLine><TenderInfo><TenderAmount>${cents / 4}</TenderAmount></TenderInfo></TransactionLine>`,
        ),
    ),
    { maxLength: 6 },
  )
  const journal = fc.array(fc.record({ type, inside }), { maxLength: 8 }).map((events) => journalLines(events))

  test('is judged alike however it is cut into pieces, and with or without pauses', async () => {
    const pieceBytes = fc.integer({ min: 8, max: 200 })
    await fc.assert(
      fc.asyncProperty(journal, pieceBytes, async (lines, size) => {
        const bytes = Buffer.from(lines.join('\r\n'))
        const whole = judgeAtOnce(bytes, options)
        expect(whole.wellFormed).toBe(true)
        expect(judgeAtOnce(bytes, { ...options, pieceBytes: size })).toEqual(whole)
        expect(await judge(bytes, { ...options, pieceBytes: size, yieldEvery: 50 })).toEqual(whole)
      }),
      { numRuns: 60 },
    )
  })

  test('has the same lines whether they end with LF, CR LF or CR', () => {
    fc.assert(
      fc.property(journal, fc.integer({ min: 8, max: 64 }), (lines, pieceBytes) => {
        const byEnd = ['\n', '\r\n', '\r'].map((end) =>
          judgeAtOnce(Buffer.from(lines.join('\n').replaceAll('\n', end)), { ...options, pieceBytes }),
        )
        expect(byEnd[1]).toEqual(byEnd[0])
        expect(byEnd[2]).toEqual(byEnd[0])
      }),
      { numRuns: 60 },
    )
  })

  test('has the same events in every encoding that can hold it', () => {
    const declare = (lines: readonly string[], encoding: string | null): string =>
      lines.join('\n').replace(' encoding="UTF-8"', encoding === null ? '' : ` encoding="${encoding}"`)
    fc.assert(
      fc.property(journal, (lines) => {
        const known = (judgement: Judgement) => ({ events: judgement.events, findings: judgement.findings })
        const inUtf8 = judgeText(lines.join('\n'))
        const little = Buffer.from(`\ufeff${declare(lines, 'UTF-16')}`, 'utf16le')
        const windows = Buffer.from(declare(lines, 'windows-1252').replaceAll('€', '\x80'), 'latin1')
        const marked = Buffer.from(`\ufeff${declare(lines, null)}`)
        for (const bytes of [little, Buffer.from(little).swap16(), windows, marked])
          expect(known(judgeAtOnce(bytes, options))).toEqual(known(inUtf8))
        const latin1Lines = lines.map((line) => line.replaceAll('€', 'é'))
        expect(known(judgeLatin1(declare(latin1Lines, 'ISO-8859-1')))).toEqual(known(judgeText(latin1Lines.join('\n'))))
      }),
      { numRuns: 60 },
    )
  })

  test('is refused as cut off wherever its end is missing', () => {
    const bytes = Buffer.from(aJournal([{}, { type: 'OtherEvent' }]).replace('8945', 'é€'))
    for (let length = 0; length < bytes.length; length += 1) {
      const judgement = judgeAtOnce(bytes.subarray(0, length), options)
      expect(`${length} ${judgement.gateProblem ?? 'accepted'}`).toBe(`${length} cut-off`)
    }
  })
})
