// Times when something was down, for the Connection screen: opened when a problem appears, closed when it is gone.

import type { Problem, ProblemCode } from '../../../contract/engine-status.ts'
import type { Outage } from '../../../contract/ipc.ts'
import type { Db } from '../storage/open-database.ts'
import { timestampFrom, timestampOrNull } from '../support/timestamp.ts'

const kinds: Partial<Record<ProblemCode, Outage['what']>> = {
  'no-internet': 'internet',
  'service-not-answering': 'service',
  certificate: 'service',
  'not-understood': 'service',
  'wrong-address': 'service',
  forbidden: 'service',
  'sign-in-refused': 'sign-in',
  'sign-in-no-token': 'sign-in',
  'sign-in-needed': 'sign-in',
  'folder-missing': 'folder',
  'folder-unreadable': 'folder',
  'folder-not-a-folder': 'folder',
  'folder-not-answering': 'folder',
  'no-sales-files': 'register',
  'register-not-answering': 'register',
  'disk-low': 'pc',
  'disk-full': 'pc',
  'clock-wrong': 'pc',
}

const shortestGapMs = 60_000

/** Brings the table in step with the problems that hold now. Writes only when something began or ended. */
export const noteOutages = (db: Db, problems: readonly Problem[], now: number): void => {
  const holding = new Map<Outage['what'], Problem>()
  for (const problem of problems) {
    const what = kinds[problem.code]
    if (what !== undefined && !holding.has(what)) holding.set(what, problem)
  }
  const open = db
    .prepare<[], { id: number; what: Outage['what'] }>('SELECT id, what FROM outage WHERE ended_at IS NULL')
    .all()
  const ended = open.filter(({ what }) => !holding.has(what))
  const begun = [...holding].filter(([what]) => !open.some((each) => each.what === what))
  if (ended.length === 0 && begun.length === 0) return
  db.transaction(() => {
    for (const { id } of ended) db.prepare('UPDATE outage SET ended_at = ? WHERE id = ?').run(now, id)
    for (const [what, { since, sentence }] of begun)
      db.prepare('INSERT INTO outage (what, began_at, sentence) VALUES (?, ?, ?)').run(
        what,
        Math.min(now, Date.parse(since)),
        sentence,
      )
  }).immediate()
}

/** At start: what was open when the last engine ended is closed there, and the time without an engine is an outage. */
export const noteGap = (db: Db, lastAliveAt: number, startedAt: number): void => {
  db.transaction(() => {
    db.prepare('UPDATE outage SET ended_at = max(began_at, ?) WHERE ended_at IS NULL').run(lastAliveAt)
    if (startedAt - lastAliveAt > shortestGapMs)
      db.prepare(
        `INSERT INTO outage (what, began_at, ended_at, sentence) VALUES ('engine', ?, ?, 'Storebridge was not running.')`,
      ).run(lastAliveAt, startedAt)
  }).immediate()
}

/** Outages that lasted at least `shortestMs` or still hold, newest first. */
export const listOutages = (db: Db, shortestMs: number, limit: number): Outage[] =>
  db
    .prepare<[number, number], { what: Outage['what']; began_at: number; ended_at: number | null; sentence: string }>(
      `SELECT what, began_at, ended_at, sentence FROM outage WHERE ended_at IS NULL OR ended_at - began_at >= ?
       ORDER BY began_at DESC LIMIT ?`,
    )
    .all(shortestMs, limit)
    .map((row) => ({
      what: row.what,
      from: timestampFrom(row.began_at),
      to: timestampOrNull(row.ended_at),
      sentence: row.sentence,
    }))
