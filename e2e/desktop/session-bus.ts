// A desktop session of a test's own: a session bus nobody else is on, and programs on it that show icons or notifications.
// Everything ends with `end`.

import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface SessionBus {
  readonly address: string
  /** Starts a program on the bus; its lines of output. */
  readonly start: (program: string, args: readonly string[]) => AsyncIterableIterator<string>
  /** Calls a method by gdbus; what it prints. */
  readonly call: (to: string, path: string, method: string, ...args: readonly string[]) => Promise<string>
  /** Runs a program on the bus; what it prints. */
  readonly ask: (program: string, ...args: readonly string[]) => Promise<string>
  readonly end: () => Promise<void>
}

/** Why there can be no session here, or null. */
export const missingFor = (...programs: readonly string[]): string | null => {
  if (process.platform !== 'linux') return 'tray and notifications are proved on Linux'
  for (const program of ['dbus-daemon', 'gdbus', ...programs])
    try {
      execFileSync('which', [program], { stdio: 'ignore' })
    } catch {
      return `${program} is not installed`
    }
  return null
}

/** Why the tray's host cannot run here, or null. */
export const missingForTray = (): string | null => {
  const missing = missingFor('/usr/bin/python3')
  if (missing !== null) return missing
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import dbus, gi'], { stdio: 'ignore' })
    return null
  } catch {
    return 'python3-dbus or python3-gi is not installed'
  }
}

export const startSessionBus = async (): Promise<SessionBus> => {
  const children: ChildProcess[] = []
  const keep = (child: ChildProcess): ChildProcess => {
    children.push(child)
    return child
  }
  const daemon = keep(
    spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  )
  if (daemon.stdout === null) throw new Error('the bus says nothing')
  const [address] = (await once(createInterface({ input: daemon.stdout }), 'line')) as [string]
  const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: address }
  return {
    address,
    start: (program, args) => {
      const child = keep(spawn(program, [...args], { env, stdio: ['ignore', 'pipe', 'ignore'] }))
      if (child.stdout === null) throw new Error(`${program} says nothing`)
      return createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    },
    call: async (to, path, method, ...args) => {
      const where = ['--session', '--timeout', '10', '--dest', to, '--object-path', path, '--method', method, '--']
      return (await run('gdbus', ['call', ...where, ...args], { env })).stdout
    },
    ask: async (program, ...args) => (await run(program, args, { env })).stdout,
    end: async () => {
      for (const child of children.toReversed()) {
        if (child.exitCode !== null || child.signalCode !== null) continue
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
    },
  }
}
