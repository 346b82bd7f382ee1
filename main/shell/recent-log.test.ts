import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { logLine } from '../engine/support/log.ts'
import { logEntryOf, readRecentLog } from './recent-log.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'storebridge-log-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const at = Date.parse('2026-11-20T15:00:00.000Z')

describe('the recent log', () => {
  test('is the last entries in the order they were written, lines that are not whole left out', async () => {
    const path = join(folder, 'storebridge.log')
    const lines = [1, 2, 3, 4].map((n) => logLine(at + n, 'info', 'scanned', { folder: 'C:\\POS', ms: n }))
    writeFileSync(path, `broken\n${lines.join('\n')}\n{"time":"x`)
    expect((await readRecentLog(path, 2)).map(({ text }) => text)).toEqual([
      'folder=C:\\POS ms=3',
      'folder=C:\\POS ms=4',
    ])
    expect(await readRecentLog(path, 100)).toHaveLength(4)
  })

  test('of a file that is larger than what is read begins with a whole entry', async () => {
    const path = join(folder, 'storebridge.log')
    const line = logLine(at, 'info', 'scanned', { filler: 'x'.repeat(400) })
    writeFileSync(path, `${Array.from({ length: 3000 }, () => line).join('\n')}\n`)
    const entries = await readRecentLog(path, 5000)
    expect(entries.length).toBeGreaterThan(900)
    expect(entries.length).toBeLessThan(3000)
    expect(entries[0]).toEqual(logEntryOf(line))
  })

  test('is empty when there is no file', async () => {
    expect(await readRecentLog(join(folder, 'none.log'), 10)).toEqual([])
  })
})
