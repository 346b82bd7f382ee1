import { describe, expect, test } from 'vitest'
import { dateAfter } from '../../support/store-time.ts'
import { judgeNumbers } from './judge-numbers.ts'
import type { DayNumbers } from './number-line.ts'

const firstDate = '2026-11-02'
const firstDay = 20_759

/** Numbers of one day, each so many seconds after the one before. */
const day = (index: number, numbers: readonly number[], registerId = '1', beganAt = 6 * 3600): DayNumbers => ({
  date: dateAfter(firstDate, index),
  day: firstDay + index,
  tickets: numbers.map((number, i) => ({ number, at: (firstDay + index) * 86_400 + beganAt + i * 60, registerId })),
})

const upTo = (from: number, to: number, without: readonly number[] = []): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((number) => !without.includes(number))

const told = (
  ...days: readonly DayNumbers[]
): { judged: boolean; gaps: readonly (readonly unknown[])[]; sentence: string } => {
  const judged = judgeNumbers(new Map([['1', days]])).get('1')
  return {
    judged: judged?.words.judged === true,
    sentence: judged?.words.sentence ?? '',
    gaps: [...(judged?.gaps ?? [])].flatMap(([date, gaps]) =>
      gaps.map(({ hole, confidence }) => [date, hole.after.number, hole.before.number, hole.missing, confidence]),
    ),
  }
}

describe('a hole in the numbers of a register', () => {
  test('is a gap after forty numbers in a row, with low confidence', () => {
    expect(told(day(0, [...upTo(1, 40), ...upTo(43, 50)])).gaps).toEqual([[firstDate, 40, 43, 2, 'low']])
  })

  test('is not judged when no forty numbers in a row are known', () => {
    const few = told(day(0, [...upTo(1, 39), 41]))
    expect(few).toMatchObject({ judged: false, gaps: [] })
    expect(few.sentence).toMatch(/39 numbers in a row/)
  })

  test('is a gap with high confidence once two hundred numbers in a row are known', () => {
    expect(told(day(0, upTo(1, 150)), day(1, [...upTo(151, 210), ...upTo(212, 230)])).gaps).toEqual([
      ['2026-11-03', 210, 212, 1, 'high'],
    ])
  })

  test('between the last number of a day and the first of the next belongs to the next', () => {
    expect(told(day(0, upTo(1, 60)), day(1, upTo(63, 120))).gaps).toEqual([['2026-11-03', 60, 63, 2, 'low']])
  })

  test('over days without any file is told on the day on which the numbers go on', () => {
    expect(told(day(0, upTo(1, 60)), day(2, upTo(121, 180))).gaps).toEqual([['2026-11-04', 60, 121, 60, 'low']])
  })

  test('that a neighbouring day fills is none: a file may carry the next date', () => {
    expect(told(day(0, upTo(1, 60, [59])), day(1, [59, ...upTo(61, 120)])).gaps).toEqual([])
  })

  test('does not matter in which order files tell of the numbers, or how often', () => {
    const numbers = upTo(1, 80, [50])
    expect(told(day(0, [...numbers].reverse())).gaps).toEqual(told(day(0, numbers)).gaps)
    expect(told(day(0, [...numbers, ...numbers])).gaps).toEqual([[firstDate, 49, 51, 1, 'low']])
  })
})

describe('a counter that turns over', () => {
  test.each([
    [9999, 1],
    [999, 1],
    [9999, 0],
    [1_029_999, 1_020_001],
    [1_029_999, 1_020_000],
  ])('from %i to %i leaves no gap', (last, first) => {
    expect(told(day(0, upTo(last - 99, last)), day(1, upTo(first, first + 60)))).toMatchObject({
      judged: true,
      gaps: [],
    })
    expect(told(day(0, [...upTo(last - 60, last), ...upTo(first, first + 60)]))).toMatchObject({
      judged: true,
      gaps: [],
    })
  })

  test('leaves one where numbers around its end are missing', () => {
    expect(told(day(0, upTo(9900, 9998)), day(1, upTo(2, 60))).gaps).toEqual([['2026-11-03', 9998, 2, 2, 'low']])
    expect(told(day(0, [...upTo(9900, 9997), ...upTo(1, 60)])).gaps).toEqual([[firstDate, 9997, 1, 2, 'low']])
  })
})

