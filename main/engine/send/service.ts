// How the road to the cloud stands, as a pure machine over the outcomes of all documents (design 4.3): trouble belongs
// to a document or to the service, and this is the service's part. The sender obeys it and keeps it in the database,
// so that a restart does not forget it.
//
//   open      everything may go
//   breaker   five troubles in a row, or five different documents turned down in a row: one probe at a time
//   stopped   the cloud answers, but not as it should: 403, another service's answers, answers nobody understands;
//             collecting goes on, one probe every 5 or 15 minutes

import { z } from 'zod'
import { longestRetryAfterMs, troubleDelayMs } from './delay.ts'
import type { NetworkFault } from './exchange.ts'
import type { Outcome } from './outcome.ts'

const roadSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({
    kind: z.literal('breaker'),
    cause: z.enum(['trouble', 'turned-down']),
    since: z.number(),
    probes: z.number(),
    delayMs: z.number(),
    probeAt: z.number(),
  }),
  z.object({
    kind: z.literal('stopped'),
    cause: z.enum(['forbidden', 'wrong-address', 'not-understood']),
    since: z.number(),
    delayMs: z.number(),
    probeAt: z.number(),
  }),
])

/** Times are engine time in ms. */
export const serviceSchema = z.object({
  road: roadSchema,
  /** Troubles in a row. */
  troubles: z.number(),
  /** Different documents turned down in a row, newest last. */
  turnedDown: z.array(z.number()),
  /** Different documents whose answer nobody understood, in a row. */
  notUnderstood: z.array(z.number()),
  /** What the newest trouble was and when it began; null when the newest exchange was none. */
  trouble: z.object({ fault: z.enum(['no-internet', 'service', 'certificate']), since: z.number() }).nullable(),
})
export type Service = z.infer<typeof serviceSchema>

export const openService: Service = {
  road: { kind: 'open' },
  troubles: 0,
  turnedDown: [],
  notUnderstood: [],
  trouble: null,
}

const troublesThatBreak = 5
const turnDownsThatBreak = 5
const riddlesThatStop = 3
const forbiddenProbeMs = 15 * 60_000
const strangeProbeMs = 5 * 60_000

const stoppedBy = (
  service: Service,
  cause: 'forbidden' | 'wrong-address' | 'not-understood',
  now: number,
): Service['road'] => {
  const { road } = service
  const delayMs = cause === 'forbidden' ? forbiddenProbeMs : strangeProbeMs
  const since = road.kind === 'stopped' && road.cause === cause ? road.since : now
  return { kind: 'stopped', cause, since, delayMs, probeAt: now + delayMs }
}

const withOnce = (ids: readonly number[], id: number): number[] =>
  [...ids.filter((known) => known !== id), id].slice(-20)

/** What was on its way when the road closed is no probe: it only hands on what the server asks for. */
const withFloor = (
  road: Exclude<Service['road'], { kind: 'open' }>,
  retryAfterMs: number,
  now: number,
): Service['road'] => {
  const floorMs = Math.min(retryAfterMs, longestRetryAfterMs)
  return now + floorMs <= road.probeAt ? road : { ...road, delayMs: floorMs, probeAt: now + floorMs }
}

/**
 * After service trouble: of a document, of a sign-in, or of a probe.
 * @param isProbe whether it was begun while the road was not open; only probes stretch the time to the next one
 */
export const afterTrouble = (
  service: Service,
  trouble: { fault: NetworkFault; retryAfterMs: number },
  now: number,
  random: number,
  isProbe: boolean,
): Service => {
  const troubles = service.troubles + 1
  const since = service.trouble?.fault === trouble.fault ? service.trouble.since : now
  const next: Service = { ...service, troubles, trouble: { fault: trouble.fault, since } }
  const { road } = service
  if (road.kind === 'open' && troubles < troublesThatBreak) return next
  if (road.kind !== 'open' && !isProbe) return { ...next, road: withFloor(road, trouble.retryAfterMs, now) }
  if (road.kind === 'stopped') return { ...next, road: { ...road, probeAt: now + road.delayMs } }
  const probes = road.kind === 'breaker' ? road.probes + 1 : 0
  const delayMs = troubleDelayMs(probes, random, trouble.retryAfterMs)
  return {
    ...next,
    road: {
      kind: 'breaker',
      cause: road.kind === 'breaker' ? road.cause : 'trouble',
      since: road.kind === 'breaker' ? road.since : now,
      probes,
      delayMs,
      probeAt: now + delayMs,
    },
  }
}

