// Sign-in as design 4.3 has it: what stops sending, what is trouble of the service, what counts as a token, how long one is
// used, and that nothing ever becomes a loop of sign-ins. Simulated time, real requests.

import { describe, expect, test, vi } from 'vitest'
import type { FaultRuleInput } from '../../../sandbox/fault-rules.ts'
import { practiceAccount } from '../../../sandbox/practice-cloud.ts'
import { aJournal } from './journal-bytes.ts'
import { simulatedStore, type SimulatedStore } from './simulated-store.ts'
import { told } from './told-attempts.ts'

vi.setConfig({ testTimeout: 60_000 })

const second = 1000
const minute = 60 * second
const hour = 60 * minute

const codes = (store: SimulatedStore): string[] => store.engine.status().problems.map(({ code }) => code)
const signInRequests = (store: SimulatedStore): readonly string[] =>
  store.cloud
    .received()
    .requests.filter(({ call }) => call === 'sign-in')
    .map(({ at }) => at)
const onSignIn = (store: SimulatedStore, does: FaultRuleInput['do'], times: FaultRuleInput['times'] = 1): void =>
  store.cloud.control.addFaults({ on: 'sign-in', times, do: does })

const minutesBetween = (times: readonly string[]): number[] =>
  times.slice(1).map((time, i) => Math.round((Date.parse(time) - Date.parse(times[i] ?? '')) / minute))

describe('a sign-in that is refused', () => {
  test('stops sending while collecting goes on, is tried again after 15 minutes, 1 hour and then every 4 hours, and a right password ends it at once', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    store.password = 'wrong'
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.clock.until('sign-in to be refused', () => store.engine.status().signIn === 'refused')
    await store.put('PJR2.xml', aJournal())
    await store.clock.until(
      'two files to wait',
      () => store.rows().filter(({ state }) => state === 'waiting').length === 2,
    )
    expect(codes(store)[0]).toBe('sign-in-refused')
    expect(store.engine.status().state).toBe('attention')
    await store.clock.until('the own tries', () => signInRequests(store).length === 4, 6 * hour)
    expect(minutesBetween(signInRequests(store))).toEqual([15, 60, 240])
    expect(store.journalRequests()).toBe(0)
    store.password = practiceAccount.password
    store.engine.passwordChanged()
    await store.clock.until('both to be accepted', () => store.engine.status().counts.accepted === 2, 10 * second)
    expect(codes(store)).not.toContain('sign-in-refused')
  })

  test.for([400, 401, 403, 422])(
    'by %i stops; by Try now it is tried again at once, and a start tries again too',
    async (status, { onTestFinished }) => {
      const store = await simulatedStore(onTestFinished)
      onSignIn(store, { kind: 'answer', status }, 2)
      await store.put('PJR1.xml', aJournal())
      await store.start()
      await store.clock.until('sign-in to be refused', () => store.engine.status().signIn === 'refused')
      await store.clock.pass(5 * minute)
      expect(signInRequests(store)).toHaveLength(1)
      await store.stop()
      await store.start()
      await store.clock.until('the second refusal', () => signInRequests(store).length === 2, minute)
      await store.clock.pass(minute)
      expect(store.engine.status()).toMatchObject({ signIn: 'refused', counts: { waiting: 1 } })
      store.engine.tryNow()
      await store.untilState('PJR1.xml', 'accepted', 10 * second)
      expect(signInRequests(store)).toHaveLength(3)
    },
  )
})

describe('a sign-in without a token', () => {
  test('stops sending in other words than a wrong password', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    onSignIn(store, { kind: 'token', shape: 'none' }, 'always')
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.clock.until('the stop', () => store.engine.status().signIn === 'no-token')
    await store.clock.pass(10 * minute)
    expect(codes(store)).toContain('sign-in-no-token')
    expect(signInRequests(store)).toHaveLength(1)
    expect(store.file('PJR1.xml')).toMatchObject({ state: 'waiting', attempts: 0 })
  })

  test.for([{ kind: 'portal' }, { kind: 'empty' }, { kind: 'garbage' }] as const)(
    'a 2xx that is no sign-in answer at all (%o) is no token either',
    async (does, { onTestFinished }) => {
      const store = await simulatedStore(onTestFinished)
      onSignIn(store, does)
      await store.start()
      await store.clock.until('the stop', () => store.engine.status().signIn === 'no-token')
      expect(signInRequests(store)).toHaveLength(1)
    },
  )
})

