// F40: a database of the first format under the program of today: brought over whole, also when it is killed in the middle
// of that, and never touched by a program older than itself.

import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { FileSummary } from '../../../contract/file-facts.ts'
import { acceptedIn } from '../cloud-process.ts'
import { databaseTrouble } from '../database-trouble.ts'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { strace, withFault } from '../strace.ts'
import type { Shop } from '../shop.ts'
import { waitFor } from '../wait-for.ts'

const databaseOf = (shop: Shop): string => join(shop.dataDirectory, 'storebridge.db')

interface OldDocument {
  readonly name: string
  readonly sha256: string
  readonly state: string
  readonly acceptedReference: string | null
}

/** Lays the database of the first format into the data directory; answers its documents. */
const layOldDatabase = async (shop: Shop): Promise<readonly OldDocument[]> => {
  await mkdir(shop.dataDirectory, { recursive: true, mode: 0o700 })
  const text = await readFile(new URL('./format-1.sql', import.meta.url), 'utf8')
  const db = new DatabaseSync(databaseOf(shop))
  try {
    db.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = OFF')
    db.exec(`BEGIN; ${text.replaceAll('@REGISTER@', shop.folder.replaceAll("'", "''"))}; COMMIT`)
    db.exec('PRAGMA application_id = 1396855367; PRAGMA user_version = 1; PRAGMA wal_checkpoint(TRUNCATE)')
    return db
      .prepare('SELECT name, sha256, state, accepted_reference_id FROM document ORDER BY id')
      .all()
      .map((row) => ({
        name: String(row['name']),
        sha256: String(row['sha256']),
        state: String(row['state']),
        acceptedReference: row['accepted_reference_id'] === null ? null : String(row['accepted_reference_id']),
      }))
  } finally {
    db.close()
  }
}

const formatOf = (path: string): number => {
  const db = new DatabaseSync(path)
  try {
    return Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
  } finally {
    db.close()
  }
}

const onItsWay: ReadonlySet<string> = new Set(['waiting', 'unclear'])

/** Runs until what was on its way has been accepted, and compares with what was there before. */
const finish = async (shop: Shop, old: readonly OldDocument[]): Promise<RoundResult> => {
  const began = performance.now()
  const engine = await shop.run()
  const isDone = (files: readonly FileSummary[]): boolean =>
    old.every(({ sha256, state }) => {
      const row = files.find((file) => file.sha256 === sha256)
      return row !== undefined && (onItsWay.has(state) ? row.acceptedAt !== null : row.state === state)
    })
  const violations: string[] = []
  let last: readonly FileSummary[] = []
  await waitFor(
    'what was on its way to be accepted',
    async () => {
      last = (await shop.files()) ?? []
      return isDone(last)
    },
    { everyMs: 300, withinMs: 60_000 },
  ).catch((fault: unknown) => violations.push(String(fault)))
  const recoveredMs = Math.round(performance.now() - began)
  const end = await engine.terminate()
  if (end.code !== 0) violations.push(`the engine ended with ${String(end.code)}: ${engine.complaints()}`)
  const lost = old.filter(({ sha256 }) => !last.some((row) => row.sha256 === sha256))
  for (const { name, sha256, state, acceptedReference } of old) {
    const row = last.find((each) => each.sha256 === sha256)
    if (row === undefined || onItsWay.has(state)) continue
    if (row.state !== state) violations.push(`${name} was ${state} and is ${row.state}`)
    if (acceptedReference !== null && row.referenceId !== acceptedReference)
      violations.push(`${name} lost its reference`)
  }
  const arrived = acceptedIn(await shop.cloud.ledger())
  const mayArrive = new Set(old.filter(({ state }) => onItsWay.has(state)).map(({ sha256 }) => sha256))
  const again = arrived.filter(({ sha256 }) => !mayArrive.has(sha256)).length
  const copies = arrived.length - new Set(arrived.map(({ sha256 }) => sha256)).size
  violations.push(...databaseTrouble(databaseOf(shop)))
  return {
    lost: lost.length,
    duplicated: again,
    toldCopies: copies,
    visible: null,
    recoveredMs,
    violations,
    notes: [`format 1 to ${formatOf(databaseOf(shop))}`],
  }
}

const upgrade = async (lab: Lab): Promise<RoundResult> => {
  const shop = await lab.openShop()
  return finish(shop, await layOldDatabase(shop))
}

/** Killed inside every few writes of its first start, until it is past them. */
const killedWhileUpgrading = async (lab: Lab): Promise<RoundResult> => {
  const shop = await lab.openShop()
  const old = await layOldDatabase(shop)
  const violations: string[] = []
  let kills = 0
  let n = 1
  for (;;) {
    const engine = shop.start({ wrap: withFault('pwrite64', `signal=SIGKILL:when=${n}`) })
    await waitFor(
      'the kill, or the start',
      () => engine.hasEnded() || engine.lines().some(({ event }) => event === 'ready'),
    )
    const killed = (await Promise.race([engine.ended, Promise.resolve(null)]))?.signal === 'SIGKILL'
    await engine.killAll()
    if (!killed) break
    kills += 1
    violations.push(...databaseTrouble(databaseOf(shop)).map((line) => `killed at write ${n}: ${line}`))
    n += 1 + Math.floor(lab.random() * 4)
  }
  const result = await finish(shop, old)
  return {
    ...result,
    violations: [...violations, ...result.violations],
    notes: [...result.notes, `killed ${kills}× inside a write before it was ready`],
  }
}

const fingerprint = async (shop: Shop): Promise<string> => {
  const parts = ['storebridge.db', 'storebridge.db-wal'].map((name) => join(shop.dataDirectory, name))
  const contents = await Promise.all(parts.filter((path) => existsSync(path)).map((path) => readFile(path)))
  return createHash('sha256').update(Buffer.concat(contents)).digest('hex')
}

/** A database of a format that nobody knows yet. */
const downgrade = async (lab: Lab): Promise<RoundResult> => {
  const shop = await lab.openShop()
  await layOldDatabase(shop)
  const db = new DatabaseSync(databaseOf(shop))
  db.exec('PRAGMA user_version = 1000; PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
  const before = await fingerprint(shop)
  const violations: string[] = []
  const engine = shop.start()
  const { code } = await engine.ended
  const words = engine.complaints().trim()
  if (code !== 3 || words.includes('\n') || !/newer/.test(words))
    violations.push(`run ended with ${String(code)}: ${words}`)
  for (const command of ['status', 'files']) {
    const told = await shop.command(command, '--json')
    if (told.code !== 3) violations.push(`${command} ended with ${String(told.code)}: ${told.stderr}`)
  }
  if ((await fingerprint(shop)) !== before) violations.push('the newer database was changed')
  return {
    lost: 0,
    duplicated: 0,
    toldCopies: 0,
    visible: /newer/.test(words),
    recoveredMs: null,
    violations,
    notes: [`a newer database: exit ${String(code)}, "${words.slice(0, 160)}"`],
  }
}

export const upgradeAndDowngrade: FaultRow = {
  id: 'F40',
  fault: 'upgrade, downgrade, killed while upgrading',
  injection:
    'a database of format 1 under this program; the same with SIGKILL inside its writes; a database of format 1000',
  must: 'bring every row over in whole steps; leave a newer database as it is and say so',
  needs: [],
  rounds: 3,
  quickRounds: 2,
  run: (lab, round) => {
    if (round % 3 === 1) return upgrade(lab)
    if (round % 3 === 2) return downgrade(lab)
    const reason = strace()
    if (reason !== null) return Promise.resolve(null)
    return killedWhileUpgrading(lab)
  },
}
