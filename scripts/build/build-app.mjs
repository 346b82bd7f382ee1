// Builds the app (out/main, out/preload, out/renderer) and the command line (out/cli). Needs node_modules.
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { inProject, toolNode } from '../install/project.mjs'
import { runCommand, runTool } from '../install/run-command.mjs'
import { forgetBuild, isBuiltFrom, noteBuiltFrom, sourceFingerprint } from './source-fingerprint.mjs'

const CLI_SOURCES = ['main/cli/storebridge.ts', 'main/cli/practice.ts', 'main/engine/collect/folder-helper.ts']

/** Builds unless the last build was made from exactly these sources. */
export async function buildIfChanged() {
  if (isBuiltFrom(sourceFingerprint())) console.log('the build belongs to these sources')
  else await buildAll()
}

/** Builds everything. A build that fails or is stopped counts as none. */
export async function buildAll() {
  const fingerprint = sourceFingerprint()
  forgetBuild()
  mkdirSync(inProject('out'), { recursive: true })
  await checkMessages()
  await runTool('electron-vite', ['build', '--logLevel', 'warn'])
  await buildCommandLine()
  noteBuiltFrom(fingerprint)
}

/** A text that a language misses, or one that is not compiled, is found before a person finds it. */
const checkMessages = () => runCommand(toolNode, [inProject('renderer/locales/compile-catalogues.ts'), '--check'])

/** Builds the command line alone: it needs no Electron. */
export async function buildCommandLine() {
  if (!CLI_SOURCES.some((source) => existsSync(inProject(source)))) return
  await runTool('vite', ['build', '--config', 'vite.cli.config.ts', '--logLevel', 'warn'])
  const command = inProject('out/cli/storebridge.cjs')
  if (existsSync(command)) chmodSync(command, 0o755)
}

/** @returns {boolean} whether the tree holds an app, and the last build made one */
export const hasBuiltApp = () => existsSync(inProject('out/main/index.cjs'))
