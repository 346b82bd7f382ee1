// Signs in and holds the token, which never leaves this module's memory but into a request header. One sign-in at a
// time, at most six a minute. A refusal stops all sending until the password or the configuration changes, somebody
// says Try now, or the next of its own tries: after 15 minutes, 1 hour, then every 4 hours (design 4.3). Collecting
// goes on; nothing is lost.

import { createHash } from 'node:crypto'
import type { SignInState } from '../../../contract/engine-status.ts'
import type { Clock } from '../support/clock.ts'
import type { CloudClient } from './cloud-client.ts'
import { retryAfterMs } from './delay.ts'
import type { Exchange, NetworkFault } from './exchange.ts'
import { wordsOf } from './outcome.ts'
import { tokenIn, tokenLifeMs } from './token.ts'

const minute = 60_000
const retriesAfterRefusalMs = [15 * minute, 60 * minute, 240 * minute] as const
const renewAtShareOfLife = 0.8
const mostPerMinute = 6

/** What a sign-in answer means; pure, so that the table of design 4.3 is a table test. */
export type SignInOutcome =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'refused'; readonly status: number; readonly words: string }
  | { readonly kind: 'no-token'; readonly status: number }
  | { readonly kind: 'trouble'; readonly fault: NetworkFault; readonly sentence: string; readonly retryAfterMs: number }
  | { readonly kind: 'wrong-address'; readonly status: number }

const refusals = new Set([400, 401, 403, 422])

export const signInOutcomeOf = (exchange: Exchange, wallNow: number): SignInOutcome => {
  if (exchange.kind === 'no-answer')
    return { kind: 'trouble', fault: exchange.fault, sentence: exchange.sentence, retryAfterMs: 0 }
  const { status } = exchange
  if (status >= 200 && status < 300) {
    if (exchange.end === 'cut')
      return { kind: 'trouble', fault: 'service', sentence: 'The answer was cut off.', retryAfterMs: 0 }
    const token = exchange.end === 'complete' ? tokenIn(exchange.body.toString('utf8')) : null
    return token === null ? { kind: 'no-token', status } : { kind: 'token', token }
  }
  if (refusals.has(status)) return { kind: 'refused', status, words: wordsOf(exchange.body) }
  if (status === 408 || status === 429 || (status >= 500 && status !== 501))
    return {
      kind: 'trouble',
      fault: 'service',
      sentence: `The service answered ${status}.`,
      retryAfterMs: retryAfterMs(exchange.retryAfter, wallNow),
    }
  return { kind: 'wrong-address', status }
}

/** Why sending is stopped; a start tries again, so it is not kept over one. */
export interface SignInStop {
  readonly reason: 'refused' | 'no-token' | 'wrong-address'
  /** This PC's time. */
  readonly since: number
  readonly sentence: string
}

export type TokenAnswer =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'no-password' }
  | { readonly kind: 'trouble'; readonly fault: NetworkFault; readonly sentence: string; readonly retryAfterMs: number }
  /** Six sign-ins were made within a minute: later. */
  | { readonly kind: 'later'; readonly waitMs: number }

export interface SignInOptions {
  readonly clock: Clock
  readonly client: CloudClient
  readonly email: string
  readonly password: () => string | null
  readonly onStopped: (stop: SignInStop) => void
  readonly onSignedIn: () => void
  readonly onExchange: (exchange: Exchange) => void
}

/** The calls that carry the token. What one of them proves says nothing about the other. */
export type SignedCall = 'journal' | 'report'

/** Tells one password from another without keeping it. */
const markOf = (password: string | null): string =>
  password === null ? '' : createHash('sha256').update(password).digest('hex')

interface HeldToken {
  readonly text: string
  readonly renewAt: number
  readonly endsAt: number
  /** The calls for which the one before was answered 401 and that have not been answered otherwise with this one yet. */
  readonly unprovedFor: readonly SignedCall[]
}

export class SignIn {
  readonly #options: SignInOptions
  #held: HeldToken | null = null
  #stop: (SignInStop & { readonly retryAt: number; readonly passwordMark: string }) | null = null
  #running: Promise<TokenAnswer> | null = null
  #recent: number[] = []
  /** Monotonic time before which the service asked not to be asked again. */
  #notBefore = -Infinity
  /** Counts the accounts of this run, so that an answer for an old one is told apart. */
  #account = 0
  #after401: readonly SignedCall[] = []
  #troubled = false
  /** Refusals since anything was accepted: they stretch the time to the next own try. */
  #refusals = 0

  constructor(options: SignInOptions) {
    this.#options = options
  }

