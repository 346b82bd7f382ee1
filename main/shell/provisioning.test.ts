import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../engine/testing/test-store.ts'
import { readProvisioning } from './provisioning.ts'

const file = (value: unknown): string => {
  const path = join(temporaryDirectory(), 'store.json')
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  return path
}
const configuration = (password: unknown) => ({
  store: { locationId: '33084', timeZone: 'America/New_York' },
  petrosoft: { email: 'a@b.example', password },
  folders: [{ path: '/pos' }],
})
const secretFile = (text: string, mode = 0o600): string => {
  const path = join(temporaryDirectory(), 'secret')
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

describe('a provisioning file', () => {
  test('brings its configuration with all defaults, and the password from the environment', async () => {
    const read = await readProvisioning(file(configuration({ env: 'SHOP' })), { SHOP: 'open sesame' })
    expect(read).toMatchObject({ ok: true, password: 'open sesame', configuration: { sending: { maxInFlight: 4 } } })
  })

  test('takes the password from the first line of a file', async () => {
    const read = await readProvisioning(file(configuration({ file: secretFile('first\r\nsecond') })), {})
    expect(read).toMatchObject({ ok: true, password: 'first' })
  })

  test('without a password to be found is right all the same: the window asks', async () => {
    for (const place of [{ env: 'NOT_SET' }, { env: 'EMPTY' }, { file: '/nowhere/secret' }, { file: secretFile('') }])
      expect(await readProvisioning(file(configuration(place)), { EMPTY: '' })).toMatchObject({
        ok: true,
        password: null,
      })
  })

  test.skipIf(process.platform === 'win32')('whose password others can read is refused by name', async () => {
    const read = await readProvisioning(file(configuration({ file: secretFile('x', 0o644) })), {})
    expect(read.ok ? [] : read.errors.map(({ path }) => path)).toEqual(['petrosoft.password.file'])
  })

  test('that is wrong says every key that is, and never what it held', async () => {
    const read = await readProvisioning(file({ ...configuration('plain-text-password'), colour: 'red' }), {})
    expect(read.ok ? [] : read.errors.map(({ path }) => path).toSorted()).toEqual(['colour', 'petrosoft.password'])
    expect(JSON.stringify(read)).not.toContain('plain-text-password')
  })

  test('that is not JSON, not there, or far too large is told in a sentence', async () => {
    for (const path of [file('{'), '/nowhere/store.json', file(' '.repeat(2_000_000))]) {
      const read = await readProvisioning(path, {})
      expect(read.ok ? '' : (read.errors[0]?.message ?? '')).toContain(path)
    }
  })

  test('may begin with a byte order mark', async () => {
    expect((await readProvisioning(file(`\uFEFF${JSON.stringify(configuration({ env: 'X' }))}`), {})).ok).toBe(true)
  })
})
