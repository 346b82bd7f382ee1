// The opening hours of one weekday between the text a form keeps ("06:00-12:00, 14:00-24:00", "" = closed) and the pairs
// of times a person edits. Pure. A time that is not typed yet is empty.

export interface HoursSpan {
  readonly opens: string
  /** "00:00" = midnight at the end of the day. */
  readonly closes: string
}

export const mostSpans = 5

const endOfDay = '24:00'

export const spansOfText = (text: string): readonly HoursSpan[] =>
  text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const dash = part.indexOf('-')
      const [opens, closes] = dash < 0 ? [part, ''] : [part.slice(0, dash).trim(), part.slice(dash + 1).trim()]
      return { opens, closes: closes === endOfDay ? '00:00' : closes }
    })

export const textOfSpans = (spans: readonly HoursSpan[]): string =>
  spans.map(({ opens, closes }) => `${opens}-${closes === '00:00' ? endOfDay : closes}`).join(', ')

/** What a day begins with when it is switched on: the hours of another open day, or the usual ones of such a store. */
export const usualHours = (others: readonly string[]): string => others.find((text) => text !== '') ?? '06:00-23:00'

const spanShape = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/

export const hoursAreRight = (text: string): boolean =>
  text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .every((part) => spanShape.test(part))
