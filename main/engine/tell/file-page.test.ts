import { describe, expect, test } from 'vitest'
import { everyFile, fileGroups, fileSortKeys, type FileFilter, type FileGroup } from '../../../contract/ipc.ts'
import { documentStates } from '../../../contract/vocabulary.ts'
import { insertSighting } from '../collect/sighting-table.ts'
import type { Db } from '../storage/open-database.ts'
import { addFile, openTestStore } from '../testing/test-store.ts'
import { countFiles, fileIds, filePage } from './file-page.ts'

const calendar = { timeZone: 'America/New_York', businessDayEnds: '00:00' }
const everything: FileFilter = { ...everyFile, dateKind: 'found' }

const names = (db: Db, filter: Partial<FileFilter>): string[] =>
  filePage(db, { filter: { ...everything, ...filter }, after: null, limit: 500 }, calendar, null).rows.map(
    ({ name }) => name,
  )

const addSighting = (
  db: Db,
  path: string,
  at: number,
  state: 'found' | 'ignored',
  problem: 'before-start' | null = null,
): number => {
  db.prepare(`INSERT INTO folder (path, met_at) VALUES ('/register', 0) ON CONFLICT DO NOTHING`).run()
  const folderId = Number(db.prepare(`SELECT id FROM folder WHERE path = '/register'`).pluck().get())
  return insertSighting(db, { folderId, path, size: 10, mtimeNs: '1', at, state, problem })
}

const newYork = (text: string): number => Date.parse(`${text}-05:00`)

/** An answer of the cloud for a document, with one detail of each severity. */
const answer = (db: Db, id: number, severities: readonly (string | null)[], referenceId = `R${id}`): void => {
  const delivery = db.prepare('INSERT INTO delivery (document_id, created_at) VALUES (?, 0)').run(id).lastInsertRowid
  const attempt = db
    .prepare('INSERT INTO attempt (delivery_id, document_id, number, started_at) VALUES (?, ?, 1, 0)')
    .run(delivery, id).lastInsertRowid
  db.prepare(
    `INSERT INTO attempt_end (attempt_id, ended_at, outcome, may_have_arrived, reference_id, validation_status) VALUES (?, 5000, 'refused', 1, ?, 'FatalError')`,
  ).run(attempt, referenceId)
  severities.forEach((severity, i) =>
    db
      .prepare('INSERT INTO answer_detail (attempt_id, number, severity) VALUES (?, ?, ?)')
      .run(attempt, i + 1, severity),
  )
  db.prepare('UPDATE document SET newest_answer_id = ? WHERE id = ?').run(attempt, id)
}

describe('groups', () => {
  test('hold each file in exactly one of them, whatever its state', () => {
    const { db } = openTestStore()
    const states = documentStates.filter((state) => state !== 'found' && state !== 'vanished')
    for (const state of states) addFile(db, { name: `${state}.xml`, state })
    addFile(db, { name: 'unclear-goes-by-itself.xml', state: 'unclear', columns: { due_at: 5 } })
    addSighting(db, 'found.xml', 5, 'found')
    addSighting(db, 'left-alone.xml', 5, 'ignored', 'before-start')
    const inGroup = (group: FileGroup): string[] =>
      names(db, { group })
        .map((name) => name.replace('.xml', ''))
        .toSorted()
    expect(
      Object.fromEntries(fileGroups.filter((group) => group !== 'all').map((group) => [group, inGroup(group)])),
    ).toEqual({
      accepted: ['accepted'],
      'with-notes': ['accepted-with-notes'],
      refused: ['refused'],
      waiting: ['found', 'sending', 'stored', 'unclear-goes-by-itself', 'waiting'],
      held: ['held', 'unclear'],
      other: ['ignored', 'left-alone', 'not-needed', 'replaced', 'set-aside'],
    })
    const { counts, total } = filePage(db, { filter: everything, after: null, limit: 1 }, calendar, null)
    expect(counts).toEqual({ all: 15, accepted: 1, 'with-notes': 1, refused: 1, waiting: 5, held: 2, other: 5 })
    expect(total).toBe(15)
  })

  test('are counted under the same days, text and problems as the list shows', () => {
    const { db } = openTestStore()
    addFile(db, { name: 'PJR1.xml', state: 'accepted' })
    addFile(db, { name: 'PJR2.xml', state: 'refused' })
    addFile(db, { name: 'CPJR.xml', state: 'refused' })
    const { counts, total, rows } = filePage(
      db,
      { filter: { ...everything, group: 'refused', text: 'pjr' }, after: null, limit: 10 },
      calendar,
      null,
    )
    expect(rows.map(({ name }) => name)).toEqual(['PJR2.xml'])
    expect([counts.all, counts.accepted, counts.refused, total]).toEqual([2, 1, 1, 1])
  })
})

