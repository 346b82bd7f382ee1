// Everything one practice cloud remembers, handed to the code of each call: its settings, clock, accounts, tokens, ledger
// and the answers given under an Idempotency-Key.

import type { IncomingHttpHeaders } from 'node:http'
import { refuse, type CallResult } from './answer.ts'
import { createAccessTokens, type AccessTokens } from './access-tokens.ts'
import { createFaultRules, type Fault, type FaultRules } from './fault-rules.ts'
import { createLedger, type Ledger } from './ledger.ts'
import type { PracticeSettings } from './practice-settings.ts'

export interface PracticeAccount {
  readonly email: string
  readonly password: string
}

export interface KeyedAnswer {
  readonly journal: number
  readonly sha256: string
  readonly answer: CallResult
}

export interface PracticeState {
  settings: PracticeSettings
  readonly accounts: readonly PracticeAccount[]
  /** Milliseconds since 1970 as the cloud believes it. */
  readonly cloudNow: () => number
  readonly tokens: AccessTokens
  readonly ledger: Ledger
  readonly faults: FaultRules
  readonly answerByKey: Map<string, KeyedAnswer>
  /** Seconds the cloud shall be gone for as soon as the call that asks for it is answered. */
  outageAskedFor: number | null
}

/** One request to one of the three calls, its body read. */
export interface CallRequest {
  readonly number: number
  readonly headers: IncomingHttpHeaders
  readonly path: string
  readonly body: Buffer
  /** What the answer's content shall do wrong, if anything. */
  readonly fault: Fault | null
}

export const createPracticeState = (
  settings: PracticeSettings,
  accounts: readonly PracticeAccount[],
  now: () => number,
): PracticeState => {
  const cloudNow = (): number => now() + state.settings.clockSkewSeconds * 1000
  const state: PracticeState = {
    settings,
    accounts,
    cloudNow,
    tokens: createAccessTokens({ now, cloudNow, lifeSeconds: () => state.settings.tokenLifeSeconds }),
    ledger: createLedger(now),
    faults: createFaultRules(),
    answerByKey: new Map(),
    outageAskedFor: null,
  }
  return state
}

/** Null when the request carries a token that is good; otherwise the 401 to answer. */
export const refuseWithoutToken = (state: PracticeState, authorization: string | undefined): CallResult | null => {
  const unauthorised = (message: string): CallResult =>
    refuse(401, message, { 'WWW-Authenticate': 'Bearer realm="practice"' })
  if (authorization === undefined) return unauthorised('There is no Authorization header.')
  const token = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i.exec(authorization)?.[1]
  if (token === undefined) return unauthorised('The Authorization header is not of the form "Bearer <JWT>".')
  switch (state.tokens.standing(token)) {
    case 'valid':
      return null
    case 'expired':
      return unauthorised('This token has expired; sign in again.')
    case 'unknown':
      return unauthorised('This token is not known; sign in again.')
  }
}
