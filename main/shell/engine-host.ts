// The main process's end of one store's engine: starts its process, asks it, starts it again when it dies, and ends it
// in good order. It holds the password in memory so that a new process has it, and hands it to nobody else.

import type {
  EngineCall,
  EngineInput,
  EngineOutput,
  EnginePicture,
  FromEngine,
  ToEngine,
} from '../../contract/engine-port.ts'
import type { AppSnapshot, CallResult } from '../../contract/ipc.ts'
import type { Clock, Timer } from '../engine/support/clock.ts'
import type { Log } from '../engine/support/log.ts'
import { recentCrashes, restartAfter } from './restart-policy.ts'
import { say } from './words.ts'

/** A folder helper's process, joined to the engine's. */
export interface HelperProcess {
  readonly kill: () => void
}

/** An engine's process. After its exit nothing of it is called. */
export interface EngineProcess {
  readonly post: (message: ToEngine) => void
  readonly onMessage: (listener: (message: FromEngine) => void) => void
  /** Called once, also when the process could not be started. */
  readonly onExit: (listener: (code: number | null) => void) => void
  readonly kill: () => void
  /** Starts a folder helper and hands both ends a port; `onGone` is called once when its process has ended. */
  readonly startHelper: (helper: number, onGone: () => void) => HelperProcess
}

export interface HostOptions {
  readonly dataDirectory: string
  readonly mode: 'real' | 'practice'
  readonly startProcess: () => EngineProcess
  readonly clock: Clock
  readonly log: Log
  readonly onChanged: () => void
  readonly onFilesChanged: () => void
}

type Stage = 'off' | 'up' | 'down' | 'stopping'

const answerLimitMs = 120_000
/** Ten seconds for answers in flight, and some for the disk. */
const stopLimitMs = 15_000

const notNow = (sentence: string): CallResult<never> => ({ ok: false, kind: 'not-ready', sentence })

export class EngineHost {
  readonly #options: HostOptions
  #stage: Stage = 'off'
  #process: EngineProcess | null = null
  #picture: EnginePicture | null = null
  #password: string | null = null
  #crashes: number[] = []
  #told = false
  #restart: Timer | null = null
  #number = 0
  readonly #asked = new Map<number, (result: CallResult<unknown>) => void>()
  readonly #helpers = new Map<number, HelperProcess>()
  #firstPicture: (() => void)[] = []
  #afterExit: (() => void)[] = []

  constructor(options: HostOptions) {
    this.#options = options
  }

  /** The newest picture; null before the first. */
  get picture(): EnginePicture | null {
    return this.#picture
  }

  /** In the words of the window. */
  get engine(): AppSnapshot['engine'] {
    if (this.#stage === 'off' || this.#stage === 'stopping') return 'stopped'
    if (this.#stage === 'down' || this.#picture === null) return this.#told ? 'restarting' : 'starting'
    if (this.#picture.phase === 'opening') return this.#told ? 'restarting' : 'starting'
    return this.#picture.phase === 'stopped' ? 'stopped' : 'running'
  }

  start(): void {
    if (this.#stage === 'off') this.#startProcess()
  }

  /** Resolves when it is known how the store stands, or after the limit. */
  known(limitMs: number): Promise<void> {
    if (this.#picture !== null && this.#picture.phase !== 'opening') return Promise.resolve()
    return new Promise((resolve) => {
      const timer = this.#options.clock.after(limitMs, resolve)
      this.#firstPicture.push(() => {
        timer.cancel()
        resolve()
      })
    })
  }

  /** Asks the engine; never rejects. */
  ask<Name extends EngineCall>(call: Name, input: EngineInput<Name>): Promise<CallResult<EngineOutput<Name>>> {
    const process = this.#process
    if (process === null || this.#stage !== 'up') return Promise.resolve(notNow(say('told.starting')))
    this.#number += 1
    const number = this.#number
    return new Promise((resolve) => {
      const timer = this.#options.clock.after(answerLimitMs, () => {
        this.#asked.delete(number)
        resolve(notNow(say('told.noAnswerInTime')))
      })
      this.#asked.set(number, (result) => {
        timer.cancel()
        resolve(result as CallResult<EngineOutput<Name>>)
      })
      process.post({ kind: 'ask', number, call, input })
    })
  }

