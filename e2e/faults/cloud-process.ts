// The practice cloud as a process of its own, with books of its own: what it received and what it answered is asked over
// its control calls and never taken from the program under test. It lives on through everything that is done to the program.

import type { PracticeLedger, ReceivedJournal } from '../../sandbox/ledger.ts'
import type { FaultRuleInput } from '../../sandbox/fault-rules.ts'
import type { SettingsChange } from '../../sandbox/practice-settings.ts'
import { startProgram, type ProgramOptions, type RunningProgram } from './running-program.ts'

export interface CloudProcess {
  /** As the program reaches it: http://127.0.0.1:PORT. */
  readonly url: string
  readonly port: number
  readonly process: RunningProgram
  readonly ledger: () => Promise<PracticeLedger>
  readonly addFaults: (...rules: readonly FaultRuleInput[]) => Promise<void>
  readonly clearFaults: () => Promise<void>
  readonly change: (settings: SettingsChange) => Promise<void>
  /** Closes the port for so many seconds; nothing is forgotten. */
  readonly outage: (seconds: number) => Promise<void>
  readonly stop: () => Promise<void>
}

export interface CloudOptions extends ProgramOptions {
  readonly port?: number
}

const askWithinMs = 10_000

/** Journals that count in the cloud's books: everything it did not refuse. */
export const acceptedIn = (ledger: PracticeLedger): readonly ReceivedJournal[] =>
  ledger.journals.filter(({ verdict }) => verdict !== 'FatalError')

/** Starts the practice cloud of the built command line; resolves when it listens. */
export const startCloudProcess = async (entry: string, options: CloudOptions = {}): Promise<CloudProcess> => {
  const words = ['sandbox', ...(options.port === undefined ? [] : ['--port', String(options.port)])]
  const program = startProgram([process.execPath, entry, ...words], options)
  const { url } = await program.event('ready')
  if (typeof url !== 'string') throw new Error('the practice cloud does not say where it listens')
  const ask = async (path: string, method: 'GET' | 'POST' | 'DELETE', body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/_practice/${path}`, {
      method,
      signal: AbortSignal.timeout(askWithinMs),
      // A connection kept from before an outage is one that is broken.
      headers: { connection: 'close' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`the practice cloud refuses ${path}: ${text}`)
    return JSON.parse(text)
  }
  return {
    url,
    port: Number(new URL(url).port),
    process: program,
    ledger: async () => (await ask('ledger', 'GET')) as PracticeLedger,
    addFaults: async (...rules) => {
      await ask('faults', 'POST', rules)
    },
    clearFaults: async () => {
      await ask('faults', 'DELETE')
    },
    change: async (settings) => {
      await ask('settings', 'POST', settings)
    },
    outage: async (seconds) => {
      await ask('outage', 'POST', { seconds })
    },
    stop: async () => {
      await program.terminate()
    },
  }
}
