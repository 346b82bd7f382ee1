// Tells whether the built app still belongs to the sources: a hash over the name and the bytes of every file that goes
// into the build, kept beside the result. Times are not looked at, so a fresh clone or a checkout of the same commit
// counts as unchanged.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { inProject, projectRoot } from '../install/project.mjs'

const SOURCES = [
  'contract',
  'main',
  'preload',
  'renderer',
  'sandbox',
  'scripts/build',
  'electron.vite.config.ts',
  'vite.cli.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]
const NOT_BUILT = /\.test\.tsx?$|\.md$/

const noteFile = () => inProject('out/built-from.txt')

/** @returns {string} hash of everything that goes into the build */
export function sourceFingerprint() {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap((source) => filesBelow(inProject(source)))) {
    const bytes = readFileSync(file)
    hash.update(`${relative(projectRoot, file)}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

/**
 * @param {string} fingerprint of the sources as they are now
 * @returns {boolean} whether the last build that went through was made from them
 */
export const isBuiltFrom = (fingerprint) => existsSync(noteFile()) && readFileSync(noteFile(), 'utf8') === fingerprint

/** From now until `noteBuiltFrom` the build counts as unfinished. */
export const forgetBuild = () => rmSync(noteFile(), { force: true })

/** @param {string} fingerprint of the sources as they were when the build began */
export const noteBuiltFrom = (fingerprint) => writeFileSync(noteFile(), fingerprint)

/**
 * @param {string} path file or folder, which may be absent
 * @returns {string[]} files in a stable order
 */
function filesBelow(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return NOT_BUILT.test(path) ? [] : [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)))
}
