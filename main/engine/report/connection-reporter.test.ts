import { describe, expect, test } from 'vitest'
import { SignIn } from '../send/sign-in.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { answered, cutOff, notSent, ScriptedCloud, startOver, tokenAnswer } from '../testing/scripted-cloud.ts'
import { openTestStore, testConfiguration, type TestStore } from '../testing/test-store.ts'
import type { Exchange } from '../send/exchange.ts'
import { ConnectionReporter } from './connection-reporter.ts'
import type { RegisterCondition } from './register-evidence.ts'

const second = 1000
const minute = 60 * second

class Stage {
  readonly store: TestStore
  readonly clock = new FakeClock(Date.UTC(2026, 10, 20, 15, 0, 0))
  readonly cloud = new ScriptedCloud()
  readonly signIn: SignIn
  readonly reporter: ConnectionReporter
  condition: RegisterCondition = { ok: true, quiet: false }
  exchanges = 0

  constructor(settings: Readonly<Record<string, unknown>> = {}, store: TestStore = openTestStore()) {
    this.store = store
    const { clock, cloud } = this
    cloud.signIns.always = () => tokenAnswer('token-0123456789')
    cloud.reports.always = () => answered(200, '{}')
    this.signIn = new SignIn({
      clock,
      client: cloud,
      email: 'store@example.com',
      password: () => 'secret',
      onStopped: () => undefined,
      onSignedIn: () => this.reporter.reportSoon(),
      onExchange: () => undefined,
    })
    this.reporter = new ConnectionReporter({
      db: store.db,
      configuration: testConfiguration({ connectionReport: settings }),
      clock,
      log: () => undefined,
      client: cloud,
      signIn: this.signIn,
      condition: () => Promise.resolve(this.condition),
      onExchange: () => void this.exchanges++,
      onChanged: () => undefined,
    })
  }

  async start(): Promise<this> {
    await startOver(this.cloud, this.clock, this.reporter)
    return this
  }

  /** The times of the reports that were made, in seconds since the start. */
  get seconds(): number[] {
    return this.rows().map(({ at }) => Math.round((at - Date.UTC(2026, 10, 20, 15, 0, 0)) / 100) / 10)
  }

  get states(): string[] {
    return this.cloud.reports.made.map(({ report }) => report.state)
  }

  rows(): { at: number; state: string; ok: 0 | 1; http_status: number | null; sentence: string | null }[] {
    return this.store.db
      .prepare<[], { at: number; state: string; ok: 0 | 1; http_status: number | null; sentence: string | null }>(
        'SELECT at, state, ok, http_status, sentence FROM connection_report ORDER BY id',
      )
      .all()
  }
}

const started = (settings: Readonly<Record<string, unknown>> = {}, store?: TestStore): Promise<Stage> =>
  new Stage(settings, store).start()

describe('a connection report', () => {
  test('says OK, for the store, with the store’s own time and its offset without a colon', async () => {
    const s = await started()
    expect(s.cloud.reports.made).toEqual([
      {
        locationId: '33084',
        report: { state: 'OK', recordedAt: '2026-11-20T10:00:00-0500' },
        token: 'token-0123456789',
      },
    ])
    expect(s.reporter.last).toMatchObject({ state: 'OK', ok: true, sentence: null })
    expect(s.rows()).toMatchObject([{ state: 'OK', ok: 1, http_status: 200 }])
    expect(s.exchanges).toBe(1)
  })

  test('goes at once, then every 300 s', async () => {
    const s = await started()
    await s.clock.advance(16 * minute)
    expect(s.seconds).toEqual([0, 300, 600, 900])
    expect(s.reporter.nextAt()).toBe(Date.UTC(2026, 10, 20, 15, 20, 0))
  })

  test('goes as often as it is set to, down to every second', async () => {
    const s = await started({ everySeconds: 1 })
    await s.clock.advance(5 * second)
    expect(s.seconds).toEqual([0, 1, 2, 3, 4, 5])
  })

  test.each([24 * 60 * minute, -24 * 60 * minute])(
    'keeps its beat by the monotonic clock when this PC’s clock jumps by %i ms',
    async (jump) => {
      const s = await started()
      await s.clock.advance(100 * second)
      s.clock.jumpWall(jump)
      await s.clock.advance(199 * second)
      expect(s.cloud.reports.made).toHaveLength(1)
      await s.clock.advance(second)
      expect(s.cloud.reports.made).toHaveLength(2)
      await s.clock.advance(10 * minute)
      expect(s.cloud.reports.made).toHaveLength(4)
    },
  )

  test('is never two at a time, and a slow one does not shift the beat', async () => {
    const s = new Stage()
    s.cloud.reports.always = null
    await s.start()
    await s.clock.advance(20 * second)
    expect(s.cloud.reports.open).toHaveLength(1)
    s.cloud.reports.answer(answered(200))
    await s.clock.advance(279 * second)
    expect(s.cloud.reports.made).toHaveLength(1)
    await s.clock.advance(second)
    expect(s.cloud.reports.made).toHaveLength(2)
  })
})

