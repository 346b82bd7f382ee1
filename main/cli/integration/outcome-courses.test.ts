// What the table of design 4.3 makes of a store over minutes and hours: the breaker, the pauses and their probes, the five
// repeats, the outage that ends by itself. Simulated time, real requests.

import { describe, expect, test, vi } from 'vitest'
import type { FaultRuleInput } from '../../../sandbox/fault-rules.ts'
import { aJournal } from './journal-bytes.ts'
import { simulatedStore, type SimulatedStore } from './simulated-store.ts'
import { attemptsOf, copiesTold, told } from './told-attempts.ts'

vi.setConfig({ testTimeout: 60_000 })

const second = 1000
const minute = 60 * second
const hour = 60 * minute
/** The longest of every random delay. */
const longest = (): number => 0.9999

const putSeveral = async (store: SimulatedStore, count: number, prefix = 'PJR'): Promise<string[]> => {
  const files = Array.from({ length: count }, (_, i) => `${prefix}${String(i + 1).padStart(3, '0')}.xml`)
  for (const name of files) await store.put(name, aJournal())
  return files
}

const always = (store: SimulatedStore, does: FaultRuleInput['do']): void =>
  store.cloud.control.addFaults({ on: 'journal', times: 'always', do: does })

const codes = (store: SimulatedStore): string[] => store.engine.status().problems.map(({ code }) => code)

/** When each attempt over all files began, in order, ms. */
const attemptTimes = (store: SimulatedStore, files: readonly string[]): number[] =>
  files
    .flatMap((name) => attemptsOf(store.show(name)).map(({ startedAt }) => Date.parse(startedAt)))
    .toSorted((a, b) => a - b)

const gapsInSeconds = (times: readonly number[]): number[] =>
  times.slice(1).map((time, i) => Math.round((time - (times[i] ?? 0)) / second))

const allAccepted = (store: SimulatedStore, files: readonly string[]) => (): boolean =>
  files.every((name) => store.file(name).state === 'accepted')

/** Every copy the cloud has is one that the file's own history tells of. */
const expectNoSilentCopies = (store: SimulatedStore, files: readonly string[]): void => {
  for (const name of files) expect(copiesTold(store.show(name))).toBeGreaterThanOrEqual(store.received(name).length)
}

describe('replies that never come', () => {
  test('an accepted file whose replies are all lost is sent once and repeated five times, then asks a person for ever', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    always(store, { kind: 'accept-then-drop' })
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.clock.until('the sixth attempt', () => store.rows()[0]?.attempts === 6, hour)
    await store.clock.pass(hour)
    const file = store.show('PJR1.xml')
    expect(file).toMatchObject({
      state: 'unclear',
      problem: 'unanswered',
      attempts: 6,
      nextAttemptAt: null,
      acceptedAt: null,
    })
    expect(told(file)).toEqual(Array.from({ length: 6 }, () => 'unanswered, may have arrived'))
    expect(store.received('PJR1.xml')).toHaveLength(6)
    expect(copiesTold(file)).toBe(6)
    expect(codes(store)).toContain('files-unclear')
    // Also a restart spends no further copy.
    await store.stop()
    await store.start()
    await store.clock.pass(10 * minute)
    expect(store.file('PJR1.xml').attempts).toBe(6)
    expect(store.received('PJR1.xml')).toHaveLength(6)
  })

  test('with resendUnclear "ask" a lost reply asks at once', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished, { configuration: { sending: { resendUnclear: 'ask' } } })
    store.cloud.control.addFaults({ on: 'journal', do: { kind: 'accept-then-drop' } })
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.untilState('PJR1.xml', 'unclear')
    await store.clock.pass(30 * minute)
    expect(store.file('PJR1.xml')).toMatchObject({ state: 'unclear', attempts: 1, nextAttemptAt: null })
    expect(codes(store)).toContain('files-unclear')
  })

  test('an acknowledgement for another file is never followed by a repeat, not even after a restart', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    store.cloud.control.addFaults({ on: 'journal', do: { kind: 'other-name' } })
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.untilState('PJR1.xml', 'unclear')
    await store.clock.pass(hour)
    await store.stop()
    await store.start()
    await store.clock.pass(10 * minute)
    expect(store.file('PJR1.xml')).toMatchObject({ problem: 'other-name', attempts: 1, nextAttemptAt: null })
    expect(store.received('PJR1.xml')).toHaveLength(1)
  })

  test('a repeat that is answered 503 leaves the file unclear: it may still have arrived the first time', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, { random: longest })
    store.cloud.control.addFaults(
      { on: 'journal', do: { kind: 'accept-then-drop' } },
      { on: 'journal', do: { kind: 'answer', status: 503 } },
    )
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.clock.until('the second attempt to end', () => {
      const file = store.rows()[0]
      return file?.attempts === 2 && file.state !== 'sending'
    })
    expect(store.file('PJR1.xml')).toMatchObject({ state: 'unclear', problem: 'unanswered' })
    await store.untilState('PJR1.xml', 'accepted')
    expect(store.received('PJR1.xml')).toHaveLength(2)
    expectNoSilentCopies(store, ['PJR1.xml'])
  })

  test('an answer is waited for a minute and the time of the body, not longer', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    store.cloud.control.addFaults({ on: 'journal', do: { kind: 'hang', store: true } })
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.untilState('PJR1.xml', 'accepted', 5 * minute)
    const [first] = attemptsOf(store.show('PJR1.xml'))
    const tookMs = Date.parse(first?.endedAt ?? '') - Date.parse(first?.startedAt ?? '')
    expect(tookMs).toBeGreaterThan(59 * second)
    expect(tookMs).toBeLessThan(75 * second)
    expect(told(store.show('PJR1.xml'))).toEqual(['unanswered, may have arrived', 'accepted 200, may have arrived'])
  })
})