describe('a group of some days', () => {
  // Few of all files are looked up by their days, many are walked through.
  test.each(['found', 'sales-day'] as const)(
    'is what the whole list has of it, however many of all files the days (%s) hold, page by page',
    (dateKind) => {
      const { db } = openTestStore()
      const days = Array.from({ length: 20 }, (_, i) => `2026-11-${String(i + 1).padStart(2, '0')}`)
      const states = documentStates.filter((state) => state !== 'found' && state !== 'vanished')
      for (const [n, date] of days.entries())
        for (const [i, state] of states.entries()) {
          const at = newYork(`${date}T12:00`) + i
          const columns = { business_dates: JSON.stringify(n % 3 === 0 ? [] : [date]) }
          addFile(db, { name: `${date} ${state}.xml`, state, orderDate: date, columns, at })
          if (i < 2) addSighting(db, `${date} found ${i}.xml`, at, 'found')
        }
      const whole = Object.fromEntries(fileGroups.map((group) => [group, names(db, { group })]))
      for (const [from, to] of [
        ['2026-11-20', null],
        ['2026-11-02', null],
        [null, '2026-11-01'],
        ['2026-11-05', '2026-11-16'],
      ] as const)
        for (const group of fileGroups) {
          const isInside = (name: string): boolean => {
            const date = name.slice(0, 10)
            return (from === null || date >= from) && (to === null || date <= to)
          }
          const expected = whole[group]?.filter(isInside)
          const question = { filter: { ...everything, dateKind, from, to, group }, limit: 7 }
          const [paged, ids]: [string[], number[]] = [[], []]
          for (let after: string | null = null, more = true; more;) {
            const page = filePage(db, { ...question, after }, calendar, null)
            paged.push(...page.rows.map(({ name }) => name))
            expect(page.total).toBe(expected?.length)
            after = page.next
            more = after !== null
          }
          for (let after: string | null = null, more = true; more;) {
            const page = fileIds(db, { ...question, after }, calendar)
            ids.push(...page.ids)
            after = page.next
            more = after !== null
          }
          expect(paged).toEqual(expected)
          expect(ids).toHaveLength(paged.length)
          expect(ids).toEqual(ids.toSorted((a, b) => b - a))
        }
    },
  )
})