test.for(['access_token', 'accessToken', 'jwt', 'nested', 'string', 'text', 'opaque', 'without-exp'] as const)(
  'the token is found when it comes as %s',
  async (shape, { onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    onSignIn(store, { kind: 'token', shape }, 'always')
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.untilState('PJR1.xml', 'accepted')
    expect(signInRequests(store)).toHaveLength(1)
    expect(told(store.show('PJR1.xml'))).toEqual(['accepted 200, may have arrived'])
  },
)

describe('trouble of the service at sign-in', () => {
  test.for([
    { kind: 'answer', status: 500 },
    { kind: 'answer', status: 429, headers: { 'Retry-After': '30' } },
    { kind: 'reset-after-body' },
    { kind: 'truncated' },
  ] as const)(
    '(%o) is no refusal: it is tried again until it works, slower and slower, and no file pays for it',
    async (does, { onTestFinished }) => {
      const store = await simulatedStore(onTestFinished, { random: () => 0.9999 })
      onSignIn(store, does, 'always')
      await store.put('PJR1.xml', aJournal())
      await store.start()
      await store.clock.pass(20 * minute)
      const tries = signInRequests(store).length
      expect(tries).toBeGreaterThan(5)
      expect(tries).toBeLessThan(25)
      expect(store.engine.status()).toMatchObject({ breaker: 'open', signIn: 'trouble', counts: { waiting: 1 } })
      expect(codes(store)).toContain('service-not-answering')
      expect(store.file('PJR1.xml').attempts).toBe(0)
      store.cloud.control.clearFaults()
      await store.untilState('PJR1.xml', 'accepted', 6 * minute)
    },
  )

  test('a sign-in that hangs is given up after its time and tried again', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    onSignIn(store, { kind: 'hang' })
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.untilState('PJR1.xml', 'accepted', 2 * minute)
    expect(signInRequests(store)).toHaveLength(2)
  })
})

