// Journals as a Bulloch register writes them: version 3.6 in the default namespace, UTF-8, tabs, a blank before "/>", three
// decimals for fuel, promotions and fees of their own, and the tax outside the net amount (domain 4.5).

import type { LocalMoment } from './local-moment.ts'
import {
  isLive,
  taxOf,
  totalsOf,
  type PracticeSale,
  type SaleTotals,
  type SoldLine,
  type Tender,
} from './practice-sale.ts'
import { around, block, escapeXml, indent } from './xml-text.ts'

const step = '\t'
const dollars = ' currency="USD"'
const element = (tag: string, ...parts: readonly string[]): string => around(tag, '', step, ...parts)
const flag = (name: string, is: boolean | undefined): string => `<${name} value="${is === true ? 'yes' : 'no'}" />`

/** "naxml-posjournal", shift, transaction and a counter, with blanks between. */
export const bullochName = (shift: string, transaction: string): string =>
  `naxml-posjournal ${shift} ${transaction} 1.xml`

const promotion = (line: SoldLine): string =>
  line.promotion === undefined
    ? ''
    : element(
        'Promotion',
        `<PromotionID>${line.promotion.id}</PromotionID>`,
        `<PromotionReason>${escapeXml(line.promotion.reason)}</PromotionReason>`,
        `<PromotionAmount${dollars}>${line.promotion.amount}</PromotionAmount>`,
      )

const amounts = (line: SoldLine, unit: string): string =>
  block(
    `<ActualSalesPrice${dollars}>${line.price}</ActualSalesPrice>`,
    `<MerchandiseCode>${line.department}</MerchandiseCode>`,
    promotion(line),
    `<RegularSellPrice${dollars}>${line.price}</RegularSellPrice>`,
    `<SalesQuantity${unit}>${line.quantity}</SalesQuantity>`,
    `<SalesAmount${dollars}>${line.amount}</SalesAmount>`,
  )

const fuelLine = (line: SoldLine): string =>
  element(
    'FuelLine',
    `<FuelGradeID>${line.code}</FuelGradeID>`,
    `<FuelPositionID>${line.pump ?? '1'}</FuelPositionID>`,
    '<PriceTierCode>0</PriceTierCode>',
    '<TimeTierCode>0</TimeTierCode>',
    '<ServiceLevelCode>self</ServiceLevelCode>',
    `<Description>${escapeXml(line.description)}</Description>`,
    '<EntryMethod method="other" />',
    amounts(line, ' uom="gallonUS"'),
  )

const itemLine = (line: SoldLine): string =>
  block(
    element(
      'ItemLine',
      element(
        'ItemCode',
        '<POSCodeFormat format="upcA" checkDigit="absent" />',
        `<POSCode>${line.code.padStart(13, '0')}</POSCode>`,
        '<POSCodeModifier name="ea">0</POSCodeModifier>',
        `<InventoryItemID>${line.code.slice(-9).padStart(9, '0')}</InventoryItemID>`,
      ),
      `<Description>${escapeXml(line.description)}</Description>`,
      '<EntryMethod method="scan" />',
      amounts(line, ''),
      line.taxed === true
        ? element(
            'ItemTax',
            '<TaxLevelID taxLevelSequenceID="1">STATE</TaxLevelID>',
            `<TaxCollectedAmount${dollars}>${taxOf(line).toFixed(2)}</TaxCollectedAmount>`,
            `<TaxableSalesAmount${dollars}>${line.amount}</TaxableSalesAmount>`,
          )
        : '',
      '<ItemTypeCode>MDSE</ItemTypeCode>',
    ),
    line.fee === undefined
      ? ''
      : element(
          'FeeLine',
          `<FeeID>${line.fee.id}</FeeID>`,
          `<Description>${escapeXml(line.fee.description)}</Description>`,
          `<FeeAmount>${line.fee.amount}</FeeAmount>`,
        ),
  )

const prepayLine = (line: SoldLine, sale: PracticeSale): string =>
  element(
    'FuelPrepayLine',
    `<FuelPositionID>${line.pump ?? '1'}</FuelPositionID>`,
    `<MerchandiseCode>${line.department}</MerchandiseCode>`,
    `<SalesAmount>${line.amount}</SalesAmount>`,
    sale.original === undefined
      ? ''
      : element('LinkedTransactionInfo', `<OriginalTransactionID>${sale.original.transaction}</OriginalTransactionID>`),
  )

const transactionLine = (number: number, status: string, content: string): string =>
  around(
    'TransactionLine',
    status,
    step,
    `<TransactionLineSequenceNumber>${number}</TransactionLineSequenceNumber>`,
    content,
  )

