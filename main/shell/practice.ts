// Practice mode (design 6): a store of its own in a directory of its own, with its own engine, sign-in and register, and
// the practice cloud as a further process on this computer. It shares nothing with a real store, and its directory is
// deleted when it is left; what a crash leaves behind is deleted at the next start.

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseConfiguration } from '../../contract/configuration.ts'
import type { Clock } from '../engine/support/clock.ts'
import { faultText, type Log } from '../engine/support/log.ts'
import { EngineHost, type EngineProcess } from './engine-host.ts'
import { feedPractice } from './practice-feed.ts'
import type { PlainProcess } from './utility-processes.ts'
import { say } from './words.ts'

/** The account the practice cloud knows; a test holds it to the cloud's own. */
export const practiceAccount = { email: 'practice@storebridge.example', password: 'practice' }
export const practiceLocationId = '33084'

export interface PracticeOptions {
  /** All practice there is lives below it. */
  readonly folder: string
  readonly startEngine: () => EngineProcess
  readonly startCloud: () => PlainProcess
  readonly clock: Clock
  readonly log: Log
  readonly timeZone: string
  readonly onChanged: () => void
  readonly onFilesChanged: () => void
}

export interface PracticeSession {
  readonly host: EngineHost
  /** Set when practice has lost its cloud. */
  readonly trouble: () => string | null
  readonly end: () => Promise<void>
}

const cloudLimitMs = 15_000
const engineLimitMs = 20_000

/** Deletes what practice left: nothing in it is anybody's. */
export const deletePractice = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })

/** Practice could not begin; the message is for the manager. */
export class PracticeFault extends Error {}

/** The messages of the practice cloud's process, as far as they are used here. */
interface CloudAnswer {
  readonly kind?: unknown
  readonly url?: unknown
  readonly names?: unknown
  readonly message?: unknown
}

class PracticeCloud {
  readonly #process: PlainProcess
  readonly #clock: Clock
  #answered: ((answer: CloudAnswer) => void) | null = null
  #failed: ((fault: Error) => void) | null = null
  #gone = false

  constructor(process: PlainProcess, clock: Clock, onGone: () => void) {
    this.#process = process
    this.#clock = clock
    process.onMessage((message) => this.#answered?.(message as CloudAnswer))
    process.onExit(() => {
      this.#gone = true
      this.#failed?.(new PracticeFault('The practice cloud ended.'))
      onGone()
    })
  }

  /** The address it listens on. */
  async url(): Promise<string> {
    const { url } = await this.#next('ready')
    return String(url)
  }

  /** Has a new set of journals written into a folder; gives their names in order. */
  async putJournals(folder: string, timeZone: string): Promise<readonly string[]> {
    const answer = this.#next('journals-put')
    this.#process.post({ kind: 'put-journals', folder, timeZone })
    const { names } = await answer
    return Array.isArray(names) ? names.map(String) : []
  }

  end(): void {
    if (!this.#gone) this.#process.kill()
  }

  #next(kind: string): Promise<CloudAnswer> {
    return new Promise<CloudAnswer>((resolve, reject) => {
      const timer = this.#clock.after(cloudLimitMs, () =>
        reject(new PracticeFault('The practice cloud did not answer.')),
      )
      const settle = (): void => {
        timer.cancel()
        this.#answered = null
        this.#failed = null
      }
      this.#failed = (fault) => {
        settle()
        reject(fault)
      }
      this.#answered = (answer) => {
        if (answer.kind !== kind && answer.kind !== 'failed') return
        settle()
        if (answer.kind === kind) resolve(answer)
        else reject(new PracticeFault(`The practice cloud failed: ${String(answer.message)}`))
      }
    })
  }
}

const practiceConfiguration = (url: string, register: string, timeZone: string): unknown => ({
  store: { locationId: practiceLocationId, name: 'Practice store', timeZone },
  petrosoft: { baseUrl: url, email: practiceAccount.email, password: { env: 'STOREBRIDGE_PASSWORD' } },
  folders: [{ path: register }],
})

/** Begins practice. Rejects with PracticeFault; then nothing of it is left. */
export const beginPractice = async (options: PracticeOptions): Promise<PracticeSession> => {
  const { folder, clock, timeZone } = options
  const log: Log = (level, event, facts) => options.log(level, event, { practice: true, ...facts })
  const directory = join(folder, String(Math.round(clock.wall())))
  const register = join(directory, 'register')
  const waiting = join(directory, 'waiting')
  let trouble: string | null = null
  let ending = false
  const stopFeed = new AbortController()
  const cloud = new PracticeCloud(options.startCloud(), clock, () => {
    if (ending) return
    trouble = say('told.practiceEnded')
    options.onChanged()
  })
  const host = new EngineHost({
    dataDirectory: join(directory, 'data'),
    mode: 'practice',
    startProcess: options.startEngine,
    clock,
    log,
    onChanged: options.onChanged,
    onFilesChanged: options.onFilesChanged,
  })
  let feed: Promise<void> = Promise.resolve()

  const end = async (): Promise<void> => {
    ending = true
    stopFeed.abort()
    await host.stop()
    cloud.end()
    await feed
    await deletePractice(directory).catch((fault: unknown) =>
      log('warn', 'practice-not-deleted', { fault: faultText(fault) }),
    )
  }

  try {
    await mkdir(register, { recursive: true })
    const url = await cloud.url()
    const parsed = parseConfiguration(practiceConfiguration(url, register, timeZone))
    if (!parsed.ok) throw new PracticeFault(`Practice could not be set up: ${parsed.errors[0]?.path ?? ''}.`)
    host.setPassword(practiceAccount.password)
    host.start()
    await host.known(engineLimitMs)
    const applied = await host.ask('applyConfiguration', parsed.configuration)
    if (!applied.ok) throw new PracticeFault(applied.sentence)
    feed = feedPractice({
      register,
      waiting,
      makeSet: () => cloud.putJournals(waiting, timeZone),
      clock,
      log,
      signal: stopFeed.signal,
    })
    return { host, trouble: () => trouble, end }
  } catch (fault) {
    await end()
    log('error', 'practice-not-begun', { fault: faultText(fault) })
    throw fault instanceof PracticeFault ? fault : new PracticeFault(say('told.practiceNotBegun'))
  }
}
