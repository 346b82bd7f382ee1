import { deflateSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { insertSighting, markGone, attachDocument } from '../collect/sighting-table.ts'
import type { Db } from '../storage/open-database.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { addFile, openTestStore } from '../testing/test-store.ts'
import { fileDetail } from './file-detail.ts'
import { createViewer } from './viewer.ts'

const detailOf = async (db: Db, id: number, common: Parameters<typeof fileDetail>[3] = null) => {
  const viewer = createViewer(db, new FakeClock())
  onTestFinished(() => viewer.close())
  const detail = await fileDetail(db, viewer, id, common)
  if (detail === null) throw new Error(`no file ${id}`)
  return detail
}

const card = '4111111111111111'

describe('a file in detail', () => {
  test('that does not exist is null', async () => {
    const { db } = openTestStore()
    expect(await fileDetail(db, createViewer(db, new FakeClock()), 99, null)).toBeNull()
  })

  test('has the lines of its bytes and the times of its events', async () => {
    const { db } = openTestStore()
    const id = addFile(db, {
      bytes: '<A>\n<B>123</B>\n</A>',
      state: 'accepted',
      columns: { sales: 3, sales_amount: '9.00' },
    })
    const event = db.prepare(
      `INSERT INTO event (document_id, number, type, line, end_line, facts) VALUES (?, ?, 'SaleEvent', 1, 2, ?)`,
    )
    event.run(
      id,
      1,
      JSON.stringify({ startDate: '2026-11-20', startTime: '20:05:00', endDate: '2026-11-20', endTime: '20:06:00' }),
    )
    event.run(id, 2, JSON.stringify({ startDate: null, startTime: null, endDate: '2026-11-20', endTime: '20:20:10' }))
    event.run(id, 3, JSON.stringify({ startDate: null, startTime: null, endDate: null, endTime: null }))
    expect(await detailOf(db, id)).toMatchObject({
      lineCount: 3,
      longestLine: 10,
      sales: 3,
      salesAmount: '9.00',
      firstEventAt: '2026-11-20T20:05:00',
      lastEventAt: '2026-11-20T20:20:10',
      changedInFolder: false,
    })
  })

  test('whose bytes are not kept has no lines', async () => {
    const { db } = openTestStore()
    const id = addFile(db, { state: 'accepted', kept: false })
    expect(await detailOf(db, id)).toMatchObject({ lineCount: null, longestLine: null, firstEventAt: null })
  })

  test('is told to have changed when the folder holds other bytes under its name', async () => {
    const { db } = openTestStore()
    const id = addFile(db, { name: 'PJR1.xml', state: 'accepted' })
    const folderId = Number(db.prepare('SELECT id FROM folder').pluck().get())
    markGone(db, id, 5)
    // Gone is not changed.
    expect((await detailOf(db, id)).changedInFolder).toBe(false)
    const newer = insertSighting(db, {
      folderId,
      path: 'PJR1.xml',
      size: 9,
      mtimeNs: '9',
      at: 9,
      state: 'found',
      problem: null,
    })
    expect((await detailOf(db, id)).changedInFolder).toBe(true)
    // The same bytes again are the same document.
    attachDocument(db, newer, id, { size: 9, mtimeNs: '9', at: 9 })
    expect((await detailOf(db, id)).changedInFolder).toBe(false)
    insertSighting(db, { folderId, path: 'other.xml', size: 9, mtimeNs: '9', at: 9, state: 'found', problem: null })
    expect((await detailOf(db, id)).changedInFolder).toBe(false)
  })

  test('stands between the refused files that are newer and older', async () => {
    const { db } = openTestStore()
    const [first, second, third] = [0, 1, 2].map(() => addFile(db, { state: 'refused' })) as [number, number, number]
    addFile(db, { state: 'accepted' })
    const { previousRefused, nextRefused } = await detailOf(db, second)
    expect([previousRefused, nextRefused]).toEqual([String(third), String(first)])
    expect((await detailOf(db, third)).previousRefused).toBeNull()
  })

  test('that has not been read yet is told by its sighting', async () => {
    const { db } = openTestStore()
    addFile(db)
    const folderId = Number(db.prepare('SELECT id FROM folder').pluck().get())
    const id = insertSighting(db, {
      folderId,
      path: 'a/b.xml',
      size: 9,
      mtimeNs: '9',
      at: 9,
      state: 'found',
      problem: 'before-start',
    })
    expect(await detailOf(db, id)).toMatchObject({
      id: String(id),
      name: 'b.xml',
      state: 'found',
      lineCount: null,
      sales: null,
    })
  })

  test('shows no card number that an answer quotes, in no text of it', async () => {
    const { db } = openTestStore()
    const id = addFile(db, { state: 'refused' })
    const delivery = db.prepare('INSERT INTO delivery (document_id, created_at) VALUES (?, 0)').run(id).lastInsertRowid
    const attempt = db
      .prepare('INSERT INTO attempt (delivery_id, document_id, number, started_at) VALUES (?, ?, 1, 0)')
      .run(delivery, id).lastInsertRowid
    const raw = `<Ack><M>${card}</M><AccountID>77</AccountID></Ack>`
    db.prepare(
      `INSERT INTO attempt_end (attempt_id, ended_at, outcome, may_have_arrived, status_message, raw) VALUES (?, 1, 'refused', 1, ?, ?)`,
    ).run(attempt, `bad ${card}`, deflateSync(Buffer.from(raw)))
    db.prepare(
      `INSERT INTO answer_detail (attempt_id, number, line, severity, message) VALUES (?, 1, 3, 'Error', ?)`,
    ).run(attempt, `PAN ${card} is bad`)
    db.prepare(`INSERT INTO finding (document_id, number, severity, rule, message) VALUES (?, 1, 'info', 'x', ?)`).run(
      id,
      card,
    )
    db.prepare('UPDATE document SET newest_answer_id = ? WHERE id = ?').run(attempt, id)
    const detail = await detailOf(db, id)
    expect(JSON.stringify(detail)).not.toContain(card)
    expect(detail.details[0]?.message).toBe('PAN 411111••••••1111 is bad')
    expect(detail.deliveries.at(-1)?.attempts[0]?.rawAnswer).toBe(
      '<Ack><M>411111••••••1111</M><AccountID>••</AccountID></Ack>',
    )
  })

  test('that waits says why, the common cause first', async () => {
    const { db } = openTestStore()
    const id = addFile(db, { state: 'waiting', columns: { wait_cause: 'service' } })
    expect([(await detailOf(db, id)).waitCause, (await detailOf(db, id, 'sign-in')).waitCause]).toEqual([
      'service',
      'sign-in',
    ])
  })
})
