// What the machine itself must have: the shared libraries of Electron, a virtual display for the tests, a compiler for
// SQLite. Known from a table, so that it is asked before anything is downloaded.
//
// On Debian and its relatives root gets what is missing installed; anybody else gets the exact command and the run
// ends with nothing changed. Other Linux systems are told the names of the missing libraries. Windows and macOS need
// nothing.
import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { NeedsPerson } from './needs-person.mjs'
import { findNodeHeaders } from './node-headers.mjs'
import { captureCommand, runCommand } from './run-command.mjs'

/**
 * @typedef {object} Needs
 * @property {boolean} [electron] Electron is going to run
 * @property {boolean} [virtualDisplay] it runs on a screen nobody sees
 * @property {boolean} [compiler] SQLite is going to be compiled
 */

/**
 * One thing to be found on the machine, and the Debian packages that bring it: the first one the system knows is taken
 * (newer releases renamed some).
 * @typedef {object} Requirement
 * @property {string} what file name of a library, or of a program
 * @property {readonly string[]} packages
 */

/**
 * Everything Electron is linked to that a bare system may lack (`objdump -p electron`, NEEDED).
 * @type {readonly Requirement[]}
 */
const LIBRARIES = [
  { what: 'libgtk-3.so.0', packages: ['libgtk-3-0t64', 'libgtk-3-0'] },
  { what: 'libnss3.so', packages: ['libnss3'] },
  { what: 'libnspr4.so', packages: ['libnspr4'] },
  { what: 'libasound.so.2', packages: ['libasound2t64', 'libasound2'] },
  { what: 'libgbm.so.1', packages: ['libgbm1'] },
  { what: 'libdrm.so.2', packages: ['libdrm2'] },
  { what: 'libdbus-1.so.3', packages: ['libdbus-1-3'] },
  { what: 'libatk-1.0.so.0', packages: ['libatk1.0-0t64', 'libatk1.0-0'] },
  { what: 'libatk-bridge-2.0.so.0', packages: ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'] },
  { what: 'libatspi.so.0', packages: ['libatspi2.0-0t64', 'libatspi2.0-0'] },
  { what: 'libcups.so.2', packages: ['libcups2t64', 'libcups2'] },
  { what: 'libpango-1.0.so.0', packages: ['libpango-1.0-0'] },
  { what: 'libcairo.so.2', packages: ['libcairo2'] },
  { what: 'libexpat.so.1', packages: ['libexpat1'] },
  { what: 'libglib-2.0.so.0', packages: ['libglib2.0-0t64', 'libglib2.0-0'] },
  { what: 'libudev.so.1', packages: ['libudev1'] },
  { what: 'libX11.so.6', packages: ['libx11-6'] },
  { what: 'libxcb.so.1', packages: ['libxcb1'] },
  { what: 'libXcomposite.so.1', packages: ['libxcomposite1'] },
  { what: 'libXdamage.so.1', packages: ['libxdamage1'] },
  { what: 'libXext.so.6', packages: ['libxext6'] },
  { what: 'libXfixes.so.3', packages: ['libxfixes3'] },
  { what: 'libXrandr.so.2', packages: ['libxrandr2'] },
  { what: 'libxkbcommon.so.0', packages: ['libxkbcommon0'] },
]

/** @type {readonly Requirement[]} */
const VIRTUAL_DISPLAY = [
  { what: 'Xvfb', packages: ['xvfb'] },
  { what: 'xvfb-run', packages: ['xvfb'] },
  { what: 'xauth', packages: ['xauth'] },
]

/** @type {readonly Requirement[]} */
const COMPILER = [
  { what: 'g++', packages: ['build-essential'] },
  { what: 'make', packages: ['build-essential'] },
  { what: 'python3', packages: ['python3'] },
]

/**
 * Makes sure that everything needed is there, installing it where that is possible.
 * @param {Needs} needs
 * @returns {Promise<void>}
 * @throws {NeedsPerson} something is missing and cannot be installed from here
 */
export async function ensureSystemPackages(needs) {
  if (process.platform !== 'linux') return
  const missing = missingRequirements(needs)
  if (missing.length === 0) {
    console.log('nothing is missing')
    return
  }

  console.log(`missing: ${missing.map(({ what }) => what).join(', ')}`)
  if (!existsSync('/usr/bin/apt-get')) throw new NeedsPerson(adviceWithoutApt(missing))
  if (process.getuid?.() !== 0) throw new NeedsPerson(adviceForOthers(await packagesFor(missing)))

  await refreshPackageLists()
  await install(await packagesFor(missing))
  const still = missingRequirements(needs)
  if (still.length > 0) throw new NeedsPerson(adviceWithoutApt(still))
}

/**
 * @param {Needs} needs
 * @returns {readonly Requirement[]} what this machine lacks
 */
function missingRequirements(needs) {
  const libraries = needs.electron ? knownLibraries() : new Set()
  if (needs.compiler) findNodeHeaders()
  return [
    ...(needs.electron ? LIBRARIES.filter(({ what }) => !libraries.has(what)) : []),
    ...(needs.virtualDisplay ? VIRTUAL_DISPLAY.filter(({ what }) => !isOnPath(what)) : []),
    ...(needs.compiler ? COMPILER.filter(({ what }) => !isOnPath(what)) : []),
  ]
}

/** @returns {ReadonlySet<string>} file names of the shared libraries the loader finds */
function knownLibraries() {
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((path) => existsSync(path)) ?? 'ldconfig'
  const wanted = process.arch === 'x64' ? 'x86-64' : 'AArch64'
  const lines = execFileSync(ldconfig, ['-p'], { encoding: 'utf8' }).split('\n')
  const ours = lines.filter((line) => line.includes(wanted))
  return new Set(ours.map((line) => line.trim().split(' ', 1)[0] ?? ''))
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program)))
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // absent, or not ours to run
  }
}

/**
 * @param {readonly Requirement[]} missing
 * @returns {Promise<string[]>} Debian packages in the names this release uses
 */
async function packagesFor(missing) {
  /** @type {Set<string>} */
  const names = new Set()
  for (const { packages } of missing) names.add((await firstKnown(packages)) ?? packages.at(-1) ?? '')
  return [...names].sort()
}

/** @param {readonly string[]} packages */
async function firstKnown(packages) {
  for (const name of packages) {
    const policy = await captureCommand('apt-cache', ['policy', name])
    if (/Candidate: \d/.test(policy)) return name
  }
  return undefined
}

/** Old lists are better than none: a refresh that fails is left to the installation to notice. */
async function refreshPackageLists() {
  try {
    await captureCommand('apt-get', ['update', '-qq'])
  } catch (error) {
    console.warn(`apt-get update: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** @param {readonly string[]} packages */
async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const waitForOthers = ['-o', 'DPkg::Lock::Timeout=600']
  console.log(`apt-get install ${packages.join(' ')}`)
  await runCommand('apt-get', [...waitForOthers, '-y', '-qq', '--no-install-recommends', 'install', ...packages], {
    env,
  })
}

/** @param {readonly string[]} packages */
function adviceForOthers(packages) {
  return [
    'These system packages are missing. Nothing was changed. Please run, and then try again:',
    '',
    `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`,
    '',
  ].join('\n')
}

/** @param {readonly Requirement[]} missing */
function adviceWithoutApt(missing) {
  const list = missing.map(({ what, packages }) => `  ${what}   (Debian: ${packages.join(' or ')})`)
  return [
    "Please install with this system's package manager what brings these files, and then try again:",
    '',
    ...list,
    '',
  ].join('\n')
}
