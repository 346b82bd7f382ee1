// Journals as Petrosoft's mapping writes them: version 3.6 in the default namespace, empty flags and an empty sequence,
// four decimals, dates that end in "T", times with their offset, lines without a status, refunds in positive amounts.

import { digitsOf, type LocalMoment } from './local-moment.ts'
import { isLive, totalsOf, type PracticeSale, type SoldLine, type Tender } from './practice-sale.ts'
import { around, block, escapeXml, indent } from './xml-text.ts'

const step = '  '
const element = (tag: string, ...parts: readonly string[]): string => around(tag, '', step, ...parts)
const four = (amount: string): string =>
  `${amount.includes('.') ? amount : `${amount}.`}0000`.replace(/(\.\d{4})\d*$/, '$1')
const day = ({ date }: LocalMoment): string => `${date}T`
const clock = ({ time, offset }: LocalMoment): string => `${time}${offset}`

/** PJR, yyyymmdd, hhmmss and three digits more. */
export const petrosoftName = (ended: LocalMoment, transaction: string): string => {
  const { date, time } = digitsOf(ended)
  return `PJR${date}${time}${transaction.slice(-3)}.xml`
}

const soldLine = (line: SoldLine): string =>
  around(
    'TransactionLine',
    isLive(line) ? '' : ' status="void"',
    step,
    line.fee === undefined
      ? ''
      : element(
          'FeeLine',
          `<FeeID>${line.fee.id}</FeeID>`,
          `<Description>${escapeXml(line.fee.description)}</Description>`,
          `<FeeAmount>${four(line.fee.amount)}</FeeAmount>`,
        ),
    element(
      'MerchandiseCodeLine',
      `<MerchandiseCode>${line.department}</MerchandiseCode>`,
      `<Description>${escapeXml(line.description)}</Description>`,
      `<ActualSalesPrice>${four(line.price)}</ActualSalesPrice>`,
      `<RegularSellPrice>${four(line.price)}</RegularSellPrice>`,
      `<SalesQuantity>${line.quantity}</SalesQuantity>`,
      `<SalesAmount>${four(line.amount)}</SalesAmount>`,
    ),
  )

const tenderLine = ({ amount }: Tender): string =>
  element(
    'TransactionLine',
    element(
      'TenderInfo',
      element('Tender', '<TenderCode>cash</TenderCode>', '<TenderSubCode>generic</TenderSubCode>'),
      `<TenderAmount>${amount.toFixed(4)}</TenderAmount>`,
    ),
  )

const event = (sale: PracticeSale): string => {
  const { goods, tax, grand, tenders } = totalsOf(sale)
  const direction = sale.event === 'RefundEvent' ? 'Refunded' : 'Collected'
  return element(
    sale.event,
    '<EventSequenceID/>',
    '<TrainingModeFlag/>',
    `<CashierID>${sale.cashier}</CashierID>`,
    `<RegisterID>${sale.register}</RegisterID>`,
    `<TillID>${sale.till}</TillID>`,
    '<OutsideSalesFlag/>',
    `<TransactionID>${sale.transaction}</TransactionID>`,
    `<EventStartDate>${day(sale.begun)}</EventStartDate>`,
    `<EventStartTime>${clock(sale.begun)}</EventStartTime>`,
    `<EventEndDate>${day(sale.ended)}</EventEndDate>`,
    `<EventEndTime>${clock(sale.ended)}</EventEndTime>`,
    `<BusinessDate>${sale.businessDate}T00:00:00${sale.ended.offset}</BusinessDate>`,
    '<OfflineFlag/>',
    '<SuspendFlag/>',
    element('TransactionDetailGroup', ...sale.lines.map(soldLine), ...tenders.map(tenderLine)),
    element(
      'TransactionSummary',
      `<TransactionTotalGrossAmount>${goods.toFixed(4)}</TransactionTotalGrossAmount>`,
      `<TransactionTotalNetAmount>${grand.toFixed(4)}</TransactionTotalNetAmount>`,
      `<TransactionTotalTaxSalesAmount>${tax.toFixed(4)}</TransactionTotalTaxSalesAmount>`,
      `<TransactionTotalGrandAmount direction="${direction}">${grand.toFixed(4)}</TransactionTotalGrandAmount>`,
    ),
  )
}

/** A whole file with one sale or refund. */
export const petrosoftJournal = (sale: PracticeSale): string =>
  block(
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
    '<NAXML-POSJournal version="3.6" xmlns="http://www.naxml.org/POSBO/Vocabulary/2003-10-16" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    indent(
      step,
      block(
        element(
          'TransmissionHeader',
          '<StoreLocationID>33084</StoreLocationID>',
          element('extension', '<countryCode>US</countryCode>', '<currencyCode>USD</currencyCode>'),
        ),
        element(
          'JournalReport',
          element(
            'JournalHeader',
            `<ReportSequenceNumber>${sale.sequence}</ReportSequenceNumber>`,
            '<PrimaryReportPeriod>RetailTransaction</PrimaryReportPeriod>',
            '<SecondaryReportPeriod>2</SecondaryReportPeriod>',
            `<BeginDate>${day(sale.begun)}</BeginDate>`,
            `<BeginTime>${clock(sale.begun)}</BeginTime>`,
            `<EndDate>${day(sale.ended)}</EndDate>`,
            `<EndTime>${clock(sale.ended)}</EndTime>`,
          ),
          event(sale),
        ),
      ),
    ),
    '</NAXML-POSJournal>\n',
  )
