// Tries credentials once, beside the engine's own sign-in, and says in one word what stands in the way: a wrong
// password, the internet, the service, the address, this PC's clock and a certificate need different help (ux 2.2).

import type { Credentials } from '../../../contract/engine-port.ts'
import type { SignInTest } from '../../../contract/ipc.ts'
import { createCloudClient, type CloudClient } from '../send/cloud-client.ts'
import type { Exchange } from '../send/exchange.ts'
import { signInOutcomeOf } from '../send/sign-in.ts'
import type { Clock } from '../support/clock.ts'

/** A clock further off than this is told (ux 2.2). */
export const clockOffLimitMs = 5 * 60_000

/** The certificate's dates do not fit this PC's date; far more often the PC is wrong than the certificate. */
const dateCodes = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])

export interface SignInTrial {
  readonly test: SignInTest
  /** Set when Petrosoft gave one, whatever `test` says. */
  readonly token: string | null
  /** This PC's clock minus the cloud's, ms; null when the answer told no time. */
  readonly clockOffMs: number | null
}

/** This PC's clock minus the one of an answer, ms. */
export const clockOffOf = (exchange: Exchange, wallNow: number): number | null => {
  const date = exchange.kind === 'answer' && exchange.date !== null ? Date.parse(exchange.date) : NaN
  return Number.isNaN(date) ? null : wallNow - date
}

const clockWords = (offMs: number): string =>
  `This PC's clock is ${offMs > 0 ? 'ahead' : 'behind'} by ${Math.round(Math.abs(offMs) / 60_000)} minutes.`

/** What an exchange of a sign-in means for the person who typed the password. Pure. */
export const judgeSignIn = (exchange: Exchange, wallNow: number): SignInTrial => {
  const clockOffMs = clockOffOf(exchange, wallNow)
  const trial = (test: SignInTest, token: string | null = null): SignInTrial => ({ test, token, clockOffMs })
  const outcome = signInOutcomeOf(exchange, wallNow)
  switch (outcome.kind) {
    case 'token':
      return clockOffMs !== null && Math.abs(clockOffMs) > clockOffLimitMs
        ? trial({ kind: 'clock-wrong', detail: clockWords(clockOffMs) }, outcome.token)
        : trial({ kind: 'ok' }, outcome.token)
    case 'refused': {
      const words = outcome.words === '' ? '' : `: ${outcome.words}`
      return trial({ kind: 'wrong-password', detail: `The sign-in was answered with ${outcome.status}${words}` })
    }
    case 'no-token':
      return trial({ kind: 'not-petrosoft', detail: `The answer (${outcome.status}) held no token.` })
    case 'wrong-address':
      return trial({ kind: 'not-petrosoft', detail: `The address answered the sign-in with ${outcome.status}.` })
    case 'trouble': {
      const detail = outcome.sentence
      if (outcome.fault === 'no-internet') return trial({ kind: 'no-internet', detail })
      if (outcome.fault === 'service') return trial({ kind: 'server-down', detail })
      const byDate = exchange.kind === 'no-answer' && dateCodes.has(exchange.code ?? '')
      return trial({ kind: byDate ? 'clock-wrong' : 'certificate', detail })
    }
  }
}

/** Runs `use` with a client of its own for the address, and closes it. */
export const withClient = async <Result>(
  baseUrl: string,
  clock: Clock,
  use: (client: CloudClient) => Promise<Result>,
): Promise<Result> => {
  const client = createCloudClient(baseUrl, 1, clock)
  try {
    return await use(client)
  } finally {
    await client.close()
  }
}

/** Signs in once. Never throws; takes at most half a minute. */
export const trySignIn = ({ baseUrl, email, password }: Credentials, clock: Clock): Promise<SignInTrial> =>
  withClient(baseUrl, clock, async (client) => judgeSignIn(await client.signIn(email, password), clock.wall()))