describe('pages', () => {
  test('put together are the whole list, newest first, each file once, also while files arrive', () => {
    const { db } = openTestStore()
    for (let i = 0; i < 25; i += 1) {
      if (i % 5 === 0) addSighting(db, `f${i}.xml`, i, 'found')
      else addFile(db, { name: `f${i}.xml`, state: i % 2 === 0 ? 'accepted' : 'held' })
    }
    const whole = names(db, {})
    expect(whole).toEqual(Array.from({ length: 25 }, (_, i) => `f${24 - i}.xml`))
    const collected: string[] = []
    let after: string | null = null
    do {
      const page = filePage(db, { filter: everything, after, limit: 7 }, calendar, null)
      collected.push(...page.rows.map(({ name }) => name))
      after = page.next
      addFile(db, { name: `late${collected.length}.xml` })
    } while (after !== null)
    expect(collected).toEqual(whole)
  })

  test('are the same whichever way a group is found: by its days, by its states, or walking down the list', () => {
    const { db } = openTestStore()
    const first = addFile(db, { name: 'first.xml', state: 'accepted', at: 0 })
    const columns = db
      .prepare<[], string>(
        `SELECT name FROM pragma_table_info('document') WHERE name NOT IN ('id', 'found_at', 'state', 'sha256')`,
      )
      .pluck()
      .all()
      .join(', ')
    // A tenth is refused and a hundredth held; found on eleven days that do not follow the ids.
    db.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 23000)
       INSERT INTO document (id, found_at, state, sha256, ${columns})
       SELECT ${first} + i, (i * 7919) % 23000 * 40000,
         CASE WHEN i % 100 = 5 THEN 'held' WHEN i % 10 = 5 THEN 'refused' ELSE 'accepted' END,
         printf('%064d', i), ${columns} FROM n, document WHERE document.id = ${first}`,
    ).run()
    const expected = db
      .prepare<[string, string, number], number>(
        `SELECT id FROM document WHERE (? = 'all' OR state = ?) AND found_at >= ? ORDER BY id DESC`,
      )
      .pluck()
    const greenwich = { ...calendar, timeZone: 'UTC' }
    for (const group of ['all', 'accepted', 'refused', 'held'] as const)
      for (const from of [null, '1970-01-02', '1970-01-11']) {
        const filter = { ...everything, group, from }
        const ids: number[] = []
        let after: string | null = null
        do {
          const page = fileIds(db, { filter, after, limit: 900 }, greenwich)
          ids.push(...page.ids)
          after = page.next
        } while (after !== null)
        const of = `${group} from ${String(from)}`
        expect(ids, of).toEqual(expected.all(group, group, from === null ? 0 : Date.parse(from)))
        expect(countFiles(db, filter, greenwich)[group], of).toBe(ids.length)
      }
  })

  test('that are full to the last row say that nothing follows', () => {
    const { db } = openTestStore()
    for (let i = 0; i < 4; i += 1) addFile(db)
    const page = (limit: number) => filePage(db, { filter: everything, after: null, limit }, calendar, null)
    expect([page(4).next, page(3).next === null, page(5).next]).toEqual([null, false, null])
  })

  test('begin anew for a cursor that is none', () => {
    const { db } = openTestStore()
    addFile(db, { name: 'a.xml' })
    for (const after of ['', 'x', '1; DROP TABLE document', '-1'])
      expect(filePage(db, { filter: everything, after, limit: 5 }, calendar, null).rows).toHaveLength(1)
  })
})

describe('days', () => {
  test('by when it was found are days of the store, from the first moment to the last', () => {
    const { db } = openTestStore()
    addFile(db, { name: 'before.xml', at: newYork('2026-11-19T23:59:59.999') })
    addFile(db, { name: 'first.xml', at: newYork('2026-11-20T00:00:00') })
    addSighting(db, 'last.xml', newYork('2026-11-20T23:59:59.999'), 'found')
    addFile(db, { name: 'after.xml', at: newYork('2026-11-21T00:00:00') })
    expect(names(db, { from: '2026-11-20', to: '2026-11-20' })).toEqual(['last.xml', 'first.xml'])
    expect(names(db, { from: '2026-11-20' })).toEqual(['after.xml', 'last.xml', 'first.xml'])
    expect(names(db, { to: '2026-11-19' })).toEqual(['before.xml'])
  })

  test('by sales day are the business dates in the file, each of them, wherever it was found', () => {
    const { db } = openTestStore()
    const at = newYork('2026-11-25T12:00:00')
    const dated = (name: string, ...dates: string[]) =>
      addFile(db, { name, at, orderDate: dates[0] ?? '', columns: { business_dates: JSON.stringify(dates) } })
    dated('one.xml', '2026-11-20')
    dated('three.xml', '2026-11-18', '2026-11-20', '2026-11-22')
    dated('other.xml', '2026-11-23')
    const day = (from: string | null, to: string | null) => names(db, { dateKind: 'sales-day', from, to })
    expect(day('2026-11-20', '2026-11-20')).toEqual(['three.xml', 'one.xml'])
    expect(day('2026-11-19', '2026-11-19')).toEqual([])
    expect(day('2026-11-21', '2026-11-22')).toEqual(['three.xml'])
    expect(day('2026-11-21', null)).toEqual(['other.xml', 'three.xml'])
    expect(day(null, '2026-11-18')).toEqual(['three.xml'])
    const counted = countFiles(
      db,
      { ...everything, dateKind: 'sales-day', from: '2026-11-18', to: '2026-11-22' },
      calendar,
    )
    expect(counted.all).toBe(2)
  })

  test("of a file that names no sales day are the store's day on which it came, not the day of another time zone", () => {
    const { db } = openTestStore()
    // In UTC these evening hours are the next day already.
    const at = newYork('2026-11-20T22:30:00')
    addFile(db, { name: 'held.xml', at, state: 'held', orderDate: '2026-11-21' })
    addSighting(db, 'found.xml', at, 'found')
    expect(names(db, { dateKind: 'sales-day', from: '2026-11-20', to: '2026-11-20' })).toEqual([
      'found.xml',
      'held.xml',
    ])
    expect(names(db, { dateKind: 'sales-day', from: '2026-11-21', to: '2026-11-21' })).toEqual([])
  })

  test('follow the end of the business day that the store has set', () => {
    const { db } = openTestStore()
    addFile(db, { name: 'night.xml', at: newYork('2026-11-21T01:00:00'), state: 'held' })
    const late = { ...calendar, businessDayEnds: '02:00' }
    const filter: FileFilter = { ...everything, dateKind: 'sales-day', from: '2026-11-20', to: '2026-11-20' }
    expect([countFiles(db, filter, calendar).all, countFiles(db, filter, late).all]).toEqual([0, 1])
  })
})

describe('text', () => {
  test('is the beginning of a name without case, an id of the file or of any of its sightings, or a reference id', () => {
    const { db } = openTestStore()
    const first = addFile(db, { name: 'PJR100_%.xml', state: 'refused' })
    const second = addFile(db, { name: 'PJR200.xml', state: 'accepted', columns: { accepted_reference_id: 'abc-9' } })
    answer(db, first, ['Error'], 'ref-1')
    addSighting(db, 'sub/pjr100_late.xml', 5, 'found')
    const again = addSighting(db, 'copy.xml', 6, 'found')
    db.prepare(`UPDATE sighting SET state = 'stored', document_id = ? WHERE id = ?`).run(second, again)
    expect(names(db, { text: 'pjr100_' })).toEqual(['pjr100_late.xml', 'PJR100_%.xml'])
    expect(names(db, { text: 'PJR100_%' })).toEqual(['PJR100_%.xml'])
    expect(names(db, { text: ' ref-1 ' })).toEqual(['PJR100_%.xml'])
    expect(names(db, { text: 'abc-9' })).toEqual(['PJR200.xml'])
    expect(names(db, { text: String(second) })).toEqual(['PJR200.xml'])
    expect(names(db, { text: String(again) })).toEqual(['PJR200.xml'])
    expect(names(db, { text: 'JR100' })).toEqual([])
    expect(names(db, { text: `' OR 1=1 --` })).toEqual([])
  })
})

