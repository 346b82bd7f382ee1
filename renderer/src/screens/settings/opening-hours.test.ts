import { describe, expect, test } from 'vitest'
import { hoursAreRight, spansOfText, textOfSpans, usualHours } from './opening-hours.ts'

describe('the hours of a weekday', () => {
  test.each(['', '06:00-23:00', '06:00-12:00, 14:00-24:00', '22:00-06:00', '00:00-24:00'])(
    '%j are the same after they were edited without a change',
    (text) => expect(textOfSpans(spansOfText(text))).toBe(text),
  )

  test('that end at midnight are edited as 00:00 and kept as 24:00', () => {
    expect(spansOfText('06:00-24:00')).toEqual([{ opens: '06:00', closes: '00:00' }])
    expect(textOfSpans([{ opens: '06:00', closes: '00:00' }])).toBe('06:00-24:00')
  })

  test('with a time that is not typed yet are not right', () => {
    expect(hoursAreRight(textOfSpans([{ opens: '06:00', closes: '' }]))).toBe(false)
    expect(hoursAreRight(textOfSpans([{ opens: '', closes: '' }]))).toBe(false)
    expect(hoursAreRight('')).toBe(true)
    expect(hoursAreRight('06:00-24:00, 01:00-02:00')).toBe(true)
  })

  test('of a day that is switched on are those of another open day', () => {
    expect(usualHours(['', '05:00-22:00', '07:00-20:00'])).toBe('05:00-22:00')
    expect(usualHours(['', ''])).toBe('06:00-23:00')
  })
})
