import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory } from '../testing/test-store.ts'
import { isEngineRunning, takeEngineLock, type EngineLock } from './engine-lock.ts'
import { DatabaseUnusable } from './open-database.ts'

const taken = (directory: string): EngineLock => {
  const lock = takeEngineLock(directory, 0)
  if (lock === null) throw new Error('the lock was not free')
  onTestFinished(() => lock.release())
  return lock
}

/** Another process that has the lock when this resolves. */
const holderProcess = async (directory: string): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'testing', 'lock-holder.ts'), directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8'))),
  )
  expect(said).toBe('held\n')
  return child
}

describe('the lock of a data directory', () => {
  test('is given once: the second taker gets null until the first lets go', () => {
    const directory = temporaryDirectory()
    const first = taken(directory)
    expect(takeEngineLock(directory, 0)).toBeNull()
    expect(takeEngineLock(directory, 50)).toBeNull()
    first.release()
    taken(directory)
  })

  test('of one directory says nothing about another', () => {
    taken(temporaryDirectory())
    taken(temporaryDirectory())
  })

  test('makes the directory when it is not there, for this user alone', () => {
    const directory = join(temporaryDirectory(), 'a', 'b')
    taken(directory)
    if (process.platform !== 'win32') expect(statSync(directory).mode & 0o777).toBe(0o700)
  })

  test('that another process holds is busy, and free as soon as that process is killed with kill -9', async () => {
    const directory = temporaryDirectory()
    const child = await holderProcess(directory)
    expect(isEngineRunning(directory)).toBe(true)
    expect(takeEngineLock(directory, 0)).toBeNull()
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
    expect(isEngineRunning(directory)).toBe(false)
    taken(directory)
  })

  test('cannot be had where the directory cannot be made: the database cannot be used, in one sentence', () => {
    const file = join(temporaryDirectory(), 'a file')
    writeFileSync(file, '')
    expect(() => takeEngineLock(join(file, 'data'), 0)).toThrow(DatabaseUnusable)
  })

  test('whose file is something else is no crash either', () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'engine.lock'), 'not a lock '.repeat(100))
    expect(() => takeEngineLock(directory, 0)).toThrow(DatabaseUnusable)
    const other = temporaryDirectory()
    mkdirSync(join(other, 'engine.lock'))
    expect(() => takeEngineLock(other, 0)).toThrow(DatabaseUnusable)
  })
})

describe('whether an engine runs', () => {
  test('is no where none ever ran, and nothing is made by asking', () => {
    const directory = temporaryDirectory()
    expect(isEngineRunning(directory)).toBe(false)
    expect(isEngineRunning(join(directory, 'nowhere'))).toBe(false)
  })

  test('is yes exactly while the lock is held', () => {
    const directory = temporaryDirectory()
    const lock = taken(directory)
    expect(isEngineRunning(directory)).toBe(true)
    expect(isEngineRunning(directory)).toBe(true)
    lock.release()
    expect(isEngineRunning(directory)).toBe(false)
  })

  test('may be asked at any time without taking the lock away from a starting engine', () => {
    const directory = temporaryDirectory()
    taken(directory).release()
    for (let i = 0; i < 20; i++) {
      expect(isEngineRunning(directory)).toBe(false)
      taken(directory).release()
    }
  })
})
