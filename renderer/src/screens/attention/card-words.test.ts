// What a card says, in both languages, for everything that can need a person.

import { afterEach, describe, expect, test } from 'vitest'
import type { AttentionCard } from '../../../../contract/attention.ts'
import type { ProblemCode } from '../../../../contract/engine-status.ts'
import { languages } from '../../../../contract/language.ts'
import { problemEnds } from '../../../../contract/standing.ts'
import type { DocumentProblem } from '../../../../contract/vocabulary.ts'
import { storeTimes } from '../../data/snapshot-context.tsx'
import { problemWords } from '../../words/problems.ts'
import { say, speak } from '../../words/say.ts'
import { guides } from '../help/guides.ts'
import { cardWords, daysWords, sinceWords, titleOfCard } from './card-words.ts'
import { conditionGuides } from './condition-guides.ts'

const now = Date.parse('2026-11-21T19:43:00.000Z')
const zone = 'America/New_York'
const times = storeTimes(zone, zone, now)

const aCard = (change: Partial<AttentionCard>): AttentionCard => ({
  key: 'a',
  code: 'files-refused',
  since: '2026-11-21T14:02:00.000Z',
  count: 3,
  files: [{ id: '7', name: 'a.xml' }],
  salesDays: ['2026-11-20'],
  missing: { date: '2026-11-20', files: 3, of: 96 },
  problem: null,
  message: "Element 'ActualSalesPrice': '1,25' is not a valid value for type decimal.",
  httpStatus: 200,
  ...change,
})
const aCondition = (code: ProblemCode, count = 1): AttentionCard =>
  aCard({ code, count, files: [], salesDays: [], missing: null, message: null, httpStatus: null })

const codes = Object.keys(problemEnds) as ProblemCode[]
const inFiles: readonly ProblemCode[] = ['files-refused', 'files-held', 'files-unclear', 'restored']

afterEach(() => speak())

describe('everything that needs a person', () => {
  test('and nothing else has its row: who, what to do and a button that leads there', () => {
    for (const code of codes) expect(conditionGuides[code] !== null, code).toBe(problemEnds[code] === 'person')
    const names = guides.map(({ name }) => name)
    for (const guide of Object.values(conditionGuides))
      if (guide?.guide != null) expect(names).toContain(guide.guide.name)
  })

  test.each(languages)('is told in whole sentences with who can fix it: %s', (language) => {
    speak(language)
    const titles = new Map<string, string>()
    for (const code of codes.filter((each) => problemEnds[each] === 'person')) {
      const card = inFiles.includes(code) ? aCard({ code }) : aCondition(code)
      const words = cardWords(card, times)
      for (const text of [words.title, words.about, words.who, say(problemWords[code].actionWords)]) {
        expect(text, `${code}: ${text}`).not.toMatch(/^$|\{|undefined|attention\.|problem\./)
      }
      expect(words.about, code).toMatch(/[.!?]$/)
      titles.set(code, words.title)
    }
    expect(new Set(titles.values()).size).toBeGreaterThan(titles.size - 4)
  })

  test.each(languages)('held for any reason says which, and what to do about it: %s', (language) => {
    speak(language)
    const problems: readonly DocumentProblem[] = [
      'not-well-formed',
      'doctype',
      'encoding',
      'cut-off',
      'too-large',
      'other-store',
      'repeats',
      'reader-failed',
    ]
    const told = problems.map((problem) => cardWords(aCard({ code: 'files-held', problem, message: null }), times))
    expect(new Set(told.map(({ title }) => title)).size).toBe(problems.length)
    for (const { title, about } of told) {
      expect(title).toContain(': ')
      expect(about).not.toMatch(/\{|undefined/)
    }
  })
})

describe('refused files', () => {
  test('are told with the reason in plain words, the day, who must act, and the words as they came', () => {
    expect(cardWords(aCard({}), times)).toEqual({
      title: '3 files refused for the same reason: a price can’t be read',
      about:
        'Fri 20 Nov is missing 3 of 96 files at the office. Ask your register company to check how prices are written.',
      who: 'Who can fix it: your register company',
      byWhom: 'register-company',
      quote: "Element 'ActualSalesPrice': '1,25' is not a valid value for type decimal.",
    })
    expect(titleOfCard(aCard({ count: 1 }), times)).toBe('One file refused: a price can’t be read')
  })

  test('for a reason nobody has explained yet are told in Petrosoft’s words alone', () => {
    const words = cardWords(aCard({ message: 'Wholly new words.', salesDays: [], missing: null }), times)
    expect(words.title).toBe('3 files refused for the same reason')
    expect(words.about).toBe('Press “Copy for support” and call support.')
    expect(words.quote).toBe('Wholly new words.')
  })

  test('that may be at the office are not told to be missing there', () => {
    for (const card of [
      aCard({ code: 'files-unclear', problem: 'unanswered' }),
      aCard({ code: 'files-held', problem: 'repeats' }),
    ])
      expect(cardWords(card, times).about).toContain('Affects Fri 20 Nov.')
  })
})

test('since when is told with how long, once with the day, and not twice where the title says it', () => {
  expect(sinceWords(aCard({}), times)).toMatch(/^since 9:02\sAM, 5 h 41 min$/)
  expect(sinceWords(aCard({ since: '2026-11-19T14:02:00.000Z' }), times)).toMatch(/^since Thu 19 Nov, 9:02\sAM$/)
  expect(sinceWords(aCondition('no-sales-files'), times)).toBe('for 5 h 41 min')
})

test('many sales days are named and counted', () => {
  const days = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20']
  expect(daysWords(days)).toBe('Mon 16 Nov, Tue 17 Nov, Wed 18 Nov and 2 more days')
  expect(daysWords(days.slice(0, 3))).toBe('Mon 16 Nov, Tue 17 Nov, Wed 18 Nov')
  expect(daysWords([])).toBe('')
})
