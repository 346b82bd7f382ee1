// Reads the lines of one event as they pass by (domain 4.4): of which kind each live line is, and what it comes to.
// A TransactionLine may hold several kinds at once; a cancelled or voided one holds nothing that counts (twelve facts, 4).
//
// One reader serves all events of a journal, one after the other. What it does not know becomes `unknown`, never lost.

import { DecimalSum } from './decimal-sum.ts'
import { isLiveLine, isYes, type ValueKind } from './event-draft.ts'
import { lineKinds, type JudgedEvent, type LineKind, type LineSum, type Tax, type Tender } from './judgement.ts'
import type { Attributes } from './strict-reader.ts'

/** Of tenders and of taxes, each event. A hostile line may be written a hundred thousand times. */
const mostKept = 50

const kindByName: ReadonlyMap<string, LineKind> = new Map([
  ['ItemLine', 'item'],
  ['MerchandiseCodeLine', 'merchandise'],
  ['FuelLine', 'fuel'],
  ['FuelPrepayLine', 'fuelPrepay'],
  ['FeeLine', 'fee'],
  ['MoneyOrderLine', 'moneyOrder'],
  ['WashCodeLine', 'washCode'],
  ['Loyalty', 'loyalty'],
  ['TransactionTax', 'tax'],
  ['TenderInfo', 'tender'],
] as const)

/** Where the amount of a kind stands, as a child of the line's own element. */
const amountName: Readonly<Record<LineKind, string | null>> = {
  item: 'SalesAmount',
  merchandise: 'SalesAmount',
  fuel: 'SalesAmount',
  fuelPrepay: 'SalesAmount',
  fee: 'FeeAmount',
  moneyOrder: 'MoneyOrderFaceAmount',
  washCode: null,
  loyalty: null,
  tax: 'TaxCollectedAmount',
  tender: 'TenderAmount',
  unknown: 'SalesAmount',
}

const placeOf = Object.fromEntries(lineKinds.map((kind, place) => [kind, place])) as Readonly<Record<LineKind, number>>

/** Asks for the text of the element that has just been opened; `keep` is told as journal-reader.ts says. */
export type StartCapture = (depth: number, name: string, kind: ValueKind, keep: (value: string | null) => void) => void

export type LineFacts = Pick<JudgedEvent, 'lineCount' | 'tenderTotal' | 'lines' | 'tenders' | 'taxes'>

type Mutable<Value> = { -readonly [Field in keyof Value]: Value[Field] }

export class LineReader {
  private readonly startCapture: StartCapture
  private readonly sums = lineKinds.map(() => new DecimalSum())
  private readonly counts = lineKinds.map(() => 0)
  private readonly amounts = lineKinds.map(() => 0)
  private readonly unreadable = lineKinds.map(() => false)
  private liveLines = 0
  private tenders: Mutable<Tender>[] = []
  private taxes: Mutable<Tax>[] = []
  /** Of the open TransactionLine, 0 between two of them. */
  private lineDepth = 0
  private live = false
  private sawKind = false
  /** Of the open element that gives a line its kind, 0 outside. */
  private kindDepth = 0
  private kind: LineKind = 'unknown'
  /** Index of `kind` in lineKinds. */
  private place = 0
  private tender: Mutable<Tender> | null = null
  private tax: Mutable<Tax> | null = null

  constructor(startCapture: StartCapture) {
    this.startCapture = startCapture
  }

  /** A new event begins. */
  reset(): void {
    if (this.liveLines > 0) {
      for (const [place, sum] of this.sums.entries()) {
        sum.reset()
        this.counts[place] = 0
        this.amounts[place] = 0
        this.unreadable[place] = false
      }
      this.liveLines = 0
      this.tenders = []
      this.taxes = []
    }
    this.lineDepth = 0
    this.kindDepth = 0
  }

  get inLine(): boolean {
    return this.lineDepth > 0
  }

  /** Whether the event has a live line at all. */
  get hasLines(): boolean {
    return this.liveLines > 0
  }

