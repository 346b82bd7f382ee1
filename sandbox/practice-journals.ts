// The journals of the practice store 33084: one of every kind a manager or a technician should have seen, in the dialects
// registers really write, good ones and bad ones. They are made for a moment, so that practice shows today; the same moment
// gives the same bytes. resources/practice/ holds them for one fixed moment.

import type { DocumentProblem, DocumentState } from '../contract/vocabulary.ts'
import { bullochJournal, bullochName } from './dialects/bulloch-journal.ts'
import { localMoment, type LocalMoment } from './dialects/local-moment.ts'
import {
  passportEvent,
  passportJournal,
  passportName,
  passportRegisterOpen,
  passportSafeDrop,
} from './dialects/passport-journal.ts'
import { petrosoftJournal, petrosoftName } from './dialects/petrosoft-journal.ts'
import type { Payment, PracticeSale, SoldLine } from './dialects/practice-sale.ts'
import {
  verifoneCashierOpen,
  verifoneEvent,
  verifoneJournal,
  verifoneName,
  verifoneSafeDrop,
} from './dialects/verifone-journal.ts'

export interface PracticeJournal {
  readonly name: string
  readonly bytes: Buffer
  /** One sentence about what it is there to show. */
  readonly about: string
  /** Where it ends up in Storebridge with default settings and this cloud. */
  readonly expected: { readonly state: DocumentState; readonly problem: DocumentProblem | null }
}

/** The moment and zone of the files in resources/practice/. */
export const fixedMoment = { at: Date.UTC(2026, 10, 20, 20, 30, 0), timeZone: 'America/New_York' } as const

type Expected = PracticeJournal['expected']
const accepted: Expected = { state: 'accepted', problem: null }
const acceptedWithNotes: Expected = { state: 'accepted-with-notes', problem: null }
const refused: Expected = { state: 'refused', problem: null }
const nothingToSend: Expected = { state: 'not-needed', problem: 'no-sales' }

const coffee: SoldLine = {
  goods: 'item',
  code: '041000112233',
  description: 'COFFEE 16OZ',
  department: '29',
  price: '2.49',
  quantity: '1',
  amount: '2.49',
  taxed: true,
}
const donut: SoldLine = {
  goods: 'item',
  code: '072030001234',
  description: 'DONUT GLAZED',
  department: '29',
  price: '0.99',
  quantity: '2',
  amount: '1.98',
}
const water: SoldLine = {
  goods: 'item',
  code: '082657500010',
  description: 'SPRING WATER 1L',
  department: '7',
  price: '1.79',
  quantity: '1',
  amount: '1.79',
  taxed: true,
}
const chips: SoldLine = {
  goods: 'item',
  code: '028400090896',
  description: 'CORN CHIPS 9OZ',
  department: '5',
  price: '5.49',
  quantity: '1',
  amount: '5.49',
  taxed: true,
}
const cigarettes: SoldLine = {
  goods: 'item',
  code: '028200003577',
  description: 'CIGARETTES BOX',
  department: '2',
  price: '9.94',
  quantity: '1',
  amount: '9.94',
  taxed: true,
  minimumAge: 21,
}
const unleaded: SoldLine = {
  goods: 'fuel',
  code: '001',
  description: 'UNLEADED',
  department: '1024',
  price: '3.199',
  quantity: '12.504',
  amount: '40.00',
  pump: '7',
}

const card: Payment = {
  kind: 'card',
  code: 'creditCards',
  subCode: 'generic',
  account: 'XXXXXXXXXXXX4417',
  brand: 'VISA',
}
const debit: Payment = { ...card, code: 'debitCards', account: 'XXXXXXXXXXXX9020', brand: 'DEBIT' }
const cash = (given: string): Payment => ({ kind: 'cash', given })

/** What the sales of one set share: their clock and their numbers. */
interface Shop {
  readonly businessDate: string
  /** So many minutes and seconds before the set's moment. */
  readonly ago: (minutes: number, seconds?: number) => LocalMoment
  /** The transaction with this number in the set; no two sets a second apart share one. */
  readonly transaction: (index: number) => string
}