describe('a counter that begins anew', () => {
  const week = Array.from({ length: 5 }, (_, i) => day(i, upTo(1, 50 + i * 7)))

  test('each day leaves no gap, and is told in words', () => {
    expect(told(...week)).toMatchObject({
      judged: true,
      gaps: [],
      sentence: 'Numbers go up by one and begin each day with 1.',
    })
  })

  test('each day leaves a gap inside a day, although other days had that number', () => {
    expect(told(...week, day(5, upTo(1, 60, [7]))).gaps).toEqual([['2026-11-07', 6, 8, 1, 'high']])
  })

  test('each day leaves a gap where a day lacks its beginning', () => {
    expect(told(...week, day(5, upTo(3, 60))).gaps).toEqual([['2026-11-07', 0, 3, 2, 'high']])
  })

  test('once, with a new register or a new program, leaves no gap', () => {
    expect(told(day(0, upTo(4000, 4100)), day(1, upTo(1, 90)))).toMatchObject({ judged: true, gaps: [] })
    expect(told(day(0, upTo(100, 200)), day(1, upTo(70_000, 70_090)))).toMatchObject({ judged: true, gaps: [] })
  })
})

describe('a register whose numbers go up by different steps', () => {
  test.each([[[1, 2, 3]], [[1, 1, 1, 2]], [[1, 1, 1, 1, 1, 1, 1, 1, 1, 3]], [[5, 7, 12]]])(
    '%j in turn is not judged, whatever is missing',
    (steps) => {
      let number = 1
      const days = Array.from({ length: 6 }, (_, d) =>
        day(
          d,
          Array.from({ length: 70 }, (_, i) => (number += steps[i % steps.length] ?? 1)),
        ),
      )
      expect(told(...days)).toMatchObject({ judged: false, gaps: [] })
      expect(told(...days).sentence).toMatch(/different steps/)
    },
  )

  test('on most of many days is not judged, however rarely it skips', () => {
    const days = Array.from({ length: 14 }, (_, d) => day(d, upTo(d * 100 + 1, d * 100 + 100, [d * 100 + 50])))
    expect(told(...days)).toMatchObject({ judged: false, gaps: [] })
  })

  test('is judged when its step is always the same', () => {
    const tens = (from: number, to: number): number[] => upTo(from, to).map((n) => n * 10)
    expect(told(day(0, [...tens(1, 50), ...tens(52, 60)]))).toMatchObject({
      judged: true,
      gaps: [[firstDate, 500, 520, 1, 'low']],
      sentence: 'Numbers go up by 10.',
    })
  })

  test('without any number is told as such', () => {
    expect(told(day(0, []))).toMatchObject({
      judged: false,
      sentence: expect.stringMatching(/no transaction numbers/) as string,
    })
  })
})

describe('registers that share a counter', () => {
  /** Every third number at the pump. */
  const shared = (
    index: number,
    from: number,
    to: number,
    without: readonly number[] = [],
  ): [DayNumbers, DayNumbers] => {
    const all = day(index, upTo(from, to)).tickets.filter(({ number }) => !without.includes(number))
    const of = (registerId: string, outside: boolean): DayNumbers => ({
      ...day(index, []),
      tickets: all.filter(({ number }) => (number % 3 === 0) === outside).map((ticket) => ({ ...ticket, registerId })),
    })
    return [of('1', false), of('10001', true)]
  }
  const judge = (pairs: readonly (readonly [DayNumbers, DayNumbers])[]) =>
    judgeNumbers(
      new Map([
        ['1', pairs.map(([inside]) => inside)],
        ['10001', pairs.map(([, outside]) => outside)],
      ]),
    )

  test('have no gaps where the other one has the number, and the words name the other', () => {
    const judged = judge([shared(0, 1, 100), shared(1, 101, 200)])
    expect([...judged.values()].map(({ gaps }) => gaps.size)).toEqual([0, 0])
    expect(judged.get('1')?.words).toEqual({
      judged: true,
      sentence: 'Numbers go up by one, together with register 10001.',
    })
  })

  test('have a gap once, where neither has the number', () => {
    const judged = judge([shared(0, 1, 100), shared(1, 101, 200, [150, 151])])
    const all = [...judged].flatMap(([register, { gaps }]) =>
      [...gaps.values()].flat().map(({ hole }) => [register, hole.after.number, hole.before.number]),
    )
    expect(all).toEqual([['1', 149, 152]])
  })

  test('are not taken for it when each has numbers of its own, even the same ones', () => {
    const judged = judgeNumbers(
      new Map([
        ['1', [day(0, upTo(1, 100, [50]))]],
        ['2', [day(0, upTo(1, 100), '2')]],
        ['3', [day(0, upTo(501, 600), '3')]],
      ]),
    )
    expect([...judged].map(([, { gaps }]) => [...gaps.values()].flat().length)).toEqual([1, 0, 0])
  })
})
