// Hides what must not leave the engine in readable form: card numbers, track data, and the text of elements that carry
// account and personal data (design, promise 9; reliability 4.6; domain 4.4). A mask never changes how many characters
// (code points) a text has, so that the positions an answer names stay true. The stored and the sent bytes are never
// masked. Not claimed: a number written over several elements, or in words, or as anything but digits.

import { hideAll, maskCards } from '../support/mask-cards.ts'

/**
 * Local names, in lower case, of elements and attributes whose text is hidden whole: accounts and cards, what is read
 * off them, who the customer, the cashier and the loyalty member are.
 */
const privateNames = new Set([
  'accountid',
  'accountnumber',
  'accountno',
  'accountname',
  'accountfirstname',
  'accountmiddlename',
  'accountlastname',
  'pan',
  'cardnumber',
  'cardno',
  'cardholdername',
  'track',
  'trackdata',
  'track1',
  'track2',
  'track3',
  'track1data',
  'track2data',
  'track3data',
  'cvv',
  'cvv2',
  'cvc',
  'cvc2',
  'pin',
  'pinblock',
  'pindata',
  'birthdate',
  'dateofbirth',
  'personalid',
  'driverslicense',
  'driverlicenseid',
  'cashierid',
  'cashiername',
  'employeeid',
  'employeename',
  'operatorid',
  'operatorname',
  'approverid',
  'driverid',
  'loyaltyid',
  'loyaltyaccountid',
  'loyaltycardid',
  'loyaltycardnumber',
  'loyaltymemberid',
  'loyaltynumber',
  'loyaltytransactionid',
  'memberid',
  'phonenumber',
  'email',
])

/** Lower-case local name of the private element a text begins or ends in; null for none. */
export type OpenElement = string | null

export interface Masked {
  readonly text: string
  /** The private element that is still open at the end. */
  readonly open: OpenElement
}

/** A whole CDATA section is text whatever it looks like; a tag's name begins with a letter. */
const markupShape = /<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)([\p{L}_][\p{L}\p{N}_:.-]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>/gu
const attributeShape = /([\p{L}_][\p{L}\p{N}_:.-]*)(\s*=\s*)("[^"]*"|'[^']*')/gu

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase()

const isPrivateName = (name: string): boolean => privateNames.has(localName(name))

const maskAttribute = (whole: string, name: string, equals: string, quoted: string): string =>
  isPrivateName(name) ? `${name}${equals}${quoted.charAt(0)}${hideAll(quoted.slice(1, -1))}${quoted.charAt(0)}` : whole

/** The name stays readable; values of private attributes and card numbers anywhere in the tag do not. */
const maskTag = (tag: string): string => maskCards(tag.replaceAll(attributeShape, maskAttribute))

const cdataStart = '<![CDATA['
const cdataEnd = ']]>'
const hideCdata = (section: string): string =>
  `${cdataStart}${hideAll(section.slice(cdataStart.length, -cdataEnd.length))}${cdataEnd}`

/**
 * Masks a piece of a journal or of an answer. `open` is what the piece before it ended in. A piece that begins inside a
 * private element without anybody knowing is recognised by the end tag.
 */
export const maskXml = (text: string, open: OpenElement = null): Masked => {
  let masked = ''
  let end = 0
  let inside = open
  for (const found of text.matchAll(markupShape)) {
    const [markup] = found
    const between = text.slice(end, found.index)
    end = found.index + markup.length
    const named = found[2]
    if (named === undefined) {
      masked += inside === null ? maskCards(between) + maskCdata(markup) : hideAll(between) + hideCdata(markup)
      continue
    }
    const name = localName(named)
    const closes = found[1] === '/'
    const isPrivate = privateNames.has(name)
    const beganInside = closes && isPrivate && inside === null
    masked += inside !== null || beganInside ? hideAll(between) : maskCards(between)
    masked += maskTag(markup)
    if (closes && inside === name) inside = null
    else if (!closes && isPrivate && inside === null && !markup.endsWith('/>')) inside = name
  }
  const rest = text.slice(end)
  masked += inside === null ? maskCards(rest) : hideAll(rest)
  return { text: masked, open: inside }
}

/** A CDATA section may hold a document of its own, as some registers wrap one. */
const maskCdata = (section: string): string =>
  `${cdataStart}${maskXml(section.slice(cdataStart.length, -cdataEnd.length)).text}${cdataEnd}`

export { maskCards, passesLuhn } from '../support/mask-cards.ts'
