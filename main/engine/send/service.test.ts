import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Acknowledgement } from '../answer/acknowledgement.ts'
import type { Outcome } from './outcome.ts'
import {
  afterAnySign,
  afterOutcome,
  afterTrouble,
  dueNow,
  hasOpened,
  openService,
  rebased,
  serviceSchema,
  type Service,
} from './service.ts'

const raw = Buffer.alloc(0)
const minute = 60_000
const acknowledgement: Acknowledgement = {
  referenceId: null,
  documentName: 'a',
  status: 'Success',
  statusMessage: null,
  details: [],
}

const verdict: Outcome = { kind: 'verdict', state: 'accepted', acknowledgement, status: 200, raw }
const refusal: Outcome = { kind: 'verdict', state: 'refused', acknowledgement, status: 200, raw }
const notSent: Outcome = { kind: 'not-sent', fault: 'no-internet', sentence: '' }
const unanswered: Outcome = { kind: 'unanswered', fault: 'service', sentence: '', status: null }
const busy = (retryAfterMs = 0): Outcome => ({ kind: 'busy', status: 503, retryAfterMs, raw })
const turnedDown: Outcome = { kind: 'turned-down', status: 422, words: '', acknowledgement: null, raw }
const riddle: Outcome = {
  kind: 'not-understood',
  problem: 'not-understood',
  acknowledgement: null,
  status: 200,
  sentence: '',
  raw,
}
const forbidden: Outcome = { kind: 'forbidden', raw }
const wrongAddress: Outcome = { kind: 'wrong-address', status: 404, raw }
const notAuthorised: Outcome = { kind: 'not-authorised', raw }

/** Outcomes of documents 1, 2, 3 … one after another; a request is a probe when the road was not open. */
const after = (outcomes: readonly Outcome[], from: Service = openService, now = 0, random = 0.5): Service =>
  outcomes.reduce(
    (service, outcome, i) => afterOutcome(service, i + 1, outcome, now, random, service.road.kind !== 'open'),
    from,
  )

const times = (n: number, outcome: Outcome): Outcome[] => Array.from({ length: n }, () => outcome)

const broken = after(times(5, notSent))

describe('service trouble', () => {
  test.each([
    ['a request that could not be sent', notSent],
    ['a lost answer', unanswered],
    ['408, 429 or 5xx', busy()],
  ])('opens the breaker at the fifth in a row, over any documents: %s', (_what, outcome) => {
    expect(after(times(4, outcome)).road.kind).toBe('open')
    expect(after(times(5, outcome)).road).toMatchObject({ kind: 'breaker', cause: 'trouble', probes: 0 })
  })

  test('of several kinds counts together', () => {
    expect(after([notSent, busy(), unanswered, notSent, busy()]).road.kind).toBe('breaker')
  })

  test('before a complete answer does not count any more', () => {
    for (const answer of [verdict, refusal, turnedDown, riddle, notAuthorised])
      expect(after([...times(4, busy()), answer, ...times(4, busy())]).road.kind, answer.kind).toBe('open')
  })

  test('is never a 401', () => {
    expect(after(times(50, notAuthorised))).toEqual(openService)
  })

  test('keeps the time since when it is the same kind, and begins anew with another', () => {
    const one = afterOutcome(openService, 1, notSent, 100, 0, false)
    const two = afterOutcome(one, 2, notSent, 200, 0, false)
    const three = afterOutcome(two, 3, busy(), 300, 0, false)
    expect(two.trouble).toEqual({ fault: 'no-internet', since: 100 })
    expect(three.trouble).toEqual({ fault: 'service', since: 300 })
    expect(afterOutcome(three, 4, verdict, 400, 0, false).trouble).toBeNull()
  })
})

