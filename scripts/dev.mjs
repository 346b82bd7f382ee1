// `npm run dev`: the app with live reload of the window, on the runtime that `npm start` would use.
import { prepareElectronAndTools } from './install/prepare-project.mjs'
import { runTool } from './install/run-command.mjs'
import { reportFailure } from './install/steps.mjs'

try {
  const { env } = await prepareElectronAndTools({ virtualDisplay: false })
  await runTool('electron-vite', ['dev', ...process.argv.slice(2)], { env })
} catch (error) {
  reportFailure(error)
  process.exitCode = 1
}
