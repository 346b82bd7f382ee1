import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../engine/testing/test-store.ts'
import { UsageError } from './exit.ts'
import { passwordReader, readConfiguration } from './read-configuration.ts'

const good = {
  store: { locationId: '33084', timeZone: 'America/New_York' },
  petrosoft: { email: 'a@example.com', password: { env: 'X' } },
  folders: [{ path: '/out' }],
}

const fileWith = (content: string | Buffer): string => {
  const path = join(temporaryDirectory(), 'config.json')
  writeFileSync(path, content)
  return path
}

/** The one sentence that reading it ends with. */
const complaint = (path: string): string => {
  try {
    readConfiguration(path)
  } catch (fault) {
    if (fault instanceof UsageError) return fault.message
    throw fault
  }
  return 'none'
}

describe('a configuration file', () => {
  test('is read with its defaults, also with a byte order mark', () => {
    expect(readConfiguration(fileWith(`\ufeff${JSON.stringify(good)}`)).sending.maxInFlight).toBe(4)
  })

  test('that is not there, or a folder, or closed to us is named in one sentence', () => {
    const directory = temporaryDirectory()
    expect(complaint(join(directory, 'none.json'))).toBe(
      `configuration ${join(directory, 'none.json')}: there is no such file`,
    )
    expect(complaint(directory)).toBe(`configuration ${directory}: it is a folder`)
  })

  test('with a mistake in a key is named by that key alone', () => {
    expect(complaint(fileWith(JSON.stringify({ ...good, store: { ...good.store, colour: 1 } })))).toBe(
      'store.colour: unknown key',
    )
    expect(complaint(fileWith(JSON.stringify({ ...good, folders: [] })))).toBe('folders: at least one folder is needed')
    expect(complaint(fileWith('[]'))).toBe('configuration: must be an object')
  })

  test('with several mistakes names the first and says how many more there are', () => {
    expect(complaint(fileWith(JSON.stringify({ ...good, a: 1, b: 2, c: 3 })))).toBe('a: unknown key (and 2 more)')
  })

  test.each([
    ['', 1, 1],
    ['{', 1, 2],
    ['{\n  "store": }', 2, 12],
    ['{"a": 1,}', 1, 9],
    ['{\r\n"a": tru }', 2, 9],
    ['{"a": "x" "b"}', 1, 11],
    ['{"a": 01}', 1, 8],
    ["{'a': 1}", 1, 2],
    ['{"a": 1} x', 1, 10],
    ['{"a": "line\nbreak"}', 1, 12],
  ])('that is no JSON (%j) is named with the place: line %i, column %i', (text, line, column) => {
    const path = fileWith(text)
    expect(complaint(path)).toBe(`configuration ${path}: not JSON (line ${line}, column ${column})`)
  })

  test('that is no JSON is never quoted: what stands there may be a password', () => {
    const secret = 'hunter2'
    const text = JSON.stringify({ ...good, petrosoft: { email: 'a', password: secret } }, null, 2)
    const mistakes = [
      text.replace(`"${secret}"`, secret),
      text.replace(`"${secret}"`, `"${secret}" x`),
      text.replace(`"${secret}"`, `"${secret}`),
      text.replace('"password":', '"password"'),
      `${text} ${secret}`,
      text.slice(0, text.indexOf(secret) + 4),
    ]
    for (const mistake of mistakes) {
      const said = complaint(fileWith(mistake))
      expect(said).toContain('not JSON')
      expect(said).not.toContain('hunt')
    }
    expect(complaint(fileWith(text))).toMatch(/^petrosoft\.password: a password is not written/)
    expect(complaint(fileWith(text))).not.toContain(secret)
  })
})

describe('the password', () => {
  test('is read anew at each sign-in, from the environment', () => {
    const read = passwordReader({ env: 'STOREBRIDGE_TEST_PASSWORD' })
    delete process.env['STOREBRIDGE_TEST_PASSWORD']
    expect(read()).toBeNull()
    process.env['STOREBRIDGE_TEST_PASSWORD'] = ''
    expect(read()).toBeNull()
    process.env['STOREBRIDGE_TEST_PASSWORD'] = ' a b '
    expect(read()).toBe(' a b ')
    delete process.env['STOREBRIDGE_TEST_PASSWORD']
  })

  test('is the first line of its file, also when the file comes later', () => {
    const path = join(temporaryDirectory(), 'password')
    const read = passwordReader({ file: path })
    expect(read()).toBeNull()
    for (const [content, password] of [
      ['secret', 'secret'],
      ['secret\n', 'secret'],
      ['secret\r\nsecond', 'secret'],
      ['\ufeffsecret\n', 'secret'],
      ['', null],
      ['\nsecond', null],
      [' with space \n', ' with space '],
    ] as const) {
      writeFileSync(path, content, { mode: 0o600 })
      expect(read(), JSON.stringify(content)).toBe(password)
    }
  })

  test('that cannot be read is no password', () => {
    const path = join(temporaryDirectory(), 'password')
    mkdirSync(path, { mode: 0o700 })
    expect(passwordReader({ file: path })()).toBeNull()
  })

  test.skipIf(process.platform === 'win32').each([0o644, 0o640, 0o604, 0o660, 0o622, 0o611])(
    'in a file that others can read (%o) is refused',
    (mode) => {
      const path = join(temporaryDirectory(), 'password')
      writeFileSync(path, 'secret')
      chmodSync(path, mode)
      expect(() => passwordReader({ file: path })).toThrow(
        `petrosoft.password.file: other users can read ${path}; make it yours alone (chmod 600)`,
      )
      chmodSync(path, 0o600)
      expect(passwordReader({ file: path })()).toBe('secret')
      chmodSync(path, 0o400)
      expect(passwordReader({ file: path })()).toBe('secret')
    },
  )
})