describe('problems only', () => {
  test('are the files a person has to look at, and answers that name a problem', () => {
    const { db } = openTestStore()
    for (const state of ['accepted', 'refused', 'held', 'not-needed', 'unclear'] as const)
      addFile(db, { name: state, state })
    addFile(db, { name: 'unclear-waits', state: 'unclear', columns: { due_at: 1 } })
    answer(db, addFile(db, { name: 'notes', state: 'accepted-with-notes' }), ['Warning', 'Info'])
    answer(db, addFile(db, { name: 'notes-with-problem', state: 'accepted-with-notes' }), ['Warning', 'Error'])
    expect(names(db, { problemsOnly: true }).toSorted()).toEqual(['held', 'notes-with-problem', 'refused', 'unclear'])
  })
})

describe('a row', () => {
  const rowOf = (db: Db, name: string, common: Parameters<typeof filePage>[3] = null) => {
    const { rows } = filePage(db, { filter: everything, after: null, limit: 500 }, calendar, common)
    const row = rows.find((each) => each.name === name)
    if (row === undefined) throw new Error(`no row ${name}`)
    return row
  }

  test('counts the problems and notes of the newest answer, taking words nobody knows for the worst, and our own findings where there is no answer', () => {
    const { db } = openTestStore()
    const answered = addFile(db, { name: 'answered', state: 'refused' })
    answer(db, answered, ['Error', ' warning ', 'Info', null, 'Strange'])
    const held = addFile(db, { name: 'held', state: 'held' })
    for (const [i, severity] of ['error', 'warning', 'warning', 'info'].entries())
      for (const id of [answered, held])
        db.prepare(`INSERT INTO finding (document_id, number, severity, rule, message) VALUES (?, ?, ?, 'x', 'x')`).run(
          id,
          i + 1,
          severity,
        )
    expect(rowOf(db, 'answered')).toMatchObject({
      problemCount: 3,
      noteCount: 1,
      answeredAt: '1970-01-01T00:00:05.000Z',
      referenceId: `R${answered}`,
    })
    expect(rowOf(db, 'held')).toMatchObject({ problemCount: 1, noteCount: 2, answeredAt: null })
  })

  test('says why it waits: what holds everything before what holds this file, and nothing for a file that does not wait', () => {
    const { db } = openTestStore()
    addFile(db, { name: 'waits', columns: { wait_cause: 'document', due_at: 5 } })
    addFile(db, { name: 'goes', state: 'accepted', columns: { wait_cause: 'service' } })
    expect([
      rowOf(db, 'waits').waitCause,
      rowOf(db, 'waits', 'paused').waitCause,
      rowOf(db, 'goes', 'paused').waitCause,
    ]).toEqual(['document', 'paused', null])
  })
})

