import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addFile, openTestStore, type TestStore } from '../testing/test-store.ts'
import { createVerdictLog } from './verdict-log.ts'

const fileOf = ({ directory }: TestStore): string => join(directory, 'verdicts.ndjson')

interface Line {
  readonly attempt: number
  readonly name: string
  readonly verdict: string
}

/** Every whole line of the file that is JSON. */
const linesOf = (store: TestStore): Line[] =>
  readFileSync(fileOf(store), 'utf8')
    .split('\n')
    .flatMap((line): Line[] => {
      try {
        return [JSON.parse(line) as Line]
      } catch {
        return []
      }
    })
const loggedAttempts = (store: TestStore): number[] => linesOf(store).map(({ attempt }) => attempt)

/** A started attempt of a document of its own; returns its id. */
const begin = ({ db }: TestStore, name?: string): number => {
  const document = addFile(db, { ...(name === undefined ? {} : { name }), state: 'sending' })
  const delivery = db.prepare('SELECT delivery_id FROM document WHERE id = ?').pluck().get(document)
  return Number(
    db
      .prepare('INSERT INTO attempt (delivery_id, document_id, number, started_at) VALUES (?, ?, 1, 1)')
      .run(delivery, document).lastInsertRowid,
  )
}

const end = ({ db }: TestStore, attempt: number, outcome = 'accepted'): number => {
  db.prepare(
    "INSERT INTO attempt_end (attempt_id, ended_at, outcome, may_have_arrived, reference_id) VALUES (?, 1700000000000, ?, 1, 'ref')",
  ).run(attempt, outcome)
  db.prepare("UPDATE document SET state = 'accepted' WHERE id = (SELECT document_id FROM attempt WHERE id = ?)").run(
    attempt,
  )
  return attempt
}

