// Runs the two test runners and returns what they counted. A runner that ends badly without having counted a failure
// counts as one.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inProject, toolNode, withProjectBin } from '../install/project.mjs'
import { runToExitCode, toolScript } from '../install/run-command.mjs'
import { inTestFolder } from './test-folder.mjs'
import { countsOfPlaywright, countsOfVitest, NONE } from './counts.mjs'

/** @typedef {import('./counts.mjs').Counts} Counts */

/**
 * Unit and integration tests.
 * @returns {Promise<Counts>}
 */
export async function runUnitTests() {
  const report = freshReport('unit')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const args = [toolScript('vitest'), 'run', ...reporters]
  return inTestFolder(async (folder) => {
    // Hundreds of command lines are started: each is compiled once.
    const compiled = { NODE_COMPILE_CACHE: join(folder.TMPDIR, 'compiled') }
    const options = { cwd: inProject(), env: { ...withProjectBin(process.env), ...folder, ...compiled } }
    const code = await runToExitCode(toolNode, args, options)
    return countsFrom(report, countsOfVitest, code)
  })
}

/**
 * End-to-end tests in Electron.
 * @param {'built' | 'packaged'} project
 * @param {NodeJS.ProcessEnv} env with the runtime, and E2E_APP and E2E_RELEASE_APP for `packaged`
 * @param {readonly string[]} [extraArgs] for Playwright
 * @returns {Promise<Counts>}
 */
export async function runEndToEndTests(project, env, extraArgs = []) {
  const report = freshReport(`e2e-${project}`)
  const projects = project === 'built' ? ['built', 'built-alone'] : [project]
  const args = [toolScript('playwright'), 'test', ...projects.map((name) => `--project=${name}`), ...extraArgs]
  return inTestFolder(async (folder) => {
    const options = { cwd: inProject(), env: { ...withProjectBin(env), ...folder, E2E_REPORT: report } }
    const code = await runToExitCode(toolNode, args, options)
    return countsFrom(report, countsOfPlaywright, code)
  })
}

/**
 * Everything that can happen, at random, with the books compared after each step; counts as one test.
 * @param {number} minutes
 * @returns {Promise<Counts>}
 */
export async function runSoak(minutes) {
  const args = ['e2e/soak/soak.ts', '--minutes', String(minutes), '--no-table']
  const code = await runToExitCode(toolNode, args, { cwd: inProject(), env: withProjectBin(process.env) })
  return code === 0 ? { ...NONE, passed: 1 } : { ...NONE, failed: 1 }
}

/**
 * @param {string} name
 * @returns {string} path for a report that does not exist yet
 */
function freshReport(name) {
  const path = inProject('test-results/reports', `${name}.json`)
  mkdirSync(dirname(path), { recursive: true })
  rmSync(path, { force: true })
  return path
}

/**
 * @param {string} report
 * @param {(report: any) => Counts} read
 * @param {number} exitCode
 * @returns {Counts}
 */
function countsFrom(report, read, exitCode) {
  const counts = existsSync(report) ? read(JSON.parse(readFileSync(report, 'utf8'))) : NONE
  const uncounted = exitCode !== 0 && counts.failed === 0
  return uncounted ? { ...counts, failed: 1 } : counts
}