/** After a complete answer that is not about a document: a sign-in that worked. It ends trouble, nothing else. */
export const afterAnySign = (service: Service): Service => ({
  ...service,
  road: service.road.kind === 'breaker' && service.road.cause === 'trouble' ? { kind: 'open' } : service.road,
  troubles: 0,
  trouble: null,
})

/** After the exchange of a document; `isProbe`: it was begun while the road was not open. */
export const afterOutcome = (
  service: Service,
  documentId: number,
  outcome: Outcome,
  now: number,
  random: number,
  isProbe: boolean,
): Service => {
  switch (outcome.kind) {
    case 'not-sent':
    case 'unanswered':
      return afterTrouble(service, { fault: outcome.fault, retryAfterMs: 0 }, now, random, isProbe)
    case 'busy':
      return afterTrouble(service, { fault: 'service', retryAfterMs: outcome.retryAfterMs }, now, random, isProbe)
    case 'verdict':
      return openService
    case 'not-authorised':
      return afterAnySign(service)
    case 'forbidden':
      return { ...openService, road: stoppedBy(service, 'forbidden', now) }
    case 'wrong-address':
      return { ...openService, road: stoppedBy(service, 'wrong-address', now) }
    case 'not-understood': {
      const notUnderstood = withOnce(service.notUnderstood, documentId)
      const stops = notUnderstood.length >= riddlesThatStop || isStoppedBy(service, 'not-understood')
      return {
        ...openService,
        notUnderstood,
        road: stops ? stoppedBy(service, 'not-understood', now) : { kind: 'open' },
      }
    }
    case 'turned-down':
      return afterTurnDown(service, documentId, now, random, isProbe)
  }
}

const isStoppedBy = (service: Service, cause: string): boolean =>
  service.road.kind === 'stopped' && service.road.cause === cause

const afterTurnDown = (
  service: Service,
  documentId: number,
  now: number,
  random: number,
  isProbe: boolean,
): Service => {
  const turnedDown = withOnce(service.turnedDown, documentId)
  const { road } = service
  const probing = road.kind === 'breaker' && road.cause === 'turned-down'
  if (!probing && turnedDown.length < turnDownsThatBreak) return { ...openService, turnedDown }
  if (probing && !isProbe) return { ...openService, turnedDown, road }
  const probes = probing ? road.probes + 1 : 0
  const delayMs = troubleDelayMs(probes, random)
  const since = probing ? road.since : now
  return {
    ...openService,
    turnedDown,
    road: { kind: 'breaker', cause: 'turned-down', since, probes, delayMs, probeAt: now + delayMs },
  }
}

/** True when an outcome opened the road that was not open before: whatever waits because of the service is due. */
export const hasOpened = (before: Service, after: Service): boolean =>
  before.road.kind !== 'open' && after.road.kind === 'open'

/** A road loaded at start: its probe time re-based on the engine time of this run, never later than its delay. */
export const rebased = (service: Service, now: number): Service => {
  const { road } = service
  // It began before now, whatever this PC's clock said then.
  const trouble = service.trouble === null ? null : { ...service.trouble, since: Math.min(service.trouble.since, now) }
  if (road.kind === 'open') return { ...service, trouble }
  const left = Math.min(Math.max(0, road.probeAt - now), road.delayMs)
  return { ...service, trouble, road: { ...road, since: Math.min(road.since, now), probeAt: now + left } }
}

/** Try now, the network returned, the PC woke up: the next probe is due at once. */
export const dueNow = (service: Service, now: number): Service =>
  service.road.kind === 'open' ? service : { ...service, road: { ...service.road, probeAt: now } }
