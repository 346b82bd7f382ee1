// Journals as a Verifone Commander writes them: version 3.4 with the prefix nax:, UTF-8, the whole file on one line, two
// decimals without a leading zero (".65"), every tender called generic, and the tax inside the net amount (domain 4).

import type { Big } from 'big.js'
import { digitsOf, type LocalMoment } from './local-moment.ts'
import { isLive, totalsOf, type PracticeSale, type SaleTotals, type SoldLine, type Tender } from './practice-sale.ts'
import { escapeXml } from './xml-text.ts'

const money = (amount: Big | string): string =>
  (typeof amount === 'string' ? amount : amount.toFixed(2)).replace(/^(-?)0\./, '$1.')
const leaf = (name: string, text: string, attributes = ''): string =>
  text === '' ? `<nax:${name}${attributes}/>` : `<nax:${name}${attributes}>${escapeXml(text)}</nax:${name}>`
const node = (name: string, parts: readonly string[], attributes = ''): string =>
  `<nax:${name}${attributes}>${parts.join('')}</nax:${name}>`
const flag = (name: string, is: boolean | undefined): string => `<nax:${name} value="${is === true ? 'yes' : 'no'}"/>`

/** PJR, yyyymmdd, hhmmss and three digits more, as Petrosoft's own examples are named. */
export const verifoneName = (ended: LocalMoment, transaction: string): string => {
  const { date, time } = digitsOf(ended)
  return `PJR${date}${time}${transaction.slice(-3)}.xml`
}

const prices = (line: SoldLine): readonly string[] => [
  leaf('ActualSalesPrice', money(line.price)),
  leaf('MerchandiseCode', line.department),
  line.goods === 'item' ? leaf('SellingUnits', '1.000', ' uom="each"') : '',
  leaf('RegularSellPrice', money(line.price)),
  leaf('SalesQuantity', line.quantity),
  leaf('SalesAmount', money(line.amount)),
  line.taxed === true ? node('ItemTax', [leaf('TaxLevelID', '1')]) : '',
]

const item = (line: SoldLine): string =>
  node('ItemLine', [
    node('ItemCode', [
      '<nax:POSCodeFormat format="gtin"/>',
      leaf('POSCode', line.code.padStart(14, '0')),
      leaf('POSCodeModifier', '000'),
      leaf('InventoryItemID', line.code.replace(/^0+/, '')),
    ]),
    leaf('Description', line.description),
    '<nax:EntryMethod method="scan"/>',
    ...prices(line),
    line.minimumAge === undefined
      ? leaf('SalesRestriction', '')
      : node('SalesRestriction', [leaf('MinimumCustomerAge', String(line.minimumAge))]),
  ])

const fuel = (line: SoldLine): string =>
  node('FuelLine', [
    leaf('FuelGradeID', line.code),
    leaf('FuelPositionID', line.pump ?? '1'),
    leaf('PriceTierCode', '2'),
    leaf('TimeTierCode', ''),
    leaf('ServiceLevelCode', '1'),
    leaf('Description', line.description),
    '<nax:EntryMethod method="manual"/>',
    ...prices(line),
  ])

const tenderInfo = ({ payment, amount, isChange }: Tender): string => {
  const card = payment.kind === 'card' ? payment : null
  return node('TenderInfo', [
    node('Tender', [leaf('TenderCode', 'generic'), leaf('TenderSubCode', card?.subCode ?? 'generic')]),
    leaf('TenderAmount', money(amount)),
    flag('ChangeFlag', isChange),
    card === null ? '' : node('AccountInfo', [leaf('AccountID', card.account), leaf('AccountName', '')]),
  ])
}

const summary = ({ goods, tax, grand }: SaleTotals): string =>
  node('TransactionSummary', [
    leaf('TransactionTotalGrossAmount', money(goods)),
    leaf('TransactionTotalNetAmount', money(grand)),
    leaf('TransactionTotalTaxSalesAmount', money(tax)),
    leaf('TransactionTotalTaxNetAmount', money(tax)),
    leaf('TransactionTotalGrandAmount', money(grand), ' direction="Collected"'),
  ])

type EventIdentity = Omit<PracticeSale, 'event' | 'lines' | 'payment'>

