// `npm run e2e` and `npm run e2e:packaged`: the end-to-end tests on the built app, or on the packed one. Arguments after
// the project's name go to Playwright (`npm run e2e -- -g "title"`).
import { buildIfChanged } from './build/build-app.mjs'
import { prepareElectronAndTools } from './install/prepare-project.mjs'
import { reportFailure, step } from './install/steps.mjs'
import { packApp } from './packaging/pack-app.mjs'
import { closingLine } from './testing/counts.mjs'
import { runEndToEndTests } from './testing/run-tests.mjs'

const [project, ...playwrightArgs] = process.argv.slice(2)

try {
  if (project !== 'built' && project !== 'packaged') throw new Error('name the project: built or packaged')
  const prepared = await prepareElectronAndTools({ virtualDisplay: true })
  await step('Build', buildIfChanged)
  const env = project === 'built' ? prepared.env : await withPackedPrograms(prepared)
  const counts = await step(`End to end (${project})`, () => runEndToEndTests(project, env, playwrightArgs))
  console.log(`\n${closingLine(counts)}`)
  if (counts.failed > 0) process.exitCode = 1
} catch (error) {
  reportFailure(error)
  process.exitCode = 1
}

/** @param {import('./install/prepare-project.mjs').PreparedElectron} prepared */
async function withPackedPrograms(prepared) {
  const release = await step('Pack (release)', () => packApp('release', prepared))
  const e2e = await step('Pack (e2e)', () => packApp('e2e', prepared))
  return { ...prepared.env, E2E_APP: e2e, E2E_RELEASE_APP: release }
}
