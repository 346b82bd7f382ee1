// Proves a location id by the one call that takes one: a connection report (ux 2.2, step 4).

import type { TickCode, TickTold } from '../../../contract/setup-tick.ts'
import type { Exchange } from '../send/exchange.ts'
import type { Clock } from '../support/clock.ts'
import { reportTime } from '../support/store-time.ts'
import { withClient } from './sign-in-test.ts'

export interface LocationTrial {
  readonly ok: boolean
  /** Plain English, for technicians. */
  readonly sentence: string
  readonly told: TickTold
}

/** What the answer to a connection report says about the location id. Pure. */
export const judgeLocation = (exchange: Exchange, locationId: string): LocationTrial => {
  const id = locationId
  const no = (code: TickCode, sentence: string, values: TickTold['values'] = { id }): LocationTrial => ({
    ok: false,
    sentence,
    told: { code, values },
  })
  if (exchange.kind === 'no-answer')
    return exchange.fault === 'no-internet'
      ? no('location-no-internet', 'There is no internet right now, so the location ID could not be checked.')
      : no(
          'location-no-answer',
          `Petrosoft did not answer, so the location ID could not be checked. ${exchange.sentence}`,
        )
  const { status } = exchange
  if (status >= 200 && status < 300)
    return { ok: true, sentence: `Petrosoft knows location ${id}.`, told: { code: 'location-known', values: { id } } }
  if (status === 401)
    return no('location-after-sign-in', 'Petrosoft asked for a new sign-in. Sign in again, then check the location ID.')
  if (status === 403) return no('location-forbidden', `This account may not report for location ${id}.`)
  if ([400, 404, 410, 422].includes(status)) return no('location-unknown', `Petrosoft does not know location ${id}.`)
  return no('location-other-answer', `Petrosoft answered with ${status}, so the location ID could not be checked.`, {
    status,
  })
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