describe('trouble of the service', () => {
  test('five troubles in a row open the breaker: then one request at a time, 5 s doubling to 5 min apart; the first good answer lets all go at once', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, {
      random: longest,
      configuration: { sending: { maxInFlight: 1 } },
    })
    always(store, { kind: 'answer', status: 503 })
    const files = await putSeveral(store, 8)
    await store.start()
    await store.clock.until('thirteen attempts', () => store.journalRequests() === 13, hour)
    await store.clock.rest()
    expect(store.engine.status()).toMatchObject({ breaker: 'open', signIn: 'signed-in' })
    expect(codes(store)).toContain('service-not-answering')
    expect(store.engine.status().counts).toMatchObject({ waiting: 8 })
    expect(gapsInSeconds(attemptTimes(store, files)).slice(4)).toEqual([5, 10, 20, 40, 80, 160, 300, 300])

    store.cloud.control.clearFaults()
    const recovering = store.clock.monotonic()
    await store.clock.until(
      'the next probe to be accepted',
      () => store.engine.status().counts.accepted > 0,
      6 * minute,
    )
    const probed = store.clock.monotonic()
    await store.clock.until('all to be accepted', allAccepted(store, files), 2 * second)
    expect(probed - recovering).toBeLessThanOrEqual(301 * second)
    await store.clock.pass(second)
    expect(store.engine.status()).toMatchObject({ breaker: 'closed' })
    expect(codes(store)).not.toContain('service-not-answering')
    expect(store.cloud.received().journals).toHaveLength(8)
    expectNoSilentCopies(store, files)
  })

  test('a service that is down for an hour costs nothing: everything is collected, waits, and goes by itself', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, { random: longest })
    await store.start()
    await store.clock.until('the first report', () => store.engine.status().lastReport?.ok === true)
    const { port } = store.cloud
    await store.cloud.close()
    const early = await putSeveral(store, 6, 'EARLY')
    await store.clock.pass(30 * minute)
    const late = await putSeveral(store, 6, 'LATE')
    await store.engine.checkNow()
    await store.clock.pass(30 * minute)
    const files = [...early, ...late]
    expect(files.map((name) => store.file(name).state)).toEqual(files.map(() => 'waiting'))
    expect(codes(store)).toEqual(
      expect.arrayContaining(['service-not-answering', 'waiting-too-long', 'report-failing']),
    )
    const attempts = files.reduce((sum, name) => sum + store.file(name).attempts, 0)
    // Five troubles and the probes of an hour, not twelve files times many tries.
    expect(attempts).toBeLessThan(40)
    expect(files.flatMap((name) => told(store.show(name))).every((line) => line === 'not-sent')).toBe(true)
    await store.openCloud({ port })
    await store.clock.until('all to be accepted', allAccepted(store, files), 6 * minute)
    expect(store.cloud.received().journals).toHaveLength(12)
    await store.clock.until('the store to be green', () => store.engine.status().state === 'good', 6 * minute)
  })

  test('trouble between good answers never opens the breaker', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished, { configuration: { sending: { maxInFlight: 1 } } })
    for (let nth = 1; nth <= 15; nth += 3)
      store.cloud.control.addFaults({ on: 'journal', match: { nth }, do: { kind: 'answer', status: 500 } })
    const files = await putSeveral(store, 12)
    await store.start()
    await store.clock.until('all to be accepted', allAccepted(store, files), 10 * minute)
    expect(store.log.filter(({ event }) => event === 'road-closed')).toEqual([])
    expect(store.cloud.received().journals).toHaveLength(12)
  })

  test('Retry-After is a floor, in seconds or as a date, and never longer than an hour', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    const inTenMinutes = new Date(store.clock.wall() + 10 * minute).toUTCString()
    const headers = (retryAfter: string) => ({ 'Retry-After': retryAfter })
    store.cloud.control.addFaults(
      { on: 'journal', match: { name: 'A.xml' }, do: { kind: 'answer', status: 429, headers: headers('90') } },
      { on: 'journal', match: { name: 'B.xml' }, do: { kind: 'answer', status: 503, headers: headers(inTenMinutes) } },
      { on: 'journal', match: { name: 'C.xml' }, do: { kind: 'answer', status: 429, headers: headers('999999') } },
    )
    const files = ['A.xml', 'B.xml', 'C.xml']
    for (const name of files) await store.put(name, aJournal())
    await store.start()
    await store.clock.until('all to be accepted', allAccepted(store, files), 2 * hour)
    const waits = files.map((name) => {
      const [first, again] = attemptsOf(store.show(name))
      return Math.round((Date.parse(again?.startedAt ?? '') - Date.parse(first?.endedAt ?? '')) / second)
    })
    expect(waits[0]).toBe(90)
    expect(waits[1]).toBeGreaterThan(595)
    expect(waits[1]).toBeLessThanOrEqual(600)
    expect(waits[2]).toBe(3600)
  })

  test('a wait survives a restart and a clock set back, and is not made longer by either', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    store.cloud.control.addFaults({
      on: 'journal',
      do: { kind: 'answer', status: 429, headers: { 'Retry-After': '600' } },
    })
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.clock.until(
      'the first attempt to end',
      () => store.rows()[0]?.nextAttemptAt !== null && store.rows()[0]?.attempts === 1,
    )
    await store.clock.pass(200 * second)
    await store.stop()
    store.clock.setWallForward(-24 * hour)
    const restarted = store.clock.monotonic()
    await store.start()
    await store.untilState('PJR1.xml', 'accepted', 700 * second)
    expect(store.clock.monotonic() - restarted).toBeLessThanOrEqual(601 * second)
  })

  test.for([-24 * hour, 24 * hour])(
    'a clock that is set by %i ms moves the time that is told for the next attempt with it',
    async (jump, { onTestFinished }) => {
      const store = await simulatedStore(onTestFinished)
      always(store, { kind: 'answer', status: 429, headers: { 'Retry-After': '600' } })
      await store.start()
      store.clock.setWallForward(jump)
      await store.clock.pass(minute)
      await store.put('PJR1.xml', aJournal())
      await store.clock.until('the first attempt to end', () => store.rows()[0]?.nextAttemptAt != null)
      const told = (): number => (Date.parse(store.file('PJR1.xml').nextAttemptAt ?? '') - store.clock.wall()) / second
      expect(told()).toBeGreaterThan(590)
      expect(told()).toBeLessThanOrEqual(600)

      await store.stop()
      await store.start()
      expect(told(), 'after a restart').toBeGreaterThan(580)
      expect(told(), 'after a restart').toBeLessThanOrEqual(600)
    },
  )
})

