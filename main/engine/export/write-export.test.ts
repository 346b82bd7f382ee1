import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../testing/test-store.ts'
import { writeExport } from './write-export.ts'

const failing = function* (seen: () => void): Generator<string> {
  yield 'half '
  seen()
  throw new Error('the database is gone')
}

test('a file has its name only when it is whole, and what was there before stays until then', async () => {
  const directory = temporaryDirectory()
  const path = join(directory, 'Files.csv')
  writeFileSync(path, 'before')
  const seen: string[] = []
  await expect(
    writeExport(
      path,
      failing(() => seen.push(readFileSync(path, 'utf8'))),
    ),
  ).rejects.toThrow('the database is gone')
  expect(seen).toEqual(['before'])
  expect(readdirSync(directory)).toEqual(['Files.csv'])
  expect(readFileSync(path, 'utf8')).toBe('before')
  expect(await writeExport(path, ['á', 'b'])).toEqual({ bytes: 3 })
  expect(readFileSync(path, 'utf8')).toBe('áb')
  expect(readdirSync(directory)).toEqual(['Files.csv'])
})

test('a place that cannot be written is the system’s error, and nothing is left behind', async () => {
  const directory = temporaryDirectory()
  mkdirSync(join(directory, 'taken.csv'))
  await expect(writeExport(join(directory, 'gone', 'x.csv'), ['a'])).rejects.toThrow(/ENOENT/)
  await expect(writeExport(join(directory, 'taken.csv'), ['a'])).rejects.toThrow(/EISDIR|EPERM|EEXIST|ENOTEMPTY/)
  expect(readdirSync(directory)).toEqual(['taken.csv'])
})