describe('a report that does not get through', () => {
  const cases: readonly (readonly [string, Exchange, number | null])[] = [
    ['could not be sent', notSent('no-internet'), null],
    ['was not answered', cutOff(), null],
    ['was answered 500', answered(500), 500],
    ['was answered 404', answered(404), 404],
    ['was answered 302', answered(302), 302],
  ]
  test.each(cases)(
    'because it %s is recorded as such, once, and not made up for later',
    async (_what, exchange, status) => {
      const s = new Stage()
      s.cloud.reports.always = () => exchange
      await s.start()
      expect(s.rows()).toMatchObject([{ ok: 0, http_status: status }])
      expect(s.reporter.last?.sentence).toMatch(/^[A-Z].*\.$/)
      await s.clock.advance(4 * minute)
      expect(s.rows()).toHaveLength(1)
      s.cloud.reports.always = () => answered(200)
      await s.clock.advance(minute)
      expect(s.rows().map(({ ok }) => ok)).toEqual([0, 1])
    },
  )

  test('because nobody is signed in is recorded, and costs no request', async () => {
    const s = new Stage()
    s.cloud.signIns.always = () => answered(401)
    await s.start()
    expect(s.rows()).toMatchObject([{ state: 'OK', ok: 0, sentence: 'Not signed in to Petrosoft.' }])
    expect(s.cloud.reports.made).toEqual([])
  })

  test('is followed by the latest state as soon as the road is back, instead of at the next beat', async () => {
    const s = new Stage()
    s.cloud.reports.always = () => notSent()
    await s.start()
    await s.clock.advance(60 * second)
    s.cloud.reports.always = () => answered(200)
    s.condition = { ok: false, why: 'probe' }
    s.reporter.reportSoon()
    await s.clock.advance(0)
    expect(s.seconds).toEqual([0, 60])
    expect(s.states).toEqual(['OK', 'ERROR'])
    await s.clock.advance(299 * second)
    expect(s.seconds).toEqual([0, 60])
    await s.clock.advance(second)
    expect(s.seconds).toEqual([0, 60, 360])
  })

  test('is followed soon also when the road came back while it was still on its way', async () => {
    const s = new Stage()
    s.cloud.reports.always = () => notSent()
    await s.start()
    s.cloud.reports.always = null
    await s.clock.advance(300 * second)
    expect(s.cloud.reports.open).toHaveLength(1)
    s.reporter.reportSoon()
    s.cloud.reports.answer(cutOff())
    s.cloud.reports.always = () => answered(200)
    await s.clock.advance(10 * second)
    expect(s.rows().map(({ ok }) => ok)).toEqual([0, 0, 1])
  })

  test('does not make reports come faster than every five seconds, however often the road comes back', async () => {
    const s = new Stage()
    s.cloud.reports.always = () => notSent()
    await s.start()
    for (let i = 0; i < 600; i++) {
      s.reporter.reportSoon()
      await s.clock.advance(100)
    }
    expect(s.cloud.reports.made.length).toBeLessThanOrEqual(13)
  })
})

describe('a report that got through', () => {
  test('is not repeated because somebody thinks that the road is back', async () => {
    const s = await started()
    await s.clock.advance(minute)
    s.reporter.reportSoon()
    await s.clock.advance(minute)
    expect(s.cloud.reports.made).toHaveLength(1)
  })

  test('is repeated at once when the PC slept since then', async () => {
    const s = await started()
    await s.clock.advance(minute)
    // The monotonic clock of some systems stands still during sleep; the wall clock does not.
    s.clock.jumpWall(8 * 60 * minute)
    s.reporter.reportSoon()
    await s.clock.advance(0)
    expect(s.cloud.reports.made).toHaveLength(2)
  })

  test('by the very first sign-in is one report, not two', async () => {
    const store = openTestStore()
    store.db.prepare("INSERT INTO connection_report (at, state, ok) VALUES (1, 'OK', 0)").run()
    const s = await started({}, store)
    await s.clock.advance(minute)
    expect(s.cloud.reports.made).toHaveLength(1)
  })
})

