// `storebridge sandbox`: the practice cloud alone.

import { runSandbox } from '../../sandbox/run.ts'
import { readArguments } from './arguments.ts'
import { exitDone, UsageError } from './exit.ts'

const portFrom = (text: string | undefined): number => {
  if (text === undefined) return 0
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError(`sandbox: --port ${text} is not a port number`)
  return port
}

export const sandboxCommand = async (words: readonly string[]): Promise<number> => {
  const { values } = readArguments('sandbox', words, { port: { type: 'string' } }, 'none')
  const port = portFrom(values.port)
  await runSandbox({ port }).catch((fault: unknown) => {
    throw new UsageError(`sandbox: ${fault instanceof Error ? fault.message.replace(/\.$/, '') : String(fault)}`)
  })
  return exitDone
}