type SaleDetails = Pick<PracticeSale, 'lines' | 'payment'> & Partial<PracticeSale>

const createShop = (at: number, timeZone: string): Shop => {
  // 41 numbers a second; not 40, or sets an hour apart would end in the same three digits, and names hold no more.
  const first = 1_000_000 + (Math.floor(at / 1000) % 200_000) * 41
  return {
    businessDate: localMoment(at, timeZone).date,
    ago: (minutesAgo, secondsAgo = 0) => localMoment(at - (minutesAgo * 60 + secondsAgo) * 1000, timeZone),
    transaction: (index) => String(first + index),
  }
}

/** The sale with this number in the set, rung up so many minutes ago at register 2. */
const sale = (shop: Shop, index: number, minutesAgo: number, details: SaleDetails): PracticeSale => ({
  event: 'SaleEvent',
  sequence: '1',
  transaction: shop.transaction(index),
  register: '2',
  till: '5028',
  cashier: '107',
  begun: shop.ago(minutesAgo, 40),
  ended: shop.ago(minutesAgo),
  businessDate: shop.businessDate,
  ...details,
})

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8')
const utf16 = (text: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])

const passportFile = (
  shop: Shop,
  { ended, transaction }: PracticeSale,
  events: readonly string[],
  about: string,
  expected: Expected,
): PracticeJournal => ({
  name: passportName(ended, transaction),
  bytes: latin1(passportJournal(shop.businessDate, events)),
  about,
  expected,
})

const passportSale = (shop: Shop, sold: PracticeSale, about: string, expected: Expected): PracticeJournal =>
  passportFile(shop, sold, [passportEvent(sold)], about, expected)

const passportGood = (shop: Shop): readonly PracticeJournal[] => {
  const prepay = sale(shop, 7, 33, {
    suspended: true,
    lines: [
      {
        goods: 'prepay',
        code: '',
        description: '',
        department: '',
        price: '30',
        quantity: '1',
        amount: '30',
        pump: '4',
      },
    ],
    payment: cash('30'),
  })
  const completion = sale(shop, 8, 29, {
    original: prepay,
    lines: [
      ...prepay.lines.map((line) => ({ ...line, live: false })),
      {
        ...unleaded,
        code: '002',
        description: 'PLUS UNLEADED',
        price: '3.599',
        quantity: '8.336',
        amount: '30.00',
        pump: '4',
      },
    ],
    payment: cash('30'),
  })
  return [
    passportSale(
      shop,
      sale(shop, 1, 64, { lines: [coffee, donut], payment: cash('20') }),
      'A coffee and two donuts paid in cash, with change.',
      accepted,
    ),
    passportSale(
      shop,
      sale(shop, 2, 58, { lines: [{ ...water, live: false }, water, chips], payment: debit }),
      'Water and chips paid by debit card; one line was cancelled and must not be counted.',
      accepted,
    ),
    passportSale(
      shop,
      sale(shop, 3, 51, {
        event: 'RefundEvent',
        lines: [{ ...chips, quantity: '-1', amount: '-5.49' }],
        payment: cash('-5.87'),
      }),
      'A refund: one bag of chips brought back, the money given out of the drawer.',
      accepted,
    ),
    passportSale(shop, prepay, 'Fuel paid in advance; the sale is suspended until the pump stops.', accepted),
    passportSale(
      shop,
      completion,
      'The end of the same fuel sale, linked to its payment; it is the same money.',
      accepted,
    ),
    passportSale(
      shop,
      sale(shop, 9, 24, {
        lines: [
          { ...coffee, description: 'CAFÉ CRÈME 12OZ' },
          { ...donut, description: 'PIÑATA MIX ½ LB', quantity: '1', amount: '3.25', price: '3.25' },
        ],
        payment: card,
      }),
      'Names with accents, in the one-byte encoding of older registers; the bytes are sent as they are.',
      accepted,
    ),
  ]
}

