// A store as the window and the tray see it, for tests of what they say: at a fixed moment, running, and all well.

import type { AttentionHead } from '../attention.ts'
import type { EngineStatus, Problem, ProblemCode } from '../engine-status.ts'
import type { AppSnapshot } from '../ipc.ts'
import { problemEnds } from '../standing.ts'
import { noFiles } from '../vocabulary.ts'

export const now = Date.parse('2026-11-21T19:43:20.000Z')
export const zone = 'America/New_York'

/** The moment so many milliseconds before `now`. */
export const iso = (ago: number): string => new Date(now - ago).toISOString()

export const aStatus = (change: Partial<EngineStatus> = {}): EngineStatus => ({
  state: 'good',
  since: iso(3_600_000),
  counts: { ...noFiles, accepted: 41 },
  oldestWaitingAt: null,
  lastScanAt: iso(20_000),
  lastAcceptedAt: iso(120_000),
  lastReport: { at: iso(180_000), state: 'OK', ok: true },
  signIn: 'signed-in',
  breaker: 'closed',
  folders: [],
  problems: [],
  paused: null,
  ...change,
})

/** The cards the engine would tell with these problems, where each cause in files is one. */
const cardsOf = (problems: readonly Problem[]): AppSnapshot['attention'] =>
  problems
    .filter(({ code }) => problemEnds[code] === 'person')
    .map(({ code, since, count }) => ({ key: code, code, since, count }))

export const aSnapshot = (status: EngineStatus | null, change: Partial<AppSnapshot> = {}): AppSnapshot => ({
  mode: 'real',
  store: { name: 'Acme #204', locationId: '33084', timeZone: zone },
  otherCloud: null,
  engine: 'running',
  status,
  attention: cardsOf(status?.problems ?? []),
  statusAt: iso(0),
  password: 'kept',
  secretStore: true,
  version: '0.1.0',
  trouble: null,
  supportId: null,
  ...change,
})

export const aProblem = (code: ProblemCode, count = 1): Problem => ({ code, count, since: iso(60_000), sentence: '' })

/** A card of refused files. */
export const aCard = (key: string, count = 1): AttentionHead => ({
  key,
  code: 'files-refused',
  count,
  since: iso(60_000),
})
