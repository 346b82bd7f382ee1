// Journals as a Gilbarco Passport writes them: version 3.4 without a namespace, ISO-8859-1, a blank before the root, amounts
// in their shortest form (".98", "70"), a cancelled line marked as such, and the tax inside the net amount (domain 4).

import type { Big } from 'big.js'
import { digitsOf, type LocalMoment } from './local-moment.ts'
import { isLive, totalsOf, type PracticeSale, type SaleTotals, type SoldLine, type Tender } from './practice-sale.ts'
import { around, block, escapeXml, indent } from './xml-text.ts'

const step = '  '
const yesNo = (is: boolean | undefined): string => (is === true ? 'yes' : 'no')
const element = (tag: string, ...parts: readonly string[]): string => around(tag, '', step, ...parts)

/** ".98", "70", "20.4", "-.48". */
const short = (amount: Big | string): string => {
  const text = typeof amount === 'string' ? amount : amount.toFixed()
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return trimmed.replace(/^(-?)0\./, '$1.')
}

/** PJR, release 340, yymmdd, hhmmss and a counter of six digits. */
export const passportName = (ended: LocalMoment, transaction: string): string => {
  const { date, time } = digitsOf(ended)
  return `PJR340${date.slice(2)}${time}${transaction.padStart(6, '0').slice(-6)}.xml`
}

const transactionLine = (live: boolean, content: string): string =>
  around('TransactionLine', ` status="${live ? 'normal' : 'cancel'}"`, step, content)

const itemLine = (line: SoldLine): string =>
  element(
    'ItemLine',
    element(
      'ItemCode',
      '<POSCodeFormat format="upcA"/>',
      `<POSCode>${line.code}</POSCode>`,
      '<POSCodeModifier name="pc">1</POSCodeModifier>',
      `<InventoryItemID>${line.code}</InventoryItemID>`,
    ),
    `<Description>${escapeXml(line.description)}</Description>`,
    '<EntryMethod method="scan"/>',
    `<ActualSalesPrice>${short(line.price)}</ActualSalesPrice>`,
    `<MerchandiseCode>${line.department}</MerchandiseCode>`,
    '<SellingUnits>1</SellingUnits>',
    `<RegularSellPrice>${short(line.price)}</RegularSellPrice>`,
    `<SalesQuantity>${line.quantity}</SalesQuantity>`,
    `<SalesAmount>${short(line.amount)}</SalesAmount>`,
    itemTax(line),
    line.minimumAge === undefined ? '' : '<SalesRestrictFlag value="yes" type="other"/>',
  )

const itemTax = (line: SoldLine): string =>
  element('ItemTax', `<TaxLevelID>${line.taxed === true ? '101' : '99'}</TaxLevelID>`)

const fuelLine = (line: SoldLine): string =>
  element(
    'FuelLine',
    `<FuelGradeID>${line.code}</FuelGradeID>`,
    `<FuelPositionID>${line.pump ?? '1'}</FuelPositionID>`,
    '<PriceTierCode>0001</PriceTierCode>',
    '<TimeTierCode>0</TimeTierCode>',
    '<ServiceLevelCode>self</ServiceLevelCode>',
    `<Description>${escapeXml(line.description)}</Description>`,
    '<EntryMethod method="other"/>',
    `<ActualSalesPrice>${short(line.price)}</ActualSalesPrice>`,
    `<MerchandiseCode>${line.department}</MerchandiseCode>`,
    `<RegularSellPrice>${short(line.price)}</RegularSellPrice>`,
    `<SalesQuantity>${line.quantity}</SalesQuantity>`,
    `<SalesAmount>${short(line.amount)}</SalesAmount>`,
    itemTax(line),
  )

const prepayLine = (line: SoldLine): string =>
  element(
    'FuelPrepayLine',
    `<FuelPositionID>${line.pump ?? '1'}</FuelPositionID>`,
    `<SalesAmount>${short(line.amount)}</SalesAmount>`,
  )

const departmentLine = (line: SoldLine): string =>
  element(
    'MerchandiseCodeLine',
    `<MerchandiseCode>${line.department}</MerchandiseCode>`,
    `<Description>${escapeXml(line.description)}</Description>`,
    `<ActualSalesPrice>${short(line.price)}</ActualSalesPrice>`,
    `<SalesQuantity>${line.quantity}</SalesQuantity>`,
    `<SalesAmount>${short(line.amount)}</SalesAmount>`,
  )

