// Everything between a bare machine and a project whose tools and Electron run, in the order that costs a person the
// least: what only they can provide is asked for first, before anything is downloaded.
import { installDependencies } from './dependencies.mjs'
import { foreseeElectron, prepareElectron, proveSqlite } from './electron-runtime.mjs'
import { isNativeSqlitePrepared, prepareNativeSqlite } from './native-sqlite.mjs'
import { step } from './steps.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

const NODE_API_OF_BETTER_SQLITE3 = 10

/** Installs what the tools and the command line need; nothing that takes a screen. */
export async function prepareTools() {
  await step('Dependencies', installDependencies)
}

/**
 * Installs what Electron needs, and the tools.
 * @param {object} options
 * @param {boolean} options.virtualDisplay Electron is to run on a screen nobody sees
 * @returns {Promise<PreparedElectron>}
 *
 * @typedef {object} PreparedElectron
 * @property {import('./electron-runtime.mjs').ElectronRuntime} runtime
 * @property {string | undefined} sqliteBinding the compiled binding, where the runtime needs one
 * @property {NodeJS.ProcessEnv} env the environment in which every tool finds this runtime
 */
export async function prepareElectronAndTools({ virtualDisplay }) {
  await step('System packages', async () => {
    const compiler = (await foreseeElectron()) === 'evaluation' && !isNativeSqlitePrepared()
    await ensureSystemPackages({ electron: true, virtualDisplay, compiler })
  })
  await prepareTools()
  const runtime = await step('Electron', prepareElectron)
  const sqliteBinding = await step('SQLite', async () => {
    const binding = runtime.nodeApi < NODE_API_OF_BETTER_SQLITE3 ? await compiledSqlite() : undefined
    await proveSqlite(runtime, binding)
    return binding
  })
  return { runtime, sqliteBinding, env: electronEnvironment(runtime, sqliteBinding) }
}

async function compiledSqlite() {
  if (!isNativeSqlitePrepared()) await ensureSystemPackages({ compiler: true })
  return prepareNativeSqlite()
}

/**
 * The variables by which the electron command, Playwright and electron-vite find the runtime, and the product its
 * SQLite.
 * @param {import('./electron-runtime.mjs').ElectronRuntime} runtime
 * @param {string | undefined} sqliteBinding
 * @returns {NodeJS.ProcessEnv}
 */
function electronEnvironment(runtime, sqliteBinding) {
  const [major] = runtime.version.split('.')
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env // with it Electron would open no window at all
  return {
    ...env,
    ...(runtime.kind !== 'official' && { ELECTRON_OVERRIDE_DIST_PATH: runtime.folder }),
    ELECTRON_EXEC_PATH: runtime.executable,
    ELECTRON_MAJOR_VER: major,
    ...(sqliteBinding !== undefined && { STOREBRIDGE_SQLITE_BINDING: sqliteBinding }),
    ...(needsNoSandbox() && { NO_SANDBOX: '1' }),
  }
}

/** @returns {boolean} Chromium refuses to run as root unless it is told to do without its sandbox */
export const needsNoSandbox = () => process.platform === 'linux' && process.getuid?.() === 0
