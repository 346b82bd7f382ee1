// `npm test`: from a bare machine to everything checked. Installs what is missing, then: types, lint, format, build, unit
// and integration tests, end to end on the built app, packing, end to end on the packed app. STOREBRIDGE_SOAK_MINUTES=N, as
// in .ci/run, adds a soak of so many minutes (docs/soak.md).
//
// Runs on the system's Node before anything is installed. The first step that fails ends the run. The last line states
// the sums over all test runners; a step that fails without counting tests counts as one failure.
import { buildIfChanged, hasBuiltApp } from './build/build-app.mjs'
import { prepareElectronAndTools } from './install/prepare-project.mjs'
import { runTool } from './install/run-command.mjs'
import { elapsed, reportFailure, step } from './install/steps.mjs'
import { packApp } from './packaging/pack-app.mjs'
import { addCounts, closingLine, NONE } from './testing/counts.mjs'
import { runEndToEndTests, runSoak, runUnitTests } from './testing/run-tests.mjs'

let sum = NONE
const soakMinutes = Number(process.env['STOREBRIDGE_SOAK_MINUTES'] ?? 0)

/** The tests of one step failed; they have been counted and their runner has told why. */
class TestsFailed extends Error {}

try {
  const prepared = await prepareElectronAndTools({ virtualDisplay: true })
  await step('Types, lint and format', () =>
    together(
      runTool('tsc', ['--noEmit', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/types.tsbuildinfo']),
      runTool('oxlint', ['--type-aware', '--deny-warnings']),
      runTool('prettier', ['--check', '--log-level=warn', '--cache', '--cache-strategy=content', '.']),
    ),
  )
  await step('Build', buildIfChanged)
  await testStep('Unit and integration tests', runUnitTests)
  if (hasBuiltApp()) {
    // What is tried on the packed app, as shops get it, is not tried on the built one before.
    const once = { ...prepared.env, E2E_ONCE: '1' }
    await testStep('End to end, built app', () => runEndToEndTests('built', once))
    const release = await step('Pack as for shops', () => packApp('release', prepared))
    const e2e = await step('Pack for the tests', () => packApp('e2e', prepared))
    const env = { ...prepared.env, E2E_APP: e2e, E2E_RELEASE_APP: release }
    await testStep('End to end, packed app', () => runEndToEndTests('packaged', env))
  } else {
    console.log('\n=== End to end: left out, the tree holds no app yet (there is no main/index.ts)')
  }
  if (soakMinutes > 0) await testStep(`Soak of ${soakMinutes} minutes`, () => runSoak(soakMinutes))
} catch (error) {
  process.exitCode = 1
  if (!(error instanceof TestsFailed)) {
    reportFailure(error)
    sum = addCounts(sum, { ...NONE, failed: 1 })
  }
}
console.log(`\nAfter ${elapsed()}${process.exitCode === 1 ? ', stopped at the step above' : ''}:`)
console.log(closingLine(sum))

/**
 * Waits for all, so that none goes on after the run has ended; then the first failure counts.
 * @param {...Promise<void>} all
 */
async function together(...all) {
  await Promise.allSettled(all)
  await Promise.all(all)
}

/**
 * @param {string} heading
 * @param {() => Promise<import('./testing/counts.mjs').Counts>} run
 */
async function testStep(heading, run) {
  const counts = await step(heading, run)
  sum = addCounts(sum, counts)
  if (counts.failed > 0) throw new TestsFailed(heading)
}
