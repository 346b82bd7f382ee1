// Faults in system calls, by strace: from a process's start (as words before its command) or for a while on a running one.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { linux, tool, type Need } from './need.ts'
import type { Lab } from './lab.ts'
import { waitFor } from './wait-for.ts'

export const strace: Need = () => linux() ?? tool('strace', 'strace')()

/** `kernel.yama.ptrace_scope` may forbid tracing what runs already. */
export const attaching: Need = () => {
  const scope = '/proc/sys/kernel/yama/ptrace_scope'
  if (process.getuid?.() === 0 || !existsSync(scope)) return null
  return readFileSync(scope, 'utf8').trim() === '0' ? null : 'this system lets nobody trace a running process'
}

/**
 * Words that start a command under strace with a fault in some calls; the command keeps the process id, the tracer is
 * beside it. `what` as strace takes it: "signal=SIGKILL:when=7", "error=ENOSPC".
 */
export const withFault = (calls: string, what: string): readonly string[] => [
  'strace', '-D', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', `inject=${calls}:${what}`,
] // prettier-ignore

const threadsOf = (pid: number): readonly string[] => readdirSync(`/proc/${pid}/task`)

const isTraced = (pid: number): boolean =>
  existsSync(`/proc/${pid}/task`) &&
  threadsOf(pid).every((thread) => {
    const status = existsSync(`/proc/${pid}/task/${thread}/status`)
      ? readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')
      : ''
    return !/^TracerPid:\s*0$/m.test(status)
  })

/** Lets the calls of a running process fail until `end` is called. Resolves once every thread of it is traced. */
export const failCalls = async (
  lab: Lab,
  pid: number,
  calls: string,
  what: string,
): Promise<{ readonly end: () => Promise<void> }> => {
  const tracer = lab.start([
    'strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', `inject=${calls}:${what}`, '-p', String(pid),
  ]) // prettier-ignore
  await waitFor('the tracer', () => {
    if (tracer.hasEnded()) throw new Error(`strace: ${tracer.complaints()}`)
    return isTraced(pid)
  })
  return {
    end: async () => {
      // It lets go of the process and ends.
      tracer.signal('SIGINT')
      await tracer.ended
    },
  }
}