describe('the breaker', () => {
  test('tries again after a delay that starts at 5 s and doubles with each probe, up to 5 minutes', () => {
    let service = after(times(5, busy()), openService, 0, 0.999_999)
    const delays: number[] = []
    for (let probe = 0; probe < 9; probe++) {
      if (service.road.kind !== 'breaker') throw new Error('it is not open')
      delays.push(service.road.delayMs)
      expect(service.road.probeAt).toBe(service.road.delayMs)
      service = afterOutcome(service, 1, busy(), 0, 0.999_999, true)
    }
    expect(delays).toEqual([5000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000])
  })

  test('counts probes only: what was on its way when it opened changes neither the delay nor the time of the next probe', () => {
    let service = broken
    for (const late of [notSent, unanswered, busy()]) service = afterOutcome(service, 9, late, 3, 0.9, false)
    expect(service.road).toEqual(broken.road)
    expect(service.troubles).toBe(8)
  })

  test('waits at least as long as the server asks for, also when a late answer asks', () => {
    expect(after([...times(4, busy()), busy(90_000)]).road).toMatchObject({ delayMs: 90_000, probeAt: 90_000 })
    const late = afterOutcome(broken, 9, busy(90_000), 1000, 0.5, false)
    expect(late.road).toMatchObject({ kind: 'breaker', probes: 0, probeAt: 91_000, delayMs: 90_000 })
  })

  test.each([
    ['an acceptance', verdict],
    ['a refusal by acknowledgement', refusal],
    ['a refusal by HTTP', turnedDown],
    ['an answer nobody understands', riddle],
    ['a 401', notAuthorised],
  ])('is closed by the first complete answer: %s', (_what, outcome) => {
    const service = after([outcome], broken)
    expect(service.road.kind).toBe('open')
    expect(service.troubles).toBe(0)
    expect(hasOpened(broken, service)).toBe(true)
  })

  test('is not closed by 408, 429 or 5xx, nor by silence', () => {
    for (const outcome of [busy(), notSent, unanswered]) expect(after([outcome], broken).road.kind).toBe('breaker')
  })

  test('is closed by a sign-in that worked, which says nothing about documents that were turned down', () => {
    expect(afterAnySign(broken)).toEqual(openService)
    const five = after(times(5, turnedDown))
    expect(afterAnySign(five).road).toEqual(five.road)
  })

  test('turns into a stop when the probe finds a 403 or another service', () => {
    expect(after([forbidden], broken).road).toMatchObject({ kind: 'stopped', cause: 'forbidden' })
    expect(after([wrongAddress], broken).road).toMatchObject({ kind: 'stopped', cause: 'wrong-address' })
  })
})

describe('refusals by HTTP', () => {
  test('of five different documents in a row open the breaker, and all five are known', () => {
    expect(after(times(4, turnedDown)).road.kind).toBe('open')
    const five = after(times(5, turnedDown))
    expect(five.road).toMatchObject({ kind: 'breaker', cause: 'turned-down' })
    expect(five.turnedDown).toEqual([1, 2, 3, 4, 5])
  })

  test('of one document again and again are only one', () => {
    let service = openService
    for (let i = 0; i < 20; i++) service = afterOutcome(service, 7, turnedDown, 0, 0.5, false)
    expect(service.road.kind).toBe('open')
  })

  test('are not in a row when an acknowledgement came between, whatever it says', () => {
    for (const between of [verdict, refusal, riddle])
      expect(after([...times(4, turnedDown), between, ...times(4, turnedDown)]).road.kind).toBe('open')
  })

  test('go on being tried one at a time, ever more slowly, until one document is answered properly', () => {
    const five = after(times(5, turnedDown), openService, 0, 0.999_999)
    const six = afterOutcome(five, 6, turnedDown, 0, 0.999_999, true)
    expect(five.road).toMatchObject({ delayMs: 5000 })
    expect(six.road).toMatchObject({ kind: 'breaker', cause: 'turned-down', delayMs: 10_000, since: 0 })
    expect(six.turnedDown).toHaveLength(6)
    expect(afterOutcome(six, 7, verdict, 0, 0.5, true)).toEqual(openService)
  })
})

describe('answers nobody understands', () => {
  test('of three documents in a row stop sending for five minutes at a time', () => {
    expect(after(times(2, riddle)).road.kind).toBe('open')
    const three = after(times(3, riddle), openService, 1000)
    expect(three.road).toEqual({
      kind: 'stopped',
      cause: 'not-understood',
      since: 1000,
      delayMs: 5 * minute,
      probeAt: 1000 + 5 * minute,
    })
    const again = afterOutcome(three, 9, riddle, 5000, 0, true)
    expect(again.road).toMatchObject({ kind: 'stopped', since: 1000, probeAt: 5000 + 5 * minute })
  })

  test('of one document three times are only one', () => {
    let service = openService
    for (let i = 0; i < 3; i++) service = afterOutcome(service, 7, riddle, 0, 0, false)
    expect(service.road.kind).toBe('open')
  })

  test('also count when they are acknowledgements for another name', () => {
    expect(after(times(3, { ...riddle, problem: 'other-name' })).road.kind).toBe('stopped')
  })
})

describe('a stop', () => {
  test('by 403 is tried every 15 minutes, one by another service every 5', () => {
    expect(after([forbidden], openService, 7).road).toEqual({
      kind: 'stopped',
      cause: 'forbidden',
      since: 7,
      delayMs: 15 * minute,
      probeAt: 7 + 15 * minute,
    })
    expect(after([wrongAddress], openService, 7).road).toMatchObject({ delayMs: 5 * minute, probeAt: 7 + 5 * minute })
  })

  test('keeps its cause and its beginning when the probe meets trouble, and waits its own time again', () => {
    const stop = after([forbidden])
    const later = afterTrouble(stop, { fault: 'service', retryAfterMs: 0 }, 20 * minute, 0, true)
    expect(later.road).toMatchObject({ kind: 'stopped', cause: 'forbidden', since: 0, probeAt: 35 * minute })
    expect(after(times(30, busy()), stop).road.kind).toBe('stopped')
  })

  test('ends with the first verdict', () => {
    for (const stop of [forbidden, wrongAddress]) expect(after([stop, verdict])).toEqual(openService)
  })

  test('is not ended by a sign-in, which worked all along', () => {
    const stop = after([forbidden])
    expect(afterAnySign(stop).road).toEqual(stop.road)
  })
})

