// Run by npm after `npm ci` and `npm install`: builds the command line, so that `storebridge` works at once. Best effort:
// an installation without the build tools is left as it is, and a failed build never fails the installation.
import { existsSync } from 'node:fs'
import { buildCommandLine } from './build/build-app.mjs'
import { inProject, toolNode } from './install/project.mjs'

const hasBuildTools = existsSync(toolNode) && existsSync(inProject('node_modules/vite'))

if (hasBuildTools) {
  try {
    await buildCommandLine()
  } catch (error) {
    console.warn(`The command line was not built: ${error instanceof Error ? error.message : String(error)}`)
  }
}
