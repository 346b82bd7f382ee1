// The practice cloud: a stand-in for Petrosoft Cloud on this computer, for people who practise and for tests. It implements
// the three calls of the integration guide strictly, remembers what it received, and misbehaves on request (README.md).
// It listens on a loopback address only and speaks plain HTTP. Everything it knows is forgotten when it closes.

import { changeSettings } from './control-calls.ts'
import type { FaultRuleInput, FaultRuleState } from './fault-rules.ts'
import type { PracticeLedger } from './ledger.ts'
import { startLoopbackServer, type LoopbackHost } from './loopback-server.ts'
import { defaultSettings, settingsSchema, type PracticeSettings, type SettingsChange } from './practice-settings.ts'
import { createPracticeState, type PracticeAccount } from './practice-state.ts'
import { createRequestListener, type PracticeLogLine } from './serve-requests.ts'

export interface PracticeCloudOptions extends Partial<Pick<PracticeSettings, 'locations' | 'tokenLifeSeconds'>> {
  /** 0, the default, is any free port. */
  readonly port?: number
  /** 127.0.0.1 by default. */
  readonly host?: LoopbackHost
  readonly accounts?: readonly PracticeAccount[]
  /** The right time, in milliseconds since 1970. */
  readonly now?: () => number
  readonly log?: (line: PracticeLogLine) => void
}

/** The control calls for a caller in the same process. */
export interface PracticeControl {
  /** Adds rules after those there are. Throws for a rule that is not one. */
  readonly addFaults: (...rules: readonly FaultRuleInput[]) => void
  readonly clearFaults: () => void
  readonly faults: () => readonly FaultRuleState[]
  readonly settings: () => PracticeSettings
  readonly changeSettings: (change: SettingsChange) => void
  /** The bytes of journal n, or null where there are none (any more). */
  readonly journalBytes: (n: number) => Buffer | null
  /** Closes the port, so that connections are refused, and breaks off what is going on. Nothing is forgotten. */
  readonly goAway: () => Promise<void>
  /** Opens the same port again. Rejects when another program has taken it. */
  readonly comeBack: () => Promise<void>
  /** Resolves with the ledger as soon as `isSo` holds for it; rejects after `withinMs` (10 s). */
  readonly when: (isSo: (ledger: PracticeLedger) => boolean, withinMs?: number) => Promise<PracticeLedger>
}

export interface PracticeCloud {
  readonly url: string
  readonly port: number
  readonly received: () => PracticeLedger
  readonly control: PracticeControl
  /** Breaks off what is going on and frees the port for good. */
  readonly close: () => Promise<void>
}

export const practiceAccount: PracticeAccount = { email: 'practice@storebridge.example', password: 'practice' }

/**
 * Starts a practice cloud and resolves once it listens. Rejects when the port cannot be had (error code EADDRINUSE or
 * EACCES) or the host is not this computer.
 */
export const startPracticeCloud = async (options: PracticeCloudOptions = {}): Promise<PracticeCloud> => {
  const { port = 0, host = '127.0.0.1', accounts = [practiceAccount], now = Date.now, log = () => undefined } = options
  const { locations = defaultSettings.locations, tokenLifeSeconds = defaultSettings.tokenLifeSeconds } = options
  const settings = settingsSchema.parse({ ...defaultSettings, locations, tokenLifeSeconds })
  const state = createPracticeState(settings, accounts, now)

  const afterControl = (): void => {
    const seconds = state.outageAskedFor
    state.outageAskedFor = null
    if (seconds !== null) server.goAwayFor(seconds)
  }
  const server = await startLoopbackServer(port, host, createRequestListener(state, log, afterControl))

  return {
    url: server.url,
    port: server.port,
    received: () => state.ledger.snapshot(),
    control: {
      addFaults: (...rules) => state.faults.add(rules),
      clearFaults: () => state.faults.clear(),
      faults: () => state.faults.list(),
      settings: () => state.settings,
      changeSettings: (change) => {
        changeSettings(state, change)
      },
      journalBytes: (n) => state.ledger.bytesOf(n) ?? null,
      goAway: () => server.goAway(),
      comeBack: () => server.comeBack(),
      when: (isSo, withinMs = 10_000) => state.ledger.when(isSo, withinMs),
    },
    close: () => server.close(),
  }
}
