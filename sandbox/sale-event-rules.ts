// What one SaleEvent or RefundEvent must be to count: it says which transaction of which register it is and of which day,
// its numbers are plain decimals, its dates and times exist, each line has its amount, and the tenders of its live lines
// come to its grand total (exact decimals). Anything a register may leave out without changing the sale is not asked for.

import Big from 'big.js'
import type { ClosedElement, OpenedElement } from './journal-elements.ts'
import { isTime, readDate, readDecimal } from './journal-values.ts'
import type { VerdictRemarks } from './verdict-remarks.ts'

/** One sale or refund, with what identifies it across files. */
export interface JournalTransaction {
  readonly type: string
  readonly storeLocationId: string
  readonly registerId: string
  readonly transactionId: string
  /** YYYY-MM-DD; empty where the event tells no valid day. */
  readonly businessDate: string
  /** As written; empty where the summary has none. */
  readonly grandAmount: string
}

export interface SaleEventRules {
  /** Called for each element inside the event. */
  readonly open: (element: OpenedElement) => void
  readonly close: (element: ClosedElement) => void
  /** Called at the event's closing tag. */
  readonly end: () => Omit<JournalTransaction, 'storeLocationId'>
}

interface OpenNode {
  readonly name: string
  readonly offset: number
  readonly children: Map<string, ClosedElement>
}

/** Lines with these words were taken back; a line without a status is live (domain 4.4). */
const deadStatuses = new Set(['cancel', 'cancelled', 'canceled', 'void', 'voided'])

const amountOfLine: Readonly<Record<string, string>> = {
  ItemLine: 'SalesAmount',
  MerchandiseCodeLine: 'SalesAmount',
  FuelLine: 'SalesAmount',
  FuelPrepayLine: 'SalesAmount',
  FeeLine: 'FeeAmount',
  TenderInfo: 'TenderAmount',
}

const decimalName = /(?:Amount|Price|Quantity|SellingUnits|MoneyOrderFeeCollected)$/
const dateName = /^(?:Original)?(?:(?:Event|Receipt)(?:Start|End)?|Business|Begin|End)Date$/
const timeName = /^(?:Original)?(?:(?:Event|Receipt)(?:Start|End)?|Begin|End)Time$/

/** Objects to a number, date or time that is not one. Empty values are somebody else's question. */
export const checkValue = ({ name, value, valueOffset }: ClosedElement, remarks: VerdictRemarks): void => {
  if (value === '') return
  const wrong = (what: string): void =>
    remarks.add('Error', `${name} is not ${what}: "${value.slice(0, 60)}".`, valueOffset)
  if (decimalName.test(name) && readDecimal(value) === null) wrong('a plain decimal number')
  else if (dateName.test(name) && readDate(value) === null) wrong('a valid date')
  else if (timeName.test(name) && !isTime(value)) wrong('a valid time')
}

const openNode = ({ name, offset }: OpenedElement): OpenNode => ({ name, offset, children: new Map() })

/** Rules for one event that has just been opened. */
export const createSaleEventRules = (event: OpenedElement, remarks: VerdictRemarks): SaleEventRules => {
  const eventNode = openNode(event)
  const nodes = [eventNode]
  let lineIsLive = true
  let suspended = false
  let tenderCount = 0
  /** Null once a tender could not be read: the sum is then unknown, and the tender has its own remark. */
  let tenders: Big | null = new Big(0)
  let grand: ClosedElement | null = null

  const valueOf = (name: string): string => eventNode.children.get(name)?.value ?? ''

  const addTender = (amount: Big | null): void => {
    tenderCount += 1
    tenders = amount === null || tenders === null ? null : tenders.plus(amount)
  }

  const checkAmountOfLine = (node: OpenNode): void => {
    const needed = amountOfLine[node.name]
    if (needed === undefined) return
    const amount = node.children.get(needed)
    if (amount === undefined || amount.value === '')
      remarks.add('Error', `${node.name} has no ${needed}.`, amount?.valueOffset ?? node.offset)
  }

  const checkIdentity = (): string => {
    for (const name of ['TransactionID', 'RegisterID'])
      if (valueOf(name) === '')
        remarks.add('Error', `${event.name} has no ${name}.`, eventNode.children.get(name)?.valueOffset ?? event.offset)
    const businessDate = valueOf('BusinessDate')
    if (businessDate !== '') return readDate(businessDate) ?? ''
    const day = readDate(valueOf('EventEndDate')) ?? readDate(valueOf('EventStartDate'))
    if (day === null) remarks.add('Error', `${event.name} has no BusinessDate.`, event.offset)
    else remarks.add('Warning', `${event.name} has no BusinessDate; its event date was taken.`, event.offset)
    return day ?? ''
  }

  const checkTenders = (): void => {
    if (grand === null || grand.value === '') {
      remarks.add('Warning', `${event.name} has no grand total, so its tenders were not checked.`, event.offset)
      return
    }
    const total = readDecimal(grand.value)
    const paidLater = suspended && tenderCount === 0
    if (total === null || tenders === null || paidLater || total.eq(tenders)) return
    const message = `The tenders come to ${tenders.toFixed()}, but TransactionTotalGrandAmount is ${grand.value}.`
    remarks.add('Error', message, grand.valueOffset)
  }

  return {
    open: (element) => {
      nodes.push(openNode(element))
      if (element.name === 'TransactionLine')
        lineIsLive = !deadStatuses.has((element.attributes.get('status') ?? '').toLowerCase())
      if (element.name === 'SuspendFlag') suspended = element.attributes.get('value')?.toLowerCase() === 'yes'
    },
    close: (element) => {
      const node = nodes.pop()
      const parent = nodes.at(-1)
      if (node === undefined || parent === undefined) return
      parent.children.set(element.name, element)
      checkValue(element, remarks)
      checkAmountOfLine(node)
      if (element.name === 'TenderAmount' && parent.name === 'TenderInfo' && lineIsLive && element.value !== '')
        addTender(readDecimal(element.value))
      if (element.name === 'TransactionTotalGrandAmount') grand = element
    },
    end: () => {
      const businessDate = checkIdentity()
      if (!eventNode.children.has('TransactionDetailGroup'))
        remarks.add('Error', `${event.name} has no TransactionDetailGroup.`, event.offset)
      checkTenders()
      return {
        type: event.name,
        registerId: valueOf('RegisterID'),
        transactionId: valueOf('TransactionID'),
        businessDate,
        grandAmount: grand?.value ?? '',
      }
    },
  }
}