const passportNothingToSend = (shop: Shop): readonly PracticeJournal[] => {
  const voided = sale(shop, 4, 47, { event: 'VoidEvent', lines: [{ ...water, live: false }], payment: null })
  const opened = sale(shop, 5, 71, { lines: [], payment: null })
  const dropped = sale(shop, 6, 39, { lines: [], payment: null })
  const training = sale(shop, 14, 20, { training: true, lines: [coffee], payment: cash('2.66') })
  return [
    passportSale(
      shop,
      voided,
      'A sale that was voided before it was paid; there is nothing in it to send.',
      nothingToSend,
    ),
    passportFile(
      shop,
      opened,
      [passportRegisterOpen(opened)],
      'The register was opened; there is nothing in it to send.',
      nothingToSend,
    ),
    passportFile(
      shop,
      dropped,
      [passportSafeDrop(dropped, '200')],
      'Cash put into the safe; there is nothing in it to send.',
      nothingToSend,
    ),
    passportSale(shop, training, 'A sale rung up in training mode; no money was taken.', {
      state: 'not-needed',
      problem: 'training',
    }),
  ]
}

const changed = (journal: PracticeJournal, change: (bytes: Buffer) => Buffer): PracticeJournal => ({
  ...journal,
  bytes: change(journal.bytes),
})

const passportOdd = (shop: Shop): readonly PracticeJournal[] => {
  const comma = sale(shop, 10, 17, {
    lines: [{ ...water, description: 'SPORT DRINK 20OZ', price: '1.25', amount: '1.25' }],
    payment: cash('1.34'),
  })
  const ctrlZ = sale(shop, 11, 14, { lines: [coffee], payment: cash('3') })
  const cutOff = sale(shop, 12, 11, { lines: [chips, water], payment: card })
  const crlf = sale(shop, 13, 9, { lines: [donut, water], payment: cash('5') })
  const wide = sale(shop, 15, 6, { lines: [{ ...coffee, description: 'CAFÉ AU LAIT' }], payment: card })
  return [
    changed(
      passportSale(shop, comma, 'A price written with a comma; the cloud refuses it and names the line.', refused),
      (bytes) => latin1(bytes.toString('latin1').replace('<ActualSalesPrice>1.25<', '<ActualSalesPrice>1,25<')),
    ),
    changed(
      passportSale(
        shop,
        ctrlZ,
        'One Ctrl-Z after the end, as old registers leave it; accepted with a remark.',
        acceptedWithNotes,
      ),
      (bytes) => Buffer.concat([bytes, Buffer.from([0x1a])]),
    ),
    changed(
      passportSale(shop, cutOff, 'Cut off in the middle; it is held after ten minutes if nothing more comes.', {
        state: 'held',
        problem: 'cut-off',
      }),
      (bytes) => bytes.subarray(0, Math.floor(bytes.length * 0.6)),
    ),
    changed(passportSale(shop, crlf, 'Lines that end in CR LF, as Windows writes them.', accepted), (bytes) =>
      latin1(bytes.toString('latin1').replaceAll('\n', '\r\n')),
    ),
    {
      name: passportName(wide.ended, wide.transaction),
      bytes: utf16(passportJournal(shop.businessDate, [passportEvent(wide)], 'UTF-16')),
      about: 'Two bytes a character (UTF-16), with the mark that says so.',
      expected: accepted,
    },
  ]
}

const verifoneFiles = (shop: Shop): readonly PracticeJournal[] => {
  const verifone = { register: '102', till: '1', cashier: '6' }
  const first = sale(shop, 20, 55, { ...verifone, sequence: '273', lines: [cigarettes, coffee], payment: cash('20') })
  const opened = sale(shop, 21, 70, { ...verifone, sequence: '281', lines: [], payment: null })
  const second = sale(shop, 22, 44, {
    ...verifone,
    sequence: '282',
    lines: [chips, { ...donut, quantity: '2.000' }],
    payment: { ...card, subCode: 'V' },
  })
  const voided = sale(shop, 23, 42, { ...verifone, sequence: '284', event: 'VoidEvent', lines: [water], payment: null })
  const pump = sale(shop, 24, 37, {
    ...verifone,
    sequence: '285',
    register: '901',
    outside: true,
    lines: [{ ...unleaded, code: '1', pump: '3' }],
    payment: { ...card, subCode: 'M' },
  })
  const dropped = sale(shop, 25, 35, { ...verifone, sequence: '287', lines: [], payment: null })
  const { businessDate } = shop
  return [
    {
      name: verifoneName(first.ended, first.transaction),
      bytes: utf8(verifoneJournal(businessDate, '312', [verifoneEvent(first)])),
      about: 'Cigarettes with an age limit, from another make of register; the whole file is one long line.',
      expected: accepted,
    },
    {
      name: verifoneName(dropped.ended, dropped.transaction),
      bytes: utf8(
        verifoneJournal(businessDate, '312', [
          verifoneCashierOpen(opened),
          verifoneEvent(second),
          verifoneEvent(voided),
          verifoneEvent(pump),
          verifoneSafeDrop(dropped, '300.00'),
        ]),
      ),
      about: 'Several events in one file: two sales, and a void, a safe drop and an opening that the cloud leaves out.',
      expected: acceptedWithNotes,
    },
  ]
}

