// What a register may write, as a small description from which the bytes follow, always the same: so a step is a value that
// can be printed, and the soak need not keep the bytes of an hour. Three dialects of real journals, consolidated days,
// journals without a sale, and everything that is no journal.

import { localMoment, type LocalMoment } from '../../sandbox/dialects/local-moment.ts'
import { passportEvent, passportJournal, passportSafeDrop } from '../../sandbox/dialects/passport-journal.ts'
import { petrosoftJournal } from '../../sandbox/dialects/petrosoft-journal.ts'
import type { PracticeSale } from '../../sandbox/dialects/practice-sale.ts'
import { verifoneEvent, verifoneJournal } from '../../sandbox/dialects/verifone-journal.ts'

export const dialects = ['passport', 'petrosoft', 'verifone', 'passport-utf-16'] as const
export type Dialect = (typeof dialects)[number]

export interface Sale {
  /** Unique in the soak but where a sale is told twice on purpose. */
  readonly transaction: number
  readonly cents: number
  /** How many days before the soak began. */
  readonly daysAgo: number
}

export const garbageForms = [
  'binary',
  'web-page',
  'doctype',
  'two-roots',
  'bad-encoding',
  'movement-report',
  'other-xml',
] as const
/** Forms that are looked at again for ten minutes before they are stored: longer than a soak waits. */
export const unfinishedForms = ['empty', 'cut-off', 'nul-tail'] as const

export type Content =
  /** `edition` makes other bytes of the same sale. */
  | { readonly kind: 'sale'; readonly dialect: Dialect; readonly sale: Sale; readonly edition: number }
  /** A price the cloud refuses, on a line of its own. */
  | { readonly kind: 'wrong-price'; readonly sale: Sale; readonly edition: number }
  | { readonly kind: 'day'; readonly sales: readonly Sale[]; readonly edition: number }
  | { readonly kind: 'no-sale'; readonly form: 'void' | 'safe-drop' | 'training'; readonly sale: Sale }
  | { readonly kind: 'garbage'; readonly form: (typeof garbageForms)[number]; readonly number: number }
  | { readonly kind: 'unfinished'; readonly form: (typeof unfinishedForms)[number]; readonly sale: Sale }

const dayMs = 24 * 3600_000
const timeZone = 'America/New_York'

/** The register's clock at a sale: the day, and a time that follows from the number. */
const momentOf = ({ transaction, daysAgo }: Sale, beganAt: number, secondsBefore: number): LocalMoment => {
  // Noon, so that no daylight saving time and no midnight comes into it.
  const noon = Math.floor(beganAt / dayMs) * dayMs + 17 * 3600_000 - daysAgo * dayMs
  return localMoment(noon + ((transaction * 7) % 14_400) * 1000 - secondsBefore * 1000, timeZone)
}

const money = (cents: number): string => (cents / 100).toFixed(2)

const practiceSale = (sale: Sale, edition: number, beganAt: number): PracticeSale => {
  const ended = momentOf(sale, beganAt, 0)
  const amount = money(sale.cents)
  return {
    event: 'SaleEvent',
    sequence: '1',
    transaction: String(sale.transaction),
    register: '2',
    till: '5028',
    cashier: '107',
    begun: momentOf(sale, beganAt, 40),
    ended,
    businessDate: ended.date,
    lines: [
      {
        goods: 'item',
        code: '041000112233',
        description: edition === 0 ? 'CAFÉ CRÈME 12OZ' : `CAFÉ CRÈME 12OZ #${edition}`,
        department: '29',
        price: amount,
        quantity: '1',
        amount,
      },
    ],
    payment: { kind: 'cash', given: amount },
  }
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8')
const utf16 = (text: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])

const saleBytes = (dialect: Dialect, sale: PracticeSale): Buffer => {
  switch (dialect) {
    case 'passport':
      return latin1(passportJournal(sale.businessDate, [passportEvent(sale)]))
    case 'passport-utf-16':
      return utf16(passportJournal(sale.businessDate, [passportEvent(sale)], 'UTF-16'))
    case 'petrosoft':
      return utf8(petrosoftJournal(sale))
    case 'verifone':
      return utf8(verifoneJournal(sale.businessDate, '1', [verifoneEvent(sale)]))
  }
}

