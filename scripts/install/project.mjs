// Where things are in this project, and which Node runs its tools. Node built-ins only: it is imported before anything
// is installed. Changes nothing and fails never; whether a file exists is for the caller to ask.
import { readFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's top folder. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** Node 24 of the devDependency `node`: it runs every tool once `npm ci` is through. */
export const toolNode = join(projectRoot, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')

/**
 * @param {string[]} parts path below the project's top folder
 * @returns {string} absolute path
 */
export const inProject = (...parts) => join(projectRoot, ...parts)

/**
 * The version of a package that package-lock.json promises. Known before anything is installed.
 * @param {string} packageName
 * @returns {string}
 */
export function lockedVersion(packageName) {
  const lock = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'))
  const entry = lock.packages[`node_modules/${packageName}`]
  if (entry === undefined) throw new Error(`package-lock.json does not name ${packageName}`)
  return entry.version
}

/**
 * The environment without this project's own `.bin` folder, which `npm start` and `npm test` put first in PATH. npm
 * itself must run on the system's Node, not on the one below node_modules that `npm ci` is about to replace.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutProjectBin(env) {
  const bin = inProject('node_modules/.bin')
  const kept = (env['PATH'] ?? '').split(delimiter).filter((folder) => resolve(folder) !== bin)
  return { ...env, PATH: kept.join(delimiter) }
}

/**
 * The environment for this project's tools: their scripts find Node 24 and each other.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withProjectBin(env) {
  const clean = withoutProjectBin(env)
  return { ...clean, PATH: [inProject('node_modules/.bin'), clean['PATH']].join(delimiter) }
}
