// Commands of the system a row changes its own namespace with. Each gives back how to undo it.

import { execFileSync } from 'node:child_process'
import { programPath } from '../need.ts'

/** Runs a command to its end; throws with its words when it fails. */
export const runCommand = (name: string, ...words: readonly string[]): string => {
  const path = programPath(name)
  if (path === null) throw new Error(`${name} is missing`)
  return execFileSync(path, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 })
}

/** Adds one rule to the firewall of this network namespace, at the end of its chain; the result takes it away again. */
export const addFirewallRule = (chain: 'INPUT' | 'OUTPUT', ...rule: readonly string[]): (() => void) => {
  runCommand('iptables', '-A', chain, ...rule)
  let there = true
  return () => {
    if (!there) return
    there = false
    runCommand('iptables', '-D', chain, ...rule)
  }
}
