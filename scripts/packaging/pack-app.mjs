// Lays out the program as it is installed, without an installer: dist/…-unpacked. Two kinds: `release`, as shops get it,
// and `e2e`, the same but for one fuse, which lets the tests attach to the main process.
//
// From the evaluation runtime the result is for tests and evaluation only; it carries the SQLite binding that runtime
// needs. A folder left by an earlier packing is removed first, because installers leave marks in it.
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { inProject } from '../install/project.mjs'
import { runTool } from '../install/run-command.mjs'

/** @typedef {'release' | 'e2e'} PackKind */

const OUTPUT = { release: 'dist', e2e: 'dist/e2e' }
const CONFIG = { release: 'electron-builder.yml', e2e: 'electron-builder.e2e.yml' }
const STANDIN_CONFIG = { release: 'electron-builder.standin.yml', e2e: 'electron-builder.standin-e2e.yml' }
const NATIVE = 'out/native/better_sqlite3.node'

/**
 * Packs the built app.
 * @param {PackKind} kind
 * @param {import('../install/prepare-project.mjs').PreparedElectron} prepared
 * @returns {Promise<string>} path of the program
 */
export async function packApp(kind, { runtime, sqliteBinding, env }) {
  rmSync(inProject(unpackedFolder(kind)), { recursive: true, force: true })
  rmSync(inProject(NATIVE), { force: true })
  const isOfficial = runtime.kind === 'official'
  if (sqliteBinding !== undefined) {
    mkdirSync(dirname(inProject(NATIVE)), { recursive: true })
    copyFileSync(sqliteBinding, inProject(NATIVE))
  }
  const config = (sqliteBinding === undefined ? CONFIG : STANDIN_CONFIG)[kind]
  const ownRuntime = [`-c.electronDist=${runtime.folder}`, `-c.electronVersion=${runtime.version}`]
  const args = ['--config', config, ...(isOfficial ? [] : ownRuntime), '--dir', '--publish', 'never']
  await runTool('electron-builder', args, { env: { ...env, CSC_IDENTITY_AUTO_DISCOVERY: 'false' } })
  const program = packedProgram(kind)
  if (!existsSync(program)) throw new Error(`electron-builder left no ${program}`)
  return program
}

/**
 * @param {PackKind} kind
 * @returns {string} absolute path of the packed program, whether it exists or not
 */
export function packedProgram(kind) {
  const names = { darwin: 'Storebridge.app/Contents/MacOS/Storebridge', win32: 'Storebridge.exe', linux: 'storebridge' }
  const name = process.platform === 'darwin' || process.platform === 'win32' ? names[process.platform] : names.linux
  return inProject(unpackedFolder(kind), name)
}

/** @param {PackKind} kind */
function unpackedFolder(kind) {
  if (process.platform === 'win32') return `${OUTPUT[kind]}/win-unpacked`
  if (process.platform === 'darwin') return `${OUTPUT[kind]}/mac${process.arch === 'arm64' ? '-arm64' : ''}`
  return `${OUTPUT[kind]}/linux-unpacked`
}
