// `storebridge run` as a child process: its log lines as they come, and the ways it can end. Whatever a test does, the
// process and its helpers are gone when the test process is.

import { spawn, type ChildProcess } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { builtCommandLine } from './built-command-line.ts'
import { plainEnvironment } from './command.ts'
import { until } from './until.ts'

export interface LogLine {
  readonly event: string
  readonly [fact: string]: unknown
}

export interface RunEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface RunningEngine {
  readonly pid: number
  /** Everything on standard output so far. */
  readonly output: () => string
  readonly complaints: () => string
  readonly lines: () => readonly LogLine[]
  /** The first line that fits, now or later. */
  readonly line: (what: string, fits: (line: LogLine) => boolean, withinMs?: number) => Promise<LogLine>
  readonly ended: Promise<RunEnd>
  /** SIGTERM; resolves with how it ended and how long that took. */
  readonly terminate: () => Promise<RunEnd & { readonly tookMs: number }>
  /** SIGKILL; resolves when the process is gone. */
  readonly kill: () => Promise<void>
}

export interface RunOptions {
  readonly words: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Runs as this user instead of the test's own; only root may ask for it. */
  readonly uid?: number
}

const alive = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

/** Starts the engine; it may not be ready yet, and may end by itself (a wrong configuration). */
export const startRun = async ({ words, env = {}, uid }: RunOptions): Promise<RunningEngine> => {
  const { entry } = await builtCommandLine()
  const child = spawn(process.execPath, [entry, 'run', ...words], {
    env: plainEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  alive.add(child)
  let output = ''
  let complaints = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const ended = new Promise<RunEnd>((resolve, reject) => {
    child.once('error', reject)
    // `close` comes after the last output.
    child.once('close', (code, signal) => {
      alive.delete(child)
      resolve({ code, signal })
    })
  })
  const lines = (): LogLine[] =>
    output
      .slice(0, output.lastIndexOf('\n') + 1)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LogLine)
  return {
    pid: child.pid ?? -1,
    output: () => output,
    complaints: () => complaints,
    lines,
    line: (what, fits, withinMs) =>
      until(
        what,
        () => lines().find(fits),
        () => `${output}\n${complaints}`,
        withinMs,
      ),
    ended,
    terminate: async () => {
      const began = performance.now()
      child.kill('SIGTERM')
      return { ...(await ended), tookMs: performance.now() - began }
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
