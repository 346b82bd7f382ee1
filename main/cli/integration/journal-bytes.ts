// Small journals for tests: one sale or several, each with a transaction of its own unless it is given one, in the
// encodings and with the line ends registers use. The practice cloud accepts them unless they are asked to be wrong.

export interface SaleOptions {
  readonly event?: 'SaleEvent' | 'RefundEvent' | 'VoidEvent'
  readonly transaction?: string
  readonly register?: string
  readonly businessDate?: string
  /** The grand total; the one item and its tender come to the same. */
  readonly amount?: string
  /** What the item's price reads; a comma in it is what the cloud refuses. */
  readonly price?: string
  readonly description?: string
  readonly training?: boolean
}

export interface JournalOptions extends SaleOptions {
  /** Several sales instead of the one described by the other options. */
  readonly sales?: readonly SaleOptions[]
  readonly storeLocationId?: string
  readonly encoding?: 'UTF-8' | 'ISO-8859-1' | 'UTF-16LE' | 'UTF-16BE'
  readonly lineEnd?: '\n' | '\r\n'
  /** What follows the root's closing tag, instead of a line end. */
  readonly tail?: string
  /** Characters of padding in a comment, to make a journal large. */
  readonly padding?: number
}

let lastTransaction = 0

/** A transaction number no other journal of this process has. */
export const nextTransaction = (): string => String(7_000_000 + ++lastTransaction)

const sale = (options: SaleOptions): string[] => {
  const { event = 'SaleEvent', businessDate = '2026-11-20', amount = '2.49', description = 'COFFEE 16OZ' } = options
  const { register = '2', transaction = nextTransaction(), price = amount, training = false } = options
  return [
    `    <${event}>`,
    '      <EventSequenceID>1</EventSequenceID>',
    `      <TrainingModeFlag value="${training ? 'yes' : 'no'}"/>`,
    `      <RegisterID>${register}</RegisterID>`,
    `      <TransactionID>${transaction}</TransactionID>`,
    `      <EventStartDate>${businessDate}</EventStartDate>`,
    '      <EventStartTime>10:11:12</EventStartTime>',
    `      <EventEndDate>${businessDate}</EventEndDate>`,
    '      <EventEndTime>10:11:40</EventEndTime>',
    `      <BusinessDate>${businessDate}</BusinessDate>`,
    '      <TransactionDetailGroup>',
    '        <TransactionLine status="normal">',
    '          <ItemLine>',
    '            <ItemCode><POSCode>041000112233</POSCode></ItemCode>',
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
    `    </${event}>`,
  ]
}

const encoded = (text: string, encoding: NonNullable<JournalOptions['encoding']>): Buffer => {
  if (encoding === 'UTF-8') return Buffer.from(text, 'utf8')
  if (encoding === 'ISO-8859-1') return Buffer.from(text, 'latin1')
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return encoding === 'UTF-16LE' ? little : little.swap16()
}

/** The bytes of a journal. */
export const aJournal = (options: JournalOptions = {}): Buffer => {
  const { storeLocationId = '33084', encoding = 'UTF-8', lineEnd = '\n', padding = 0 } = options
  const lines = [
    `<?xml version="1.0" encoding="${encoding.startsWith('UTF-16') ? 'UTF-16' : encoding}"?>`,
    '<NAXML-POSJournal version="3.4" xmlns="http://www.naxml.org/POSBO/Vocabulary/2003-10-16">',
    '  <TransmissionHeader>',
    `    <StoreLocationID>${storeLocationId}</StoreLocationID>`,
    '    <VendorName>Integration Registers</VendorName>',
    '    <VendorModelVersion>1.0</VendorModelVersion>',
    '  </TransmissionHeader>',
    ...(padding === 0 ? [] : [`  <!-- ${'x'.repeat(padding)} -->`]),
    '  <JournalReport>',
    '    <JournalHeader>',
    '      <ReportSequenceNumber>1</ReportSequenceNumber>',
    '    </JournalHeader>',
    ...(options.sales ?? [options]).flatMap(sale),
    '  </JournalReport>',
    '</NAXML-POSJournal>',
  ]
  return encoded(lines.join(lineEnd) + (options.tail ?? lineEnd), encoding)
}