describe('over a restart', () => {
  test('the next probe comes no later than its own delay, however the clock was set', () => {
    for (const now of [-1e12, -5000, 0, 2500, 1e12]) {
      const { road } = rebased(broken, now)
      if (road.kind === 'open') throw new Error('it was forgotten')
      expect(road.probeAt).toBeGreaterThanOrEqual(now)
      expect(road.probeAt - now).toBeLessThanOrEqual(road.delayMs)
    }
  })

  test('trouble never began later than now', () => {
    const service = rebased(afterTrouble(broken, { fault: 'service', retryAfterMs: 0 }, 5000, 0, true), 100)
    expect(service.trouble?.since).toBeLessThanOrEqual(100)
    expect(service.road.kind === 'open' ? NaN : service.road.since).toBeLessThanOrEqual(100)
  })

  test('an open road stays open, and what was kept is read back as it was', () => {
    expect(rebased(openService, 5)).toEqual(openService)
    for (const service of [
      openService,
      broken,
      after([forbidden]),
      after(times(5, turnedDown)),
      after(times(3, riddle)),
    ])
      expect(serviceSchema.parse(JSON.parse(JSON.stringify(service)))).toEqual(service)
  })
})

test('Try now makes the next probe due at once and forgets nothing', () => {
  const road = { ...broken.road, probeAt: 999 }
  expect(dueNow(broken, 999)).toEqual({ ...broken, road })
  expect(dueNow(openService, 999)).toEqual(openService)
})

// ---- The machine as a whole, against a model that knows only the sentences of design 4.3 ----

const outcomes: Record<string, Outcome> = {
  verdict,
  refusal,
  notSent,
  unanswered,
  busy: busy(),
  turnedDown,
  riddle,
  forbidden,
  wrongAddress,
  notAuthorised,
}
const isTrouble = (name: string): boolean => ['notSent', 'unanswered', 'busy'].includes(name)

interface Step {
  readonly what: 'start' | 'end' | 'wait' | 'try-now' | 'restart'
  readonly outcome: string
  readonly which: number
  readonly ms: number
}

const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom('start', 'start', 'start', 'end', 'end', 'end', 'wait', 'try-now', 'restart'),
    outcome: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('notSent', 'unanswered', 'busy') },
      { weight: 2, arbitrary: fc.constantFrom(...Object.keys(outcomes)) },
    ),
    which: fc.nat(100),
    ms: fc.nat(400_000),
  }),
  { minLength: 80, maxLength: 250 },
)

test('whatever comes back in whatever order: never two probes at once, no probe before its time, open again after a complete answer', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      let service = openService
      let now = 0
      let document = 0
      let troublesInARow = 0
      let inFlight: { document: number; probe: boolean }[] = []
      for (const { what, outcome: name, which, ms } of sequence) {
        if (what === 'wait') now += ms
        if (what === 'try-now') service = dueNow(service, now)
        if (what === 'restart') {
          inFlight = []
          service = rebased(serviceSchema.parse(JSON.parse(JSON.stringify(service))), now)
        }
        const { road } = service
        if (what === 'start') {
          // The rule the sender goes by.
          const may = road.kind === 'open' ? inFlight.length < 4 : inFlight.length === 0 && now >= road.probeAt
          if (may) inFlight.push({ document: ++document, probe: road.kind !== 'open' })
        }
        expect(inFlight.filter(({ probe }) => probe).length).toBeLessThanOrEqual(1)
        const [ending] = what === 'end' ? inFlight.splice(which % Math.max(1, inFlight.length), 1) : []
        if (ending === undefined) continue
        const before = service
        const outcome = outcomes[name] ?? verdict
        service = afterOutcome(before, ending.document, outcome, now, 0.5, ending.probe)
        troublesInARow = isTrouble(name) ? troublesInARow + 1 : 0
        expect(service.troubles).toBe(troublesInARow)
        expect(service.trouble === null).toBe(troublesInARow === 0)
        if (service.road.kind === 'open') expect(troublesInARow).toBeLessThan(5)
        else {
          expect(service.road.delayMs).toBeGreaterThanOrEqual(0)
          expect(service.road.delayMs).toBeLessThanOrEqual(3_600_000)
          if (ending.probe && isTrouble(name)) expect(service.road.probeAt).toBe(now + service.road.delayMs)
        }
        if (name === 'verdict' || name === 'refusal') expect(service).toEqual(openService)
        if (name === 'forbidden' || name === 'wrongAddress') expect(service.road.kind).toBe('stopped')
        if (name === 'notAuthorised' && before.road.kind === 'breaker' && before.road.cause === 'trouble')
          expect(service.road.kind).toBe('open')
        if (!ending.probe && isTrouble(name) && before.road.kind === 'breaker' && service.road.kind === 'breaker')
          expect(service.road.probes).toBe(before.road.probes)
      }
    }),
    { numRuns: 500 },
  )
})
