// A process the harness started: its output as it comes, its JSON lines, and the ways it can end. It leads a process group
// of its own, so that whatever it started ends with it; nothing outlives the harness.

import { spawn, type ChildProcess } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { waitFor } from './wait-for.ts'

export interface LogLine {
  readonly event: string
  readonly [fact: string]: unknown
}

export interface ProgramEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface ProgramOptions {
  /** Replaces the environment but for PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>
  /** Words put before the command: `['strace', '-D', …]`, `['prlimit', '--nofile=24']`, `['nsenter', …]`. */
  readonly wrap?: readonly string[]
  readonly cwd?: string
}

export interface RunningProgram {
  readonly pid: number
  /** performance.now() at the start. */
  readonly startedAt: number
  readonly output: () => string
  readonly complaints: () => string
  /** The JSON lines so far; other lines are left out. */
  readonly lines: () => readonly LogLine[]
  /** The first line of this event, now or later. Rejects when the process ends before. */
  readonly event: (event: string, withinMs?: number) => Promise<LogLine>
  readonly hasEnded: () => boolean
  /** performance.now() when its end was seen; null while it lives. */
  readonly endedAt: () => number | null
  readonly ended: Promise<ProgramEnd>
  readonly signal: (signal: NodeJS.Signals) => void
  /** SIGTERM; resolves with how it ended. Killed after 20 s. */
  readonly terminate: () => Promise<ProgramEnd>
  /** SIGKILL to the process alone, as a crash would end it. */
  readonly kill: () => Promise<ProgramEnd>
  /** SIGKILL to the process and everything it started, as a power cut would end them. */
  readonly killAll: () => Promise<ProgramEnd>
}

const alive = new Set<ChildProcess>()

const killGroup = (child: ChildProcess): void => {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The group has ended already.
  }
}

process.once('exit', () => {
  for (const child of alive) killGroup(child)
})

export const plainEnvironment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  ...more,
})

const parsed = (line: string): LogLine | null => {
  if (!line.startsWith('{')) return null
  try {
    return JSON.parse(line) as LogLine
  } catch {
    // Half a line: the process was killed while it wrote.
    return null
  }
}

const longestEndMs = 20_000

export const startProgram = (command: readonly string[], options: ProgramOptions = {}): RunningProgram => {
  const [file, ...words] = [...(options.wrap ?? []), ...command]
  if (file === undefined) throw new Error('there is no command to start')
  const startedAt = performance.now()
  const child = spawn(file, words, {
    env: plainEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  alive.add(child)
  let output = ''
  let complaints = ''
  let lines: LogLine[] = []
  let read = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  let over = false
  let endedAt: number | null = null
  const ended = new Promise<ProgramEnd>((resolve) => {
    child.once('error', (fault) => {
      complaints += fault.message
      over = true
      alive.delete(child)
      resolve({ code: null, signal: null })
    })
    // Not `close`: something it started may hold the pipes longer than it lives.
    child.once('exit', (code, signal) => {
      endedAt = performance.now()
      // What was written before the end arrives in this turn of the loop or the next.
      setTimeout(() => {
        over = true
        alive.delete(child)
        resolve({ code, signal })
      }, 20)
    })
  })
  const linesNow = (): readonly LogLine[] => {
    const end = output.lastIndexOf('\n') + 1
    if (end > read) {
      const fresh = output.slice(read, end).split('\n')
      lines = [...lines, ...fresh.flatMap((line) => parsed(line) ?? [])]
      read = end
    }
    return lines
  }
  const signal = (name: NodeJS.Signals): void => {
    if (!over) child.kill(name)
  }
  return {
    pid: child.pid ?? -1,
    startedAt,
    output: () => output,
    complaints: () => complaints,
    lines: linesNow,
    event: (event, withinMs) =>
      waitFor(
        `"${event}" from ${words.find((word) => word.endsWith('.cjs')) ?? file}`,
        () => {
          const found = linesNow().find((line) => line.event === event)
          if (found === undefined && over) throw new Error(`it ended before "${event}": ${complaints || output}`)
          return found
        },
        {
          tell: () => `${output.slice(-2000)}\n${complaints.slice(-2000)}`,
          ...(withinMs === undefined ? {} : { withinMs }),
        },
      ),
    hasEnded: () => over,
    endedAt: () => endedAt,
    ended,
    signal,
    terminate: async () => {
      signal('SIGTERM')
      const patience = setTimeout(() => killGroup(child), longestEndMs)
      const end = await ended
      clearTimeout(patience)
      return end
    },
    kill: () => {
      signal('SIGKILL')
      return ended
    },
    killAll: () => {
      killGroup(child)
      return ended
    },
  }
}

export interface ToolEnd {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command to its end. Does not reject for its exit code; kills it after `withinMs` (60 s). */
export const runProgram = async (
  command: readonly string[],
  options: ProgramOptions & { readonly withinMs?: number } = {},
): Promise<ToolEnd> => {
  const program = startProgram(command, options)
  const patience = setTimeout(() => void program.killAll(), options.withinMs ?? 60_000)
  const { code } = await program.ended
  clearTimeout(patience)
  return { code, stdout: program.output(), stderr: program.complaints() }
}

/** Runs a command that must succeed; rejects with what it says. */
export const mustRun = async (
  command: readonly string[],
  options: ProgramOptions & { readonly withinMs?: number } = {},
): Promise<string> => {
  const end = await runProgram(command, options)
  if (end.code !== 0)
    throw new Error(`${command.join(' ')} ended with ${String(end.code)}: ${end.stderr || end.stdout}`)
  return end.stdout
}
