// The engine's side of a folder helper: requests with a time limit. A call over its limit means that the folder hangs;
// the helper is killed, all its open requests fail, and whoever holds the client starts a new one (design 3).

import type { FolderAnswers, FolderRequest, FromHelper, HelperChannel } from '../../../contract/folder-port.ts'
import type { Clock, Timer } from '../support/clock.ts'

/** A request to the folder failed. `code` is the system's, or NOT_ANSWERING, or HELPER_GONE. */
export class FolderFault extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'FolderFault'
    this.code = code
  }
}

export type Request<Kind extends FolderRequest['kind']> = Extract<FolderRequest, { kind: Kind }>

export interface FolderClient {
  /** Rejects with FolderFault. */
  ask<Kind extends FolderRequest['kind']>(request: Request<Kind>, limitMs: number): Promise<FolderAnswers[Kind]>
  onChanged(listener: (paths: readonly string[]) => void): void
  onWatchEnded(listener: (fault: string) => void): void
  readonly gone: boolean
  close(): void
}

interface OpenRequest {
  readonly resolve: (answer: FolderAnswers[FolderRequest['kind']]) => void
  readonly reject: (fault: FolderFault) => void
  readonly timer: Timer
}

export const createFolderClient = (channel: HelperChannel, folder: string, clock: Clock): FolderClient => {
  const open = new Map<number, OpenRequest>()
  let nextNumber = 1
  let gone = false
  let changed: (paths: readonly string[]) => void = () => undefined
  let watchEnded: (fault: string) => void = () => undefined

  const fail = (code: string, message: string): void => {
    gone = true
    for (const request of open.values()) {
      request.timer.cancel()
      request.reject(new FolderFault(code, message))
    }
    open.clear()
  }

  const settle = (message: FromHelper): void => {
    if (message.kind === 'changed') changed(message.paths)
    else if (message.kind === 'watch-ended') watchEnded(message.fault)
    else {
      const request = open.get(message.number)
      if (request === undefined) return
      open.delete(message.number)
      request.timer.cancel()
      if (message.kind === 'answer') request.resolve(message.answer)
      else request.reject(new FolderFault(message.code, message.message))
    }
  }

  channel.onMessage(settle)
  channel.onExit(() => fail('HELPER_GONE', 'the folder helper ended'))
  channel.send({ kind: 'open', folder })

  return {
    ask: <Kind extends FolderRequest['kind']>(request: Request<Kind>, limitMs: number) =>
      new Promise<FolderAnswers[Kind]>((resolve, reject) => {
        if (gone) {
          reject(new FolderFault('HELPER_GONE', 'the folder helper ended'))
          return
        }
        const number = nextNumber++
        const timer = clock.after(limitMs, () => {
          fail('NOT_ANSWERING', `the folder did not answer within ${Math.round(limitMs / 1000)} s`)
          channel.kill()
        })
        open.set(number, { resolve: (answer) => resolve(answer as FolderAnswers[Kind]), reject, timer })
        channel.send({ kind: 'request', number, request })
      }),
    onChanged: (listener) => {
      changed = listener
    },
    onWatchEnded: (listener) => {
      watchEnded = listener
    },
    get gone() {
      return gone
    },
    close: () => {
      fail('HELPER_GONE', 'the folder helper was closed')
      channel.kill()
    },
  }
}
