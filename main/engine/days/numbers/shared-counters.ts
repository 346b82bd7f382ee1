// Which registers of a store count together: the inside and the outside terminals of some sites take their numbers from
// one counter, so that each alone looks full of holes. Told from the numbers themselves: what one register lacks, the
// other has, at that time, and hardly a number is at both. Pure.

import type { DayNumbers, Hole, NumberLine, Ticket } from './number-line.ts'

export interface RegisterNumbers {
  readonly registerId: string
  readonly days: readonly DayNumbers[]
  readonly line: NumberLine
}

/** A wider hole says nothing about who has its numbers. */
const widestHole = 100
/** Looking at more holes tells no more. */
const holesLookedAt = 2000
/** Clocks of two terminals may differ by so much, seconds. */
const clocksApart = 30 * 60

interface Where {
  readonly register: number
  readonly day: number
  readonly at: number | null
}

/** Where each of the wanted numbers was written. */
const placesOf = (registers: readonly RegisterNumbers[], wanted: ReadonlySet<number>): Map<number, Where[]> => {
  const places = new Map<number, Where[]>()
  for (const [register, { days }] of registers.entries())
    for (const { day, tickets } of days)
      for (const { number, at } of tickets) {
        if (!wanted.has(number)) continue
        const known = places.get(number)
        if (known === undefined) places.set(number, [{ register, day, at }])
        else known.push({ register, day, at })
      }
  return places
}

const isBetween = (where: Where, { after, before }: Hole): boolean => {
  if (where.day < after.day || where.day > before.day) return false
  if (where.at === null || after.at === null || before.at === null) return true
  return (
    where.at >= Math.min(after.at, before.at) - clocksApart && where.at <= Math.max(after.at, before.at) + clocksApart
  )
}

const numbersIn = ({ after, before }: Hole): number[] => {
  const numbers: number[] = []
  for (let number = after.number + 1; number < before.number; number += 1) numbers.push(number)
  return numbers
}

/** How many numbers two registers both have on one day. */
const countBoth = (one: RegisterNumbers, other: RegisterNumbers): number => {
  const days = new Map(other.days.map(({ day, tickets }) => [day, tickets]))
  let both = 0
  for (const { day, tickets } of one.days) {
    const theirs = new Set(days.get(day)?.map(({ number }) => number))
    for (const { number } of tickets) if (theirs.has(number)) both += 1
  }
  return both
}

/** Groups of registers (their places in the list) that take their numbers from one counter; most stand alone. */
export const sharedCounters = (registers: readonly RegisterNumbers[]): readonly (readonly number[])[] => {
  const group = registers.map((_, i) => i)
  const find = (i: number): number => (group[i] === i ? i : find(group[i] ?? i))
  const looked = registers.map(({ line }) =>
    line.holes.filter(({ missing }) => missing <= widestHole).slice(-holesLookedAt),
  )
  const wanted = new Set(registers.length > 1 ? looked.flat().flatMap(numbersIn) : [])
  const places = wanted.size > 0 ? placesOf(registers, wanted) : new Map<number, Where[]>()
  for (const [one, holes] of looked.entries()) {
    const filled = new Map<number, number>()
    for (const hole of holes)
      for (const number of numbersIn(hole))
        for (const where of places.get(number) ?? [])
          if (where.register !== one && isBetween(where, hole))
            filled.set(where.register, (filled.get(where.register) ?? 0) + 1)
    for (const [other, count] of filled) {
      const [a, b] = [registers[one], registers[other]]
      if (a === undefined || b === undefined || find(one) === find(other)) continue
      if (countBoth(a, b) <= Math.floor(count / 10)) group[find(one)] = find(other)
    }
  }
  const groups = new Map<number, number[]>()
  for (const i of registers.keys()) groups.set(find(i), [...(groups.get(find(i)) ?? []), i])
  return [...groups.values()]
}

/** The numbers of several registers as those of one counter. */
export const daysTogether = (registers: readonly RegisterNumbers[]): DayNumbers[] => {
  const days = new Map<string, { day: number; tickets: Ticket[] }>()
  for (const register of registers)
    for (const { date, day, tickets } of register.days) {
      const known = days.get(date) ?? { day, tickets: [] }
      known.tickets.push(...tickets)
      days.set(date, known)
    }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, { day, tickets }]) => ({ date, day, tickets }))
}
