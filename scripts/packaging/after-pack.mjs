// Run by electron-builder after it has laid out the program and before it sets the fuses: removes Electron's default
// app. With it a shop's Storebridge would start any program named on its command line; electron-builder removes it from
// a downloaded Electron, but not from one that lies unpacked in a folder.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** @param {import('electron-builder').AfterPackContext} context */
export function afterPack(context) {
  const resources = context.packager.getResourcesDir(context.appOutDir)
  rmSync(join(resources, 'default_app.asar'), { force: true })
  if (!existsSync(join(resources, 'app.asar'))) throw new Error(`${resources} holds no app.asar`)
}
