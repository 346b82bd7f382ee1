import { describe, expect, test } from 'vitest'
import { pastSales, silencesOf, type SilenceQuestion } from './silences.ts'

const hour = 3600
const every = (minutes: number, from: number, to: number): number[] =>
  Array.from({ length: Math.floor(((to - from) * 60) / minutes) + 1 }, (_, i) => from * hour + i * minutes * 60)

const usual = every(10, 6, 22)
const ask = (times: readonly number[], more: Partial<SilenceQuestion> = {}) =>
  silencesOf({
    times,
    history: [usual, usual, usual, usual].map(pastSales),
    open: null,
    isOver: true,
    skipped: null,
    ...more,
  }).map(({ from, to }) => [from / hour, to / hour])

const without = (from: number, to: number): number[] => usual.filter((at) => at <= from * hour || at >= to * hour)

describe('a stretch without a sale', () => {
  test('is a silence when it is longer than three times what is usual on this weekday', () => {
    expect(ask(without(14, 16))).toEqual([[14, 16]])
    expect(ask(without(14, 14.5))).toEqual([])
    expect(ask(usual)).toEqual([])
  })

  test('is none while fewer than three such weekdays are known', () => {
    const two = [usual, usual].map(pastSales)
    expect(ask(without(14, 16), { history: two })).toEqual([])
    expect(ask(without(14, 16), { history: [...two, pastSales(usual)] })).toEqual([[14, 16]])
  })

  test('is none on a weekday whose stretches are always long', () => {
    const slow = every(50, 6, 22)
    expect(ask(without(14, 16), { history: [slow, slow, slow].map(pastSales) })).toEqual([])
  })

  test('is none at a register that hardly sells on that weekday', () => {
    const rare = [8, 12, 19].map((at) => at * hour)
    expect(ask([8 * hour, 19 * hour], { history: [rare, rare, rare, rare].map(pastSales) })).toEqual([])
  })

  test('at the beginning or the end of the day is measured by when the first and last sale usually are', () => {
    expect(ask(usual.filter((at) => at >= 9 * hour))).toEqual([[6, 9]])
    expect(ask(usual.filter((at) => at <= 18 * hour))).toEqual([[18, 22]])
  })

  test('at the end of a day that goes on is none', () => {
    expect(
      ask(
        usual.filter((at) => at <= 18 * hour),
        { isOver: false },
      ),
    ).toEqual([])
  })

  test('counts only while the store is open', () => {
    const open = [
      { from: 6 * hour, to: 14.2 * hour },
      { from: 15.9 * hour, to: 22 * hour },
    ]
    expect(ask(without(14, 16), { open })).toEqual([])
    expect(ask(without(12, 16), { open })).toEqual([[12, 14.2]])
  })

  test('in busy hours is a silence although the nights are always long', () => {
    // Open all night, with two hours between sales at night and one sale in two minutes by day.
    const longNights = [0, 2 * hour, 4 * hour, ...every(2, 6, 22)]
    const today = longNights.filter((at) => at <= 14 * hour || at >= 16 * hour)
    const history = [longNights, longNights, longNights].map(pastSales)
    expect(ask(today, { history })).toEqual([[14, 16]])
    expect(ask(longNights, { history })).toEqual([])
  })

  test('over the hour that the clock skips is as long as the time that passed', () => {
    const night = every(40, 0, 22)
    const history = [night, night, night].map(pastSales)
    const today = [0, 40 * 60, 80 * 60, 3.5 * hour, ...every(40, 4, 22)]
    const skipped = { from: 2 * hour, to: 3 * hour }
    expect(ask(today, { history })).toEqual([[4 / 3, 3.5]])
    expect(ask(today, { history, skipped })).toEqual([])
  })
})
