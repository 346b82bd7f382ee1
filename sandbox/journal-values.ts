// The plain values of a journal as registers write them: decimals (".98", "70", "15.0000", "-.48"), dates
// ("2026-11-20", "2021-07-03T", "2021-07-03T00:00:00-07:00") and times ("16:13:40", "16:13:40-07:00").
// Money is read as a decimal, never as a binary fraction.

import Big from 'big.js'

const plainDecimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/
const digitsAllowed = 24

/** The number, or null where the text is not a plain decimal (comma, exponent, currency sign, more than 24 digits). */
export const readDecimal = (text: string): Big | null =>
  plainDecimal.test(text) && text.replace(/\D/g, '').length <= digitsAllowed ? new Big(text.replace(/^\+/, '')) : null

const zone = '(?:Z|[+-](?:0\\d|1[0-4]):[0-5]\\d)?'
const clock = '(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?|24:00:00)'
const timeForm = new RegExp(`^${clock}${zone}$`)
const dateForm = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})(?:T|T${clock}${zone}|${zone})$`)

/** True for a time with or without an offset. */
export const isTime = (text: string): boolean => timeForm.test(text)

/** The calendar day YYYY-MM-DD of a date in one of the forms above, or null where there is no such day. */
export const readDate = (text: string): string | null => {
  const [, year, month, day] = dateForm.exec(text) ?? []
  if (year === undefined || month === undefined || day === undefined) return null
  return isCalendarDay(Number(year), Number(month), Number(day)) ? `${year}-${month}-${day}` : null
}

/** True when the year has that month and day (Gregorian calendar). */
export const isCalendarDay = (year: number, month: number, day: number): boolean => {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day <= (lengths[month - 1] ?? 0)
}