const times = ({ begun, ended, businessDate }: EventIdentity): readonly string[] => [
  leaf('EventStartDate', begun.date),
  leaf('EventStartTime', begun.time),
  leaf('EventEndDate', ended.date),
  leaf('EventEndTime', ended.time),
  leaf('BusinessDate', businessDate),
]

const transactionLine = (live: boolean, content: string): string =>
  node('TransactionLine', [content], ` status="${live ? 'normal' : 'cancel'}"`)

/** A sale, refund or void; in a void the lines keep the status normal, the event alone tells that nothing was sold. */
export const verifoneEvent = (sale: PracticeSale): string => {
  const totals = totalsOf(sale)
  const taxLine =
    totals.taxable.eq(0) || sale.event === 'VoidEvent'
      ? ''
      : transactionLine(
          true,
          node('TransactionTax', [
            leaf('TaxLevelID', '1'),
            leaf('TaxableSalesAmount', money(totals.taxable)),
            leaf('TaxCollectedAmount', money(totals.tax)),
          ]),
        )
  return node(sale.event, [
    leaf('EventSequenceID', sale.sequence),
    flag('TrainingModeFlag', sale.training),
    leaf('CashierID', sale.outside === true ? '' : sale.cashier),
    leaf('RegisterID', sale.register),
    leaf('TillID', sale.till),
    flag('OutsideSalesFlag', sale.outside),
    leaf('TransactionID', sale.transaction),
    ...times(sale),
    leaf('ReceiptDate', sale.ended.date),
    leaf('ReceiptTime', sale.ended.time),
    flag('OfflineFlag', false),
    flag('SuspendFlag', sale.suspended),
    node('TransactionDetailGroup', [
      ...sale.lines.map((line) => transactionLine(isLive(line), line.goods === 'fuel' ? fuel(line) : item(line))),
      taxLine,
      ...totals.tenders.map((tender) => transactionLine(true, tenderInfo(tender))),
    ]),
    summary(totals),
  ])
}

const eventWithout = (event: string, identity: EventIdentity, detail: string): string =>
  node(event, [
    leaf('EventSequenceID', identity.sequence),
    leaf('TransactionID', event === 'OtherEvent' ? '' : identity.transaction),
    flag('TrainingModeFlag', false),
    leaf('CashierID', identity.cashier),
    leaf('RegisterID', identity.register),
    leaf('TillID', event === 'OtherEvent' ? '0' : identity.till),
    ...times(identity),
    flag('OfflineFlag', false),
    flag('SuspendFlag', false),
    detail,
  ])

/** A cashier opening the drawer; it has no transaction number. */
export const verifoneCashierOpen = (identity: EventIdentity): string =>
  eventWithout(
    'OtherEvent',
    identity,
    node('CashierDetail', [leaf('CashInDrawer', '.00'), leaf('TenderSource', '')], ' detailType="open"'),
  )

/** Cash put into the safe. */
export const verifoneSafeDrop = (identity: EventIdentity, amount: string): string =>
  eventWithout(
    'FinancialEvent',
    identity,
    node(
      'FinancialEventDetail',
      [node('SafeDropDetail', [leaf('DropAmount', amount), leaf('EnvelopeID', '')])],
      ' status="normal"',
    ),
  )

/** A whole file around its events, on one line after the prolog. */
export const verifoneJournal = (businessDate: string, sequence: string, events: readonly string[]): string =>
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  node(
    'NAXML-POSJournal',
    [
      node('TransmissionHeader', [
        leaf('StoreLocationID', '33084'),
        leaf('VendorName', 'VeriFone'),
        leaf('VendorModelVersion', 'Commander Site Controller'),
      ]),
      node('JournalReport', [
        node('JournalHeader', [
          leaf('ReportSequenceNumber', sequence),
          leaf('PrimaryReportPeriod', '2', ' interval="DAY"'),
          leaf('SecondaryReportPeriod', sequence),
          leaf('BeginDate', businessDate),
          leaf('BeginTime', '00:00:04'),
          leaf('EndDate', ''),
          leaf('EndTime', ''),
        ]),
        ...events,
      ]),
    ],
    ' xmlns:nax="http://www.naxml.org/POSBO/Vocabulary/2003-10-16"' +
      ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
      ' xmlns:vfi="urn:vfi-sapphire:np.naxmlext.2005-06-24" version="3.4"',
  )
