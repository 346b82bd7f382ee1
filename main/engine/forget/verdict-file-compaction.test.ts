import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../testing/test-store.ts'
import { compactVerdictFile } from './verdict-file-compaction.ts'

const dayMs = 24 * 3600_000
const first = Date.UTC(2025, 0, 1)
const perDay = 100
const line = (i: number): string =>
  `${JSON.stringify({ attempt: i + 1, sha256: 'a'.repeat(64), name: `PJR${i}.xml`, at: new Date(first + (i * dayMs) / perDay).toISOString(), verdict: 'accepted', referenceId: `r${i}`, padding: 'x'.repeat(200) })}\n`

/** 600 days of verdicts: 23 MB. */
const verdicts = (): { readonly directory: string; readonly path: string; readonly lines: readonly string[] } => {
  const directory = temporaryDirectory()
  const path = join(directory, 'verdicts.ndjson')
  const lines = Array.from({ length: 600 * perDay }, (_, i) => line(i))
  // A power cut once left half a line.
  lines[30_000] = '{"attempt":30001,"sha\n'
  writeFileSync(path, lines.join(''))
  return { directory, path, lines }
}

test('lines older than asked go, all newer ones stay in their order, and what comes meanwhile is not lost', async () => {
  const { directory, path, lines } = verdicts()
  const before = first + 300 * dayMs
  const going = compactVerdictFile(directory, before, 1_000_000)
  appendFileSync(path, line(60_000))
  expect(await going).toBeGreaterThan(10_000_000)
  const text = readFileSync(path, 'utf8')
  const kept = text.split('\n').slice(0, -1)
  expect(text.endsWith(lines.slice(300 * perDay).join('') + line(60_000))).toBe(true)
  // Some older ones may stay: no more than a piece of the file.
  expect(kept.length - 300 * perDay).toBeLessThan(400)
  expect(kept[0]).toMatch(/^\{"attempt":\d+,"sha256"/)
  expect(existsSync(`${path}.new`)).toBe(false)
})

test('the newest lines stay however old they are, and a file that would hardly shrink is left alone', async () => {
  const { directory, path, lines } = verdicts()
  expect(await compactVerdictFile(directory, first + 20 * dayMs, 1_000_000)).toBe(0)
  expect(readFileSync(path, 'utf8')).toBe(lines.join(''))
  await compactVerdictFile(directory, first + 5000 * dayMs, 1_000_000)
  expect(statSync(path).size).toBeGreaterThan(4_000_000)
  expect(lines.join('').endsWith(readFileSync(path, 'utf8'))).toBe(true)
})

test('a small file, and none, are left alone', async () => {
  const { directory, path } = verdicts()
  const { size } = statSync(path)
  expect(await compactVerdictFile(directory, first + 5000 * dayMs)).toBe(0)
  expect(statSync(path).size).toBe(size)
  expect(await compactVerdictFile(temporaryDirectory(), first)).toBe(0)
})
