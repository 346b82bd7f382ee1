// The window's only door to the main process: `window.storebridge`, turned into calls that give their value or throw a
// UserFacingError. A missing bridge, or one that breaks its promise, becomes the same kind of error: no screen has to
// know how a call can fail.

import { createContext, useContext } from 'react'
import { bridgeKey, callNames, type CallName } from '../../contract/channel-names.ts'
import type { CallResult, InputOf, OutputOf, WindowBridge } from '../../contract/ipc.ts'
import { say } from './words/say.ts'

export type FailureKind = 'bad-input' | 'failed' | 'not-ready' | 'locked'

/** A failed call; `message` is one plain sentence that may be shown. */
export class UserFacingError extends Error {
  readonly kind: FailureKind
  constructor(kind: FailureKind, sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause })
    this.name = 'UserFacingError'
    this.kind = kind
  }
}

export type Bridge = {
  readonly [Name in CallName]: (input: InputOf<Name>) => Promise<OutputOf<Name>>
} & Pick<WindowBridge, 'on'>

/** Wraps the raw bridge. Every returned function rejects with nothing but UserFacingError. */
export const createBridge = (raw: WindowBridge): Bridge => {
  const call =
    <Name extends CallName>(name: Name) =>
    async (input: InputOf<Name>): Promise<OutputOf<Name>> => {
      const ask = raw[name] as (input: InputOf<Name>) => Promise<CallResult<OutputOf<Name>>>
      let result: CallResult<OutputOf<Name>>
      try {
        result = await ask(input)
      } catch (error) {
        throw new UserFacingError('failed', say('error.noAnswer'), error)
      }
      if (result.ok) return result.value
      throw new UserFacingError(result.kind, result.sentence)
    }
  const calls = Object.fromEntries(callNames.map((name) => [name, call(name)]))
  return { ...calls, on: raw.on } as unknown as Bridge
}

/** The bridge the preload exposed. Throws when there is none: then the page was not opened by Storebridge. */
export const bridgeOfWindow = (): Bridge => {
  const raw = (window as unknown as Readonly<Record<string, unknown>>)[bridgeKey]
  if (typeof raw !== 'object' || raw === null) throw new UserFacingError('failed', say('error.noBridge'))
  return createBridge(raw as WindowBridge)
}

const BridgeContext = createContext<Bridge | null>(null)
export const BridgeProvider = BridgeContext.Provider

export const useBridge = (): Bridge => {
  const bridge = useContext(BridgeContext)
  if (bridge === null) throw new Error('useBridge needs a BridgeProvider above it')
  return bridge
}

/** The sentence to show for anything that was thrown. */
export const sentenceOf = (error: unknown): string =>
  error instanceof UserFacingError ? error.message : say('error.unexpected')
