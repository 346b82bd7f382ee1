import { describe, expect, test } from 'vitest'
import { everyFile, type CsvExport } from '../../../contract/ipc.ts'
import { exportWords } from '../../../contract/export-words.ts'
import { documentStates } from '../../../contract/vocabulary.ts'
import { insertSighting } from '../collect/sighting-table.ts'
import type { Db } from '../storage/open-database.ts'
import { addFile, openTestStore, testMoment } from '../testing/test-store.ts'
import { exportedPage, exportPage, type ExportStore } from './export-page.ts'

const store: ExportStore = {
  hours: { timeZone: 'America/New_York', businessDayEnds: '00:00', openingHours: null },
  now: testMoment,
}
const filesExport: CsvExport = { kind: 'files', filter: everyFile }

const wholeText = (db: Db, what: CsvExport = filesExport, of: ExportStore = store): string => {
  let text = ''
  let after: string | null = null
  do {
    const page = exportPage(db, what, of, after)
    if (page === null) throw new Error('there is nothing to export')
    text += page.text
    after = page.next
  } while (after !== null)
  return text
}

const rowsOf = (text: string): Record<string, string>[] => {
  const [head = '', ...lines] = text.replace('\ufeff', '').trimEnd().split('\r\n')
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i] ?? '', cell])))
}

interface Answer {
  readonly status?: string
  readonly message?: string
  readonly details?: readonly { line: number | null; message: string }[]
}

const answer = (db: Db, id: number, { status = 'Success', message = 'ok', details = [] }: Answer): void => {
  const delivery = Number(db.prepare('SELECT delivery_id FROM document WHERE id = ?').pluck().get(id))
  const attempt = db
    .prepare('INSERT INTO attempt (delivery_id, document_id, number, started_at) VALUES (?, ?, 1, ?)')
    .run(delivery, id, testMoment + 1000).lastInsertRowid
  db.prepare(
    `INSERT INTO attempt_end (attempt_id, ended_at, outcome, http_status, may_have_arrived, sentence, reference_id,
       validation_status, status_message) VALUES (?, ?, 'accepted', 200, 1, ?, '000-7', ?, ?)`,
  ).run(attempt, testMoment + 2500, 'Petrosoft answered.', status, message)
  details.forEach(({ line, message: words }, i) =>
    db
      .prepare(
        "INSERT INTO answer_detail (attempt_id, number, line, position, severity, message) VALUES (?, ?, ?, 9, 'Error', ?)",
      )
      .run(attempt, i + 1, line, words),
  )
  db.prepare('UPDATE document SET newest_answer_id = ?, attempts = 1 WHERE id = ?').run(attempt, id)
}

