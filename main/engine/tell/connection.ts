// The facts of the Connection screen: the four links of the way, the connection reports, what waits here, and what was
// down. Drawn from the engine's status and from what only the running engine knows; never from an invented request.

import type { OpeningHours } from '../../../contract/configuration.ts'
import type { EngineStatus, Problem, ProblemCode } from '../../../contract/engine-status.ts'
import type { ConnectionFacts } from '../../../contract/ipc.ts'
import type { LiveFacts } from '../engine.ts'
import type { RegisterCondition } from '../report/register-evidence.ts'
import type { Db } from '../storage/open-database.ts'
import { timestampFrom, timestampOrNull } from '../support/timestamp.ts'
import { readConnectionDay, roomDays } from './connection-day.ts'
import { lowDiskBytes } from './free-space.ts'
import { listOutages } from './outage-table.ts'
import { storeDateAt, storeDaySpan, type StoreCalendar } from './store-day.ts'

const clockOffLimitMs = 5 * 60_000
/** An outage shorter than this is no news a day later. */
const shortestOutageMs = 5 * 60_000
const mostOutages = 100
/** An answer older than this does not prove that there is internet now. */
const freshAnswerMs = 15 * 60_000

export interface ConnectionQuestion {
  readonly status: EngineStatus
  readonly live: LiveFacts
  readonly calendar: StoreCalendar
  readonly openingHours: OpeningHours | null
  readonly everySeconds: number
  readonly freeBytes: number | null
  /** This PC's time, ms. */
  readonly now: number
}

/** What the evidence about the register says in the words of the screen. Pure. */
export const registerState = (
  condition: RegisterCondition | null,
  hoursKnown: boolean,
): ConnectionFacts['register']['state'] => {
  if (condition === null) return 'unknown'
  if (condition.ok) return !condition.quiet ? 'working' : hoursKnown ? 'quiet-closed' : 'unknown'
  if (condition.why === 'folder') return 'folder-trouble'
  return condition.why === 'probe' ? 'not-answering' : 'quiet'
}

const newestFoundAt = (db: Db): number | null =>
  db.prepare<[], number | null>('SELECT max(found_at) FROM document').pluck().get() ?? null

type Petrosoft = ConnectionFacts['petrosoft']

const signInCodes: readonly ProblemCode[] = ['sign-in-refused', 'sign-in-no-token', 'sign-in-needed']
const refusingCodes: readonly ProblemCode[] = ['forbidden', 'wrong-address', 'not-understood', 'refused-in-a-row']
const silentCodes: readonly ProblemCode[] = ['service-not-answering', 'certificate']

/** How Petrosoft stands, the worst that holds first. Pure. */
export const petrosoftState = ({
  problems,
  signIn,
}: Pick<EngineStatus, 'problems' | 'signIn'>): {
  readonly state: Petrosoft['state']
  readonly since: Petrosoft['since']
} => {
  const holding = (codes: readonly ProblemCode[]): Problem | undefined =>
    problems.find(({ code }) => codes.includes(code))
  const signInProblem = holding(signInCodes)
  if (signInProblem !== undefined) return { state: 'sign-in-needed', since: signInProblem.since }
  const refusing = holding(refusingCodes)
  if (refusing !== undefined) return { state: 'refusing', since: refusing.since }
  const silent = holding(silentCodes)
  if (silent !== undefined) return { state: 'not-answering', since: silent.since }
  return { state: signIn === 'signed-in' ? 'signed-in' : 'unknown', since: null }
}

const internetOf = ({ status, live, now }: ConnectionQuestion): ConnectionFacts['internet'] => {
  const offline = status.problems.find(({ code }) => code === 'no-internet')
  const fresh = live.lastAnswerAt !== null && now - live.lastAnswerAt < freshAnswerMs
  return {
    state: offline !== undefined || live.offline ? 'offline' : fresh ? 'good' : 'unknown',
    since: offline?.since ?? null,
    answerMs: live.answerMs,
  }
}

const bufferOf = (db: Db, freeBytes: number | null, now: number): ConnectionFacts['buffer'] => {
  const row = db
    .prepare<[], { files: number; bytes: number | null; oldest: number | null }>(
      `SELECT count(*) AS files, sum(size) AS bytes, min(stored_at) AS oldest FROM document
       WHERE state IN ('stored', 'waiting', 'sending') OR (state = 'unclear' AND due_at IS NOT NULL)`,
    )
    .get()
  return {
    files: row?.files ?? 0,
    bytes: row?.bytes ?? 0,
    oldestAt: timestampOrNull(row?.oldest ?? null),
    roomDays: roomDays(db, freeBytes, lowDiskBytes, now),
  }
}

const missedSince = (db: Db, from: number): number =>
  db.prepare<[number], number>('SELECT count(*) FROM connection_report WHERE at >= ? AND ok = 0').pluck().get(from) ?? 0

export const connectionFacts = (db: Db, question: ConnectionQuestion): ConnectionFacts => {
  const { status, live, calendar, openingHours, everySeconds, freeBytes, now } = question
  const { clockOffMs } = live
  const clockWrong = clockOffMs !== null && Math.abs(clockOffMs) > clockOffLimitMs
  const lowDisk = freeBytes !== null && freeBytes < lowDiskBytes
  const nextTryAt = live.nextSignInAt ?? live.nextProbeAt
  return {
    register: {
      state: registerState(live.register, openingHours !== null),
      lastFileAt: timestampOrNull(newestFoundAt(db)),
      lastScanAt: status.lastScanAt,
    },
    pc: {
      state: lowDisk ? 'low-disk' : clockWrong ? 'clock-wrong' : 'good',
      freeBytes,
      clockOffSeconds: clockOffMs === null ? null : Math.round(clockOffMs / 1000),
    },
    internet: internetOf(question),
    petrosoft: {
      ...petrosoftState(status),
      lastAnswerAt: timestampOrNull(live.lastAnswerAt),
      nextTryAt: nextTryAt === null ? null : timestampFrom(Math.round(Math.max(now, nextTryAt))),
    },
    reports: {
      last: status.lastReport,
      nextAt: live.nextReportAt === null ? null : timestampFrom(Math.round(live.nextReportAt)),
      missedToday: missedSince(db, storeDaySpan(storeDateAt(now, calendar), calendar).from),
      everySeconds,
    },
    buffer: bufferOf(db, freeBytes, now),
    day: readConnectionDay(db, { now, everySeconds, openingHours, timeZone: calendar.timeZone }),
    outages: listOutages(db, shortestOutageMs, mostOutages),
  }
}