describe('answers that pause all sending', () => {
  test.for([
    [403, 15, 'forbidden'],
    [404, 5, 'wrong-address'],
    [301, 5, 'wrong-address'],
    [501, 5, 'wrong-address'],
  ] as const)(
    '%i pauses, tries again with one file every %i minutes, and ends by itself',
    async ([status, minutes, code], { onTestFinished }) => {
      const store = await simulatedStore(onTestFinished, { configuration: { sending: { maxInFlight: 1 } } })
      always(store, { kind: 'answer', status })
      const files = await putSeveral(store, 4)
      await store.start()
      await store.clock.until('three probes', () => store.journalRequests() === 4, hour)
      await store.clock.rest()
      expect(gapsInSeconds(attemptTimes(store, files))).toEqual([minutes * 60, minutes * 60, minutes * 60])
      expect(codes(store)[0]).toBe(code)
      expect(store.engine.status()).toMatchObject({ breaker: 'open', state: 'attention', counts: { waiting: 4 } })
      // It says so after a restart too, and the pause goes on where it was.
      await store.stop()
      await store.start()
      await store.clock.pass(second)
      expect(store.engine.status()).toMatchObject({ breaker: 'open' })
      expect(store.journalRequests()).toBe(4)
      store.cloud.control.clearFaults()
      await store.clock.until('all to be accepted', allAccepted(store, files), (minutes + 1) * minute)
      expect(store.cloud.received().journals).toHaveLength(4)
      expectNoSilentCopies(store, files)
    },
  )

  test('each of 302, 303, 307, 308, 402, 405, 406, 409, 410, 418, 451 and 501 is an address that does not answer like Petrosoft', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    const statuses = [302, 303, 307, 308, 402, 405, 406, 409, 410, 418, 451, 501]
    for (const status of statuses)
      store.cloud.control.addFaults({
        on: 'journal',
        do: { kind: 'answer', status, headers: { Location: 'http://127.0.0.1:9/' } },
      })
    await store.put('PJR1.xml', aJournal())
    await store.start()
    for (const [i] of statuses.entries()) {
      await store.clock.until('the next pause', () => store.journalRequests() === i + 1)
      await store.clock.pass(second)
      expect(store.engine.status()).toMatchObject({ breaker: 'open', counts: { waiting: 1 } })
      expect(codes(store)).toContain('wrong-address')
      expect(store.journalRequests()).toBe(i + 1)
      store.engine.tryNow()
    }
    await store.untilState('PJR1.xml', 'accepted')
    expect(told(store.show('PJR1.xml'))).toEqual([
      ...statuses.map((status) => `wrong-address ${status}`),
      'accepted 200, may have arrived',
    ])
  })

  test('three documents in a row whose answer nobody understands pause sending; a probe every five minutes; each file stays within its repeats', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, {
      random: longest,
      configuration: { sending: { maxInFlight: 1 } },
    })
    always(store, { kind: 'portal' })
    const files = await putSeveral(store, 6)
    await store.start()
    await store.clock.until('sending to pause', () => codes(store).includes('not-understood'))
    expect(store.journalRequests()).toBe(3)
    await store.clock.until('three probes', () => store.journalRequests() === 6, hour)
    await store.clock.rest()
    expect(gapsInSeconds(attemptTimes(store, files)).slice(-3)).toEqual([300, 300, 300])
    const states = files.map((name) => store.file(name).state)
    expect(states.every((state) => state === 'unclear' || state === 'waiting')).toBe(true)
    store.cloud.control.clearFaults()
    await store.clock.until('all to be accepted', allAccepted(store, files), hour)
    await store.clock.pass(second)
    expect(store.cloud.received().journals).toHaveLength(6)
    expect(codes(store)).not.toContain('not-understood')
    expectNoSilentCopies(store, files)
  })

  test('one document with a riddle does not stop the others, however often it is repeated', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, { configuration: { sending: { maxInFlight: 1 } } })
    store.cloud.control.addFaults({
      on: 'journal',
      match: { name: 'ODD.xml' },
      times: 'always',
      do: { kind: 'unknown-status' },
    })
    await store.put('ODD.xml', aJournal())
    const files = await putSeveral(store, 3)
    await store.start()
    await store.clock.until('the odd one to be left to a person', () => store.file('ODD.xml').attempts === 6, hour)
    await store.clock.pass(10 * minute)
    expect(store.file('ODD.xml')).toMatchObject({
      state: 'unclear',
      problem: 'not-understood',
      attempts: 6,
      nextAttemptAt: null,
    })
    expect(files.map((name) => store.file(name).state)).toEqual(files.map(() => 'accepted'))
    expect(codes(store)).toEqual(['files-unclear'])
    expect(store.received('ODD.xml')).toHaveLength(6)
    expectNoSilentCopies(store, ['ODD.xml', ...files])
  })

  test('five different documents turned down in a row open the breaker and are shown as one cause; the next good answer closes it', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, {
      random: longest,
      configuration: { sending: { maxInFlight: 1 } },
    })
    store.cloud.control.addFaults({
      on: 'journal',
      times: 7,
      do: { kind: 'answer', status: 422, body: 'not this one' },
    })
    const files = await putSeveral(store, 10)
    await store.start()
    await store.clock.until('the fifth to be turned down', () => store.engine.status().counts.refused === 5)
    await store.clock.pass(second)
    expect(store.engine.status()).toMatchObject({
      breaker: 'open',
      state: 'attention',
      counts: { refused: 5, waiting: 5 },
    })
    const cause = store.engine.status().problems.find(({ code }) => code === 'refused-in-a-row')
    expect(cause).toMatchObject({ count: 5 })
    await store.clock.until('the rest to be accepted', () => store.engine.status().counts.accepted === 3, 10 * minute)
    await store.clock.pass(second)
    expect(store.engine.status()).toMatchObject({ breaker: 'closed', counts: { refused: 7, accepted: 3, waiting: 0 } })
    expect(codes(store)).toEqual(['files-refused'])
    const gaps = gapsInSeconds(attemptTimes(store, files))
    expect(gaps.slice(4, 7)).toEqual([5, 10, 20])
  })

  test('a person’s pause holds sending over a restart, and one with an end ends by itself', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    await store.start()
    const pause = { action: 'pause', fileId: null, reason: null, again: false, who: 'tester' } as const
    expect(store.engine.decide({ ...pause, until: store.clock.wall() + hour })).toMatchObject({ applied: true })
    await store.put('PJR1.xml', aJournal())
    await store.untilState('PJR1.xml', 'waiting')
    await store.clock.pass(10 * minute)
    await store.stop()
    await store.start()
    await store.clock.pass(40 * minute)
    expect(store.file('PJR1.xml')).toMatchObject({ state: 'waiting', attempts: 0 })
    expect(codes(store)[0]).toBe('paused')
    const reports = store.cloud.received().reports.length
    expect(reports).toBeGreaterThan(8)
    await store.untilState('PJR1.xml', 'accepted', 11 * minute)
    await store.clock.pass(second)
    expect(codes(store)).not.toContain('paused')
  })
})

