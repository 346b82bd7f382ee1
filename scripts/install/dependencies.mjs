// npm packages: `npm ci` exactly when node_modules is missing or belongs to another package-lock.json.
//
// Promises: a stamp inside node_modules names the lock it was installed from, written only after `npm ci` went through
// (and gone with node_modules when a later `npm ci` dies midway). An installation made by hand (`npm install`) counts
// too if npm's own record of it agrees with the lock, package by package.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { NeedsPerson } from './needs-person.mjs'
import { inProject, toolNode, withoutProjectBin } from './project.mjs'
import { runCommand } from './run-command.mjs'

const stampFile = () => inProject('node_modules/.installed-from.json')

/** Installs the packages that package-lock.json names, unless they are installed already. */
export async function installDependencies() {
  const lockText = readFileSync(inProject('package-lock.json'), 'utf8')
  const stamp = { lockSha256: createHash('sha256').update(lockText).digest('hex') }
  if (isInstalled(stamp.lockSha256, lockText)) {
    console.log('node_modules belongs to this package-lock.json')
  } else {
    console.log('npm ci (about a minute)')
    await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  }
  if (!existsSync(toolNode)) {
    throw new NeedsPerson(
      'The install script of the npm package "node" did not run, so there is no Node 24 for the tools.\n' +
        'Allow install scripts (npm config set ignore-scripts false), delete node_modules and try again.',
    )
  }
  writeFileSync(stampFile(), JSON.stringify(stamp))
}

/**
 * Runs npm on the system's own Node.
 * @param {readonly string[]} args
 */
async function npm(args) {
  const command = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  await runCommand(command, args, { cwd: inProject(), env: withoutProjectBin(process.env) })
}

/**
 * @param {string} lockSha256
 * @param {string} lockText
 */
function isInstalled(lockSha256, lockText) {
  if (!existsSync(toolNode)) return false
  return readJson(stampFile())?.lockSha256 === lockSha256 || npmRecordAgrees(JSON.parse(lockText))
}

/**
 * Whether npm's record of what lies in node_modules names every package of the lock in the same version. Packages for
 * other systems are in the lock but not installed.
 * @param {Lock} lock
 */
function npmRecordAgrees(lock) {
  /** @type {Lock | undefined} */
  const record = readJson(inProject('node_modules/.package-lock.json'))
  if (record === undefined) return false
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true
    const present = record.packages[path]
    return present === undefined ? wanted.optional === true : present.version === wanted.version
  })
}

/**
 * @typedef {object} Lock
 * @property {Record<string, { version: string, optional?: boolean }>} packages
 */

/**
 * @param {string} path
 * @returns {any} undefined if there is no such file
 */
function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}
