// What only shows when the events of a journal are seen one after the other: a transaction that is told twice, and
// events of a register that run backwards in time. One watch a journal; it keeps one key an event, and one moment a
// register and type.

import { salesEvents } from './event-draft.ts'
import type { EventDoubt } from './event-checks.ts'
import type { JudgedEvent } from './judgement.ts'

/** Clocks go back by an hour in autumn; registers are set right by minutes. */
const mostBackMs = 65 * 60_000

/** What makes two sales of one journal the same transaction (design 4.1); null where nothing does. */
export const sameTransaction = (event: JudgedEvent): string | null => {
  const { type, registerId, transactionId, businessDate, grandAmount, training, suspended } = event
  // What was put aside may come again under its own number.
  if (training || suspended || !salesEvents.has(type) || registerId === null || transactionId === null) return null
  // The number of decimals means nothing. No text of a document holds a zero character.
  const amount = grandAmount?.includes('.') === true ? grandAmount.replace(/\.?0+$/, '') : grandAmount
  return `${type}\0${registerId}\0${transactionId}\0${businessDate ?? ''}\0${amount ?? ''}`
}

export interface SequenceWatch {
  /** Call it for each event in its order, when all of its facts are known. */
  readonly next: (event: JudgedEvent) => readonly EventDoubt[]
}

export const createSequenceWatch = (): SequenceWatch => {
  const lineOf = new Map<string, number>()
  const lastStart = new Map<string, number>()

  const repetition = (event: JudgedEvent): EventDoubt | null => {
    const key = sameTransaction(event)
    if (key === null) return null
    const first = lineOf.get(key)
    if (first === undefined) {
      lineOf.set(key, event.line)
      return null
    }
    return {
      rule: 'duplicate-transaction',
      message: `${event.type} ${event.transactionId ?? ''} of register ${event.registerId ?? ''} is in this file already, on line ${first}`,
    }
  }

  const disorder = ({ type, registerId, startDate, startTime, training }: JudgedEvent): EventDoubt | null => {
    if (registerId === null || startDate === null || startTime === null || training) return null
    const start = Date.parse(`${startDate}T${startTime}Z`)
    // Registers group their events by type, and inside and outside terminals write at different times.
    const key = `${type}\0${registerId}`
    const before = lastStart.get(key)
    lastStart.set(key, Math.max(start, before ?? start))
    if (before === undefined || start >= before - mostBackMs) return null
    return {
      rule: 'events-out-of-order',
      message: `this ${type} of register ${registerId} began on ${startDate} at ${startTime}, long before the one that stands before it`,
    }
  }

  return { next: (event) => [repetition(event), disorder(event)].filter((doubt) => doubt !== null) }
}
