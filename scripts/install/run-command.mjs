// Runs other programs for the scripts: with their output on the console, or with it returned as text.
//
// Nothing here goes through a shell, so no argument is ever re-read. A program that fails throws `CommandFailed` with
// the command as typed and its exit code; stopping the script (Ctrl+C, kill) stops the program that is running.
import { spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { inProject, toolNode, withProjectBin } from './project.mjs'

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment of the program; this process's own when absent
 * @property {string} [shownAs] the program's name in messages
 * @property {number} [timeoutMs] after this long the program is killed, which counts as a failure
 */

/** A program ended with another code than 0, was killed, or could not be started. */
export class CommandFailed extends Error {
  /**
   * @param {string} command as a person would type it
   * @param {number | null} code null: killed, or not started
   * @param {string} output what it printed, where that was captured
   * @param {unknown} [cause]
   */
  constructor(command, code, output, cause) {
    super(
      `${command} ${code === null ? 'was stopped' : `ended with code ${code}`}${output === '' ? '' : `\n${output}`}`,
      {
        cause,
      },
    )
    this.name = 'CommandFailed'
    this.code = code
  }
}

/**
 * Runs a program whose output goes to this console.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<void>}
 */
export async function runCommand(program, args, options = {}) {
  await runProgram(program, args, options, 'inherit')
}

/**
 * Runs a program and returns what it printed on standard output.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<string>}
 */
export async function captureCommand(program, args, options = {}) {
  return runProgram(program, args, options, 'pipe')
}

/**
 * Runs a tool of node_modules/.bin on Node 24, with its output on this console.
 * @param {string} tool name in node_modules/.bin
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<void>}
 */
export async function runTool(tool, args, options = {}) {
  const env = withProjectBin(options.env ?? process.env)
  const shownAs = [tool, ...args].join(' ')
  await runCommand(toolNode, [toolScript(tool), ...args], { cwd: inProject(), shownAs, ...options, env })
}

/**
 * Hands the console to a program until it ends, and returns its exit code: for programs whose failure is an answer, not
 * an accident.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<number>} 1 if a signal ended it
 */
export async function runToExitCode(program, args, options = {}) {
  try {
    await runProgram(program, args, options, 'inherit')
    return 0
  } catch (error) {
    if (!(error instanceof CommandFailed) || error.cause !== undefined) throw error
    return error.code ?? 1
  }
}

/**
 * Path of a tool's script in node_modules/.bin, to be run by `toolNode`.
 * @param {string} tool
 */
export const toolScript = (tool) => realpathSync(inProject('node_modules/.bin', tool))

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} options
 * @param {'inherit' | 'pipe'} output
 * @returns {Promise<string>}
 */
function runProgram(program, args, options, output) {
  const typed = options.shownAs ?? [program, ...args].join(' ')
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      stdio: output === 'inherit' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    })
    const stopForwarding = forwardSignals(child)
    let printed = ''
    let complained = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => (printed += text))
    child.stderr?.setEncoding('utf8').on('data', (text) => (complained += text))
    child.once('error', (error) => {
      stopForwarding()
      reject(new CommandFailed(typed, null, error.message, error))
    })
    child.once('close', (code) => {
      stopForwarding()
      if (code === 0) resolve(printed)
      else reject(new CommandFailed(typed, code, `${printed}${complained}`.trim()))
    })
  })
}

/**
 * While the program runs, a request to stop this script is passed on to it.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} ends the forwarding
 */
function forwardSignals(child) {
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => child.kill(signal)
  for (const signal of signals) process.on(signal, forward)
  return () => {
    for (const signal of signals) process.off(signal, forward)
  }
}
