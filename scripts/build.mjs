// `npm run build`: the app and the command line, always anew.
import { buildAll } from './build/build-app.mjs'
import { prepareTools } from './install/prepare-project.mjs'
import { reportFailure, step } from './install/steps.mjs'

try {
  await prepareTools()
  await step('Build', buildAll)
} catch (error) {
  reportFailure(error)
  process.exitCode = 1
}
