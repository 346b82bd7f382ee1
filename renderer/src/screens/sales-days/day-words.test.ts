import { beforeAll, describe, expect, test } from 'vitest'
import type { RegisterDay, SalesDayCell, SalesDayDetail } from '../../../../contract/sales-days.ts'
import { dayVerdicts } from '../../../../contract/sales-days.ts'
import { speak } from '../../words/say.ts'
import {
  cellWords,
  dayName,
  daySentences,
  fullName,
  gapWords,
  hoursWords,
  needsYouPlace,
  registerNotes,
  stateName,
  totalsWords,
} from './day-words.ts'

beforeAll(() => speak())

const cell = (change: Partial<SalesDayCell> = {}): SalesDayCell => ({
  date: '2026-11-20',
  verdict: 'accepted',
  files: 96,
  accepted: 96,
  refused: 0,
  waiting: 0,
  amount: '18204.11',
  sentence: null,
  markedClosed: false,
  beforeFirst: false,
  hours: 24,
  ...change,
})

const register = (change: Partial<RegisterDay> = {}): RegisterDay => ({
  businessDate: '2026-11-20',
  registerId: '2',
  files: 96,
  sales: 1184,
  refunds: 4,
  amount: '18204.11',
  accepted: 96,
  refused: 0,
  waiting: 0,
  gaps: [],
  firstAt: null,
  lastAt: null,
  totals: null,
  verdict: 'accepted',
  numbering: { judged: true, sentence: 'Numbers go up by one.' },
  silences: [],
  lateFiles: 0,
  sentences: [],
  ...change,
})

const day = (change: Partial<SalesDayDetail> = {}): SalesDayDetail => ({
  ...cell(),
  registers: [register()],
  sales: 1184,
  refunds: 4,
  perHour: Array.from({ length: 24 }, () => 0),
  firstAt: null,
  lastAt: null,
  sentences: [],
  memoryDaysLeft: null,
  needsYou: [],
  ...change,
})

const clock = (at: string): string => at.slice(11, 16)
const said = (of: SalesDayDetail): readonly string[] => daySentences(of, clock).map(({ words }) => words)

describe('the name of a day', () => {
  test('says date, state and counts in words', () => {
    expect(fullName(cell({ verdict: 'needs-you', accepted: 93, refused: 3 }), false)).toBe(
      'Friday 20 November, needs you, 93 of 96 files accepted',
    )
    expect(fullName(cell(), false)).toBe('Friday 20 November, all accepted, 96 of 96 files accepted')
    expect(fullName(cell({ verdict: 'none', files: 0, accepted: 0 }), false)).toBe('Friday 20 November, no files')
    expect(fullName(cell({ verdict: 'closed', files: 0, accepted: 0 }), false)).toBe('Friday 20 November, closed')
    expect(fullName(cell({ verdict: 'possible-gap' }), false)).toBe(
      'Friday 20 November, possible gap, 96 of 96 files accepted',
    )
  })

  test('before the store’s first file says that, and shows no more than a dash', () => {
    const before = cell({ verdict: 'none', files: 0, accepted: 0, beforeFirst: true })
    expect(fullName(before, false)).toBe('Friday 20 November, not in use yet')
    expect([cellWords(before), stateName(before)]).toEqual(['–', 'Not in use yet'])
  })

  test('has the hours of a day on which the clocks changed, and the amount only where amounts are shown', () => {
    expect(fullName(cell({ date: '2026-11-01', hours: 25 }), true)).toBe(
      'Sunday 1 November, all accepted, 96 of 96 files accepted, 25 hours, $18,204.11',
    )
    expect(fullName(cell({ amount: '18204.11' }), false)).not.toContain('$')
    expect([hoursWords(23), hoursWords(24), hoursWords(25)]).toEqual(['23 h', null, '25 h'])
  })

  test('tells today, a day that has not come, and one of which nothing is known yet', () => {
    expect(
      dayName(
        '2026-11-21',
        cell({ date: '2026-11-21', verdict: 'still-arriving', files: 41, accepted: 40 }),
        '2026-11-21',
        false,
      ),
    ).toBe('Saturday 21 November, still arriving, 40 of 41 files accepted so far, today')
    expect(dayName('2026-11-22', cell({ verdict: 'none' }), '2026-11-21', false)).toBe(
      'Sunday 22 November, still to come',
    )
    expect(dayName('2026-11-19', undefined, '2026-11-21', false)).toBe('Thursday 19 November')
  })

  test('and the words of its cell are never empty, whatever its state', () => {
    for (const verdict of dayVerdicts) expect(cellWords(cell({ verdict }))).not.toBe('')
  })
})

describe('a gap', () => {
  test('is told with its numbers and what it probably is', () => {
    expect(gapWords('2', { after: '10235', before: '10239', missing: 3, confidence: 'high' })).toBe(
      'Numbers 10236 to 10238 are missing on register 2; probably 3 sales.',
    )
    expect(gapWords('2', { after: '10235', before: '10237', missing: 1, confidence: 'high' })).toBe(
      'Number 10236 is missing on register 2; probably 1 sale.',
    )
  })

  test('that is not sure says so, and one between letters names its neighbours', () => {
    expect(gapWords('2', { after: '5', before: '8', missing: 2, confidence: 'low' })).toContain('perhaps 2 sales')
    expect(gapWords('2', { after: 'A9', before: 'B3', missing: 3, confidence: 'high' })).toBe(
      '3 numbers are missing on register 2 between A9 and B3; probably 3 sales.',
    )
  })
})

