// SQLite for Node-API 9: better-sqlite3's own unmodified sources, compiled once for Node 20 and for the Electron that
// runs evaluation and tests. Newer runtimes use the binding that better-sqlite3 brings along.
//
// Promises: compiled from what `npm ci` installed and checked, kept outside node_modules (inside, better-sqlite3 would
// prefer it everywhere, and it would get into packages for shops) under the path that the product looks for
// (main/engine/storage/native-binding.ts). On failure nothing stays and the compiler's output is shown.
import { createHash } from 'node:crypto'
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cachedEntry, cacheFolder } from './cache-folder.mjs'
import { findNodeHeaders } from './node-headers.mjs'
import { inProject, lockedVersion, toolNode, withProjectBin } from './project.mjs'
import { captureCommand } from './run-command.mjs'

const BINDING = 'better_sqlite3.node'
const CHECKSUM = 'sha256.txt'

/**
 * better-sqlite3 declares Node-API 10, but all it takes from it exists in Node 20 as an experiment. `NAPI_VERSION` is
 * undefined again after the build file defined it, and the experimental rule that forbids touching the garbage
 * collector in finalizers is declined, because it changes function signatures.
 */
const NODE_API_9_FLAGS = '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'

/** @returns {string} where the compiled binding lies once it was prepared */
export const nativeSqlitePath = () => join(cacheFolder(), entryName(), BINDING)

/** @returns {boolean} whether it was prepared before */
export const isNativeSqlitePrepared = () => matchesChecksum(join(cacheFolder(), entryName()))

/**
 * Compiles the binding, unless that was done before. Needs a compiler, make, python3 and node_modules; about a minute.
 * @returns {Promise<string>} path of the binding
 */
export async function prepareNativeSqlite() {
  const entry = await cachedEntry({
    folder: cacheFolder(),
    name: entryName(),
    isWhole: matchesChecksum,
    make: async (folder) => {
      console.log('compiling SQLite (a minute or two, once)')
      const workshop = join(folder, 'workshop')
      copyFileSync(await compile(workshop), join(folder, BINDING))
      writeFileSync(join(folder, CHECKSUM), sha256(join(folder, BINDING)))
      rmSync(workshop, { recursive: true })
    },
  })
  return join(entry, BINDING)
}

const entryName = () =>
  `better-sqlite3-${lockedVersion('better-sqlite3')}-node-api-9-${process.platform}-${process.arch}`

/**
 * @param {string} workshop folder to be made, for what is needed only while building
 * @returns {Promise<string>} path of the compiled binding in it
 */
async function compile(workshop) {
  const sources = join(workshop, 'node_modules/better-sqlite3')
  mkdirSync(workshop)
  cpSync(inProject('node_modules/better-sqlite3'), sources, { recursive: true })
  cpSync(inProject('node_modules/node-addon-api'), join(workshop, 'node_modules/node-addon-api'), { recursive: true })
  const nodeGyp = inProject('node_modules/node-gyp/bin/node-gyp.js')
  const args = ['rebuild', '--release', '--force_build=1', `--nodedir=${findNodeHeaders()}`]
  const env = { ...withProjectBin(process.env), CXXFLAGS: NODE_API_9_FLAGS }
  await captureCommand(toolNode, [nodeGyp, ...args], { cwd: sources, env })
  return join(sources, 'build/Release', BINDING)
}

/** @param {string} folder */
function matchesChecksum(folder) {
  const files = [BINDING, CHECKSUM].map((name) => join(folder, name))
  if (!files.every((file) => existsSync(file))) return false
  return sha256(join(folder, BINDING)) === readFileSync(join(folder, CHECKSUM), 'utf8')
}

/** @param {string} file */
const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex')