const soldLine = (line: SoldLine): string => {
  const forms = { item: itemLine, fuel: fuelLine, prepay: prepayLine, department: departmentLine }
  return transactionLine(isLive(line), forms[line.goods](line))
}

const taxLine = (level: string, taxable: string, collected: string): string =>
  transactionLine(
    true,
    element(
      'TransactionTax',
      `<TaxLevelID>${level}</TaxLevelID>`,
      `<TaxableSalesAmount>${taxable}</TaxableSalesAmount>`,
      `<TaxCollectedAmount>${collected}</TaxCollectedAmount>`,
      '<TaxableSalesRefundedAmount>0</TaxableSalesRefundedAmount>',
      '<TaxRefundedAmount>0</TaxRefundedAmount>',
      '<TaxExemptSalesAmount>0</TaxExemptSalesAmount>',
      '<TaxForgivenSalesAmount>0</TaxForgivenSalesAmount>',
      '<TaxForgivenAmount>0</TaxForgivenAmount>',
    ),
  )

const taxLines = ({ goods, taxable, tax }: SaleTotals): string => {
  const untaxed = goods.minus(taxable)
  return block(
    untaxed.eq(0) ? '' : taxLine('99', short(untaxed), '0'),
    taxable.eq(0) ? '' : taxLine('101', short(taxable), short(tax)),
  )
}

const tenderLine = ({ payment, amount, isChange }: Tender): string => {
  const card = payment.kind === 'card' ? payment : null
  return transactionLine(
    true,
    element(
      'TenderInfo',
      element(
        'Tender',
        `<TenderCode>${card?.code ?? 'cash'}</TenderCode>`,
        `<TenderSubCode>${card?.subCode ?? 'generic'}</TenderSubCode>`,
      ),
      `<TenderAmount>${short(amount)}</TenderAmount>`,
      `<ChangeFlag value="${yesNo(isChange)}"/>`,
      card === null
        ? ''
        : element(
            'AccountInfo',
            `<AccountID>${card.account}</AccountID>`,
            `<AccountName>${card.brand}</AccountName>`,
            '<AccountFirstName/>',
            '<AccountMiddleName/>',
            '<AccountLastName/>',
          ),
    ),
  )
}

const summary = ({ goods, tax, grand }: SaleTotals): string =>
  element(
    'TransactionSummary',
    `<TransactionTotalGrossAmount>${short(goods)}</TransactionTotalGrossAmount>`,
    `<TransactionTotalNetAmount>${short(grand)}</TransactionTotalNetAmount>`,
    `<TransactionTotalTaxSalesAmount>${short(tax)}</TransactionTotalTaxSalesAmount>`,
    '<TransactionTotalTaxExemptAmount>0</TransactionTotalTaxExemptAmount>',
    `<TransactionTotalTaxNetAmount>${short(tax)}</TransactionTotalTaxNetAmount>`,
    `<TransactionTotalGrandAmount direction="${grand.lt(0) ? 'Refunded' : 'Collected'}">${short(grand)}</TransactionTotalGrandAmount>`,
  )

const times = ({ begun, ended, businessDate }: EventIdentity): string =>
  block(
    `<EventStartDate>${begun.date}</EventStartDate>`,
    `<EventStartTime>${begun.time}</EventStartTime>`,
    `<EventEndDate>${ended.date}</EventEndDate>`,
    `<EventEndTime>${ended.time}</EventEndTime>`,
    `<BusinessDate>${businessDate}</BusinessDate>`,
    `<ReceiptDate>${ended.date}</ReceiptDate>`,
    `<ReceiptTime>${ended.time}</ReceiptTime>`,
  )

const original = (sale: PracticeSale): string =>
  sale.original === undefined
    ? ''
    : element(
        'LinkedTransactionInfo',
        '<OriginalStoreLocationID>33084</OriginalStoreLocationID>',
        `<OriginalRegisterID>${sale.register}</OriginalRegisterID>`,
        `<OriginalTransactionID>${sale.original.transaction}</OriginalTransactionID>`,
        `<OriginalEventStartDate>${sale.original.begun.date}</OriginalEventStartDate>`,
        `<OriginalEventStartTime>${sale.original.begun.time}</OriginalEventStartTime>`,
        `<OriginalEventEndDate>${sale.original.ended.date}</OriginalEventEndDate>`,
        `<OriginalEventEndTime>${sale.original.ended.time}</OriginalEventEndTime>`,
        '<TransactionLinkReason>fuelPrepay</TransactionLinkReason>',
      )