  setPassword(password: string | null): void {
    this.#password = password
    if (this.#stage === 'up') this.#process?.post({ kind: 'password', password })
  }

  wokeUp(): void {
    if (this.#stage === 'up') this.#process?.post({ kind: 'woke-up' })
  }

  /** Ends the engine in good order; a process that does not end in time is killed. */
  async stop(): Promise<void> {
    this.#restart?.cancel()
    const process = this.#process
    if (process === null) {
      this.#stage = 'off'
      return
    }
    if (this.#stage !== 'stopping') {
      this.#stage = 'stopping'
      process.post({ kind: 'stop' })
    }
    await new Promise<void>((resolve) => {
      const timer = this.#options.clock.after(stopLimitMs, () => {
        this.#options.log('error', 'engine-killed', { afterMs: stopLimitMs })
        process.kill()
      })
      this.#afterExit.push(() => {
        timer.cancel()
        resolve()
      })
    })
  }

  #startProcess(): void {
    const { dataDirectory, mode, startProcess, log } = this.#options
    this.#stage = 'up'
    const process = startProcess()
    this.#process = process
    process.onMessage((message) => {
      if (this.#process === process) this.#take(message, process)
    })
    process.onExit((code) => {
      if (this.#process === process) this.#exited(code)
    })
    log('info', 'engine-starting', { mode })
    process.post({ kind: 'open', dataDirectory, mode, password: this.#password })
  }

  #take(message: FromEngine, process: EngineProcess): void {
    const { onChanged, onFilesChanged, log } = this.#options
    switch (message.kind) {
      case 'picture': {
        this.#picture = message.picture
        if (message.picture.phase !== 'opening') {
          const waiting = this.#firstPicture
          this.#firstPicture = []
          for (const resolve of waiting) resolve()
        }
        onChanged()
        return
      }
      case 'files-changed':
        onFilesChanged()
        return
      case 'answer': {
        const answer = this.#asked.get(message.number)
        this.#asked.delete(message.number)
        answer?.(message.result)
        return
      }
      case 'helper-wanted': {
        const { helper } = message
        const gone = (): void => {
          this.#helpers.delete(helper)
          if (this.#process === process) process.post({ kind: 'helper-gone', helper })
        }
        this.#helpers.set(helper, process.startHelper(helper, gone))
        return
      }
      case 'helper-unwanted':
        this.#helpers.get(message.helper)?.kill()
        return
      case 'log':
        log(message.level, message.event, message.facts)
        return
      case 'stopped':
    }
  }

  #exited(code: number | null): void {
    const { clock, log, onChanged } = this.#options
    this.#process = null
    if (this.#picture !== null) {
      // What it told last is not true any more; which store it is, is.
      const { told: _, ...picture } = this.#picture
      this.#picture = { ...picture, phase: 'opening', status: null, trouble: null }
    }
    for (const helper of this.#helpers.values()) helper.kill()
    this.#helpers.clear()
    for (const answer of this.#asked.values()) answer(notNow(say('told.startingAgain')))
    this.#asked.clear()
    if (this.#stage === 'stopping') {
      this.#stage = 'off'
      log('info', 'engine-ended', { code })
    } else {
      const now = clock.monotonic()
      this.#crashes = [...recentCrashes(this.#crashes, now), now]
      const { delayMs, told } = restartAfter(this.#crashes, now)
      this.#stage = 'down'
      this.#told = told
      log('error', 'engine-died', { code, startsAgainAfterMs: delayMs, times: this.#crashes.length })
      this.#restart = clock.after(delayMs, () => this.#startProcess())
    }
    const waiting = this.#afterExit
    this.#afterExit = []
    for (const resolve of waiting) resolve()
    onChanged()
  }
}