  get state(): SignInState {
    if (this.#stop !== null) return this.#stop.reason === 'refused' ? 'refused' : 'no-token'
    if (this.#options.password() === null) return 'no-password'
    if (this.#held !== null) return 'signed-in'
    if (this.#running !== null) return 'signing-in'
    return this.#troubled ? 'trouble' : 'not-yet'
  }

  get stop(): SignInStop | null {
    return this.#stop
  }

  /** Monotonic time of the next own try after a refusal; null when sign-in is not stopped. */
  get retryAt(): number | null {
    return this.#stop?.retryAt ?? null
  }

  /**
   * A token to use now, signing in when there is none or when it is time to renew it. One that is due for renewal but
   * has not ended serves on while there is no new one.
   */
  async token(): Promise<TokenAnswer> {
    const now = this.#options.clock.monotonic()
    const held = this.#held
    if (held !== null && now < held.renewAt) return { kind: 'token', token: held.text }
    const answer = await this.renew()
    return answer.kind === 'trouble' || answer.kind === 'later' ? (this.#stillGood() ?? answer) : answer
  }

  /**
   * Signs in whether there is a token or not, but not before its time while a refusal stands; callers at the same time
   * share one sign-in.
   */
  renew(): Promise<TokenAnswer> {
    if (this.#isStopped()) return Promise.resolve({ kind: 'stopped' })
    this.#running ??= this.#signIn().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  /**
   * The cloud answered 401 to a call that carried `token`: the next one signs in anew. A journal refused so twice stops
   * all sending; a report refused so twice is only a report that fails, and costs no further sign-in.
   */
  rejected(token: string, call: SignedCall = 'journal'): void {
    const held = this.#held
    // Requests in flight at the same time are answered 401 together; the first one counts.
    if (held === null || held.text !== token) return
    const isSecond = held.unprovedFor.includes(call)
    if (isSecond && call === 'report') return
    this.#held = null
    if (isSecond) this.#stopBecause('refused', 'Petrosoft gave a token and then did not accept it.')
    else this.#after401 = [...held.unprovedFor, call]
  }

  /** The cloud answered anything but 401 to a call that carried `token`. */
  proved(token: string, call: SignedCall = 'journal'): void {
    const held = this.#held
    if (held?.text !== token) return
    this.#refusals = 0
    if (held.unprovedFor.includes(call))
      this.#held = { ...held, unprovedFor: held.unprovedFor.filter((each) => each !== call) }
  }

  /** A refusal holds until its time has come, and only for the password that was refused. */
  #isStopped(): boolean {
    const { clock, password } = this.#options
    return (
      this.#stop !== null && clock.monotonic() < this.#stop.retryAt && this.#stop.passwordMark === markOf(password())
    )
  }

  /** Password or configuration changed, Try now, or a start: a refusal is forgotten and tried again. */
  tryAgain(): void {
    this.#notBefore = -Infinity
    if (this.#stop !== null) this.#stop = { ...this.#stop, retryAt: -Infinity }
  }

  /** The account changed: the token of the old one is not used any more. */
  forget(): void {
    this.#account++
    this.#held = null
    this.#stop = null
    this.#notBefore = -Infinity
    this.#after401 = []
    this.#refusals = 0
  }

  async #signIn(): Promise<TokenAnswer> {
    const { clock, client, email, password, onSignedIn, onExchange } = this.#options
    const secret = password()
    if (secret === null) return { kind: 'no-password' }
    const now = clock.monotonic()
    this.#recent = this.#recent.filter((at) => at > now - minute)
    const oldest = this.#recent[0]
    const waitMs = Math.max(
      this.#notBefore - now,
      this.#recent.length >= mostPerMinute && oldest !== undefined ? oldest + minute - now : 0,
    )
    if (waitMs > 0) return { kind: 'later', waitMs }
    this.#recent.push(now)
    const account = this.#account
    const exchange = await client.signIn(email, secret)
    onExchange(exchange)
    // The password was typed anew meanwhile: what became of the old one says nothing about it.
    if (account !== this.#account) return this.#signIn()
    const outcome = signInOutcomeOf(exchange, clock.wall())
    this.#troubled = outcome.kind === 'trouble'
    switch (outcome.kind) {
      case 'token': {
        const received = clock.monotonic()
        const lifeMs = tokenLifeMs(outcome.token) ?? Infinity
        this.#held = {
          text: outcome.token,
          renewAt: received + lifeMs * renewAtShareOfLife,
          endsAt: received + lifeMs,
          unprovedFor: this.#after401,
        }
        this.#after401 = []
        this.#stop = null
        onSignedIn()
        return { kind: 'token', token: outcome.token }
      }
      case 'trouble': {
        this.#notBefore = clock.monotonic() + outcome.retryAfterMs
        if (this.#stillGood() === null) this.#held = null
        return outcome
      }
      case 'refused':
        this.#held = null
        this.#stopBecause('refused', `Petrosoft did not accept the e-mail or the password (${outcome.status}).`)
        return { kind: 'stopped' }
      case 'no-token':
        this.#held = null
        this.#stopBecause('no-token', 'Petrosoft answered the sign-in without giving a token.')
        return { kind: 'stopped' }
      case 'wrong-address':
        this.#held = null
        this.#stopBecause('wrong-address', `The sign-in address does not answer like Petrosoft (${outcome.status}).`)
        return { kind: 'stopped' }
    }
  }

  #stillGood(): TokenAnswer | null {
    const held = this.#held
    return held !== null && this.#options.clock.monotonic() < held.endsAt ? { kind: 'token', token: held.text } : null
  }

  #stopBecause(reason: SignInStop['reason'], sentence: string): void {
    const { clock, onStopped, password } = this.#options
    const waitMs = retriesAfterRefusalMs[Math.min(this.#refusals, retriesAfterRefusalMs.length - 1)] ?? 240 * minute
    this.#refusals++
    const stop: SignInStop = { reason, since: this.#stop?.since ?? clock.wall(), sentence }
    this.#stop = { ...stop, retryAt: clock.monotonic() + waitMs, passwordMark: markOf(password()) }
    onStopped(stop)
  }
}