  openLine(attributes: Attributes, depth: number): void {
    this.lineDepth = depth
    this.live = isLiveLine(attributes)
    this.sawKind = false
    if (this.live) this.liveLines += 1
  }

  /** An element inside the open line, at any depth. */
  openInLine(name: string, attributes: Attributes, depth: number): void {
    if (!this.live) return
    if (this.kindDepth === 0) this.openKind(name, depth)
    else if (depth === this.kindDepth + 1) {
      if (name === amountName[this.kind]) this.captureAmount(depth, name)
      else if (this.tender !== null) this.openInTender(this.tender, name, attributes, depth)
      else if (this.tax !== null) this.openInTax(this.tax, name, depth)
    } else if (depth === this.kindDepth + 2 && this.tender !== null)
      this.openInTender(this.tender, name, attributes, depth)
  }

  /** The element at that depth was closed. */
  closed(depth: number): void {
    if (depth === this.kindDepth) {
      this.kindDepth = 0
      this.tender = null
      this.tax = null
    } else if (depth === this.lineDepth) {
      if (this.live && !this.sawKind) this.count(placeOf.unknown)
      this.lineDepth = 0
    }
  }

  /** What the lines of the event come to; call it once, at the end of the event. */
  facts(): LineFacts {
    const lines: Partial<Record<LineKind, LineSum>> = {}
    for (const [place, kind] of lineKinds.entries()) {
      const count = this.counts[place] ?? 0
      if (count > 0) lines[kind] = { count, amount: this.sumAt(place) }
    }
    return {
      lineCount: this.liveLines,
      tenderTotal: lines.tender?.amount ?? null,
      lines,
      tenders: this.tenders,
      taxes: this.taxes,
    }
  }

  private sumAt(place: number): string | null {
    return this.unreadable[place] === true || this.amounts[place] === 0 ? null : (this.sums[place]?.text ?? null)
  }

  private count(place: number): void {
    this.counts[place] = (this.counts[place] ?? 0) + 1
    this.sawKind = true
  }

  private openKind(name: string, depth: number): void {
    const known = kindByName.get(name)
    // A line of a kind nobody has seen is named like the others; what else stands there says something about the line.
    if (known === undefined && !(depth === this.lineDepth + 1 && name.endsWith('Line'))) return
    this.kind = known ?? 'unknown'
    this.place = placeOf[this.kind]
    this.kindDepth = depth
    this.count(this.place)
    if (known === 'tender' && this.tenders.length < mostKept) {
      this.tender = { code: null, subCode: null, amount: null, change: false }
      this.tenders.push(this.tender)
    } else if (known === 'tax' && this.taxes.length < mostKept) {
      this.tax = { level: null, taxable: null, collected: null }
      this.taxes.push(this.tax)
    }
  }

  private captureAmount(depth: number, name: string): void {
    const { place, tender, tax } = this
    this.startCapture(depth, name, 'amount', (value) => {
      if (value === null) this.unreadable[place] = true
      else {
        this.sums[place]?.add(value)
        this.amounts[place] = (this.amounts[place] ?? 0) + 1
      }
      if (tender !== null) tender.amount ??= value
      if (tax !== null) tax.collected ??= value
    })
  }

  private openInTender(tender: Mutable<Tender>, name: string, attributes: Attributes, depth: number): void {
    if (name === 'ChangeFlag') tender.change ||= isYes(attributes)
    else if (name === 'TenderCode')
      this.startCapture(depth, name, 'text', (value) => {
        tender.code ??= value
      })
    else if (name === 'TenderSubCode')
      this.startCapture(depth, name, 'text', (value) => {
        tender.subCode ??= value
      })
  }

  private openInTax(tax: Mutable<Tax>, name: string, depth: number): void {
    if (name === 'TaxLevelID')
      this.startCapture(depth, name, 'text', (value) => {
        tax.level ??= value
      })
    else if (name === 'TaxableSalesAmount')
      this.startCapture(depth, name, 'amount', (value) => {
        tax.taxable ??= value
      })
  }
}