describe('the verdict file', () => {
  test('gets one line for each verdict, with what is needed to know the document again', () => {
    const store = openTestStore()
    const log = createVerdictLog(store.db, store.directory)
    log.catchUp()
    expect(existsSync(fileOf(store))).toBe(false)
    const attempt = end(store, begin(store, 'PJR "1"\n.xml'))
    log.catchUp()
    const sha256 = store.db.prepare('SELECT sha256 FROM document').pluck().get()
    expect(readFileSync(fileOf(store), 'utf8')).toBe(
      `${JSON.stringify({ attempt, sha256, name: 'PJR "1"\n.xml', at: '2023-11-14T22:13:20.000Z', verdict: 'accepted', referenceId: 'ref', size: 64, foundAt: '2026-11-20T15:00:00.000Z', storedAt: '2026-11-20T15:00:00.000Z', businessDates: [] })}\n`,
    )
  })

  test('holds verdicts only: no attempt that failed', () => {
    const store = openTestStore()
    const log = createVerdictLog(store.db, store.directory)
    for (const outcome of ['not-sent', 'unanswered', 'busy', 'not-understood', 'other-name', 'interrupted'])
      end(store, begin(store), outcome)
    const verdicts = ['accepted', 'accepted-with-notes', 'refused'].map((outcome) => end(store, begin(store), outcome))
    log.catchUp()
    expect(loggedAttempts(store)).toEqual(verdicts)
  })

  test('gets every verdict once, also when answers come in another order than the requests went', () => {
    const store = openTestStore()
    const log = createVerdictLog(store.db, store.directory)
    const [a, b, c, d] = [begin(store), begin(store), begin(store), begin(store)]
    for (const attempt of [c, a, d, b]) {
      end(store, attempt)
      log.catchUp()
      log.catchUp()
    }
    expect(loggedAttempts(store)).toEqual([c, a, d, b])
    const late = begin(store)
    for (let i = 0; i < 50; i++) {
      end(store, begin(store))
      log.catchUp()
    }
    end(store, late)
    log.catchUp()
    expect(loggedAttempts(store)).toHaveLength(55)
    expect(new Set(loggedAttempts(store)).size).toBe(55)
  })

  test('is caught up after a crash between the commit and the line', () => {
    const store = openTestStore()
    const log = createVerdictLog(store.db, store.directory)
    const [a, b, c] = [begin(store), begin(store), begin(store)]
    end(store, b)
    log.catchUp()
    end(store, a)
    end(store, c)
    const next = createVerdictLog(store.db, store.directory)
    next.catchUp()
    expect(loggedAttempts(store)).toEqual([b, a, c])
  })

  test('whose last line is half written keeps all others, and gets that verdict again', () => {
    const store = openTestStore()
    const log = createVerdictLog(store.db, store.directory)
    const [a, b] = [end(store, begin(store)), end(store, begin(store, 'a{"x":1}.xml'))]
    log.catchUp()
    const text = readFileSync(fileOf(store), 'utf8')
    const lastAt = text.indexOf('\n') + 1
    for (let length = lastAt; length < text.length; length++) {
      writeFileSync(fileOf(store), text.slice(0, length))
      createVerdictLog(store.db, store.directory).catchUp()
      expect(loggedAttempts(store), `cut at ${length}`).toEqual([a, b])
    }
  })

  test('with garbage in it is appended to all the same', () => {
    const store = openTestStore()
    writeFileSync(fileOf(store), '{"attempt":"many"}\nnot json\n{"attempt":')
    const attempt = end(store, begin(store))
    createVerdictLog(store.db, store.directory).catchUp()
    expect(readFileSync(fileOf(store), 'utf8')).toMatch(/^\{"attempt":"many"\}\nnot json\n\{"attempt":\n\{/)
    expect(loggedAttempts(store)).toContain(attempt)
  })

  test('longer than what is looked at on start repeats nothing and misses nothing', () => {
    const store = openTestStore()
    const many = store.db.transaction(() =>
      Array.from({ length: 2500 }, (_, i) => end(store, begin(store, `${i}${'x'.repeat(60)}`))),
    )
    const attempts = many()
    createVerdictLog(store.db, store.directory).catchUp()
    const next = createVerdictLog(store.db, store.directory)
    next.catchUp()
    expect(loggedAttempts(store)).toEqual(attempts)
    const more = end(store, begin(store))
    next.catchUp()
    expect(loggedAttempts(store)).toEqual([...attempts, more])
  })

  test('longer than what is looked at on start repeats nothing when one of its last answers was to one of the first requests', () => {
    const store = openTestStore()
    const log = createVerdictLog(store.db, store.directory)
    const slow = begin(store)
    const missed = begin(store)
    const many = store.db.transaction(() => Array.from({ length: 1200 }, () => end(store, begin(store))))
    const others = many()
    log.catchUp()
    end(store, slow)
    log.catchUp()
    // Its answer was kept, and the program ended before the line.
    end(store, missed)
    const restarted = createVerdictLog(store.db, store.directory)
    restarted.catchUp()
    restarted.catchUp()
    expect(loggedAttempts(store)).toEqual([...others, slow, missed])
  })

  test('of a database that was put back to an older state goes on with the verdicts to come', () => {
    const store = openTestStore()
    appendFileSync(
      fileOf(store),
      `${JSON.stringify({ attempt: 5000, sha256: 'a', name: 'b', at: 'c', verdict: 'accepted', referenceId: null })}\n`,
    )
    const attempt = end(store, begin(store))
    const log = createVerdictLog(store.db, store.directory)
    log.catchUp()
    expect(loggedAttempts(store)).toEqual([5000, attempt])
    store.db.prepare('UPDATE sqlite_sequence SET seq = 4999').run()
    end(store, begin(store))
    log.catchUp()
    expect(loggedAttempts(store)).toEqual([5000, attempt, 5000])
  })

  test('that cannot be written throws, and is complete once it can be', () => {
    const store = openTestStore()
    const log = createVerdictLog(store.db, store.directory)
    const first = end(store, begin(store))
    mkdirSync(fileOf(store))
    expect(() => log.catchUp()).toThrow(/EISDIR|EPERM|EACCES/)
    rmSync(fileOf(store), { recursive: true })
    const second = end(store, begin(store))
    log.catchUp()
    expect(loggedAttempts(store)).toEqual([first, second])
  })

  /** So many verdicts, numbered from 1, all about one file. */
  const withVerdicts = (count: number): TestStore => {
    const store = openTestStore()
    const first = end(store, begin(store, 'x'.repeat(200)))
    const numbers = `WITH RECURSIVE n(i) AS (SELECT ${first} + 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`
    store.db.exec(`
      ${numbers} INSERT INTO attempt (id, delivery_id, document_id, number, started_at) SELECT i, 1, 1, i, 1 FROM n;
      ${numbers} INSERT INTO attempt_end (attempt_id, ended_at, outcome, may_have_arrived)
        SELECT i, 1700000000000 + i, 'accepted', 1 FROM n;`)
    return store
  }
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

  test('that is missing is written anew as a whole, in slices: the memory of a store-year is not needed', () => {
    const store = withVerdicts(80_000)
    const writer = join(import.meta.dirname, '..', 'testing', 'verdict-writer.ts')
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--max-old-space-size=32', writer, join(store.directory, 'storebridge.db')],
      { encoding: 'utf8' },
    )
    expect([status, stderr]).toEqual([0, ''])
    const text = readFileSync(fileOf(store), 'utf8')
    const attempts = [...text.matchAll(/^\{"attempt":(\d+),.*\}$/gm)].map(([, attempt]) => Number(attempt))
    expect(attempts).toEqual(upTo(80_000))
    expect(text.endsWith('}\n')).toBe(true)
  })

  test('that was written only in part, within a slice or between two, goes on where it stopped and repeats nothing', () => {
    const store = withVerdicts(12_000)
    createVerdictLog(store.db, store.directory).catchUp()
    const lines = readFileSync(fileOf(store), 'utf8').split('\n')
    for (const whole of [3000, 5000, 10_000, 11_999]) {
      writeFileSync(fileOf(store), lines.slice(0, whole).join('\n') + (lines[whole]?.slice(0, 20) ?? ''))
      createVerdictLog(store.db, store.directory).catchUp()
      expect(loggedAttempts(store), `after ${whole} lines`).toEqual(upTo(12_000))
    }
  })

  test.skipIf(process.platform === 'win32')('is for this user alone', async () => {
    const { statSync } = await import('node:fs')
    const store = openTestStore()
    end(store, begin(store))
    createVerdictLog(store.db, store.directory).catchUp()
    expect(statSync(fileOf(store)).mode & 0o777).toBe(0o600)
  })
})
