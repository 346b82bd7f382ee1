// Starts the app's further processes: engines, their folder helpers, the practice cloud. The only place that knows
// Electron's utilityProcess. A helper is joined to its engine by a channel of their own; main never sees a journal.

import { createInterface } from 'node:readline'
import { MessageChannelMain, utilityProcess, type UtilityProcess } from 'electron'
import type { FromEngine } from '../../contract/engine-port.ts'
import type { Log } from '../engine/support/log.ts'
import type { EngineProcess, HelperProcess } from './engine-host.ts'

/** The built files beside the main process's own. */
export interface ProcessFiles {
  readonly engine: string
  readonly folderHelper: string
  readonly practiceCloud: string
}

/** What a further process may know of our environment: all but what loads code into it or weakens TLS. */
const safeEnvironment = (): Record<string, string> => {
  const unwanted = new Set(['NODE_OPTIONS', 'NODE_TLS_REJECT_UNAUTHORIZED', 'ELECTRON_RUN_AS_NODE'])
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !unwanted.has(entry[0]),
    ),
  )
}

const fork = (file: string, serviceName: string, log: Log): UtilityProcess => {
  const child = utilityProcess.fork(file, [], {
    serviceName,
    env: safeEnvironment(),
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const keepLines = (stream: NodeJS.ReadableStream | null): void => {
    if (stream === null) return
    createInterface({ input: stream }).on('line', (line) => log('warn', 'process-says', { process: serviceName, line }))
  }
  keepLines(child.stdout)
  keepLines(child.stderr)
  return child
}

/** Calls `listener` once when the process has ended. */
const onceGone = (child: UtilityProcess, listener: (code: number | null) => void): void => {
  child.once('exit', (code: number | null) => listener(code))
}

const startHelper = (
  engine: UtilityProcess,
  helper: number,
  files: ProcessFiles,
  log: Log,
  onGone: () => void,
): HelperProcess => {
  const child = fork(files.folderHelper, 'Storebridge folder helper', log)
  const { port1, port2 } = new MessageChannelMain()
  child.postMessage({ kind: 'port' }, [port1])
  engine.postMessage({ kind: 'helper-ready', helper }, [port2])
  onceGone(child, onGone)
  return { kill: () => child.kill() }
}

export const startEngineProcess = (files: ProcessFiles, log: Log): EngineProcess => {
  const child = fork(files.engine, 'Storebridge engine', log)
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => {
      child.on('message', (message: unknown) => listener(message as FromEngine))
    },
    onExit: (listener) => onceGone(child, listener),
    kill: () => child.kill(),
    startHelper: (helper, onGone) => startHelper(child, helper, files, log, onGone),
  }
}

/** A process that is spoken to in plain messages: the practice cloud. */
export interface PlainProcess {
  readonly post: (message: unknown) => void
  readonly onMessage: (listener: (message: unknown) => void) => void
  readonly onExit: (listener: (code: number | null) => void) => void
  readonly kill: () => void
}

export const startPracticeCloudProcess = (files: ProcessFiles, log: Log): PlainProcess => {
  const child = fork(files.practiceCloud, 'Storebridge practice cloud', log)
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => {
      child.on('message', (message: unknown) => listener(message))
    },
    onExit: (listener) => onceGone(child, listener),
    kill: () => child.kill(),
  }
}
