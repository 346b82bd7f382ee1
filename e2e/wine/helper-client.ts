// Talks to the built folder helper as the engine does: a forked process, one request at a time or many, by contract/.

import { fork } from 'node:child_process'
import type { FolderAnswers, FolderRequest, FromHelper } from '../../contract/folder-port.ts'

type Request<Kind extends FolderRequest['kind']> = Extract<FolderRequest, { kind: Kind }>

export interface HelperClient {
  /** Rejects with an Error whose message begins with the system's code. */
  ask<Kind extends FolderRequest['kind']>(request: Request<Kind>): Promise<FolderAnswers[Kind]>
  /** Names the helper told to have changed, so far. */
  readonly changed: () => readonly string[]
  close(): Promise<void>
}

export const openHelper = (helperFile: string, folder: string): HelperClient => {
  const child = fork(helperFile, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const open = new Map<
    number,
    { readonly resolve: (answer: unknown) => void; readonly reject: (fault: Error) => void }
  >()
  const changed: string[] = []
  let next = 1
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      for (const { reject } of open.values()) reject(new Error('HELPER_GONE'))
      resolve()
    })
  })
  child.on('message', (value) => {
    const message = value as FromHelper
    if (message.kind === 'changed') changed.push(...message.paths)
    if (message.kind !== 'answer' && message.kind !== 'fault') return
    const request = open.get(message.number)
    open.delete(message.number)
    if (message.kind === 'answer') request?.resolve(message.answer)
    else request?.reject(new Error(`${message.code}: ${message.message}`))
  })
  child.send({ kind: 'open', folder })
  return {
    ask: <Kind extends FolderRequest['kind']>(request: Request<Kind>) =>
      new Promise<FolderAnswers[Kind]>((resolve, reject) => {
        const number = next++
        open.set(number, { resolve: (answer) => resolve(answer as FolderAnswers[Kind]), reject })
        child.send({ kind: 'request', number, request })
      }),
    changed: () => changed,
    close: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