describe('the life of a token', () => {
  test('it is renewed at four fifths of its life, before the cloud refuses it, whatever this PC’s clock says', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, {
      cloud: { tokenLifeSeconds: 600 },
      configuration: { connectionReport: { everySeconds: 10 } },
    })
    await store.start()
    await store.clock.until('the sign-in', () => signInRequests(store).length === 1)
    await store.clock.until('the renewal', () => signInRequests(store).length === 2, hour)
    const [first = '', renewed = ''] = signInRequests(store)
    const life = (Date.parse(renewed) - Date.parse(first)) / second
    expect(life).toBeGreaterThanOrEqual(480)
    expect(life).toBeLessThan(500)
    await store.clock.pass(10 * minute)
    const statuses = store.cloud.received().requests.map(({ status }) => status)
    expect(statuses.includes(401)).toBe(false)
  })

  test('one whose dates are years off by this PC’s clock is used for its life all the same', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    store.cloud.control.changeSettings({ clockSkewSeconds: -3 * 365 * 86_400 })
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.untilState('PJR1.xml', 'accepted')
    await store.clock.pass(10 * minute)
    await store.put('PJR2.xml', aJournal())
    await store.untilState('PJR2.xml', 'accepted')
    expect(signInRequests(store)).toHaveLength(1)
    expect(codes(store)).toContain('clock-wrong')
  })

  test('one that ended unnoticed is renewed once, and the file goes again without a person', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    await store.start()
    await store.clock.until('the first report', () => store.engine.status().lastReport?.ok === true)
    store.cloud.control.changeSettings({ revokeTokens: true })
    await store.put('PJR1.xml', aJournal())
    await store.untilState('PJR1.xml', 'accepted')
    expect(told(store.show('PJR1.xml'))).toEqual(['not-authorised 401', 'accepted 200, may have arrived'])
    expect(signInRequests(store)).toHaveLength(2)
  })

  test('several requests refused at the same time share one new sign-in', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    await store.start()
    await store.clock.until('the first report', () => store.engine.status().lastReport?.ok === true)
    store.cloud.control.changeSettings({ revokeTokens: true })
    for (let i = 1; i <= 8; i++) await store.put(`PJR${i}.xml`, aJournal())
    await store.clock.until(
      'all to be accepted',
      () => store.rows().filter(({ state }) => state === 'accepted').length === 8,
    )
    expect(signInRequests(store)).toHaveLength(2)
    expect(store.cloud.received().journals).toHaveLength(8)
  })

  test('401 to every file stops with two sign-ins, although connection reports with the same tokens get through', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, { configuration: { connectionReport: { everySeconds: 1 } } })
    store.cloud.control.addFaults({ on: 'journal', times: 'always', do: { kind: 'answer', status: 401 } })
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.clock.pass(10 * minute)
    expect(signInRequests(store)).toHaveLength(2)
    expect(store.engine.status().signIn).toBe('refused')
    expect(codes(store)).toContain('sign-in-refused')
    expect(store.file('PJR1.xml')).toMatchObject({ state: 'waiting', attempts: 2 })
  })

  test('401 to every file stops with two sign-ins, although a failing report is tried again after each of them', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, {
      cloud: { locations: ['another'] },
      configuration: { connectionReport: { everySeconds: 1 } },
    })
    store.cloud.control.addFaults({ on: 'journal', times: 'always', do: { kind: 'answer', status: 401 } })
    // Large, so that the small report is answered first.
    await store.put('PJR1.xml', aJournal({ padding: 12_000_000 }))
    await store.start()
    await store.clock.pass(5 * minute)
    expect(signInRequests(store)).toHaveLength(2)
    expect(store.engine.status().signIn).toBe('refused')
  })

  test('401 to every report stops no file, makes no loop of sign-ins, and is shown', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished, { configuration: { connectionReport: { everySeconds: 1 } } })
    store.cloud.control.addFaults({ on: 'connection-state', times: 'always', do: { kind: 'answer', status: 401 } })
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.clock.pass(5 * minute)
    await store.put('PJR2.xml', aJournal())
    await store.untilState('PJR2.xml', 'accepted', 30 * second)
    expect(store.file('PJR1.xml').state).toBe('accepted')
    expect(signInRequests(store).length).toBeLessThanOrEqual(2)
    expect(codes(store)).toEqual(['report-failing'])
  })

  test('a clock set back by a day neither ends nor prolongs anything', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    await store.start()
    await store.clock.until('the first report', () => store.engine.status().lastReport?.ok === true)
    store.clock.setWallForward(-24 * hour)
    await store.clock.pass(minute)
    await store.put('PJR1.xml', aJournal())
    await store.untilState('PJR1.xml', 'accepted', 30 * second)
    const reports = store.cloud.received().reports.length
    await store.clock.pass(15 * minute)
    const more = store.cloud.received().reports.length - reports
    expect(more).toBeGreaterThanOrEqual(3)
    expect(more).toBeLessThanOrEqual(5)
  })
})

test('without a password nothing is asked of the cloud, everything is collected, and typing it in drains the store', async ({
  onTestFinished,
}) => {
  const store = await simulatedStore(onTestFinished)
  store.password = null
  await store.put('PJR1.xml', aJournal())
  await store.start()
  await store.untilState('PJR1.xml', 'waiting')
  await store.clock.pass(10 * minute)
  expect(store.cloud.received().requests).toHaveLength(0)
  expect(store.engine.status()).toMatchObject({ signIn: 'no-password', state: 'attention' })
  expect(codes(store)[0]).toBe('sign-in-needed')
  store.password = practiceAccount.password
  store.engine.passwordChanged()
  await store.untilState('PJR1.xml', 'accepted', 10 * second)
})
