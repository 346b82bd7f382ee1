import { describe, expect, test } from 'vitest'
import { aJournal, usualInside } from './journal-text.ts'
import { judgeAtOnce } from './judge.ts'
import { verdictOf, type VerdictSettings } from './verdict-of.ts'

const usual: VerdictSettings = { storeLocationIds: [], sendUnsupported: 'skip', sendTraining: 'skip' }
const sendAll: VerdictSettings = { storeLocationIds: [], sendUnsupported: 'send', sendTraining: 'send' }
const verdict = (text: string, settings: VerdictSettings = usual): string => {
  const decided = verdictOf(judgeAtOnce(Buffer.from(text), { maxBytes: 100_000, now: () => 0 }), settings)
  return decided.state === 'waiting' ? decided.state : `${decided.state} ${decided.problem}`
}
const training = { inside: ['<TrainingModeFlag value="yes"/>', ...usualInside] }

describe('the verdict', () => {
  test('sends what holds a live sale or refund, also beside events that Petrosoft does not take', () => {
    expect(verdict(aJournal())).toBe('waiting')
    expect(verdict(aJournal([{ type: 'RefundEvent' }]))).toBe('waiting')
    expect(verdict(aJournal([{ type: 'OtherEvent' }, training, {}, { type: 'StrangeEvent' }]))).toBe('waiting')
  })

  test.each([
    ['<r>', 'held cut-off'],
    ['<r></s>', 'held not-well-formed'],
    ['<!DOCTYPE r><r/>', 'held doctype'],
    ['<?xml version="1.0" encoding="UTF-7"?><r/>', 'held encoding'],
    [`<r>${' '.repeat(100_000)}</r>`, 'held too-large'],
  ])('holds what the gate refused, whatever the settings', (text, expected) => {
    expect(verdict(text)).toBe(expected)
    expect(verdict(text, sendAll)).toBe(expected)
  })

  test('a journal without sales, and one of training sales only, need the setting that sends them', () => {
    for (const text of [aJournal([]), aJournal([{ type: 'VoidEvent' }])]) {
      expect(verdict(text)).toBe('not-needed no-sales')
      expect(verdict(text, { ...usual, sendTraining: 'send' })).toBe('not-needed no-sales')
      expect(verdict(text, { ...usual, sendUnsupported: 'send' })).toBe('waiting')
    }
    expect(verdict(aJournal([training]))).toBe('not-needed training')
    expect(verdict(aJournal([training]), { ...usual, sendUnsupported: 'send' })).toBe('not-needed training')
    expect(verdict(aJournal([training]), { ...usual, sendTraining: 'send' })).toBe('waiting')
  })

  test('other NAXML and other XML are never sent, whatever the settings', () => {
    for (const settings of [usual, sendAll]) {
      expect(verdict('<NAXML-MovementReport/>', settings)).toBe('not-needed other-naxml')
      expect(verdict('<NAXML-Acknowledgement/>', settings)).toBe('not-needed other-naxml')
      expect(verdict('<html/>', settings)).toBe('not-needed not-a-journal')
    }
  })

  test('a journal of another store, or of none, is held when the stores are named', () => {
    const named = (...storeLocationIds: readonly string[]): VerdictSettings => ({ ...usual, storeLocationIds })
    expect(verdict(aJournal(), named('1200'))).toBe('waiting')
    expect(verdict(aJournal(), named('7', '1200'))).toBe('waiting')
    expect(verdict(aJournal(), named('7', '01200'))).toBe('held other-store')
    expect(verdict(aJournal().replace('1200', ''), named('1200'))).toBe('held other-store')
    expect(verdict(aJournal([]), named('7'))).toBe('not-needed no-sales')
    expect(verdict(aJournal([]), { ...named('7'), sendUnsupported: 'send' })).toBe('held other-store')
  })
})
