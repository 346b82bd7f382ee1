import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { turnOverLog } from './turn-over-log.ts'

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'turn-over-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

test('ten files are kept however often the log is turned over, the newest with the lowest number', () => {
  const logs = folder()
  for (let n = 1; n <= 25; n++) {
    writeFileSync(join(logs, 'storebridge.log'), String(n))
    turnOverLog(logs)
  }
  expect(readdirSync(logs)).toHaveLength(9)
  expect(readFileSync(join(logs, 'storebridge.1.log'), 'utf8')).toBe('25')
  expect(readFileSync(join(logs, 'storebridge.9.log'), 'utf8')).toBe('17')
})

test('a log that cannot be renamed is emptied, so that it stays within its bounds', () => {
  const logs = folder()
  // A folder that is not empty stands where the oldest log would go: it cannot be removed as a file.
  mkdirSync(join(logs, 'storebridge.9.log', 'x'), { recursive: true })
  writeFileSync(join(logs, 'storebridge.log'), 'full')
  turnOverLog(logs)
  expect(statSync(join(logs, 'storebridge.log')).size).toBe(0)
})

test('where there is nothing to turn over nothing happens', () => {
  expect(() => turnOverLog(join(folder(), 'nowhere'))).not.toThrow()
})