describe('an export of files', () => {
  test('tells every fact of a file in the store’s zone, with the zone named', () => {
    const { db } = openTestStore()
    const id = addFile(db, {
      name: 'PJR20261120082000.xml',
      state: 'accepted',
      columns: { sales: 12, sales_amount: '214.37', accepted_at: testMoment + 2500, business_dates: '["2026-11-20"]' },
    })
    answer(db, id, { message: 'All good' })
    const text = wholeText(db)
    expect(text.startsWith('\ufeffFile number,File,Status,')).toBe(true)
    expect(rowsOf(text)).toEqual([
      {
        'File number': String(id),
        File: 'PJR20261120082000.xml',
        Status: 'Accepted',
        Reason: '',
        'Sales day': '2026-11-20',
        Source: 'folder',
        Sales: '12',
        Amount: '214.37',
        Found: '2026-11-20 10:00:00',
        Stored: '2026-11-20 10:00:00',
        'First sent': '2026-11-20 10:00:01',
        Answered: '2026-11-20 10:00:02',
        Accepted: '2026-11-20 10:00:02',
        Tries: '1',
        'Next try': '',
        'Size in bytes': String(db.prepare('SELECT size FROM document').pluck().get()),
        'Reference ID': '000-7',
        'Petrosoft’s status': 'Success',
        'Petrosoft’s message': 'All good',
        Problems: '0',
        Notes: '0',
        'SHA-256': db.prepare('SELECT sha256 FROM document').pluck().get(),
        'Time zone': 'America/New_York',
        'Found (UTC)': '2026-11-20T15:00:00.000Z',
        'Answered (UTC)': '2026-11-20T15:00:02.500Z',
      },
    ])
  })

  test('has each file of the filter once, newest first, over any number of pages', () => {
    const { db } = openTestStore()
    db.transaction(() => {
      for (let i = 0; i < 2300; i += 1) addFile(db, { state: i % 3 === 0 ? 'refused' : 'accepted' })
      insertSighting(db, {
        folderId: 1,
        path: 'sub/x.xml',
        size: 0,
        mtimeNs: '1',
        at: testMoment,
        state: 'found',
        problem: 'empty',
      })
    })()
    const ids = rowsOf(wholeText(db)).map((row) => Number(row['File number']))
    expect(ids).toHaveLength(2301)
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => b - a))
    const refused = wholeText(db, { kind: 'files', filter: { ...everyFile, group: 'refused' } })
    expect(rowsOf(refused).map((row) => row['Status'])).toEqual(Array.from({ length: 767 }, () => 'Refused'))
  })

  test('leaves out states that were not asked for', () => {
    const { db } = openTestStore()
    for (const state of ['held', 'refused', 'accepted'] as const) addFile(db, { state })
    expect(exportedPage(db, everyFile, store, null, 'held').files.map(({ state }) => state)).toEqual(['held'])
  })

  test('hides card numbers in the cloud’s words, and never the name or the hash of the file', () => {
    const { db } = openTestStore()
    const id = addFile(db, { name: 'PJR20261120082042.xml', state: 'refused' })
    answer(db, id, { message: 'bad 4111111111111111', details: [{ line: 4, message: 'card 4111-1111-1111-1111' }] })
    const proof = wholeText(db, { kind: 'proof', id: String(id), name: 'x' })
    for (const text of [wholeText(db), proof]) {
      expect(text).toContain('bad 411111••••••1111')
      expect(text).toContain('PJR20261120082042.xml')
      expect(text).toContain(String(db.prepare('SELECT sha256 FROM document').pluck().get()))
    }
    expect(proof).toContain('card 4111-11••-••••-1111')
  })

  test('lets no name of a file become a formula', () => {
    const { db } = openTestStore()
    addFile(db, { name: '=cmd|calc.xml' })
    expect(wholeText(db)).toContain(",'=cmd|calc.xml,")
  })

  test('speaks the words it is given', () => {
    const { db } = openTestStore()
    addFile(db, { state: 'accepted' })
    const text = wholeText(db, filesExport, {
      ...store,
      words: { 'column.name': 'Archivo', 'state.accepted': 'Aceptado' },
    })
    expect(text).toContain('File number,Archivo,Status')
    expect(text).toContain(',Aceptado,')
  })
})

test('there is a word for every state', () => {
  for (const state of documentStates) expect(Object.keys(exportWords)).toContain(`state.${state}`)
})

describe('a proof of delivery', () => {
  test('says which bytes, when each thing happened, and every answer verbatim', () => {
    const { db } = openTestStore()
    const id = addFile(db, { name: 'a.xml', state: 'refused' })
    answer(db, id, { status: 'FatalError', message: 'No, "really"', details: [{ line: 412, message: 'Price, wrong' }] })
    const text = wholeText(db, { kind: 'proof', id: String(id), name: 'a.xml' })
    expect(text.replace('\ufeff', '').split('\r\n')[0]).toBe('Part,Number,Time,What,Value')
    expect(text).toContain('File,,,Petrosoft’s status,FatalError')
    expect(text).toContain('File,,,Petrosoft’s message,"No, ""really"""')
    expect(text).toContain('File,,2026-11-20 10:00:01,First sent,2026-11-20T15:00:01.000Z')
    expect(text).toContain('Try,1,2026-11-20 10:00:02,Outcome,accepted')
    expect(text).toContain('Message,1,2026-11-20 10:00:02,"Error, line 412, position 9","Price, wrong"')
  })

  test('of a file that does not exist is none', () => {
    const { db } = openTestStore()
    expect(exportPage(db, { kind: 'proof', id: '77', name: '' }, store, null)).toBeNull()
  })
})

test('an export of sales days has a line for each register and date', () => {
  const { db } = openTestStore()
  const text = wholeText(db, { kind: 'sales-days', from: '2026-11-19', to: '2026-11-20' })
  expect(text).toBe(text.split('\r\n')[0] + '\r\n')
  expect(text).toContain('Sales day,Register,Day,Files,')
})

test('chosen files are exported in the order they were chosen in, over as many pages as there are', () => {
  const { db } = openTestStore()
  const ids = db.transaction(() => Array.from({ length: 620 }, () => addFile(db, { state: 'accepted' })))()
  const chosen = ids.filter((_, i) => i % 7 !== 0).toReversed()
  const text = wholeText(db, { kind: 'chosen-files', ids: [...chosen.map(String), '999999'] })
  expect(rowsOf(text).map((row) => Number(row['File number']))).toEqual(chosen)
})