/** A sale, refund or void. A void has neither tenders nor a summary. */
export const passportEvent = (sale: PracticeSale): string => {
  const totals = totalsOf(sale)
  const isVoid = sale.event === 'VoidEvent'
  return element(
    sale.event,
    `<EventSequenceID>${sale.sequence}</EventSequenceID>`,
    `<TrainingModeFlag value="${yesNo(sale.training)}"/>`,
    `<CashierID>${sale.cashier}</CashierID>`,
    `<RegisterID>${sale.register}</RegisterID>`,
    `<TillID>${sale.till}</TillID>`,
    `<OutsideSalesFlag value="${yesNo(sale.outside)}"/>`,
    `<TransactionID>${sale.transaction}</TransactionID>`,
    times(sale),
    '<OfflineFlag value="no"/>',
    `<SuspendFlag value="${yesNo(sale.suspended)}"/>`,
    original(sale),
    element(
      'TransactionDetailGroup',
      ...sale.lines.map(soldLine),
      isVoid ? '' : taxLines(totals),
      ...totals.tenders.map(tenderLine),
    ),
    isVoid ? '' : summary(totals),
  )
}

export type EventIdentity = Omit<PracticeSale, 'event' | 'lines' | 'payment'>

/** In events that sell nothing the transaction comes second, before the cashier. */
const eventWithoutSale = (event: string, identity: EventIdentity, detail: string): string =>
  element(
    event,
    `<EventSequenceID>${identity.sequence}</EventSequenceID>`,
    `<TransactionID>${identity.transaction}</TransactionID>`,
    '<TrainingModeFlag value="no"/>',
    `<CashierID>${identity.cashier}</CashierID>`,
    `<RegisterID>${identity.register}</RegisterID>`,
    `<TillID>${identity.till}</TillID>`,
    times(identity),
    '<OfflineFlag value="no"/>',
    '<SuspendFlag value="no"/>',
    detail,
  )

/** The register being opened. */
export const passportRegisterOpen = (identity: EventIdentity): string =>
  eventWithoutSale('OtherEvent', identity, '<RegisterDetail detailType="open"/>')

/** Cash put into the safe. */
export const passportSafeDrop = (identity: EventIdentity, amount: string): string =>
  eventWithoutSale(
    'FinancialEvent',
    identity,
    around(
      'FinancialEventDetail',
      ' status="normal"',
      step,
      element('SafeDropDetail', `<DropAmount>${amount}</DropAmount>`, '<EnvelopeID/>', '<DropNumber/>'),
    ),
  )

/** A whole file around its events. `encoding` is what the prolog declares; the bytes are the caller's business. */
export const passportJournal = (
  businessDate: string,
  events: readonly string[],
  encoding: 'ISO-8859-1' | 'UTF-16' = 'ISO-8859-1',
): string =>
  block(
    `<?xml version ="1.0" encoding="${encoding}" standalone="no"?>`,
    ' <NAXML-POSJournal version="3.4" release="3.4.0">',
    indent(
      step,
      block(
        element(
          'TransmissionHeader',
          '<StoreLocationID>33084</StoreLocationID>',
          '<VendorName>Gilbarco-VeederRoot</VendorName>',
          '<VendorModelVersion>23.01.20.01A</VendorModelVersion>',
        ),
        element(
          'JournalReport',
          element(
            'JournalHeader',
            '<ReportSequenceNumber>1</ReportSequenceNumber>',
            '<PrimaryReportPeriod>2</PrimaryReportPeriod>',
            '<SecondaryReportPeriod>2</SecondaryReportPeriod>',
            `<BeginDate>${businessDate}</BeginDate>`,
            '<BeginTime>00:00:00</BeginTime>',
            '<EndDate>2100-01-01</EndDate>',
            '<EndTime>00:00:00</EndTime>',
          ),
          ...events,
        ),
      ),
    ),
    '</NAXML-POSJournal>\n',
  )
