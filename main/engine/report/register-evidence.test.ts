import { describe, expect, test } from 'vitest'
import type { OpeningHours } from '../../../contract/configuration.ts'
import { isOpen, registerCondition, type Evidence } from './register-evidence.ts'

const newYork = 'America/New_York'
const closed: OpeningHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
// 2026-11-20 is a Friday; New York is five hours behind UTC in winter and four in summer.
const at = (text: string): number => Date.parse(text)

describe('the store is open', () => {
  const cases: readonly (readonly [string, Partial<OpeningHours>, string, boolean])[] = [
    ['within a span', { fri: ['06:00-23:00'] }, '2026-11-20T15:00:00Z', true],
    ['from the first minute of a span', { fri: ['06:00-23:00'] }, '2026-11-20T11:00:00Z', true],
    ['not a moment before', { fri: ['06:00-23:00'] }, '2026-11-20T10:59:59Z', false],
    ['until the last minute of a span', { fri: ['06:00-23:00'] }, '2026-11-21T03:59:59Z', true],
    ['not at its end', { fri: ['06:00-23:00'] }, '2026-11-21T04:00:00Z', false],
    ['not on a day without a span', { sat: ['06:00-23:00'] }, '2026-11-20T15:00:00Z', false],
    ['not between two spans', { fri: ['06:00-12:00', '14:00-20:00'] }, '2026-11-20T18:00:00Z', false],
    ['in the second of two spans', { fri: ['06:00-12:00', '14:00-20:00'] }, '2026-11-20T19:00:00Z', true],
    ['all day with 00:00-24:00', { fri: ['00:00-24:00'] }, '2026-11-21T04:59:59Z', true],
    ['not past the midnight of 24:00', { fri: ['00:00-24:00'] }, '2026-11-21T05:00:00Z', false],
    ['in the evening of a span past midnight', { fri: ['18:00-02:00'] }, '2026-11-21T03:00:00Z', true],
    ['in the night after it, though the next day has none', { fri: ['18:00-02:00'] }, '2026-11-21T06:59:59Z', true],
    ['not after its end', { fri: ['18:00-02:00'] }, '2026-11-21T07:00:00Z', false],
    ['not in the early morning of its own day', { fri: ['18:00-02:00'] }, '2026-11-20T06:00:00Z', false],
    ['in the night from Sunday to Monday', { sun: ['18:00-02:00'] }, '2026-11-23T06:00:00Z', true],
    ['in the summer by the clock of the summer', { mon: ['06:00-07:00'] }, '2026-07-20T10:30:00Z', true],
    ['in the doubled hour of the night of autumn', { sat: ['18:00-02:00'] }, '2026-11-01T06:30:00Z', true],
  ]
  test.each(cases)('%s', (_what, hours, moment, open) => {
    expect(isOpen(at(moment), newYork, { ...closed, ...hours })).toBe(open)
  })

  test('by the clock of the store, not of this PC', () => {
    const hours = { ...closed, fri: ['06:00-23:00'] }
    expect(isOpen(at('2026-11-20T10:00:00Z'), 'UTC', hours)).toBe(true)
    expect(isOpen(at('2026-11-20T10:00:00Z'), newYork, hours)).toBe(false)
  })
})

describe('the register is alive', () => {
  const now = at('2026-11-20T15:00:00Z')
  const open: OpeningHours = { ...closed, fri: ['06:00-23:00'] }
  const minutes = (n: number): number => n * 60_000
  const evidence = (more: Partial<Evidence> = {}): Evidence => ({
    foldersReachable: true,
    newestFileAt: now - minutes(5),
    now,
    timeZone: newYork,
    openingHours: open,
    quietMinutes: 180,
    probeAnswered: null,
    ...more,
  })

  test.each([
    ['a fresh file', {}, { ok: true, quiet: false }],
    ['a folder that cannot be read', { foldersReachable: false }, { ok: false, why: 'folder' }],
    ['a file of just the quiet minutes', { newestFileAt: now - minutes(180) }, { ok: true, quiet: false }],
    ['no file for longer while open', { newestFileAt: now - minutes(180) - 1 }, { ok: false, why: 'quiet' }],
    ['no file ever while open', { newestFileAt: null }, { ok: false, why: 'quiet' }],
    ['no file for longer while closed', { newestFileAt: null, openingHours: closed }, { ok: true, quiet: true }],
    [
      'no file for longer with hours nobody knows',
      { newestFileAt: null, openingHours: null },
      { ok: true, quiet: true },
    ],
    ['a register that answers', { probeAnswered: true }, { ok: true, quiet: false }],
    ['a register that does not answer', { probeAnswered: false }, { ok: false, why: 'probe' }],
    [
      'a register that answers and writes nothing while open',
      { probeAnswered: true, newestFileAt: null },
      { ok: false, why: 'quiet' },
    ],
    [
      'a file of tomorrow, by a register whose clock is wrong',
      { newestFileAt: now + minutes(1000) },
      { ok: true, quiet: false },
    ],
    [
      'folder before everything else',
      { foldersReachable: false, probeAnswered: false, newestFileAt: null },
      { ok: false, why: 'folder' },
    ],
  ] as const)('by the evidence: %s', (_what, more, expected) => {
    expect(registerCondition(evidence(more))).toEqual(expected)
  })
})
