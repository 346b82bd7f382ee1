// `npm start`: from a bare machine to the app on the screen. Installs what is missing, builds what has changed, opens
// the built app. On a machine without a screen the same practice run happens in the terminal.
//
// Runs on the system's Node before anything is installed. Arguments after `npm start --` go to the app. Ends with the
// app's exit code.
import { buildIfChanged, hasBuiltApp } from './build/build-app.mjs'
import { NeedsPerson } from './install/needs-person.mjs'
import { needsNoSandbox, prepareElectronAndTools, prepareTools } from './install/prepare-project.mjs'
import { projectRoot } from './install/project.mjs'
import { runToExitCode } from './install/run-command.mjs'
import { elapsed, reportFailure, step } from './install/steps.mjs'
import { practiceInTerminal } from './practice-in-terminal.mjs'

try {
  process.exitCode = hasDisplay() ? await openWindow() : await startInTerminal()
} catch (error) {
  reportFailure(error)
  process.exitCode = 1
}

/** @returns {boolean} whether there is a screen to open a window on */
function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}

/** @returns {Promise<number>} exit code of the app */
async function openWindow() {
  const { runtime, env } = await prepareElectronAndTools({ virtualDisplay: false })
  await step('Build', buildIfChanged)
  if (!hasBuiltApp()) throw new NeedsPerson('This tree holds no app: main/index.ts is missing.')
  console.log(`\nReady after ${elapsed()}. Opening Storebridge.`)
  const args = [projectRoot, ...switchesForThisMachine(), ...process.argv.slice(2)]
  return runToExitCode(runtime.executable, args, { env })
}

/** @returns {string[]} what Chromium must be told here */
function switchesForThisMachine() {
  const onlyWayland = process.platform === 'linux' && !process.env['DISPLAY']
  return [...(needsNoSandbox() ? ['--no-sandbox'] : []), ...(onlyWayland ? ['--ozone-platform=wayland'] : [])]
}

/** @returns {Promise<number>} exit code of the practice run */
async function startInTerminal() {
  await prepareTools()
  await step('Build', buildIfChanged)
  return practiceInTerminal()
}
