// What the main process and the process of an engine say to each other. One engine process serves one store; main
// starts it, starts it again when it dies, and passes the window's questions through. The password travels only here,
// from main to the engine, and never back.

import type { AttentionHead } from './attention.ts'
import type { Configuration, OpeningHours } from './configuration.ts'
import type { Deed } from './deeds.ts'
import type { EngineStatus } from './engine-status.ts'
import type {
  AppSnapshot,
  CallResult,
  CsvExport,
  ExportPage,
  InputOf,
  OutputOf,
  SaveResult,
  SignInTest,
} from './ipc.ts'
import type { Told } from './told.ts'
import type { Timestamp } from './vocabulary.ts'

/** Calls of the window that the engine's process answers as they are. */
export const passedOnCalls = [
  'checkNow',
  'tryNow',
  'pause',
  'resume',
  'getToday',
  'getSalesMonth',
  'getSalesDay',
  'getLastDays',
  'markDayClosed',
  'getAttention',
  'getHandled',
  'listFiles',
  'listFileIds',
  'getFileRows',
  'getFile',
  'getLines',
  'getLongLine',
  'getLaidOut',
  'giveOrder',
  'takeBackOrder',
  'holdOrder',
  'getOrder',
  'tellChosen',
  'showInFull',
  'getRepeats',
  'getConnection',
  'getSupport',
  'getClosedDays',
  'getSettings',
  'saveSettings',
  'testLocation',
  'detectFolders',
  'inspectFolder',
  'runSetupTest',
  'offerTrialFile',
  'sendTrialFile',
] as const
export type PassedOnCall = (typeof passedOnCalls)[number]

export interface Credentials {
  readonly baseUrl: string
  readonly email: string
  readonly password: string
}

/** What a try to sign in brought. `proved` = Petrosoft gave a token for these credentials, whatever else is wrong. */
export interface SignInTried {
  readonly test: SignInTest
  readonly proved: boolean
}

interface OwnCalls {
  /** Signs in once with these credentials, beside the engine's own sign-in. */
  readonly trySignIn: { readonly input: Credentials; readonly output: SignInTried }
  /** The piece of an export that follows `after`; null when there is no such file. */
  readonly exportPage: {
    readonly input: {
      readonly what: CsvExport
      readonly words: Readonly<Record<string, string>>
      readonly after: string | null
    }
    readonly output: ExportPage | null
  }
  /** Writes down what a person did to the program; `reason` says to what of it. */
  readonly noteDeed: { readonly input: { readonly deed: Deed; readonly reason: string | null }; readonly output: void }
  /** Takes a whole configuration, whose password place is not looked at. */
  readonly applyConfiguration: { readonly input: Configuration; readonly output: SaveResult }
}
export type OwnCall = keyof OwnCalls
export type EngineCall = PassedOnCall | OwnCall

export type EngineInput<Name extends EngineCall> = Name extends OwnCall
  ? OwnCalls[Name]['input']
  : Name extends PassedOnCall
    ? InputOf<Name>
    : never
export type EngineOutput<Name extends EngineCall> = Name extends OwnCall
  ? OwnCalls[Name]['output']
  : Name extends PassedOnCall
    ? OutputOf<Name>
    : never

/** How the store stands, as its process sees it. */
export interface EnginePicture {
  /**
   * opening: not known yet, or starting again under new settings. setup: there are no settings yet.
   * running: an engine runs. stopped: no engine can run; `trouble` says why.
   */
  readonly phase: 'opening' | 'setup' | 'running' | 'stopped'
  readonly store: AppSnapshot['store']
  readonly baseUrl: string | null
  /** When the store is open; null or absent when nobody said. Notifications keep to it. */
  readonly openingHours?: OpeningHours | null
  readonly status: EngineStatus | null
  /** What needs a person, of the same moment as the status; empty without one. */
  readonly attention: readonly AttentionHead[]
  readonly statusAt: Timestamp
  readonly trouble: string | null
  /** The code of `trouble`, for words in each language. */
  readonly told?: Told
}

export type ToEngine =
  | {
      readonly kind: 'open'
      readonly dataDirectory: string
      readonly mode: 'real' | 'practice'
      readonly password: string | null
    }
  | { readonly kind: 'ask'; readonly number: number; readonly call: EngineCall; readonly input: unknown }
  | { readonly kind: 'password'; readonly password: string | null }
  /** A folder helper that was wanted runs; the message carries a port to it. */
  | { readonly kind: 'helper-ready'; readonly helper: number }
  /** It is gone, or could not be started. */
  | { readonly kind: 'helper-gone'; readonly helper: number }
  /** The computer woke from sleep. */
  | { readonly kind: 'woke-up' }
  | { readonly kind: 'stop' }

export type FromEngine =
  | { readonly kind: 'picture'; readonly picture: EnginePicture }
  /** Something about files changed. */
  | { readonly kind: 'files-changed' }
  | { readonly kind: 'answer'; readonly number: number; readonly result: CallResult<unknown> }
  | { readonly kind: 'helper-wanted'; readonly helper: number }
  | { readonly kind: 'helper-unwanted'; readonly helper: number }
  | {
      readonly kind: 'log'
      readonly level: 'debug' | 'info' | 'warn' | 'error'
      readonly event: string
      readonly facts: Readonly<Record<string, string | number | boolean | null | undefined>>
    }
  /** The engine has stopped in good order; the process ends now. */
  | { readonly kind: 'stopped' }
