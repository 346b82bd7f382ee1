// F10: the database is damaged while no engine runs: its header, pages in its middle, its end cut off, its log thrown
// away, or the stored bytes of a journal inside an otherwise sound file. Some journals were accepted before, some wait.

import { open, rm, stat, truncate } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { DocumentState } from '../../../contract/vocabulary.ts'
import type { FaultRow } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { saidSince } from '../seen-while.ts'
import { waitFor } from '../wait-for.ts'

const overwrite = async (path: string, at: number, bytes: Buffer): Promise<void> => {
  const file = await open(path, 'r+')
  try {
    await file.write(bytes, 0, bytes.length, at)
    await file.sync()
  } finally {
    await file.close()
  }
}

const noise = (lab: Lab, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => Math.floor(lab.random() * 256)))

/** Puts everything into the one file, so that what is damaged is what counts. */
const withoutLog = (path: string): void => {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
}

interface Damage {
  readonly what: string
  readonly mayBeHarmless?: boolean
  readonly doIt: (lab: Lab, path: string) => Promise<void>
}

const damages: readonly Damage[] = [
  { what: 'header zeroed', doIt: (_lab, path) => overwrite(path, 0, Buffer.alloc(100)) },
  {
    what: 'eight pages of noise',
    doIt: async (lab, path) => {
      const { size } = await stat(path)
      for (let n = 0; n < 8; n += 1)
        await overwrite(path, 4096 * Math.floor(1 + lab.random() * (size / 4096 - 1)), noise(lab, 4096))
    },
  },
  {
    what: 'cut to half',
    doIt: async (_lab, path) => truncate(path, Math.floor((await stat(path)).size / 8192) * 4096),
  },
  { what: 'cut to nothing', doIt: (_lab, path) => truncate(path, 0) },
  { what: 'gone', doIt: (_lab, path) => rm(path) },
  {
    what: '200 bytes of noise in page 1',
    mayBeHarmless: true,
    doIt: (lab, path) => overwrite(path, 100 + Math.floor(lab.random() * 3000), noise(lab, 200)),
  },
]

/** A journal that was accepted before may have to be asked about: the record of its verdict may be what was damaged. */
const acceptedBefore: readonly DocumentState[] = ['accepted', 'accepted-with-notes', 'unclear']

export const databaseDamaged: FaultRow = {
  id: 'F10',
  fault: 'database damaged at rest',
  injection: 'header zeroed, pages of noise, cut off, emptied, removed; with the engine stopped',
  must: 'set the damaged files aside, go on from a copy and the folder, say so; send nothing again that was accepted without asking',
  needs: [],
  rounds: 12,
  quickRounds: 2,
  run: async (lab, round) => {
    const damage = damages[(round - 1) % damages.length]
    if (damage === undefined) return null
    const shop = await lab.openShop()
    const first = await shop.run()
    await shop.writeMany(8, { ends: acceptedBefore })
    await shop.whenArrived()
    await shop.whenDrained()
    // These are stored and wait when the damage comes.
    await shop.cloud.addFaults({ on: 'journal', times: 'always', do: { kind: 'answer', status: 503 } })
    const waiting = await shop.writeMany(6)
    await waitFor(
      'the others to be stored',
      () => first.lines().filter(({ event }) => event === 'stored').length === shop.written.length,
    )
    await first.terminate()
    const path = join(shop.dataDirectory, 'storebridge.db')
    withoutLog(path)
    await damage.doIt(lab, path)
    await shop.cloud.clearFaults()
    const before = (await shop.cloud.ledger()).journals.length
    const began = performance.now()
    shop.watch()
    const service = shop.serve()
    await waitFor('an engine that stays, or one that gives up', () => {
      const run = service.current()
      return run.lines().some(({ event }) => event === 'ready') || service.ends().length >= 2
    })
    const endedAt = performance.now()
    // What a database without memory cannot know, it asks; a person who looked sends those that are not in the cloud.
    const settled = await waitFor(
      'every journal to have its row again',
      async () => {
        const files = (await shop.files()) ?? []
        const found = shop.written.map(({ sha256 }) => files.find((file) => file.sha256 === sha256))
        return found.every((file) => file !== undefined && acceptedBefore.includes(file.state)) && files
      },
      { withinMs: 60_000, everyMs: 400 },
    ).catch(() => [])
    const asked = settled.filter(
      ({ sha256, state }) => state === 'unclear' && waiting.some((each) => each.sha256 === sha256),
    )
    const violations: string[] = []
    if (asked.length > 0) {
      const words = ['--again', '--reason', 'not in the cloud’s books']
      const decided = await shop.command('resend', ...asked.map(({ id }) => id), ...words)
      if (decided.code !== 0)
        violations.push(`resend ended with ${String(decided.code)}: ${decided.stdout}${decided.stderr}`)
    }
    const result = await shop.judge({ endedAt, violations, engine: service.current(), withinMs: 60_000 })
    // What was accepted before the damage must not be in the cloud twice because of it.
    const again = (await shop.cloud.ledger()).journals.slice(before).filter(({ copyOf }) => copyOf !== null).length
    // That something happened has to be told: in the log, by a problem, or by the sentence it ended with.
    const told =
      shop.looks.some(({ at, status, code }) => at >= began && (code === 3 || (status?.problems.length ?? 0) > 0)) ||
      shop.runs().some((run) => run.lines().some(({ event }) => /damage|recover|restor/.test(event)))
    return {
      ...result,
      // Noise in a place that holds nothing harms nothing, and there is nothing to tell.
      visible: told || damage.mayBeHarmless !== true ? told : null,
      duplicated: result.duplicated + again,
      notes: [
        `${damage.what}: ${saidSince(shop, began)}; ${asked.length} of ${waiting.length} that waited were asked about, ${again} of 8 accepted ones sent again`,
      ],
    }
  },
}
