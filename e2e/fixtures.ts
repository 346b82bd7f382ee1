// What an end-to-end test is given: the real app, running on a data folder of its own that is deleted afterwards; a
// practice cloud in the test's own process, in Petrosoft's place; a register's folder; and, for most tests, a store that
// is set up to join the two.
//
// The app is out/ (project `built`) or the program named by E2E_APP (project `packaged`). What main prints is kept in
// main.log; a failed test also leaves a picture of each window and the app's own log files, and, with E2E_TRACE=1, a
// Playwright trace (kept while a test runs, it costs a third of the processor). An app that does not end within the limit
// is killed, so no test leaves a process behind.
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import type { ChildProcess } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, expect, test as base, type ElectronApplication, type Page, type TestInfo } from '@playwright/test'
import { startPracticeCloud, type PracticeCloud } from '../sandbox/practice-cloud.ts'
import { startVirtualScreen } from './desktop/virtual-screen.ts'
import { windowOf, type StoreWindow } from './screens/store-window.ts'
import { createRegister, type Register } from './store/register.ts'
import { account, settingsOf, setUpStore } from './store/set-up-store.ts'

const START_LIMIT_MS = 30_000
const END_LIMIT_MS = 15_000
const isTraced = process.env['E2E_TRACE'] === '1'

type Fixtures = {
  /** The app's data folder: empty at the start of the test. */
  readonly userData: string
  /** Environment variables for the app, beside those of the test run: `test.use({ appEnvironment: { … } })`. */
  readonly appEnvironment: Readonly<Record<string, string>>
  /** Arguments for the app. */
  readonly appArguments: readonly string[]
  /** Starts the app on `userData`; a second call starts it again, as after a restart. Each is ended with the test. */
  readonly startApp: () => Promise<StartedApp>
  /** The app, started once. */
  readonly app: StartedApp
  /** Its first window, with the document loaded. */
  readonly page: Page
  /** Petrosoft, as far as this test goes; it knows `account`. */
  readonly cloud: PracticeCloud
  readonly register: Register
  /** The window of a store that is set up: it sends what `register` writes to `cloud`. */
  readonly store: StoreWindow
}

type WorkerFixtures = {
  /** Where the windows of this test process open: what DISPLAY names, for every program its tests start. */
  readonly virtualScreen: string | null
}

export type StartedApp = {
  readonly electron: ElectronApplication
  /** What main has printed since Playwright got hold of it; a packed app may have printed a few lines before. */
  readonly log: () => string
  /** Ends the app as the tests' last act does. A test calls it to look at what a finished app leaves behind. */
  readonly end: () => Promise<void>
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  virtualScreen: [
    async ({}, use) => {
      if (process.platform !== 'linux') return use(null)
      const screen = await startVirtualScreen()
      process.env['DISPLAY'] = screen.display
      await use(screen.display)
      await screen.end()
    },
    { scope: 'worker', auto: true },
  ],
  userData: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'storebridge-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  appEnvironment: [{}, { option: true }],
  appArguments: [[], { option: true }],
  startApp: async ({ userData, appEnvironment, appArguments }, use, info) => {
    const started: StartedApp[] = []
    await use(async () => {
      const app = await start({ info, index: started.length, userData, appEnvironment, appArguments })
      started.push(app)
      return app
    })
    for (const app of started) await app.end()
  },
  app: async ({ startApp }, use) => use(await startApp()),
  page: async ({ app }, use) => {
    const page = await app.electron.firstWindow()
    await page.waitForLoadState('domcontentloaded')
    await use(page)
  },
  cloud: async ({}, use) => {
    const cloud = await startPracticeCloud({ accounts: [account] })
    await use(cloud)
    await cloud.close()
  },
  register: async ({}, use) => {
    const register = createRegister()
    await use(register)
    register.remove()
  },
  store: async ({ page, cloud, register }, use) => {
    await setUpStore(page, settingsOf(cloud.url, register.path))
    const window = windowOf(page)
    await expect(window.navigation).toBeVisible()
    await use(window)
  },
})

export { expect } from '@playwright/test'

type Start = {
  readonly info: TestInfo
  /** How many times this test has started the app before. */
  readonly index: number
  readonly userData: string
  readonly appEnvironment: Readonly<Record<string, string>>
  readonly appArguments: readonly string[]
}

/**
 * A screen nobody sees has no graphics card: Chromium finds that out by a process that dies, now and then takes the
 * window's frames along, and then nothing on the page ever moves again. What draws in its place needs no process of its own,
 * which each frame would wait for.
 */
export const onThisScreen = process.platform === 'linux' ? ['--disable-gpu', '--in-process-gpu'] : []

