import { describe, expect, test } from 'vitest'
import type { DayVerdict } from '../../../../contract/sales-days.ts'
import { dayVerdict, lineVerdict, type LineState } from './day-verdict.ts'

const done: LineState = {
  files: 10,
  accepted: 10,
  refused: 0,
  moving: 0,
  asking: 0,
  incomplete: false,
  isOver: true,
  isClosed: false,
}

describe('the verdict of a register’s day', () => {
  test.each<readonly [Partial<LineState>, DayVerdict]>([
    [{}, 'accepted'],
    [{ refused: 1 }, 'needs-you'],
    [{ asking: 1 }, 'needs-you'],
    [{ refused: 1, incomplete: true, isOver: false, moving: 3 }, 'needs-you'],
    [{ isOver: false }, 'still-arriving'],
    [{ isOver: false, incomplete: true }, 'still-arriving'],
    [{ incomplete: true }, 'possible-gap'],
    [{ incomplete: true, moving: 2 }, 'possible-gap'],
    [{ moving: 2 }, 'still-arriving'],
    [{ accepted: 0 }, 'none'],
    [{ accepted: 0, isClosed: true }, 'closed'],
    [{ files: 0, accepted: 0 }, 'none'],
    [{ files: 0, accepted: 0, isOver: false }, 'still-arriving'],
    [{ files: 0, accepted: 0, isClosed: true }, 'closed'],
    [{ files: 0, accepted: 0, isClosed: true, isOver: false }, 'closed'],
    [{ isClosed: true, refused: 1 }, 'needs-you'],
    [{ isClosed: true }, 'accepted'],
  ])('with %j is %s', (more, verdict) => {
    expect(lineVerdict({ ...done, ...more })).toBe(verdict)
  })

  test('is never accepted unless the day is over, something was accepted, and nothing is open or missing', () => {
    const choices = [0, 1] as const
    for (const files of [0, 3])
      for (const accepted of [0, 3])
        for (const refused of choices)
          for (const moving of choices)
            for (const asking of choices)
              for (const incomplete of [true, false])
                for (const isOver of [true, false])
                  for (const isClosed of [true, false]) {
                    const line = { files, accepted, refused, moving, asking, incomplete, isOver, isClosed }
                    const proven = files > 0 && accepted > 0 && refused + moving + asking === 0 && !incomplete && isOver
                    expect(lineVerdict(line) === 'accepted').toBe(proven)
                  }
  })
})

describe('the verdict of a store’s day', () => {
  test.each<readonly [readonly DayVerdict[], boolean, boolean, DayVerdict]>([
    [['accepted', 'accepted'], true, false, 'accepted'],
    [['accepted', 'needs-you', 'possible-gap'], true, false, 'needs-you'],
    [['needs-you', 'still-arriving'], false, false, 'needs-you'],
    [['accepted', 'possible-gap'], true, false, 'possible-gap'],
    [['accepted', 'none'], true, false, 'possible-gap'],
    [['still-arriving', 'none'], true, false, 'possible-gap'],
    [['accepted', 'still-arriving'], true, false, 'still-arriving'],
    [['accepted', 'still-arriving'], false, false, 'still-arriving'],
    [['none', 'none'], true, false, 'none'],
    [['closed', 'closed'], true, true, 'closed'],
    [['closed'], false, true, 'closed'],
    [['accepted', 'closed'], true, false, 'accepted'],
    [[], true, false, 'none'],
    [[], true, true, 'closed'],
    [[], false, false, 'still-arriving'],
  ])('with registers %j, over %s, closed %s is %s', (lines, isOver, isClosed, verdict) => {
    expect(dayVerdict(lines, isOver, isClosed)).toBe(verdict)
  })
})
