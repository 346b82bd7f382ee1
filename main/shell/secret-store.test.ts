import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../engine/testing/test-store.ts'
import { PasswordKeeper } from './password-keeper.ts'
import { createSecretStore, type SafeStoragePort } from './secret-store.ts'

/** Keeps the laws of the system's encryption: only this user's key opens what it closed, and nothing is readable. */
const fakeSafeStorage = (isAvailable: () => boolean = () => true): SafeStoragePort => {
  const key = randomBytes(32)
  return {
    available: () => Promise.resolve(isAvailable()),
    encrypt: (text) => {
      if (!isAvailable()) return Promise.reject(new Error('encryption is not available'))
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Promise.resolve(Buffer.concat([iv, cipher.getAuthTag(), body]))
    },
    decrypt: async (encrypted) => {
      const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, 12))
      decipher.setAuthTag(encrypted.subarray(12, 28))
      return Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}

const quiet = (): void => undefined
const password = 'corréct horse'

describe('the secret store', () => {
  test('gives back what it kept, also to the next start, and keeps it unreadable', async () => {
    const path = join(temporaryDirectory(), 'store', 'password.bin')
    const port = fakeSafeStorage()
    expect(await createSecretStore(port, path, quiet).keep(password)).toBe(true)
    expect(await createSecretStore(port, path, quiet).read()).toBe(password)
    expect(readFileSync(path).includes(password)).toBe(false)
    expect(readdirSync(join(path, '..'))).toEqual(['password.bin'])
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
  })

  test('keeps nothing where the system has no safe place, and forgets what was kept before', async () => {
    const path = join(temporaryDirectory(), 'password.bin')
    let safe = true
    const port = fakeSafeStorage(() => safe)
    const store = createSecretStore(port, path, quiet)
    await store.keep('old')
    safe = false
    expect([await store.available(), await store.read(), await store.keep(password), existsSync(path)]).toEqual([
      false,
      null,
      false,
      false,
    ])
  })

  test('has none for another user, for damaged bytes and where there is no file, and leaves what it cannot read', async () => {
    const path = join(temporaryDirectory(), 'password.bin')
    expect(await createSecretStore(fakeSafeStorage(), path, quiet).read()).toBeNull()
    await createSecretStore(fakeSafeStorage(), path, quiet).keep(password)
    const kept = readFileSync(path)
    expect(await createSecretStore(fakeSafeStorage(), path, quiet).read()).toBeNull()
    expect(readFileSync(path)).toEqual(kept)
    writeFileSync(path, 'x')
    expect(await createSecretStore(fakeSafeStorage(), path, quiet).read()).toBeNull()
  })

  test('never tells the secret to the log, whatever fails', async () => {
    const lines: string[] = []
    const folder = temporaryDirectory()
    const failing: SafeStoragePort = {
      available: () => Promise.reject(new Error(`no ${password}`)),
      encrypt: (text) => Promise.reject(new Error(`cannot encrypt ${text}`)),
      decrypt: () => Promise.reject(new Error(`cannot decrypt ${password}`)),
    }
    const log = (_level: string, event: string, facts?: object): void => {
      lines.push(JSON.stringify([event, facts]))
    }
    const open = { ...failing, available: () => Promise.resolve(true) }
    writeFileSync(join(folder, 'b'), 'kept')
    expect(await createSecretStore(open, join(folder, 'a'), log).keep(password)).toBe(false)
    expect(await createSecretStore(open, join(folder, 'b'), log).read()).toBeNull()
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.join('\n')).not.toContain(password)
  })
})

describe('the keeper of the password', () => {
  const keeperOf = (port: SafeStoragePort, path = join(temporaryDirectory(), 'p')) => {
    const handed: (string | null)[] = []
    return { handed, keeper: new PasswordKeeper(createSecretStore(port, path, quiet), (text) => handed.push(text)) }
  }

  test('asks for it at the first start, keeps it, and has it at the next', async () => {
    const port = fakeSafeStorage()
    const path = join(temporaryDirectory(), 'p')
    const first = keeperOf(port, path)
    await first.keeper.load()
    expect([first.keeper.state, first.handed]).toEqual([{ password: 'needed', secretStore: true }, []])
    await first.keeper.keep(password)
    expect([first.keeper.state.password, first.handed]).toEqual(['kept', [password]])
    const second = keeperOf(port, path)
    await second.keeper.load()
    expect([second.keeper.state.password, second.handed]).toEqual(['kept', [password]])
  })

  test('asks at each start on a computer without a safe place, and says so', async () => {
    const port = fakeSafeStorage(() => false)
    const path = join(temporaryDirectory(), 'p')
    const first = keeperOf(port, path)
    await first.keeper.load()
    await first.keeper.keep(password)
    expect([first.keeper.state, first.handed]).toEqual([{ password: 'this-session', secretStore: false }, [password]])
    const second = keeperOf(port, path)
    await second.keeper.load()
    expect(second.keeper.state).toEqual({ password: 'needed', secretStore: false })
  })

  test('does not keep one that could not be tried', async () => {
    const port = fakeSafeStorage()
    const path = join(temporaryDirectory(), 'p')
    const { keeper, handed } = keeperOf(port, path)
    await keeper.load()
    keeper.useOnce(password)
    expect([keeper.state.password, handed, existsSync(path)]).toEqual(['this-session', [password], false])
  })

  test('forgets it on this computer and in the engine, and has none at the next start', async () => {
    const port = fakeSafeStorage()
    const path = join(temporaryDirectory(), 'p')
    const first = keeperOf(port, path)
    await first.keeper.keep(password)
    await first.keeper.forget()
    expect([first.keeper.state.password, first.handed, existsSync(path)]).toEqual(['needed', [password, null], false])
    expect(first.keeper.known, 'nothing that leaves the program may name it, still').toEqual([password])
    const second = keeperOf(port, path)
    await second.keeper.load()
    expect([second.keeper.state.password, second.handed]).toEqual(['needed', []])
  })
})
