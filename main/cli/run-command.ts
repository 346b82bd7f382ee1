// `storebridge run`: the engine of one store until it is told to stop. Logs JSON lines on standard output.

import { join } from 'node:path'
import { forkFolderHelper } from '../engine/collect/fork-helper.ts'
import { EngineBusy, startEngine } from '../engine/engine.ts'
import { ordinaryBytes } from '../engine/storage/start-check.ts'
import { logLine, type Log } from '../engine/support/log.ts'
import { dataDirectoryOption, neededDataDirectory, readArguments } from './arguments.ts'
import { exitDone, UsageError } from './exit.ts'
import { print } from './print.ts'
import { passwordReader, readConfiguration } from './read-configuration.ts'

const log: Log = (level, event, facts) => {
  if (level !== 'debug') print(logLine(Date.now(), level, event, facts))
}

/** Resolves at the first SIGTERM or SIGINT. Later ones change nothing: the engine is ending, within ten seconds. */
const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
  })

export const runCommand = async (words: readonly string[]): Promise<number> => {
  const { values } = readArguments('run', words, { ...dataDirectoryOption, config: { type: 'string' } }, 'none')
  const dataDirectory = neededDataDirectory('run', values['data-dir'])
  const configuration = readConfiguration(values.config ?? join(dataDirectory, 'config.json'))
  const password = passwordReader(configuration.petrosoft.password)
  const ended = untilSignal()
  const start = (uncheckedAbove: number) => {
    try {
      return startEngine({
        dataDirectory,
        configuration,
        password,
        log,
        uncheckedAbove,
        checker: join(__dirname, 'database-check.cjs'),
        openHelper: () => Promise.resolve(forkFolderHelper(join(__dirname, 'folder-helper.cjs'))),
      })
    } catch (fault) {
      if (fault instanceof EngineBusy) throw new UsageError(fault.message)
      throw fault
    }
  }
  let engine = start(ordinaryBytes)
  // The engine's own timers do not keep the process alive.
  const alive = setInterval(() => undefined, 3600_000)
  print('{"event":"ready"}')
  // Records that turn out damaged are restored by the opening of the next engine; how often that may be is decided there.
  try {
    for (;;) {
      const isLost = await Promise.race([ended.then(() => false), engine.lost.then(() => true)])
      await engine.stop()
      if (!isLost) break
      engine = start(Infinity)
    }
  } finally {
    clearInterval(alive)
  }
  return exitDone
}
