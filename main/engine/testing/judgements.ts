// Judgements for tests of what is done with them.

import type { JudgedEvent, Judgement } from '../judge/judgement.ts'

export const anEvent = (event: Partial<JudgedEvent> = {}): JudgedEvent => ({
  type: 'SaleEvent',
  registerId: '1',
  transactionId: '1001',
  businessDate: '2026-11-20',
  grandAmount: '10.00',
  line: 10,
  endLine: 20,
  sequenceId: '1',
  tillId: null,
  startDate: '2026-11-20',
  startTime: '10:00:00',
  endDate: '2026-11-20',
  endTime: '10:01:00',
  training: false,
  suspended: false,
  outside: false,
  linkedTransactionId: null,
  linkedRegisterId: null,
  linkedStoreLocationId: null,
  linkReason: null,
  tenderTotal: '10.00',
  grossAmount: '10.00',
  netAmount: '10.00',
  taxAmount: '0.00',
  lineCount: 2,
  direction: 'Collected',
  lines: { item: { count: 1, amount: '10.00' }, tender: { count: 1, amount: '10.00' } },
  tenders: [{ code: 'cash', subCode: 'generic', amount: '10.00', change: false }],
  taxes: [],
  ...event,
})

/** A journal with the given sales: a number is a transaction of register 1 for 10.00. */
export const aJudgement = (
  sales: readonly (number | Partial<JudgedEvent>)[] = [1001],
  more: Partial<Judgement> = {},
): Judgement => ({
  wellFormed: true,
  gateProblem: null,
  encoding: 'UTF-8',
  root: 'NAXML-POSJournal',
  version: '3.4',
  storeLocationId: '1200',
  vendor: 'Vendor',
  vendorModel: 'Model',
  events: sales.map((sale) => anEvent(typeof sale === 'number' ? { transactionId: String(sale) } : sale)),
  findings: [],
  ...more,
})
