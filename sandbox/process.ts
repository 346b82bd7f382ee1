// The practice cloud as a process of its own. Started by Electron (utilityProcess) or by Node (child_process.fork), it
// posts {kind:'ready', url} once it listens, or {kind:'failed', message} and ends. It takes {kind:'put-journals', folder,
// timeZone}, writes today's practice journals there as a register would, and answers {kind:'journals-put', names} or
// {kind:'failed', message}; {kind:'stop'} ends it, and so does the end of the process that started it.

import { z } from 'zod'
import { startPracticeCloud } from './practice-cloud.ts'
import { freshSamples } from './practice-journals.ts'
import { putJournals } from './put-journals.ts'

const messageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('put-journals'), folder: z.string().min(1), timeZone: z.string().min(1) }),
  z.strictObject({ kind: z.literal('stop') }),
])

export type PracticeProcessMessage = z.infer<typeof messageSchema>

export type PracticeProcessAnswer =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'journals-put'; readonly names: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string }

/** The port Electron gives a utility process; plain Node has none. */
interface ParentPort {
  readonly postMessage: (message: unknown) => void
  readonly on: (event: 'message', listener: (event: { readonly data: unknown }) => void) => void
}

const parentPort = (process as { readonly parentPort?: ParentPort }).parentPort

const post = (answer: PracticeProcessAnswer): void => {
  if (parentPort === undefined) process.send?.(answer)
  else parentPort.postMessage(answer)
}

const failed = (error: unknown): void =>
  post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })

const obey = async (message: unknown, stop: () => void): Promise<void> => {
  const order = messageSchema.parse(message)
  if (order.kind === 'stop') return stop()
  const names = await putJournals(order.folder, freshSamples(Date.now(), order.timeZone))
  return post({ kind: 'journals-put', names })
}

const run = async (): Promise<void> => {
  const cloud = await startPracticeCloud()
  const stop = (): void => {
    void cloud.close().then(() => process.exit(0))
  }
  const onMessage = (message: unknown): void => {
    obey(message, stop).catch(failed)
  }
  if (parentPort === undefined) process.on('message', onMessage)
  else parentPort.on('message', ({ data }) => onMessage(data))
  process.on('disconnect', stop)
  process.on('SIGTERM', stop)
  post({ kind: 'ready', url: cloud.url })
}

run().catch((error: unknown) => {
  failed(error)
  process.exitCode = 1
})