describe('the order of sending', () => {
  test('the oldest business date goes first, and today’s sales do not wait behind a backlog', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, { configuration: { sending: { maxInFlight: 1 } } })
    const today = new Date(store.clock.wall()).toLocaleDateString('en-CA', { timeZone: 'America/New_York' })
    await store.start()
    store.engine.decide({ action: 'pause', fileId: null, reason: null, again: false, until: null, who: 'tester' })
    for (const [i, businessDate] of ['2026-01-05', '2026-01-02', '2026-01-04', '2026-01-01', '2026-01-03'].entries())
      await store.put(`OLD${i}.xml`, aJournal({ businessDate }))
    await store.put('TODAY.xml', aJournal({ businessDate: today }))
    await store.clock.until('all to wait', () => store.rows().filter(({ state }) => state === 'waiting').length === 6)
    store.engine.decide({ action: 'resume', fileId: null, reason: null, again: false, until: null, who: 'tester' })
    await store.clock.until('all to be accepted', () => store.cloud.received().journals.length === 6)
    const order = store.cloud
      .received()
      .journals.map(({ transactions, name }) => (name === 'TODAY.xml' ? 'today' : transactions[0]?.businessDate))
    expect(order.indexOf('today')).toBeLessThanOrEqual(1)
    expect(order.filter((date) => date !== 'today')).toEqual([
      '2026-01-01',
      '2026-01-02',
      '2026-01-03',
      '2026-01-04',
      '2026-01-05',
    ])
  })
})