const garbageBytes = (form: (typeof garbageForms)[number], number: number): Buffer => {
  switch (form) {
    case 'binary':
      return Buffer.from(Array.from({ length: 300 }, (_, i) => (number * 31 + i * 17 + 1) % 256 || 1))
    case 'web-page':
      return utf8(`<html><body><h1>Sign in ${number}<br></h1></body></html>\n`)
    case 'doctype':
      return utf8(
        `<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a "b">]>\n<NAXML-POSJournal><r>${number}&a;</r></NAXML-POSJournal>\n`,
      )
    case 'two-roots':
      return utf8(
        `<NAXML-POSJournal version="3.4"><a>${number}</a></NAXML-POSJournal><NAXML-POSJournal></NAXML-POSJournal>\n`,
      )
    case 'bad-encoding':
      return Buffer.concat([
        utf8(`<?xml version="1.0" encoding="UTF-8"?>\n<NAXML-POSJournal version="3.4"><a>${number} `),
        Buffer.from([0xc3, 0x28, 0xff]),
        utf8('</a></NAXML-POSJournal>\n'),
      ])
    case 'movement-report':
      return utf8(
        `<?xml version="1.0"?>\n<NAXML-MovementReport version="3.4"><ItemSalesMovement><n>${number}</n></ItemSalesMovement></NAXML-MovementReport>\n`,
      )
    case 'other-xml':
      return utf8(`<?xml version="1.0"?>\n<settings><printer>${number}</printer></settings>\n`)
  }
}

/** The bytes of a content. `beganAt` is when the soak began, ms: the only thing that is not in the seed. */
export const bytesOf = (content: Content, beganAt: number): Buffer => {
  switch (content.kind) {
    case 'sale':
      return saleBytes(content.dialect, practiceSale(content.sale, content.edition, beganAt))
    case 'wrong-price': {
      const sale = practiceSale(content.sale, content.edition, beganAt)
      const text = passportJournal(sale.businessDate, [passportEvent(sale)])
      return latin1(text.replace(/<ActualSalesPrice>([^<]*)\.?</, '<ActualSalesPrice>1,25<'))
    }
    case 'day': {
      const sales = content.sales.map((sale) => practiceSale(sale, content.edition, beganAt))
      return latin1(passportJournal(sales[0]?.businessDate ?? '', sales.map(passportEvent)))
    }
    case 'no-sale': {
      const sale = practiceSale(content.sale, 0, beganAt)
      const { event: _event, lines: _lines, payment: _payment, ...identity } = sale
      if (content.form === 'safe-drop')
        return latin1(passportJournal(sale.businessDate, [passportSafeDrop(identity, '200')]))
      if (content.form === 'training')
        return latin1(passportJournal(sale.businessDate, [passportEvent({ ...sale, training: true })]))
      const voided = { ...sale, event: 'VoidEvent' as const, payment: null }
      return latin1(passportJournal(sale.businessDate, [passportEvent(voided)]))
    }
    case 'garbage':
      return garbageBytes(content.form, content.number)
    case 'unfinished': {
      if (content.form === 'empty') return Buffer.alloc(0)
      const whole = saleBytes('passport', practiceSale(content.sale, 0, beganAt))
      if (content.form === 'cut-off') return whole.subarray(0, Math.floor(whole.length * 0.7))
      return Buffer.concat([whole.subarray(0, Math.floor(whole.length * 0.6)), Buffer.alloc(512)])
    }
  }
}

const saleKey = ({ transaction, cents }: Sale): string => `${transaction} of ${money(cents)}`

/** The live sales a content tells of: number and amount, for a corrected amount makes another sale (design 4.1). */
export const salesOf = (content: Content): readonly string[] => {
  switch (content.kind) {
    case 'sale':
    case 'wrong-price':
      return [saleKey(content.sale)]
    case 'day':
      return content.sales.map(saleKey)
    case 'no-sale':
    case 'garbage':
    case 'unfinished':
      return []
  }
}

/**
 * Where a content goes by itself, with nobody interfering: into the queue, to a held or a not-needed row, or (an
 * unfinished file) into no document for the first ten minutes.
 */
export type Fate = 'sent' | 'held' | 'not-needed' | 'not-stored'

export const fateOf = (content: Content): Fate => {
  switch (content.kind) {
    case 'sale':
    case 'wrong-price':
    case 'day':
      return 'sent'
    case 'no-sale':
      return 'not-needed'
    case 'garbage':
      return content.form === 'movement-report' || content.form === 'other-xml' ? 'not-needed' : 'held'
    case 'unfinished':
      return 'not-stored'
  }
}
