// Which SQLite binding is chosen, for each Node-API version and each place a binding can come from.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import packageJson from '../../../package.json' with { type: 'json' }
import { NATIVE_SQLITE_VERSION, nativeBindingPath } from './native-binding.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'native-binding-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('under Node-API 10 and later', () => {
  test('better-sqlite3 loads its own binding, whatever the environment says', () => {
    expect(nativeBindingPath(10, { STOREBRIDGE_SQLITE_BINDING: '/elsewhere.node' }, folder)).toBeUndefined()
    expect(nativeBindingPath(11, {})).toBeUndefined()
  })
})

describe('under Node-API 9', () => {
  test('a binding named in the environment comes first, even when it is missing', () => {
    shipBinding()
    expect(nativeBindingPath(9, { STOREBRIDGE_SQLITE_BINDING: '/no/such.node' }, folder)).toBe('/no/such.node')
  })

  test('an empty name in the environment counts as none', () => {
    const shipped = shipBinding()
    expect(nativeBindingPath(9, { STOREBRIDGE_SQLITE_BINDING: '' }, folder)).toBe(shipped)
  })

  test('a binding beside the app comes before the cache', () => {
    const shipped = shipBinding()
    expect(nativeBindingPath(9, { XDG_CACHE_HOME: join(folder, 'cache') }, folder)).toBe(shipped)
  })

  test.skipIf(process.platform === 'win32')(
    'else the cache is named, with version, Node-API, system and processor',
    () => {
      const entry = `better-sqlite3-${NATIVE_SQLITE_VERSION}-node-api-9-${process.platform}-${process.arch}`
      const file = join('storebridge', entry, 'better_sqlite3.node')
      expect(nativeBindingPath(9, { XDG_CACHE_HOME: '/c', HOME: '/h' }, folder)).toBe(join('/c', file))
      expect(nativeBindingPath(9, { XDG_CACHE_HOME: '', HOME: '/h' })).toBe(join('/h/.cache', file))
    },
  )
})

test('the version in the cache path is the one package.json installs', () => {
  expect(NATIVE_SQLITE_VERSION).toBe(packageJson.dependencies['better-sqlite3'])
})

/** Puts a binding where a packed app has it. */
function shipBinding(): string {
  const path = join(folder, 'native', 'better_sqlite3.node')
  mkdirSync(join(folder, 'native'))
  writeFileSync(path, '')
  return path
}
