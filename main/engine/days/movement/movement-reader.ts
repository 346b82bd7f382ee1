// Reads movement reports as they pass by, through the same gate as journals and never as a tree. Elements are matched by
// local name and place; what is unknown is passed over, what cannot be read is left out. Never fails because of the bytes:
// a document the gate refuses has no reports in it.

import { Big } from 'big.js'
import { performance } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { readDecimal } from '../../judge/decimal-text.ts'
import { decideAtGate, passGate } from '../../judge/gate.ts'
import { Refusal } from '../../judge/refusal.ts'
import type { Attributes, XmlListener } from '../../judge/strict-reader.ts'
import { readDate, readTime, stillOpen } from '../../judge/written-time.ts'
import { movementKinds, movementRoot, type MovementAmounts, type MovementReport } from './movement-report.ts'

/** One file holds one report, or one for each register; no register writes more. */
const mostReports = 500
const longestValue = 200

const leaves: ReadonlySet<string> = new Set([
  'StoreLocationID',
  'PrimaryReportPeriod',
  'BusinessDate',
  'BeginDate',
  'BeginTime',
  'EndDate',
  'EndTime',
  'RegisterID',
  'MiscellaneousSummaryCode',
  'MiscellaneousSummarySubCode',
  'MiscellaneousSummarySubCodeModifier',
  'MiscellaneousSummaryAmount',
  'TaxableSalesAmount',
  'TaxCollectedAmount',
  'TaxableSalesRefundedAmount',
  'TaxExemptSalesAmount',
  'TaxExemptSalesRefundedAmount',
  'TaxForgivenSalesAmount',
  'TaxForgivenSalesRefundedAmount',
  'TaxRefundedAmount',
  'SalesAmount',
  'FuelGradeSalesAmount',
])

/** Sums that are formed over the details of a report. */
const addedUp: Readonly<Record<string, keyof MovementAmounts>> = {
  TaxableSalesAmount: 'taxable',
  TaxCollectedAmount: 'taxCollected',
  TaxableSalesRefundedAmount: 'taxSpecial',
  TaxExemptSalesAmount: 'taxSpecial',
  TaxExemptSalesRefundedAmount: 'taxSpecial',
  TaxForgivenSalesAmount: 'taxSpecial',
  TaxForgivenSalesRefundedAmount: 'taxSpecial',
  TaxRefundedAmount: 'taxSpecial',
  SalesAmount: 'sold',
  FuelGradeSalesAmount: 'sold',
}

interface Draft {
  readonly kind: string
  readonly header: Map<string, string>
  registerId: string | null
  isDayPeriod: boolean
  readonly sums: Map<keyof MovementAmounts, Big>
  readonly unreadable: Set<keyof MovementAmounts>
}

const localSeconds = (date: string | null, time: string): number | null => {
  if (date === null) return null
  const ms = Date.parse(`${date}T${time}Z`)
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000)
}

const reportFrom = ({ kind, header, registerId, isDayPeriod, sums, unreadable }: Draft, store: string | null) => {
  const value = (name: string): string => header.get(name) ?? ''
  const period = /^\d{1,3}$/.test(value('PrimaryReportPeriod')) ? Number(value('PrimaryReportPeriod')) : null
  const [beginDate, endDate] = [readDate(value('BeginDate')), readDate(value('EndDate'))]
  const isOpen = endDate === null || value('EndDate').startsWith(stillOpen)
  const endTime = readTime(value('EndTime'))
  const wholeLastDay = localSeconds(endDate, '00:00:00')
  const amounts = Object.fromEntries(
    [...sums].flatMap(([name, sum]) => (unreadable.has(name) ? [] : [[name, sum.toFixed()]])),
  ) as MovementAmounts
  return {
    kind,
    storeLocationId: store,
    period: isDayPeriod ? 2 : period,
    businessDate: readDate(value('BusinessDate')),
    registerId,
    begins: localSeconds(beginDate, readTime(value('BeginTime')) ?? '00:00:00'),
    ends: isOpen
      ? null
      : endTime === null
        ? wholeLastDay === null
          ? null
          : wholeLastDay + 86_400
        : localSeconds(endDate, endTime),
    isOpen,
    amounts,
  } satisfies MovementReport
}

/** The totalizer a detail of the summary report tells, or null. */
const totalizerOf = (code: string, subCode: string, modifier: string): keyof MovementAmounts | null => {
  if (code !== 'totalizer') return null
  if (subCode === 'beginninggrandtotal') return 'grandBegins'
  if (subCode === 'endinggrandtotal') return 'grandEnds'
  return subCode === 'sales' && (modifier === 'sales' || modifier === '') ? 'sales' : null
}

