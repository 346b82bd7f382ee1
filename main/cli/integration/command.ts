// Runs one command of the built command line to its end, as a technician would.

import { execFile } from 'node:child_process'
import { builtCommandLine } from './built-command-line.ts'

export interface CommandEnd {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: string
}

const longestCommandMs = 60_000

/** An environment with nothing of the test's own in it that could help the command. */
export const plainEnvironment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => {
  const { PATH = '', HOME = '', TMPDIR, SystemRoot, NODE_COMPILE_CACHE } = process.env
  return {
    PATH,
    HOME,
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
    ...more,
  }
}

/** Never rejects because of the exit code; rejects when the command does not end within a minute. */
export const storebridge = async (
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandEnd> => {
  const { entry } = await builtCommandLine()
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [entry, ...words],
      {
        env: plainEnvironment(env),
        encoding: 'buffer',
        maxBuffer: 256 * 1024 * 1024,
        timeout: longestCommandMs,
        killSignal: 'SIGKILL',
      },
      (fault, stdout, stderr) => {
        if (child.exitCode === null) reject(new Error(`storebridge ${words.join(' ')} did not end`, { cause: fault }))
        else resolve({ code: child.exitCode, stdout, stderr: stderr.toString('utf8') })
      },
    )
  })
}

/** The lines a command printed with --json, parsed. */
export const jsonLines = <Value>(end: CommandEnd): Value[] =>
  end.stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Value)