const bullochFiles = (shop: Shop): readonly PracticeJournal[] => {
  const bulloch = { register: '1', cashier: 'manager' }
  const promoted = sale(shop, 30, 31, {
    ...bulloch,
    lines: [
      {
        ...unleaded,
        code: '1',
        description: 'REGULAR',
        price: '3.199',
        quantity: '10.000',
        amount: '31.49',
        promotion: { id: '00000000F1005', reason: 'MEMBER 5CPG', amount: '0.50' },
      },
      { ...water, fee: { id: 'Deposits', description: 'ItemDeposits', amount: '0.10' } },
    ],
    payment: { ...card, code: '2', subCode: 'VISA' },
  })
  const earlier = sale(shop, 31, 34, { ...bulloch, lines: [], payment: null })
  const completion = sale(shop, 32, 26, {
    ...bulloch,
    original: earlier,
    lines: [
      {
        ...unleaded,
        code: '3',
        description: 'SUPREME',
        price: '4.019',
        quantity: '12.441',
        amount: '50.00',
        pump: '6',
      },
      {
        goods: 'prepay',
        code: '',
        description: '',
        department: '3',
        price: '',
        quantity: '',
        amount: '-50.00',
        pump: '6',
      },
    ],
    payment: cash('0'),
  })
  return [
    {
      name: bullochName('10089', promoted.transaction),
      bytes: utf8(bullochJournal(promoted, '10089')),
      about: 'Fuel with a discount and a bottle with a deposit; the amount is not price times quantity.',
      expected: accepted,
    },
    {
      name: bullochName('10089', completion.transaction),
      bytes: utf8(bullochJournal(completion, '10089')),
      about: 'The end of fuel paid in advance, with all totals zero; the money came earlier.',
      expected: accepted,
    },
  ]
}

const petrosoftFile = (shop: Shop): PracticeJournal => {
  const refund = sale(shop, 35, 3, {
    event: 'RefundEvent',
    sequence: '208',
    register: '103',
    till: '1',
    cashier: '1',
    lines: [
      {
        goods: 'department',
        code: '2',
        description: 'GROCERY',
        department: '2',
        price: '5',
        quantity: '1',
        amount: '5',
        fee: { id: '6', description: 'BOTTLE DEPOSIT', amount: '0.90' },
      },
    ],
    payment: cash('5.90'),
  })
  return {
    name: petrosoftName(refund.ended, refund.transaction),
    bytes: utf8(petrosoftJournal(refund)),
    about: 'A refund in the form of Petrosoft’s own examples: empty flags, four decimals, times with an offset.',
    expected: accepted,
  }
}

/**
 * The practice journals as registers of store 33084 would have written them in the hour before `now` (milliseconds since
 * 1970) in a time zone. All are of one business day, the local day of `now`. Sets for moments a second or more apart on one
 * day share no name, no bytes and no transaction. Throws a RangeError for a zone that is not known.
 */
export const freshSamples = (now: number, timeZone: string): readonly PracticeJournal[] => {
  const shop = createShop(now, timeZone)
  return [
    ...passportGood(shop),
    ...passportNothingToSend(shop),
    ...passportOdd(shop),
    ...verifoneFiles(shop),
    ...bullochFiles(shop),
    petrosoftFile(shop),
  ]
}
