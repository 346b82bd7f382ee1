import { describe, expect, test } from 'vitest'
import type { ConnectionFacts } from '../../../contract/ipc.ts'
import { chainOf, rootCause } from './chain.ts'

const at = '2026-11-21T18:12:00.000Z'
const facts = (change: Partial<ConnectionFacts> = {}): ConnectionFacts => ({
  register: { state: 'working', lastFileAt: at, lastScanAt: null },
  pc: { state: 'good', freeBytes: 1, clockOffSeconds: 0 },
  internet: { state: 'good', since: at, answerMs: 42 },
  petrosoft: { state: 'signed-in', since: at, lastAnswerAt: at, nextTryAt: null },
  reports: { last: null, nextAt: null, missedToday: 0, everySeconds: 300 },
  buffer: { files: 0, bytes: 0, oldestAt: null, roomDays: null },
  day: { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z', stepMs: 300_000, lanes: [] },
  outages: [],
  ...change,
})
const marks = (chain: ReturnType<typeof chainOf>): string => chain.map((link) => link.mark).join(' ')
const lines = (chain: ReturnType<typeof chainOf>): string =>
  chain
    .slice(0, 3)
    .map((link) => (link.brokenAfter ? '--' : '=='))
    .join(' ')

const offline = { state: 'offline', since: at, answerMs: null } as const
const notAnswering = { state: 'not-answering', since: at, lastAnswerAt: at, nextTryAt: at } as const

describe('the chain', () => {
  test('is whole when everything works', () => {
    const chain = chainOf(facts(), false)
    expect(marks(chain)).toBe('good good good good')
    expect(lines(chain)).toBe('== == ==')
    expect(rootCause(chain)).toBeNull()
  })

  test('has one root cause: without internet Petrosoft waits and is not broken', () => {
    const chain = chainOf(facts({ internet: offline, petrosoft: notAnswering }), false)
    expect(marks(chain)).toBe('good good broken waiting')
    expect(lines(chain)).toBe('== -- --')
    expect(rootCause(chain)?.name).toBe('internet')
    expect(chain[3]?.words).toBe('link.waitingForInternet')
  })

  test('does not believe an old sign-in while there is no internet', () => {
    expect(chainOf(facts({ internet: offline }), false)[3]?.mark).toBe('waiting')
  })

  test('names Petrosoft when the internet works and Petrosoft does not', () => {
    const chain = chainOf(facts({ petrosoft: notAnswering }), false)
    expect(marks(chain)).toBe('good good good broken')
    expect(rootCause(chain)?.name).toBe('petrosoft')
    expect(lines(chain)).toBe('== == --')
  })

  test('breaks at the register when its folder cannot be opened, and tells the rest as it is', () => {
    const chain = chainOf(facts({ register: { state: 'folder-trouble', lastFileAt: null, lastScanAt: null } }), false)
    expect(marks(chain)).toBe('broken good good good')
    expect(lines(chain)).toBe('-- -- --')
  })

  test('is not broken by a register that is quiet because the store is closed', () => {
    const chain = chainOf(facts({ register: { state: 'quiet-closed', lastFileAt: at, lastScanAt: null } }), false)
    expect(marks(chain)).toBe('quiet good good good')
    expect(rootCause(chain)).toBeNull()
  })

  test('needs no internet in practice', () => {
    const chain = chainOf(facts({ internet: offline }), true)
    expect(marks(chain)).toBe('good good quiet good')
  })

  test('is blue where it mends itself and red where a person is needed', () => {
    expect(chainOf(facts({ internet: offline }), false)[2]?.hue).toBe('blue')
    const signIn = { state: 'sign-in-needed', since: at, lastAnswerAt: at, nextTryAt: at } as const
    expect(chainOf(facts({ petrosoft: signIn }), false)[3]?.hue).toBe('red')
  })
})
