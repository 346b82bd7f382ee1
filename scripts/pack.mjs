// `npm run pack`: the program as shops get it, and its twin for the end-to-end tests, both unpacked under dist/.
import { buildIfChanged } from './build/build-app.mjs'
import { prepareElectronAndTools } from './install/prepare-project.mjs'
import { reportFailure, step } from './install/steps.mjs'
import { packApp } from './packaging/pack-app.mjs'

try {
  const prepared = await prepareElectronAndTools({ virtualDisplay: false })
  await step('Build', buildIfChanged)
  for (const kind of /** @type {const} */ (['release', 'e2e'])) {
    const program = await step(`Pack (${kind})`, () => packApp(kind, prepared))
    console.log(program)
  }
} catch (error) {
  reportFailure(error)
  process.exitCode = 1
}
