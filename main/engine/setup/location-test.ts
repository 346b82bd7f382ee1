// Proves a location id by the one call that takes one: a connection report (ux 2.2, step 4).

import type { Exchange } from '../send/exchange.ts'
import type { Clock } from '../support/clock.ts'
import { reportTime } from '../support/store-time.ts'
import { withClient } from './sign-in-test.ts'

export interface LocationTrial {
  readonly ok: boolean
  /** Plain English for the manager. */
  readonly sentence: string
}

/** What the answer to a connection report says about the location id. Pure. */
export const judgeLocation = (exchange: Exchange, locationId: string): LocationTrial => {
  const no = (sentence: string): LocationTrial => ({ ok: false, sentence })
  if (exchange.kind === 'no-answer')
    return no(
      exchange.fault === 'no-internet'
        ? 'There is no internet right now, so the location ID could not be checked.'
        : `Petrosoft did not answer, so the location ID could not be checked. ${exchange.sentence}`,
    )
  const { status } = exchange
  if (status >= 200 && status < 300) return { ok: true, sentence: `Petrosoft knows location ${locationId}.` }
  if (status === 401) return no('Petrosoft asked for a new sign-in. Sign in again, then check the location ID.')
  if (status === 403) return no(`This account may not report for location ${locationId}.`)
  if ([400, 404, 410, 422].includes(status)) return no(`Petrosoft does not know location ${locationId}.`)
  return no(`Petrosoft answered with ${status}, so the location ID could not be checked.`)
}

export interface LocationQuestion {
  readonly baseUrl: string
  readonly token: string
  readonly locationId: string
  readonly timeZone: string
}

/** Sends one connection report ("OK", now) for the location. Never throws. */
export const tryLocation = (
  { baseUrl, token, locationId, timeZone }: LocationQuestion,
  clock: Clock,
): Promise<LocationTrial> =>
  withClient(baseUrl, clock, async (client) => {
    const report = { state: 'OK', recordedAt: reportTime(clock.wall(), timeZone) }
    return judgeLocation(await client.reportConnection(locationId, report, token), locationId)
  })
