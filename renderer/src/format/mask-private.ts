// Hides what must not be read off a screen or out of a copy: card-like digits and the elements that carry account,
// track and birth data (ux 2.8; design, promise 9). Every mask keeps the length of the text, so that positions in a
// line stay true. What is cut off at a window's edge is judged on the safe side: more is hidden, never less.

import { lengthInCharacters } from './characters.ts'

const dot = '•'
const privateElement = /^(accountid|pan|track\d?data|birthdate)$/i

/** Thirteen to nineteen digits in a row, or in the groups cards are printed in. */
const cardShapes = /\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{5}/g

/** The check digit rule of payment cards, over a text of digits. */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let place = 0; place < digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48
    const doubled = place % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const hideAll = (text: string): string => text.replaceAll(/\S/gu, dot)

/** All digits but the last four. */
const hideCard = (text: string): string => {
  const digits = text.replaceAll(/\D/g, '').length
  let seen = 0
  return text.replaceAll(/\d/g, (digit) => {
    seen += 1
    return seen > digits - 4 ? digit : dot
  })
}

/** Masks card-like digits in any text: 13 to 19 digits that pass the check digit rule. */
export const maskCards = (text: string): string =>
  text.replaceAll(cardShapes, (shape: string, ...rest: readonly unknown[]) => {
    const offset = rest.find((each): each is number => typeof each === 'number') ?? 0
    const before = text[offset - 1]
    const after = text[offset + shape.length]
    // Part of a longer number: not a card number by itself.
    if ((before !== undefined && /\d/.test(before)) || (after !== undefined && /\d/.test(after))) return shape
    return passesLuhn(shape.replaceAll(/\D/g, '')) ? hideCard(shape) : shape
  })

/** The private element whose content a line begins in, null for none. */
export type OpenElement = string | null

export interface MaskedLine {
  readonly text: string
  readonly open: OpenElement
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase()

const hideEdges = (text: string, cutStart: boolean, cutEnd: boolean): string => {
  const started = cutStart ? text.replace(/^[\d -]*\d/, (run) => (/\d{4}/.test(run) ? hideAll(run) : run)) : text
  return cutEnd ? started.replace(/\d[\d -]*$/, (run) => (/\d{4}/.test(run) ? hideAll(run) : run)) : started
}

/**
 * Masks one line of a journal. `open` is what the line before ended in; `cutStart` and `cutEnd` say that the text is
 * a window of a longer line.
 */
export const maskXmlLine = (text: string, open: OpenElement = null, cutStart = false, cutEnd = false): MaskedLine => {
  let masked = ''
  let end = 0
  let inside: OpenElement = open
  for (const tag of text.matchAll(/<(\/?)([\w.:-]+)(?:"[^"]*"|'[^']*'|[^<>"'])*>/g)) {
    const name = localName(tag[2] ?? '')
    const isClose = tag[1] === '/'
    const isPrivate = privateElement.test(name)
    const between = text.slice(end, tag.index)
    // A closing tag without its opening one: the window, or the block of lines, began inside the element.
    const beganInside = isClose && isPrivate && inside === null
    masked += inside !== null || beganInside ? hideAll(between) : between
    masked += tag[0]
    end = tag.index + tag[0].length
    if (isClose && inside === name) inside = null
    else if (!isClose && isPrivate && inside === null && !tag[0].endsWith('/>')) inside = name
  }
  const rest = text.slice(end)
  masked += inside !== null ? hideAll(rest) : rest
  return { text: hideEdges(maskCards(masked), cutStart, cutEnd), open: inside }
}

/** Masks lines that follow one another; `cut` tells which of them are shown only up to a limit. */
export const maskXmlLines = (
  lines: readonly { readonly text: string; readonly length: number }[],
  open: OpenElement = null,
): readonly string[] => {
  let inside = open
  return lines.map((line) => {
    const masked = maskXmlLine(line.text, inside, false, lengthInCharacters(line.text) < line.length)
    inside = masked.open
    return masked.text
  })
}