const tenderInfo = ({ payment, amount, isChange }: Tender): string =>
  element(
    'TenderInfo',
    element(
      'Tender',
      `<TenderCode>${payment.kind === 'card' ? payment.code : 'cash'}</TenderCode>`,
      `<TenderSubCode>${payment.kind === 'card' ? payment.subCode : 'USD'}</TenderSubCode>`,
    ),
    `<TenderAmount${dollars}>${amount.toFixed(2)}</TenderAmount>`,
    flag('ChangeFlag', isChange),
    payment.kind === 'card' ? element('AccountInfo', `<AccountID>${payment.account}</AccountID>`) : '',
  )

const summary = ({ goods, tax, grand }: SaleTotals): string => {
  const total = (name: string, amount: string): string =>
    `<TransactionTotal${name}${dollars}>${amount}</TransactionTotal${name}>`
  return element(
    'TransactionSummary',
    total('GrossAmount', goods.toFixed(2)),
    total('NetAmount', goods.toFixed(2)),
    total('TaxExemptAmount', '0.00'),
    total('TaxNetAmount', tax.toFixed(2)),
    total('GrandAmount', grand.toFixed(2)),
  )
}

/** A prepay line written without a status is live, as on this register. */
const soldLine = (line: SoldLine, number: number, sale: PracticeSale): string => {
  if (line.goods === 'prepay') return transactionLine(number, '', prepayLine(line, sale))
  const content = line.goods === 'fuel' ? fuelLine(line) : itemLine(line)
  return transactionLine(number, ` status="${isLive(line) ? 'normal' : 'cancel'}"`, content)
}

const taxContent = ({ taxable, tax }: SaleTotals): readonly string[] =>
  taxable.eq(0)
    ? []
    : [
        element(
          'TransactionTax',
          '<TaxLevelID taxLevelSequenceID="1">STATE</TaxLevelID>',
          `<TaxableSalesAmount${dollars}>${taxable.toFixed(2)}</TaxableSalesAmount>`,
          `<TaxCollectedAmount${dollars}>${tax.toFixed(2)}</TaxCollectedAmount>`,
        ),
      ]

const event = (sale: PracticeSale): string => {
  const totals = totalsOf(sale)
  const afterGoods = [...taxContent(totals), ...totals.tenders.map(tenderInfo)]
  return around(
    sale.event,
    ` uuid="${sale.transaction}"`,
    step,
    `<EventSequenceID>${sale.transaction}</EventSequenceID>`,
    flag('TrainingModeFlag', sale.training),
    `<CashierID>${sale.cashier}</CashierID>`,
    `<RegisterID>${sale.register}</RegisterID>`,
    flag('OutsideSalesFlag', sale.outside),
    `<TransactionID>${sale.transaction}</TransactionID>`,
    `<EventStartDate>${sale.begun.date}</EventStartDate>`,
    `<EventStartTime>${sale.begun.time}</EventStartTime>`,
    `<EventEndDate>${sale.ended.date}</EventEndDate>`,
    `<EventEndTime>${sale.ended.time}</EventEndTime>`,
    `<BusinessDate>${sale.businessDate}</BusinessDate>`,
    `<ReceiptDate>${sale.ended.date}</ReceiptDate>`,
    `<ReceiptTime>${sale.ended.time}</ReceiptTime>`,
    flag('OfflineFlag', false),
    flag('SuspendFlag', sale.suspended),
    '<StoreHierarchyID>33084</StoreHierarchyID>',
    element(
      'TransactionDetailGroup',
      ...sale.lines.map((line, index) => soldLine(line, index + 1, sale)),
      ...afterGoods.map((content, index) =>
        transactionLine(sale.lines.length + index + 1, ' status="normal"', content),
      ),
    ),
    summary(totals),
  )
}

const header = (sale: PracticeSale, shift: string, begun: LocalMoment): string =>
  element(
    'JournalHeader',
    `<ReportSequenceNumber>${sale.transaction}</ReportSequenceNumber>`,
    `<PrimaryReportPeriod interval="day">${sale.businessDate}</PrimaryReportPeriod>`,
    `<SecondaryReportPeriod interval="other">${shift}</SecondaryReportPeriod>`,
    `<BeginDate>${begun.date}</BeginDate>`,
    `<BeginTime>${begun.time}</BeginTime>`,
    `<EndDate>${sale.ended.date}</EndDate>`,
    `<EndTime>${sale.ended.time}</EndTime>`,
    `<BusinessDate>${sale.businessDate}</BusinessDate>`,
  )

/** A whole file with one sale; no line end after the last tag. */
export const bullochJournal = (sale: PracticeSale, shift: string): string =>
  block(
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?>',
    '<NAXML-POSJournal version="3.6" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://www.naxml.org/POSBO/Vocabulary/2003-10-16">',
    indent(
      step,
      block(
        element(
          'TransmissionHeader',
          '<StoreLocationID>33084</StoreLocationID>',
          '<VendorName>Bulloch</VendorName>',
          '<VendorModelVersion>BT9000 Practice 070100</VendorModelVersion>',
        ),
        element('JournalReport', header(sale, shift, sale.begun), event(sale)),
      ),
    ),
    '</NAXML-POSJournal>',
  )