/** E2E_PRELOAD names a script that runs in Electron before the app: what a switch set by Playwright must not decide. */
const preloaded = (): readonly string[] => {
  const script = process.env['E2E_PRELOAD']
  return script === undefined ? [] : ['-r', resolve(script)]
}

type LaunchOptions = NonNullable<Parameters<typeof _electron.launch>[0]>

/**
 * Starts the packed app and gets hold of it. The built app waits for Playwright before it opens a window; a packed one
 * does not, and where its window appears in the very moment in which Playwright looks for windows, Playwright never ends
 * looking (microsoft/playwright#17765). Only where the app itself says that its window is there is it started again.
 */
async function attach(options: LaunchOptions, info: TestInfo): Promise<ElectronApplication> {
  try {
    return await _electron.launch({ ...options, timeout: START_LIMIT_MS / 2 })
  } catch (fault) {
    if (!String(fault).includes('"event":"window-loaded"')) throw fault
    console.log(`${info.title}: the window was there and Playwright did not get hold of it; started again`)
    info.setTimeout(info.timeout + START_LIMIT_MS / 2)
    return await _electron.launch(options)
  }
}

async function start({ info, index, userData, appEnvironment, appArguments }: Start): Promise<StartedApp> {
  const packed = process.env['E2E_APP']
  const options = {
    chromiumSandbox: process.env['E2E_SANDBOX'] === '1',
    env: { ...inheritedEnvironment(packed !== undefined), ...appEnvironment, STOREBRIDGE_USER_DATA: userData },
    timeout: START_LIMIT_MS,
  }
  const electron =
    packed === undefined
      ? await _electron.launch({ ...options, args: [...preloaded(), resolve('.'), ...onThisScreen, ...appArguments] })
      : await attach({ ...options, executablePath: packed, args: [...onThisScreen, ...appArguments] }, info)
  // Playwright forgets the process of an app that a test has ended.
  const child = electron.process()
  const name = (file: string) => info.outputPath(index === 0 ? file : `${index + 1}-${file}`)
  const log = keepLog(electron, name('main.log'))
  if (isTraced) await electron.context().tracing.start({ screenshots: true, snapshots: true, sources: true })

  let ended = false
  const end = async () => {
    if (ended) return
    ended = true
    await keepEvidence(electron, child, info, name)
    await close(electron, child)
    await info.attach('main.log', { body: log(), contentType: 'text/plain' })
    if (hasFailed(info)) await attachLogFiles(info, join(userData, 'logs'))
  }
  return { electron, log, end }
}

/**
 * Everything but what would turn Electron into something else or load code into it. A packed app also goes without
 * help: it must find everything inside its own folder.
 */
function inheritedEnvironment(isPacked: boolean): Record<string, string> {
  const help = isPacked ? ['STOREBRIDGE_SQLITE_BINDING', 'ELECTRON_OVERRIDE_DIST_PATH'] : []
  const unwanted = new Set(['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS', ...help])
  const entries = Object.entries(process.env).filter(([name]) => !unwanted.has(name))
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function keepLog(electron: ElectronApplication, file: string): () => string {
  let text = ''
  const append = (chunk: Buffer) => {
    text += chunk.toString('utf8')
    appendFileSync(file, chunk)
  }
  electron.process().stdout?.on('data', append)
  electron.process().stderr?.on('data', append)
  return () => text
}

/** Pictures and, where it was asked for, the trace of a failed test; a test that passed leaves neither. */
async function keepEvidence(
  electron: ElectronApplication,
  child: ChildProcess,
  info: TestInfo,
  name: (file: string) => string,
): Promise<void> {
  const isGone = child.exitCode !== null || child.signalCode !== null
  if (isGone) return
  const failed = hasFailed(info)
  if (failed) {
    for (const [index, window] of electron.windows().entries()) {
      const path = name(`window-${index + 1}.png`)
      const taken = await window.screenshot({ path, timeout: 5_000 }).then(
        () => true,
        () => false, // a window that hangs has no picture; the trace and the log remain
      )
      if (taken) await info.attach(`window-${index + 1}.png`, { path, contentType: 'image/png' })
    }
  }
  if (isTraced) await electron.context().tracing.stop(failed ? { path: name('trace.zip') } : {})
}

const hasFailed = (info: TestInfo) => info.status !== info.expectedStatus

/** The folder is Electron's own choice for logs, below the data folder. */
async function attachLogFiles(info: TestInfo, folder: string): Promise<void> {
  const names = existsSync(folder) ? readdirSync(folder) : []
  for (const name of names) await info.attach(name, { path: join(folder, name), contentType: 'text/plain' })
}

async function close(electron: ElectronApplication, child: ChildProcess): Promise<void> {
  const killer = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS)
  try {
    await electron.close()
  } finally {
    clearTimeout(killer)
  }
}
