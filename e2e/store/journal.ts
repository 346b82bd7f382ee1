// The journals the tests put into a register's folder: sales of the store's own day, in the encodings and with the line
// ends registers use, right or with one price nobody can read. Each has transactions no other has.

import { localMoment } from '../../sandbox/dialects/local-moment.ts'

/** Where the tests' store stands. */
export const storeZone = 'America/New_York'
export const storeNumber = '33084'

export interface Journal {
  readonly name: string
  readonly bytes: Buffer
  /** Its lines as an XML reader counts them; the first is `lines[0]`. */
  readonly lines: readonly string[]
}

/** One sale of one item, paid in full. */
export interface Sale {
  readonly price: string
  readonly transaction: number
  readonly date: string
  /** When it began, and ended within the same minute: "08:11". */
  readonly minute: string
}

export interface JournalOptions {
  readonly name?: string
  readonly encoding?: 'UTF-8' | 'ISO-8859-1' | 'UTF-16'
  readonly lineEnd?: '\n' | '\r\n' | '\r' | ''
  /** UTF-16 always has one. */
  readonly byteOrderMark?: boolean
  /** Prices of the sales, one item each; one with a comma is what the cloud refuses. */
  readonly prices?: readonly string[]
  /** Instead of sales of now at these prices. */
  readonly sales?: readonly Sale[]
  readonly description?: string
}

/** A price with a decimal comma: the value Petrosoft's own manual names as a cause of refusals. */
export const wrongPrice = '1,25'

let numbers = 0

/** The store's own day. */
export const today = (): string => localMoment(Date.now(), storeZone).date

const saleOfNow = (price: string): Sale => {
  numbers += 1
  return { price, transaction: 7_000_000 + numbers, date: today(), minute: '08:11' }
}

const linesOf = ({ price, transaction, date, minute }: Sale, description: string): readonly string[] => {
  const amount = price.replace(',', '.')
  return [
    '    <SaleEvent>',
    '      <EventSequenceID>1</EventSequenceID>',
    '      <TrainingModeFlag value="no"/>',
    '      <CashierID>107</CashierID>',
    '      <RegisterID>2</RegisterID>',
    '      <TillID>5028</TillID>',
    `      <TransactionID>${transaction}</TransactionID>`,
    `      <EventStartDate>${date}</EventStartDate>`,
    `      <EventStartTime>${minute}:12</EventStartTime>`,
    `      <EventEndDate>${date}</EventEndDate>`,
    `      <EventEndTime>${minute}:40</EventEndTime>`,
    `      <BusinessDate>${date}</BusinessDate>`,
    '      <TransactionDetailGroup>',
    '        <TransactionLine status="normal">',
    '          <ItemLine>',
    '            <ItemCode><POSCodeFormat format="upcA"/><POSCode>041000112233</POSCode></ItemCode>',
    `            <Description>${description}</Description>`,
    `            <ActualSalesPrice>${price}</ActualSalesPrice>`,
    '            <SalesQuantity>1</SalesQuantity>',
    `            <SalesAmount>${amount}</SalesAmount>`,
    '          </ItemLine>',
    '        </TransactionLine>',
    '        <TransactionLine status="normal">',
    `          <TenderInfo><TenderAmount>${amount}</TenderAmount></TenderInfo>`,
    '        </TransactionLine>',
    '      </TransactionDetailGroup>',
    '      <TransactionSummary>',
    `        <TransactionTotalGrandAmount>${amount}</TransactionTotalGrandAmount>`,
    '      </TransactionSummary>',
    '    </SaleEvent>',
  ]
}

const bytesOf = (text: string, { encoding = 'UTF-8', byteOrderMark = false }: JournalOptions): Buffer => {
  if (encoding === 'UTF-8') return Buffer.from(byteOrderMark ? `\uFEFF${text}` : text, 'utf8')
  return encoding === 'ISO-8859-1' ? Buffer.from(text, 'latin1') : Buffer.from(`\uFEFF${text}`, 'utf16le')
}

/** A journal as a register would have written it just now. */
export const aJournal = (options: JournalOptions = {}): Journal => {
  const { encoding = 'UTF-8', lineEnd = '\n', prices = ['2.49'], description = 'COFFEE 16OZ' } = options
  const sales = options.sales ?? prices.map(saleOfNow)
  const lines = [
    `<?xml version="1.0" encoding="${encoding}"?>`,
    '<NAXML-POSJournal version="3.4" xmlns="http://www.naxml.org/POSBO/Vocabulary/2003-10-16">',
    '  <TransmissionHeader>',
    `    <StoreLocationID>${storeNumber}</StoreLocationID>`,
    '    <VendorName>Corner Registers</VendorName>',
    '    <VendorModelVersion>4.2</VendorModelVersion>',
    '  </TransmissionHeader>',
    '  <JournalReport>',
    '    <JournalHeader>',
    '      <ReportSequenceNumber>1</ReportSequenceNumber>',
    `      <BeginDate>${sales[0]?.date ?? today()}</BeginDate>`,
    '    </JournalHeader>',
    ...sales.flatMap((sale) => linesOf(sale, description)),
    '  </JournalReport>',
    '</NAXML-POSJournal>',
  ]
  const name = options.name ?? `PJR${today().replaceAll('-', '')}${String(numbers).padStart(6, '0')}.xml`
  return { name, bytes: bytesOf(lines.join(lineEnd) + lineEnd, options), lines }
}

/** Number of the first line that holds a text, from 1. */
export const lineWith = ({ lines }: Journal, part: string): number => lines.findIndex((line) => line.includes(part)) + 1
