// The process of one store's engine: a utility process of the app. Joins the desk to the port of the main process, and
// the engine's folder helpers to the ports main hands over. It ends when main says stop, or when main is gone.

import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { FromEngine, ToEngine } from '../../contract/engine-port.ts'
import type { FromHelper, HelperChannel } from '../../contract/folder-port.ts'
import { faultText, type Log } from '../engine/support/log.ts'
import { EngineDesk } from './engine-desk.ts'

/** The ports as Electron gives them to a utility process; only what is used here. */
interface PeerPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  start(): void
  close(): void
}
interface ParentPort {
  postMessage(message: FromEngine): void
  on(
    event: 'message',
    listener: (event: { readonly data: ToEngine; readonly ports: readonly PeerPort[] }) => void,
  ): void
}

const parentPort = (process as unknown as { readonly parentPort?: ParentPort }).parentPort
if (parentPort === undefined) throw new Error('the engine process is started by the app')
const main = parentPort

const log: Log = (level, event, facts = {}) => main.postMessage({ kind: 'log', level, event, facts })

/** Helpers that were wanted and are not gone. */
interface WantedHelper {
  readonly ready: (port: PeerPort) => void
  readonly gone: () => void
}
const helpers = new Map<number, WantedHelper>()
let helperNumber = 0

/** Main starts the helper's process; its messages come over a port of its own, so that main never sees a journal. */
const openHelper = (): Promise<HelperChannel> => {
  helperNumber += 1
  const number = helperNumber
  const exits: (() => void)[] = []
  return new Promise((resolve, reject) => {
    let over = false
    const end = (): void => {
      if (over) return
      over = true
      helpers.delete(number)
      reject(new Error('the folder helper could not be started'))
      for (const exit of exits) exit()
    }
    helpers.set(number, {
      gone: end,
      ready: (port) =>
        resolve({
          send: (message) => {
            if (!over) port.postMessage(message)
          },
          onMessage: (listener) => {
            port.on('message', ({ data }) => {
              if (!over) listener(data as FromHelper)
            })
            port.start()
          },
          onExit: (listener) => {
            if (over) listener()
            else exits.push(listener)
          },
          kill: () => {
            if (over) return
            main.postMessage({ kind: 'helper-unwanted', helper: number })
            port.close()
            end()
          },
        }),
    })
    main.postMessage({ kind: 'helper-wanted', helper: number })
  })
}

let desk: EngineDesk | null = null

const stop = async (): Promise<void> => {
  await desk?.stop()
  main.postMessage({ kind: 'stopped' })
  // The message must have left before the process does.
  setTimeout(() => process.exit(0), 50)
}

const obey = (message: ToEngine, ports: readonly PeerPort[]): void => {
  switch (message.kind) {
    case 'open': {
      const { dataDirectory, mode, password } = message
      desk = new EngineDesk({
        dataDirectory,
        mode,
        password,
        openHelper,
        checker: join(__dirname, 'database-check.cjs'),
        log,
        onPicture: (picture) => main.postMessage({ kind: 'picture', picture }),
        onFilesChanged: () => main.postMessage({ kind: 'files-changed' }),
      })
      void desk.open()
      return
    }
    case 'ask': {
      const { number, call, input } = message
      const began = performance.now()
      const answered = desk?.ask(call, input)
      void answered?.then((result) => {
        main.postMessage({ kind: 'answer', number, result })
        const ms = Math.round(performance.now() - began)
        if (ms > 1000) log('debug', 'slow-call', { call, ms })
      })
      return
    }
    case 'password':
      desk?.setPassword(message.password)
      return
    case 'helper-ready': {
      const [port] = ports
      const helper = helpers.get(message.helper)
      if (port === undefined) return
      if (helper === undefined) port.close()
      else helper.ready(port)
      return
    }
    case 'helper-gone':
      helpers.get(message.helper)?.gone()
      return
    case 'woke-up':
      desk?.wokeUp()
      return
    case 'stop':
      void stop()
  }
}

// Half a state is worse than none: main starts the process again, and the database tells where it was.
const crash = (fault: unknown): void => {
  log('error', 'engine-crashed', { fault: faultText(fault) })
  setTimeout(() => process.exit(70), 50)
}
process.on('uncaughtException', crash)
process.on('unhandledRejection', crash)

main.on('message', ({ data, ports }) => obey(data, ports))
