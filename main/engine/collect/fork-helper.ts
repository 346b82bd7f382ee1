// Starts a folder helper as a child process of plain Node: the way of the command line and of services.

import { fork } from 'node:child_process'
import type { FromHelper, HelperChannel } from '../../../contract/folder-port.ts'

/**
 * `helperFile` is the built folder-helper; messages carry bytes, so they use the structured clone format. `as` = the
 * user it runs as, where that is not the engine's own.
 */
export const forkFolderHelper = (
  helperFile: string,
  as: { readonly uid?: number; readonly gid?: number } = {},
): HelperChannel => {
  const child = fork(helperFile, [], { ...as, serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  return {
    send: (message) => {
      if (child.connected) child.send(message, () => undefined)
    },
    onMessage: (listener) => {
      child.on('message', (message) => listener(message as FromHelper))
    },
    onExit: (listener) => {
      child.once('error', listener)
      child.once('exit', listener)
    },
    kill: () => {
      child.kill('SIGKILL')
    },
  }
}
