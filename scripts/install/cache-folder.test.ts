// The cache outside node_modules: entries are whole or absent, whatever happens while they are made.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nativeBindingPath } from '../../main/engine/storage/native-binding.ts'
import { cachedEntry, cacheFolder } from './cache-folder.mjs'
import { nativeSqlitePath } from './native-sqlite.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cache-folder-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const isWhole = (path: string) =>
  existsSync(join(path, 'content')) && readFileSync(join(path, 'content'), 'utf8') !== ''
const filledWith = (text: string) => async (path: string) => writeFileSync(join(path, 'content'), text)
const contentOf = (path: string) => readFileSync(join(path, 'content'), 'utf8')

describe('an entry', () => {
  test('is made once and found again', async () => {
    const path = await cachedEntry({ folder, name: 'entry', isWhole, make: filledWith('first') })
    const again = await cachedEntry({ folder, name: 'entry', isWhole, make: filledWith('second') })

    expect(again).toBe(path)
    expect(contentOf(path)).toBe('first')
  })

  test('that could not be made leaves nothing behind', async () => {
    const make = async (path: string) => {
      writeFileSync(join(path, 'content'), 'half')
      throw new Error('the disk is full')
    }
    await expect(cachedEntry({ folder, name: 'entry', isWhole, make })).rejects.toThrow('the disk is full')
    expect(readdirSync(folder)).toEqual([])
  })

  test('that turns out incomplete is refused', async () => {
    await expect(cachedEntry({ folder, name: 'entry', isWhole, make: filledWith('') })).rejects.toThrow('incomplete')
    expect(readdirSync(folder)).toEqual([])
  })

  test('that was damaged later is made anew', async () => {
    mkdirSync(join(folder, 'entry'))
    writeFileSync(join(folder, 'entry', 'content'), '')

    const path = await cachedEntry({ folder, name: 'entry', isWhole, make: filledWith('whole') })

    expect(contentOf(path)).toBe('whole')
    expect(readdirSync(folder)).toEqual(['entry'])
  })

  test('made by two runs at once is whole for both, and one stays', async () => {
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const whenBothAreAtWork = (text: string) => async (path: string) => {
      await gate
      writeFileSync(join(path, 'content'), text)
    }
    const first = cachedEntry({ folder, name: 'entry', isWhole, make: whenBothAreAtWork('first') })
    const second = cachedEntry({ folder, name: 'entry', isWhole, make: whenBothAreAtWork('second') })
    expect(readdirSync(folder)).toHaveLength(2)
    open()

    expect(await first).toBe(await second)
    expect(['first', 'second']).toContain(contentOf(await first))
    expect(readdirSync(folder)).toEqual(['entry'])
  })
})

test('what a run left that died is removed after some hours, what a run may still be making is not', async () => {
  const anHour = 60 * 60
  const now = Date.now() / 1000
  for (const [name, hoursOld] of [
    ['.making-entry-dead', 7],
    ['.making-entry-alive', 1],
  ] as const) {
    mkdirSync(join(folder, name))
    utimesSync(join(folder, name), now - hoursOld * anHour, now - hoursOld * anHour)
  }

  await cachedEntry({ folder, name: 'entry', isWhole, make: filledWith('x') })

  expect(readdirSync(folder).sort()).toEqual(['.making-entry-alive', 'entry'])
})

describe('the scripts and the product look in the same place', () => {
  test('for the compiled SQLite binding', () => {
    const { STOREBRIDGE_SQLITE_BINDING: _, ...env } = process.env
    expect(nativeBindingPath(9, env)).toBe(nativeSqlitePath())
  })

  test.each([
    { XDG_CACHE_HOME: '/cache', HOME: '/home/a' },
    { HOME: '/home/a' },
    { XDG_CACHE_HOME: '', HOME: '/home/a' },
  ])('under %j', (env) => {
    expect(dirname(dirname(nativeBindingPath(9, env) ?? ''))).toBe(cacheFolder(env))
  })
})
