// Hides what must not leave the engine in readable form: card numbers, track data, and the text of elements that carry
// account and personal data (design, promise 9; reliability 4.6). A mask never changes how many characters (code
// points) a text has, so that the positions an answer names stay true. The stored and the sent bytes are never masked.

const dot = '•'

/** Local names of elements whose text is hidden whole. */
const privateName = /^(accountid|accountnumber|pan|track\d?data|cvv\d?|pin|birthdate|personalid)$/i

/** 13 to 19 digits in a row, or in the groups cards are printed in, not inside a longer run of digits. */
const cardShape = /(?<!\d)(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{5})(?!\d)/g
/** Magnetic stripe tracks as readers hand them on: %B…^…^…? and ;…=…? */
const trackShape = /%B\d{8,19}\^[^?\r\n]{0,120}\?|;\d{8,19}=\d{0,60}\?/g

const keptAtStart = 6
const keptAtEnd = 4

/** The check digit rule of payment cards, over a text of digits. */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let place = 0; place < digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48
    const weighed = place % 2 === 1 ? digit * 2 : digit
    sum += weighed > 9 ? weighed - 9 : weighed
  }
  return sum % 10 === 0
}

/** One dot for each character that is not blank. */
const hideAll = (text: string): string => text.replaceAll(/[^\s]/gu, dot)

const hideCard = (shape: string): string => {
  const digits = shape.replaceAll(/\D/g, '')
  if (!passesLuhn(digits)) return shape
  let seen = 0
  return shape.replaceAll(/\d/g, (digit) => {
    seen += 1
    return seen <= keptAtStart || seen > digits.length - keptAtEnd ? digit : dot
  })
}

/** Hides card numbers (all but the first six and the last four digits) and track data in any text. */
export const maskCards = (text: string): string => text.replaceAll(trackShape, hideAll).replaceAll(cardShape, hideCard)

/** Lower-case local name of the private element a text begins or ends in; null for none. */
export type OpenElement = string | null

export interface Masked {
  readonly text: string
  /** The private element that is still open at the end. */
  readonly open: OpenElement
}

const tagShape = /<(\/?)([\w.:-]+)(?:"[^"]*"|'[^']*'|[^<>"'])*>/g

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase()

/**
 * Masks a piece of a journal. `open` is what the piece before it ended in. A piece that begins inside a private element
 * without anybody knowing is recognised by the end tag.
 */
export const maskXml = (text: string, open: OpenElement = null): Masked => {
  let masked = ''
  let end = 0
  let inside = open
  for (const tag of text.matchAll(tagShape)) {
    const name = localName(tag[2] ?? '')
    const closes = tag[1] === '/'
    const isPrivate = privateName.test(name)
    const between = text.slice(end, tag.index)
    const beganInside = closes && isPrivate && inside === null
    masked += inside !== null || beganInside ? hideAll(between) : maskCards(between)
    masked += maskCards(tag[0])
    end = tag.index + tag[0].length
    if (closes && inside === name) inside = null
    else if (!closes && isPrivate && inside === null && !tag[0].endsWith('/>')) inside = name
  }
  const rest = text.slice(end)
  masked += inside === null ? maskCards(rest) : hideAll(rest)
  return { text: masked, open: inside }
}
