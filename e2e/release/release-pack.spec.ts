// The program as shops get it (E2E_RELEASE_APP): what is in the package, what it refuses, and that it starts. Playwright
// cannot attach to it, which is the point of its fuses and of the switches it refuses; what it does is read off its log.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '../fixtures.ts'

const program = process.env['E2E_RELEASE_APP'] ?? ''
const isMac = process.platform === 'darwin'
const resources = isMac ? join(dirname(program), '../Resources') : join(dirname(program), 'resources')
const START_LIMIT_MS = 30_000

test.beforeAll(() => {
  expect(program, 'E2E_RELEASE_APP names the packed program').not.toBe('')
})

test('the package holds the built program, package.json and better-sqlite3, and nothing else', () => {
  const files = listPackage(join(resources, 'app.asar'), { isPack: false }).map((path) => path.replaceAll('\\', '/'))
  const folders = new Set(files.map((path) => path.split('/').slice(1, 3).join('/')))

  const expected = ['node_modules', 'node_modules/better-sqlite3', 'out', 'out/main', 'out/preload', 'out/renderer']
  expect([...folders].sort()).toEqual([...expected, 'package.json'].sort())
  expect(files.filter((path) => /\.(map|ts|tsx|cpp|c|h)$/.test(path))).toEqual([])
})

test('the only binding of better-sqlite3 is the one for this system', () => {
  const unpacked = join(resources, 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds')
  expect(readdirSync(unpacked)).toEqual([`${process.platform}-${process.arch}.node`])
})

test("Electron's default app, which would start any program named to it, is gone", () => {
  expect(existsSync(join(resources, 'default_app.asar'))).toBe(false)
})

test('the fuses are set as for shops', async () => {
  const wire = await getCurrentFuseWire(isMac ? dirname(dirname(dirname(program))) : program)

  expect(wire.version).toBe(FuseVersion.V1)
  const on = [
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
  ]
  const off = [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ]
  for (const fuse of on) expect(wire[fuse], FuseV1Options[fuse]).toBe(FuseState.ENABLE)
  for (const fuse of off) expect(wire[fuse], FuseV1Options[fuse]).toBe(FuseState.DISABLE)
})

test('the program starts without help from outside, loads its window and carries practice journals to their end', async () => {
  const app = startProgram({ STOREBRIDGE_PRACTICE: '1' })
  try {
    await expect.poll(() => app.events(), { timeout: START_LIMIT_MS }).toContain('window-loaded')
    await expect.poll(() => app.events(), { timeout: START_LIMIT_MS }).toContain('answered')
    expect(app.events()).not.toContain('preload-failed')
    expect(app.process.exitCode).toBeNull()
  } finally {
    await app.end()
  }
})

test('the program does not let itself be debugged', async () => {
  const app = startProgram({}, '--remote-debugging-port=0')
  try {
    await expect.poll(() => app.process.exitCode, { timeout: START_LIMIT_MS }).toBe(2)
    expect(app.events()).not.toContain('window-loaded')
  } finally {
    await app.end()
  }
})

interface StartedProgram {
  readonly process: ChildProcess
  /** Names of the events it has logged so far. */
  readonly events: () => string[]
  readonly end: () => Promise<void>
}

function startProgram(more: Readonly<Record<string, string>>, ...words: readonly string[]): StartedProgram {
  const userData = mkdtempSync(join(tmpdir(), 'storebridge-release-'))
  const { ELECTRON_RUN_AS_NODE: _, NODE_OPTIONS: __, STOREBRIDGE_SQLITE_BINDING: ___, ...env } = process.env
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const started = spawn(program, [...words, ...asRoot], {
    env: { ...env, ...more, STOREBRIDGE_USER_DATA: userData },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let printed = ''
  started.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  return {
    process: started,
    events: () => [...printed.matchAll(/"event":"([^"]+)"/g)].map(([, name]) => name ?? ''),
    end: async () => {
      await end(started)
      rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function end(app: ChildProcess): Promise<void> {
  if (app.exitCode !== null || app.signalCode !== null) return
  const gone = once(app, 'exit')
  app.kill('SIGKILL')
  await gone
}
