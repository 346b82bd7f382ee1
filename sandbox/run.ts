// `storebridge sandbox [--port N]`: runs the practice cloud alone until SIGTERM or SIGINT. Standard output carries JSON
// lines: {"event":"ready","url":…} once it listens, then one line per finished request. No line holds a secret.

import { startPracticeCloud } from './practice-cloud.ts'

export interface RunSandboxOptions {
  /** 0, the default, is any free port. */
  readonly port?: number
  /** Takes each line, without its line end; standard output by default. */
  readonly write?: (line: string) => void
  /** Ends the run like a signal does. */
  readonly stop?: AbortSignal
}

const signals = ['SIGTERM', 'SIGINT'] as const

const untilToldToStop = (stop: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      for (const signal of signals) process.off(signal, end)
      stop?.removeEventListener('abort', end)
      resolve()
    }
    for (const signal of signals) process.on(signal, end)
    stop?.addEventListener('abort', end)
    if (stop?.aborted === true) end()
  })

const writeLine = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/**
 * Runs the practice cloud and resolves when it has been told to stop and its port is free again. Rejects when the port
 * cannot be had; the message is a sentence that names it.
 */
export const runSandbox = async ({ port = 0, write = writeLine, stop }: RunSandboxOptions = {}): Promise<void> => {
  const cloud = await startPracticeCloud({ port, log: (line) => write(JSON.stringify(line)) }).catch(
    (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      const words =
        code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be opened (${code || String(error)})`
      throw new Error(`Port ${port} ${words}.`, { cause: error })
    },
  )
  const told = untilToldToStop(stop)
  write(JSON.stringify({ event: 'ready', url: cloud.url }))
  await told
  await cloud.close()
}