interface MovementListener extends XmlListener {
  readonly finish: () => readonly MovementReport[]
}

const createListener = (): MovementListener => {
  const path: string[] = []
  const drafts: Draft[] = []
  let store: string | null = null
  let draft: Draft | null = null
  let capture: { readonly depth: number; readonly name: string; text: string; whole: boolean } | null = null
  /** Leaves of the detail that is being read. */
  let detail = new Map<string, string>()
  let isMovement = false

  const add = (name: keyof MovementAmounts, written: string, absolute = false): void => {
    if (draft === null) return
    const amount = readDecimal(written)
    if (amount === null) draft.unreadable.add(name)
    else {
      const value = absolute ? new Big(amount).abs() : new Big(amount)
      draft.sums.set(name, (draft.sums.get(name) ?? new Big(0)).plus(value))
    }
  }

  const keep = (name: string, value: string, depth: number): void => {
    if (depth === 3 && path[1] === 'TransmissionHeader' && name === 'StoreLocationID' && value !== '') store ??= value
    if (draft === null) return
    const section = path[2]
    if (section === 'MovementHeader') draft.header.set(name, value)
    else if (section === 'SalesMovementHeader' && name === 'RegisterID' && value !== '') draft.registerId = value
    else if (section === 'MSMDetail') detail.set(name, value)
    else {
      const sum = addedUp[name]
      if (sum !== undefined && value !== '') add(sum, value, sum === 'taxSpecial')
    }
  }

  const closeSummaryDetail = (): void => {
    const code = (name: string): string => (detail.get(name) ?? '').toLowerCase()
    const totalizer = totalizerOf(
      code('MiscellaneousSummaryCode'),
      code('MiscellaneousSummarySubCode'),
      code('MiscellaneousSummarySubCodeModifier'),
    )
    // A detail that names a register is a part of the sum.
    if (totalizer !== null && !detail.has('RegisterID')) add(totalizer, detail.get('MiscellaneousSummaryAmount') ?? '')
  }

  const opened = (name: string, attributes: Attributes, depth: number): void => {
    capture = null
    path[depth - 1] = name
    if (depth === 1) isMovement = name === movementRoot
    if (!isMovement) return
    if (depth === 2 && name.endsWith('Movement') && drafts.length < mostReports) {
      const kind = Object.hasOwn(movementKinds, name) ? movementKinds[name as keyof typeof movementKinds] : name
      draft = {
        kind: kind.slice(0, longestValue),
        header: new Map(),
        registerId: null,
        isDayPeriod: false,
        sums: new Map(),
        unreadable: new Set(),
      }
    }
    if (depth === 3) detail = new Map()
    if (name === 'PrimaryReportPeriod' && draft !== null && attributes.get('interval')?.trim().toLowerCase() === 'day')
      draft.isDayPeriod = true
    if (leaves.has(name)) capture = { depth, name, text: '', whole: true }
  }

  return {
    opened: (name, attributes, depth) => {
      opened(name, attributes, depth)
      return capture !== null
    },
    text: (piece, whole) => {
      if (capture === null) return
      if (!whole || capture.text.length + piece.length > longestValue * 4) capture.whole = false
      else capture.text += piece
    },
    closed: (depth) => {
      if (capture !== null && capture.depth === depth)
        keep(capture.name, capture.whole ? capture.text.trim().slice(0, longestValue) : '', depth)
      capture = null
      if (depth === 3 && path[2] === 'MSMDetail') closeSummaryDetail()
      if (depth === 2 && draft !== null) {
        drafts.push(draft)
        draft = null
      }
    },
    finish: () => drafts.map((each) => reportFrom(each, store)),
  }
}

const piecesATurn = 4

/**
 * The reports in the stored bytes of a document, in their order; none when the gate refuses it or it is something else.
 * Lets other work of this process go on in between.
 */
export const readMovementReports = async (
  bytes: Uint8Array,
  { maxBytes, now = () => performance.now() }: { readonly maxBytes: number; readonly now?: () => number },
): Promise<readonly MovementReport[]> => {
  const listener = createListener()
  try {
    const steps = passGate(bytes, decideAtGate(bytes, maxBytes), { now }, () => listener)
    for (let pieces = 1; ; pieces += 1) {
      if (steps.next().done === true) return listener.finish()
      if (pieces % piecesATurn === 0) await nextTurn()
    }
  } catch (fault) {
    if (fault instanceof Refusal) return []
    throw fault
  }
}
