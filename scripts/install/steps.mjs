// The console of the scripts: each step has a heading and the time it took; the first failure ends the run.
import { CommandFailed } from './run-command.mjs'
import { NeedsPerson } from './needs-person.mjs'

const startedAt = performance.now()

/**
 * Runs one step under its heading.
 * @template T
 * @param {string} heading
 * @param {() => T | Promise<T>} action
 * @returns {Promise<T>}
 */
export async function step(heading, action) {
  const stepStartedAt = performance.now()
  console.log(`\n=== ${heading}`)
  const result = await action()
  console.log(`--- ${heading}: ${seconds(performance.now() - stepStartedAt)}`)
  return result
}

/** @returns {string} how long this script has been running */
export const elapsed = () => seconds(performance.now() - startedAt)

/**
 * Says why the run ends. Obstacles for a person and failed programs speak for themselves; anything else is a mistake in
 * our own scripts and is shown with its stack.
 * @param {unknown} error
 */
export function reportFailure(error) {
  if (error instanceof NeedsPerson || error instanceof CommandFailed) console.error(`\n${error.message}`)
  else console.error('\n', error)
}

/** @param {number} milliseconds */
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`
