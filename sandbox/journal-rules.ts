// What a document must be to be a journal: root NAXML-POSJournal by local name (3.4 or 3.6, any prefix), a header that
// names the store, a report with its header, and at least one sale or refund. Other events are noted and left out, for the
// guide supports only those two. Extensions are the vendor's own and are not looked into.

import type { ElementVisitor, OpenedElement } from './journal-elements.ts'
import { checkValue, createSaleEventRules, type JournalTransaction, type SaleEventRules } from './sale-event-rules.ts'
import type { RemarkSeverity, VerdictRemarks } from './verdict-remarks.ts'

export interface JournalRules extends ElementVisitor {
  /** Called after the last element of a well-formed document. */
  readonly end: () => void
  readonly storeLocationId: () => string
  readonly transactions: () => readonly JournalTransaction[]
}

const supportedEvents = new Set(['SaleEvent', 'RefundEvent'])
const severityOfLeftOut = (event: string): RemarkSeverity => (event === 'OtherEvent' ? 'Info' : 'Warning')
const isExtension = (name: string): boolean => name.toLowerCase() === 'extension'

/** Rules for one document; hand it to walkElements, then call `end` if the walk came to its end. */
export const createJournalRules = (remarks: VerdictRemarks): JournalRules => {
  const path: OpenedElement[] = []
  const met = new Map<string, OpenedElement>()
  const found: Omit<JournalTransaction, 'storeLocationId'>[] = []
  let store = ''
  let event: SaleEventRules | null = null
  /** Depth inside a subtree that is not looked into; 0 = not in one. */
  let passedOver = 0

  const pathText = (): string => path.map(({ name }) => name).join('/')

  const openInReport = (element: OpenedElement): void => {
    if (supportedEvents.has(element.name)) event = createSaleEventRules(element, remarks)
    else if (element.name.endsWith('Event')) {
      const words = `${element.name} is not supported and was left out.`
      remarks.add(severityOfLeftOut(element.name), words, element.offset)
      path.pop()
      passedOver = 1
    }
  }

  const isJournal = (): boolean => met.has('NAXML-POSJournal')

  const open = (element: OpenedElement): void => {
    if (passedOver > 0 || (isExtension(element.name) && path.length > 0)) {
      passedOver += 1
      return
    }
    path.push(element)
    if (event !== null) event.open(element)
    else {
      const place = pathText()
      if (!met.has(place)) met.set(place, element)
      if (path.length === 1 && !isJournal())
        remarks.add('Error', `The root element is ${element.name}, not NAXML-POSJournal.`, element.offset)
      if (path.length === 3 && isJournal() && path[1]?.name === 'JournalReport') openInReport(element)
    }
  }

  const closeEvent = (closing: SaleEventRules): void => {
    found.push(closing.end())
    event = null
  }

  const needed = (place: string, inside: string): void => {
    const parent = met.get(inside)
    if (parent !== undefined && !met.has(place))
      remarks.add('Error', `${parent.name} has no ${place.slice(inside.length + 1)}.`, parent.offset)
  }

  return {
    open,
    close: (element) => {
      if (passedOver > 0) {
        passedOver -= 1
        return
      }
      if (event !== null && path.length === 3) closeEvent(event)
      else if (event !== null) event.close(element)
      else if (pathText() === 'NAXML-POSJournal/TransmissionHeader/StoreLocationID') {
        store = element.value
        if (store === '') remarks.add('Error', 'StoreLocationID is empty.', element.valueOffset)
      } else if (isJournal()) checkValue(element, remarks)
      path.pop()
    },
    end: () => {
      if (!isJournal()) return
      const root = 'NAXML-POSJournal'
      needed(`${root}/TransmissionHeader`, root)
      needed(`${root}/TransmissionHeader/StoreLocationID`, `${root}/TransmissionHeader`)
      needed(`${root}/JournalReport`, root)
      needed(`${root}/JournalReport/JournalHeader`, `${root}/JournalReport`)
      const report = met.get(`${root}/JournalReport`)
      if (found.length === 0 && report !== undefined)
        remarks.add('Error', 'There is no SaleEvent and no RefundEvent in this journal.', report.offset)
    },
    storeLocationId: () => store,
    transactions: () => found.map((transaction) => ({ ...transaction, storeLocationId: store })),
  }
}