describe('the register’s own report', () => {
  test('agrees, tells more or tells less', () => {
    expect(totalsWords('1', { report: '10.00', accepted: '10.00', difference: '0.00' })).toContain(
      'says the same, $10.00',
    )
    expect(totalsWords('1', { report: '12.50', accepted: '10.00', difference: '2.50' })).toContain('$2.50 is missing')
    expect(totalsWords('1', { report: '7.50', accepted: '10.00', difference: '-2.50' })).toContain('$2.50 more than')
    expect(totalsWords(null, { report: '12.50', accepted: '10.00', difference: '2.50' })).toMatch(/^The store’s own/)
  })

  test('of the whole store is told once, whatever registers it has, and not before the day is over', () => {
    const totals = { report: '12.50', accepted: '10.00', difference: '2.50' }
    const registers = [register({ registerId: '1', totals }), register({ registerId: '2', totals })]
    expect(said(day({ verdict: 'possible-gap', registers }))).toEqual([
      'The store’s own day report says $12.50, the accepted files come to $10.00. $2.50 is missing at the office.',
    ])
    const running = registers.map((each): RegisterDay => ({ ...each, verdict: 'still-arriving' }))
    expect(said(day({ verdict: 'still-arriving', registers: running })).join(' ')).not.toContain('missing')
  })

  test('that agrees is a note and no reason, and one that differs a reason and no note', () => {
    const same = register({ totals: { report: '10.00', accepted: '10.00', difference: '0.00' } })
    const other = register({ totals: { report: '12.50', accepted: '10.00', difference: '2.50' } })
    expect(said(day({ registers: [same] }))).toEqual(['All 96 files found were accepted.'])
    expect(registerNotes([same])).toHaveLength(1)
    expect(said(day({ verdict: 'possible-gap', registers: [other] }))[0]).toContain('$2.50 is missing')
    expect(registerNotes([other])).toEqual([])
  })
})

describe('the sentences of a day', () => {
  test('begin with what is worst: refused, unanswered, gaps, silences, late', () => {
    const words = said(
      day({
        verdict: 'needs-you',
        refused: 3,
        waiting: 1,
        registers: [
          register({
            gaps: [{ after: '1', before: '3', missing: 1, confidence: 'high' }],
            silences: [{ from: '2026-11-20T19:00:00.000Z', to: '2026-11-20T21:00:00.000Z' }],
            lateFiles: 2,
          }),
        ],
      }),
    )
    expect(words).toEqual([
      '3 of 96 files were refused. Their sales are missing at the office.',
      '1 of 96 files has no answer yet.',
      'Number 2 is missing on register 2; probably 1 sale.',
      'No sale on register 2 from 19:00 to 21:00. That is longer than usual.',
      '2 files came after the day was over and may have missed its shift report.',
    ])
  })

  test('tell files that wait for a person from those that go by themselves, and those put aside from accepted ones', () => {
    const held = { id: '7', name: '7.xml', state: 'held' }
    expect(said(day({ verdict: 'needs-you', accepted: 93, waiting: 3, needsYou: [held] }))).toEqual([
      '1 of 96 files waits for someone’s decision.',
      '2 of 96 files have no answer yet.',
    ])
    expect(said(day({ accepted: 95 }))).toEqual(['95 of 96 files were accepted; 1 was set aside by someone.'])
  })

  test('are the engine’s own where the figures do not say why', () => {
    const [only] = daySentences(day({ verdict: 'possible-gap', sentences: ['Register 2 began to count anew.'] }), clock)
    expect(only).toEqual({
      key: 'Register 2 began to count anew.',
      words: 'Register 2 began to count anew.',
      english: true,
    })
  })

  test('name the register that wrote nothing on a day on which another did', () => {
    const silent = register({ registerId: '3', files: 0, verdict: 'none' })
    expect(said(day({ verdict: 'possible-gap', registers: [register(), silent] }))).toEqual([
      'Register 3 wrote no file for this day, though another did.',
    ])
    const none = day({ verdict: 'none', files: 0, accepted: 0, registers: [silent] })
    expect(said(none)).toEqual([expect.stringContaining('No file of this day was found on this PC.')])
  })

  test('of a closed day say who closed it', () => {
    expect(said(day({ verdict: 'closed', markedClosed: true, files: 0 }))[0]).toMatch(/^Marked as closed/)
    expect(said(day({ verdict: 'closed', files: 0 }))[0]).toMatch(/opening hours/)
  })

  test('say of a register that cannot be judged that its gaps cannot be seen', () => {
    const blind = register({ numbering: { judged: false, sentence: 'It writes no numbers.' } })
    expect(registerNotes([blind]).map(({ words }) => words)).toEqual([
      'Register 2: missing numbers can’t be seen. It writes no numbers.',
    ])
  })
})

describe('the way to the files that need someone', () => {
  const file = (id: string, state: string) => ({ id, name: `${id}.xml`, state })

  test('leads to the one file, to its group, or to the whole day', () => {
    expect(needsYouPlace(day({ needsYou: [file('7', 'refused')] }))).toBe('/files/7')
    expect(needsYouPlace(day({ needsYou: [file('7', 'refused'), file('8', 'refused')] }))).toBe(
      '/files?group=refused&from=2026-11-20&to=2026-11-20',
    )
    expect(needsYouPlace(day({ needsYou: [file('7', 'held'), file('8', 'held')] }))).toContain('group=held')
    expect(needsYouPlace(day({ needsYou: [file('7', 'refused'), file('8', 'held')] }))).toContain('group=all')
    // An unclear file stands among those that wait.
    expect(needsYouPlace(day({ needsYou: [file('7', 'unclear'), file('8', 'unclear')] }))).toContain('group=waiting')
  })
})
