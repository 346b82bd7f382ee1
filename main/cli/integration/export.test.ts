// `storebridge export` beside a real engine: journals with card numbers go through the folder, the cloud answers, and what
// is exported is what became of them, without a card number. Also how it refuses what it is not asked rightly.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { FileFacts } from '../../../contract/file-facts.ts'
import { databaseFile } from '../../engine/storage/database-file.ts'
import { openDatabase } from '../../engine/storage/open-database.ts'
import { jsonLines, storebridge, type CommandEnd } from './command.ts'
import { aJournal } from './journal-bytes.ts'
import { practiceStore } from './practice-store.ts'

vi.setConfig({ testTimeout: 60_000 })

const date = '2026-03-02'
const card = '4111111111111111'

const text = (end: CommandEnd): string => end.stdout.toString('utf8')

describe('the command export', () => {
  test('gives files, the proof of one and days as text and as lines, whole or not at all, without a card number', async ({
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const engine = await store.run()
    await store.put('PJR1.xml', aJournal({ transaction: '101', businessDate: date, amount: '2.00' }))
    await store.put(
      'PJR2.xml',
      aJournal({ transaction: '102', businessDate: date, amount: '5.00', price: `${card},00` }),
    )
    await store.whenState('PJR1.xml', 'accepted')
    await store.whenState('PJR2.xml', 'refused')

    const csv = await store.command('export', 'files')
    expect(csv.code).toBe(0)
    expect(text(csv).startsWith('\ufeffFile number,File,Status,Reason,Sales day,')).toBe(true)
    expect(text(csv).trimEnd().split('\r\n')).toHaveLength(3)
    expect(text(csv)).toContain('America/New_York')

    interface Line {
      readonly id: string
      readonly name: string
      readonly state: string
      readonly amount: string
      readonly answeredAt: string
    }
    const lines = jsonLines<Line>(await store.command('export', 'files', '--format', 'json'))
    expect(lines.map(({ name, state }) => [name, state])).toEqual([
      ['PJR2.xml', 'refused'],
      ['PJR1.xml', 'accepted'],
    ])
    expect(lines[1]?.amount).toBe('2.00')
    expect(lines[1]?.answeredAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    const refused = jsonLines<Line>(await store.command('export', 'files', '--format', 'json', '--state', 'refused'))
    expect(refused.map(({ name }) => name)).toEqual(['PJR2.xml'])
    const otherDays = await store.command('export', 'files', '--from', '2026-03-03', '--to', '2026-03-04')
    expect(text(otherDays).trimEnd().split('\r\n')).toHaveLength(1)

    const id = lines[0]?.id ?? ''
    const shown = jsonLines<FileFacts>(await store.command('show', id, '--json'))[0]
    const out = join(store.root, 'proof.csv')
    writeFileSync(out, 'before')
    expect((await store.command('export', 'proof', id, '--out', out)).code).toBe(0)
    const proof = readFileSync(out, 'utf8')
    expect(proof).toContain(shown?.sha256 ?? 'no hash')
    expect(proof).toContain('FatalError')
    expect(proof).toContain(`Reference ID,${shown?.referenceId ?? 'no reference'}`)
    expect(readdirSync(store.root).filter((name) => name.endsWith('.new'))).toEqual([])

    const days = await store.command('export', 'days', '--from', date, '--to', date)
    expect(text(days)).toContain(`${date},`)
    expect(jsonLines(await store.command('days', '--from', date, '--to', date, '--json'))).toEqual(
      jsonLines(await store.command('export', 'days', '--from', date, '--to', date, '--format', 'json')),
    )

    for (const told of [
      text(csv),
      proof,
      text(await store.command('show', id)),
      text(await store.command('show', id, '--json')),
      text(await store.command('files', '--json')),
      text(await store.command('export', 'proof', id, '--format', 'json')),
      engine.output(),
    ])
      expect(told).not.toContain(card)
    expect(text(await store.command('show', id, '--content'))).toContain(card)
    await engine.terminate()
    expect(text(await store.command('export', 'files'))).toBe(text(csv))
  })

  test('refuses in one sentence what it is not asked rightly, with the exit codes of the other commands', async ({
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    mkdirSync(store.dataDirectory, { recursive: true })
    openDatabase(databaseFile(store.dataDirectory)).close()
    const asked = async (...words: readonly string[]): Promise<readonly [number | null, string]> => {
      const { code, stderr } = await storebridge(['export', ...words, '--data-dir', store.dataDirectory])
      return [code, stderr]
    }
    expect(await asked()).toEqual([2, 'storebridge: export: say what: files, proof ID or days\n'])
    expect(await asked('months')).toEqual([2, 'storebridge: export: "months" is not one of files, proof, days\n'])
    expect((await asked('files', '--format', 'pdf'))[1]).toContain('PDF is made only in the app')
    expect((await asked('files', '--format', 'xlsx'))[0]).toBe(2)
    expect((await asked('files', '--state', 'gone'))[0]).toBe(2)
    expect((await asked('files', '--from', '2026-02-30'))[0]).toBe(2)
    expect((await asked('days', '--from', date))[0]).toBe(2)
    expect((await asked('proof'))[0]).toBe(2)
    expect((await asked('proof', '1', '2'))[0]).toBe(2)
    expect(await asked('proof', '77')).toEqual([1, 'storebridge: there is no file 77\n'])
    expect((await asked('files'))[1]).toContain('time zone is not known')
  })
})