describe('a list in another order', () => {
  const store = (): Db => {
    const { db } = openTestStore()
    const states = documentStates.filter((state) => state !== 'found' && state !== 'vanished')
    db.transaction(() => {
      for (let i = 0; i < 240; i += 1) {
        const day = `2026-11-${String(1 + (i % 19)).padStart(2, '0')}`
        const at = newYork('2026-11-20T08:00:00') - (i % 30) * 3600_000
        addFile(db, {
          state: states[i % states.length] ?? 'accepted',
          orderDate: day,
          at,
          columns: { size: (i * 37) % 101, business_dates: i % 5 === 0 ? '[]' : JSON.stringify([day]) },
        })
      }
      for (let i = 0; i < 9; i += 1) addSighting(db, `unread-${i}.xml`, newYork('2026-11-19T08:00:00') + i, 'found')
    })()
    return db
  }
  const filters: readonly Partial<FileFilter>[] = [
    {},
    { from: '2026-11-19', to: '2026-11-20' },
    { dateKind: 'sales-day', from: '2026-11-03', to: '2026-11-09' },
    { dateKind: 'sales-day', from: '2026-11-02', to: null, group: 'other' },
    { group: 'waiting' },
    { text: 'PJR' },
    { problemsOnly: true },
    { source: 'folder' },
    { source: 'sitoo' },
  ]

  test('has every file of the filter once over all its pages, whatever the order and its direction', () => {
    const db = store()
    for (const part of filters) {
      const filter = { ...everything, ...part }
      const expected = names(db, filter).toSorted()
      for (const by of fileSortKeys)
        for (const descending of [true, false]) {
          const seen: string[] = []
          let after: string | null = null
          do {
            const page = filePage(db, { filter, sort: { by, descending }, after, limit: 17 }, calendar, null)
            seen.push(...page.rows.map(({ name }) => name))
            after = page.next
          } while (after !== null)
          expect(seen.toSorted(), JSON.stringify([part, by, descending])).toEqual(expected)
        }
    }
  })

  test('goes by size, by sales day, by time, and by status with what needs a person first', () => {
    const db = store()
    const rows = (by: (typeof fileSortKeys)[number], descending: boolean) =>
      filePage(db, { filter: everything, sort: { by, descending }, after: null, limit: 500 }, calendar, null).rows
    const sizes = rows('size', true).map(({ size }) => size ?? 0)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    const days = rows('sales-day', false).flatMap(({ businessDates }) => businessDates.slice(0, 1))
    expect(days).toEqual(days.toSorted())
    const ids = rows('found', false).map(({ id }) => Number(id))
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    const states = rows('status', false).map(({ state }) => state)
    expect(states[0]).toBe('refused')
    expect([...new Set(states)]).toEqual([...new Set(rows('status', true).map(({ state }) => state))].toReversed())
  })
})
