// A screen nobody sees, for one test process: two apps on one screen would take the keyboard from each other. Linux only;
// elsewhere there is a desktop. Nothing listens on the network.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

export interface VirtualScreen {
  /** For DISPLAY. */
  readonly display: string
  readonly end: () => Promise<void>
}

const size = '1920x1200x24'

/** Rejects when Xvfb cannot be started or ends before it has a number. */
export const startVirtualScreen = async (): Promise<VirtualScreen> => {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const gone = once(server, 'exit')
  const number = once(createInterface({ input: server.stdio[3] as Readable }), 'line')
  const first = await Promise.race([number, gone.then(() => null)])
  if (first === null) throw new Error('Xvfb ended before it had a screen')
  return {
    display: `:${String(first[0])}`,
    end: async () => {
      server.kill('SIGTERM')
      await gone
    },
  }
}