describe('a 401', () => {
  test('renews the token once and repeats the report with the new one: one report, with no trace of the first try', async () => {
    const s = new Stage()
    let given = 0
    s.cloud.signIns.always = () => tokenAnswer(`token-number-${++given}`)
    s.cloud.reports.always = ({ token }) => (token === 'token-number-1' ? answered(401) : answered(200))
    await s.start()
    expect(s.cloud.reports.made.map(({ token }) => token)).toEqual(['token-number-1', 'token-number-2'])
    expect(s.rows()).toMatchObject([{ ok: 1 }])
  })

  test('to every report stops neither reports nor sending, and costs one sign-in', async () => {
    const s = new Stage()
    let given = 0
    s.cloud.signIns.always = () => tokenAnswer(`token-number-${++given}`)
    s.cloud.reports.always = () => answered(401)
    await s.start()
    await s.clock.advance(30 * minute)
    expect(s.rows().every(({ ok }) => ok === 0)).toBe(true)
    expect(s.rows()).toHaveLength(7)
    expect(s.cloud.signIns.made).toHaveLength(2)
    expect(s.signIn.state).toBe('signed-in')
  })
})

describe('when the register is not alive', () => {
  const dead: RegisterCondition = { ok: false, why: 'quiet' }

  test('the set word is sent instead of OK', async () => {
    const s = new Stage({ notOkState: 'DOWN' })
    s.condition = dead
    await s.start()
    expect(s.states).toEqual(['DOWN'])
    expect(s.reporter.condition).toEqual(dead)
  })

  test('nothing is sent or recorded when the word is null, and OK goes again when it is alive', async () => {
    const s = new Stage({ notOkState: null })
    s.condition = dead
    await s.start()
    await s.clock.advance(20 * minute)
    expect(s.cloud.reports.made).toEqual([])
    expect(s.rows()).toEqual([])
    s.condition = { ok: true, quiet: false }
    await s.clock.advance(5 * minute)
    expect(s.states).toEqual(['OK'])
  })

  test.each([400, 403, 404, 409, 422])('a %i to the word stops its use and is shown; OK still goes', async (status) => {
    const s = new Stage()
    s.condition = dead
    s.cloud.reports.always = ({ report }) => answered(report.state === 'OK' ? 200 : status)
    await s.start()
    expect(s.reporter.wordNotAccepted).toEqual({ word: 'ERROR', since: Date.UTC(2026, 10, 20, 15, 0, 0) })
    await s.clock.advance(20 * minute)
    expect(s.states).toEqual(['ERROR'])
    s.condition = { ok: true, quiet: false }
    await s.clock.advance(5 * minute)
    expect(s.states).toEqual(['ERROR', 'OK'])
    expect(s.reporter.last?.ok).toBe(true)
  })

  test.each([401, 408, 429, 500, 503])('a %i says nothing about the word', async (status) => {
    const s = new Stage()
    s.condition = dead
    s.cloud.reports.always = () => answered(status)
    await s.start()
    expect(s.reporter.wordNotAccepted).toBeNull()
  })

  test('a 4xx to OK says nothing about the word', async () => {
    const s = new Stage()
    s.cloud.reports.always = () => answered(422)
    await s.start()
    expect(s.reporter.wordNotAccepted).toBeNull()
    await s.clock.advance(5 * minute)
    expect(s.states).toEqual(['OK', 'OK'])
  })
})

describe('a stop', () => {
  test('ends the beat and waits for nobody', async () => {
    const s = await started()
    await s.reporter.stop()
    await s.clock.advance(20 * minute)
    expect(s.cloud.reports.made).toHaveLength(1)
  })

  test('gives up a report that is not answered within ten seconds', async () => {
    const s = new Stage()
    s.cloud.reports.always = null
    await s.start()
    expect(s.cloud.reports.open).toHaveLength(1)
    let stopped = false
    void s.reporter.stop().then(() => {
      stopped = true
    })
    await s.clock.advance(9.9 * second)
    expect(stopped).toBe(false)
    await s.clock.advance(0.1 * second)
    expect(stopped).toBe(true)
  })
})

test('the last report of an earlier run is known after a restart', () => {
  const store = openTestStore()
  store.db
    .prepare(
      "INSERT INTO connection_report (at, state, ok, sentence) VALUES (5, 'OK', 1, NULL), (9, 'ERROR', 0, 'No.')",
    )
    .run()
  expect(new Stage({}, store).reporter.last).toMatchObject({ at: 9, state: 'ERROR', ok: false, sentence: 'No.' })
})

test('a fault of our own is no report and does not end the beat', async () => {
  const s = new Stage()
  s.store.db.exec(
    "CREATE TEMP TRIGGER full BEFORE INSERT ON connection_report BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
  )
  await s.start()
  s.store.db.exec('DROP TRIGGER full')
  await s.clock.advance(5 * minute)
  expect(s.rows()).toHaveLength(1)
})
