// For tests: small journals as text, with one element a line so that lines can be counted.

export interface EventText {
  readonly type?: string
  /** Lines inside the event, instead of the usual ones. */
  readonly inside?: readonly string[]
}

export const usualInside: readonly string[] = [
  '<RegisterID>2</RegisterID>',
  '<TransactionID>8945</TransactionID>',
  '<BusinessDate>2025-12-08</BusinessDate>',
  '<TransactionSummary>',
  '<TransactionTotalGrandAmount>3.00</TransactionTotalGrandAmount>',
  '</TransactionSummary>',
]

/** Lines of a journal; the first event begins on line 8. */
export const journalLines = (events: readonly EventText[], header: readonly string[] = []): readonly string[] => [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<NAXML-POSJournal version="3.4">',
  '<TransmissionHeader><StoreLocationID>1200</StoreLocationID></TransmissionHeader>',
  '<JournalReport>',
  '<JournalHeader>',
  header.join(''),
  '</JournalHeader>',
  ...events.flatMap(({ type = 'SaleEvent', inside = usualInside }) => [`<${type}>`, ...inside, `</${type}>`]),
  '</JournalReport>',
  '</NAXML-POSJournal>',
]

export const aJournal = (events: readonly EventText[] = [{}], header: readonly string[] = []): string =>
  journalLines(events, header).join('\n')
