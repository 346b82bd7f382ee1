import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../engine/testing/test-store.ts'
import { writeWholeFile } from './write-whole-file.ts'

const bytes = Buffer.from('%PDF-1.4 whole')

describe('a file that is written whole', () => {
  test('takes the place of the one before, and leaves nothing else', async () => {
    const folder = temporaryDirectory()
    const path = join(folder, 'Sales days 2026-11.pdf')
    writeFileSync(path, 'older and longer than what comes after it')
    await writeWholeFile(path, bytes)
    expect(readFileSync(path)).toEqual(bytes)
    expect(readdirSync(folder)).toEqual(['Sales days 2026-11.pdf'])
  })

  test('that cannot be put in its place leaves what was there, and nothing of itself', async () => {
    const folder = temporaryDirectory()
    const path = join(folder, 'taken')
    mkdirSync(path)
    writeFileSync(join(path, 'inside'), 'kept')
    await expect(writeWholeFile(path, bytes)).rejects.toThrow(/EISDIR|EPERM|EACCES|EEXIST/)
    expect(readdirSync(folder)).toEqual(['taken'])
    expect(readFileSync(join(path, 'inside'), 'utf8')).toBe('kept')
  })

  test('into a folder that is not there is an error, not a folder', async () => {
    const folder = temporaryDirectory()
    await expect(writeWholeFile(join(folder, 'gone', 'x.pdf'), bytes)).rejects.toThrow(/ENOENT/)
    expect(readdirSync(folder)).toEqual([])
  })
})
