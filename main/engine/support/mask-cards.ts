// Hides card numbers and magnetic tracks in any text, wherever it goes: screens, exports, logs, the command line
// (reliability 4.6; design, promise 9). A mask never changes how many UTF-16 units or characters a text has, so that
// positions an answer names stay true. Pure; what it cannot know (a number split over several elements) stays as it is.

const dot = '•'

/** One digit as it may stand in a journal: itself, or as a numeric character reference. */
const digitShape = '(?:\\d|&#0*(?:4[89]|5[0-7]);|&#x0*3\\d;)'
/** What people put between the groups of a card number, at most two of them. */
const gapShape = '[ \\u00a0\\u2007\\u202f\\u2010-\\u2015-]{1,2}'
/** A group of digits with those that follow it at a gap: the longest there is. */
const runShape = new RegExp(`${digitShape}+(?:${gapShape}${digitShape}+)*`, 'gi')
const groupShape = new RegExp(`${digitShape}+`, 'gi')
const oneDigit = new RegExp(digitShape, 'gi')
/** Magnetic stripe tracks as readers hand them on: %B…^…^…? and ;…=…? */
const trackShape = /%B[\d ]{8,23}\^[^?\r\n]{0,120}\??|;\d{8,19}=\d{0,60}\??/gi

const fewestDigits = 13
const mostDigits = 19
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
export const hideAll = (text: string): string => text.replaceAll(/[^\s]/gu, dot)

const digitOf = (shape: string): string => {
  if (shape.length === 1) return shape
  const hexadecimal = /^&#x0*([0-9a-f]+);$/i.exec(shape)?.[1]
  const decimal = /^&#0*(\d+);$/.exec(shape)?.[1]
  return String.fromCharCode(hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16))
}

/** "20261120082000": a moment, as names of journals carry it; no card number begins so. */
const momentShape = /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d/

const isCard = (digits: string): boolean => passesLuhn(digits) && !momentShape.test(digits)

/** Which digits of a run are hidden: of every stretch of whole groups that is a card number, all but 6 + 4. */
const hiddenDigits = (groups: readonly string[]): readonly boolean[] | null => {
  const digits = groups.join('')
  let hidden: boolean[] | null = null
  let start = 0
  for (const [first, group] of groups.entries()) {
    let end = start
    for (let last = first; last < groups.length; last += 1) {
      end += groups[last]?.length ?? 0
      const length = end - start
      if (length > mostDigits) break
      if (length < fewestDigits || !isCard(digits.slice(start, end))) continue
      hidden ??= Array.from(digits, () => false)
      for (let place = start + keptAtStart; place < end - keptAtEnd; place += 1) hidden[place] = true
    }
    start += group.length
  }
  return hidden
}

const hideInRun = (run: string): string => {
  if (run.length < fewestDigits) return run
  const groups = [...run.matchAll(groupShape)].map(([group]) => group.replaceAll(oneDigit, digitOf))
  const hidden = hiddenDigits(groups)
  if (hidden === null) return run
  let place = -1
  return run.replaceAll(oneDigit, (shape) => {
    place += 1
    return hidden[place] === true ? dot.repeat(shape.length) : shape
  })
}

/**
 * Hides card numbers (13 to 19 digits in whole groups that pass the check digit rule: all but the first six and the last
 * four) and whole tracks. A number that only looks like a card, one in ten of those with as many digits, is hidden too:
 * names and hashes of files, references and receipt numbers are therefore not given to it.
 */
export const maskCards = (text: string): string => text.replaceAll(trackShape, hideAll).replaceAll(runShape, hideInRun)
