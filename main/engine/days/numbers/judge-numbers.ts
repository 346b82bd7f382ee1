// Whether a hole in a register's transaction numbers means a sale is missing. No register says how it counts, so it is
// judged by what it normally does (docs/sales-days.md): forty numbers in a row without a hole are enough to call the next
// hole a gap, with low confidence; one whose numbers go up unevenly is not judged at all, and told so in words. Pure.

import type { NumberGap, NumberingWords } from '../../../../contract/sales-days.ts'
import type { BusinessDate } from '../../../../contract/vocabulary.ts'
import { numberLine, type DayNumbers, type Hole, type NumberLine } from './number-line.ts'
import { daysTogether, sharedCounters, type RegisterNumbers } from './shared-counters.ts'

export interface FoundGap {
  readonly hole: Hole
  readonly confidence: NumberGap['confidence']
}

export interface JudgedNumbers {
  readonly words: NumberingWords
  /** Gaps by the business date of the first number after them; of registers that count together each stands once. */
  readonly gaps: ReadonlyMap<BusinessDate, readonly FoundGap[]>
}

/** Numbers in a row without a hole: enough to judge, enough to be sure. */
const enough = 40
const plenty = 200
/** So few holes do not make a register one that skips. */
const fewHoles = 3
/** Holes on more than this part of many days are how the register counts. */
const usualDays = 10
const usualPart = 0.6

const isRegular = (line: NumberLine): boolean =>
  line.longest >= enough &&
  (line.holes.length <= fewHoles || line.known >= enough * line.holes.length) &&
  (line.busyDays < usualDays || line.daysWithHoles < usualPart * line.busyDays)

const unevenSentence =
  'The numbers of this register go up by different steps, so nobody can tell from them whether a sale is missing.'

const wordsOf = (line: NumberLine, others: readonly string[]): NumberingWords => {
  if (line.known === 0)
    return {
      judged: false,
      sentence: 'This register writes no transaction numbers that can be counted, so nothing can be told from them.',
      why: { code: 'no-numbers' },
    }
  if (!isRegular(line)) {
    const tooFew = line.longest < enough && line.known < 2 * enough && line.holes.length <= fewHoles
    return {
      judged: false,
      sentence: tooFew
        ? `Only ${line.longest} numbers in a row are known; ${enough} are needed before a missing one can be told.`
        : unevenSentence,
      why: tooFew ? { code: 'too-few', known: line.longest, needed: enough } : { code: 'uneven' },
    }
  }
  const together =
    others.length === 0 ? '' : `, together with register${others.length === 1 ? '' : 's'} ${others.join(', ')}`
  const daily = line.beginsDailyWith === null ? '' : ` and begin each day with ${line.beginsDailyWith}`
  return {
    judged: true,
    sentence: `Numbers go up by ${line.step === 1 ? 'one' : String(line.step)}${daily}${together}.`,
  }
}

const gapsByDate = (line: NumberLine, registerId: string): ReadonlyMap<BusinessDate, readonly FoundGap[]> => {
  const confidence = line.longest >= plenty ? 'high' : 'low'
  const gaps = new Map<BusinessDate, FoundGap[]>()
  for (const hole of line.holes) {
    if (hole.before.registerId !== registerId) continue
    const known = gaps.get(hole.before.date)
    if (known === undefined) gaps.set(hole.before.date, [{ hole, confidence }])
    else known.push({ hole, confidence })
  }
  return gaps
}

/** How each register counts and which numbers are missing, from all it is known to have written. */
export const judgeNumbers = (days: ReadonlyMap<string, readonly DayNumbers[]>): ReadonlyMap<string, JudgedNumbers> => {
  const registers = [...days].map(([registerId, itsDays]): RegisterNumbers => ({
    registerId,
    days: itsDays,
    line: numberLine(itsDays),
  }))
  const judged = new Map<string, JudgedNumbers>()
  for (const group of sharedCounters(registers)) {
    const members = group.flatMap((i) => registers[i] ?? [])
    const together = members.length === 1 ? undefined : numberLine(daysTogether(members))
    const holesAlone = members.reduce((count, { line }) => count + line.holes.length, 0)
    // Counting together must explain what each alone does not.
    const shared = together !== undefined && together.holes.length < holesAlone ? together : undefined
    for (const { registerId, line: alone } of members) {
      const line = shared ?? alone
      const others =
        shared === undefined ? [] : members.map((each) => each.registerId).filter((id) => id !== registerId)
      const words = wordsOf(line, others)
      judged.set(registerId, { words, gaps: words.judged ? gapsByDate(line, registerId) : new Map() })
    }
  }
  return judged
}
