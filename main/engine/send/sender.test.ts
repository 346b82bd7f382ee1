// The sender with a real database and a cloud that answers when the test says so.

import { mkdirSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createVerdictLog } from '../answer/verdict-log.ts'
import { documentById, theDocument, type DocumentRow } from '../life/document-table.ts'
import { readFact } from '../storage/fact-table.ts'
import { engineTimeFrom } from '../support/clock.ts'
import { createDoorbell } from '../support/doorbell.ts'
import { FakeClock, turns, until } from '../testing/fake-clock.ts'
import {
  acknowledgementOf,
  answered,
  cutOff,
  jwtOf,
  notSent,
  ScriptedCloud,
  tokenAnswer,
  startOver,
} from '../testing/scripted-cloud.ts'
import { addFile, openTestStore, testConfiguration, type TestStore } from '../testing/test-store.ts'
import type { Exchange } from './exchange.ts'
import { mostUnclearSends, Sender } from './sender.ts'
import { SignIn } from './sign-in.ts'

const second = 1000
const minute = 60 * second
const token = 'token-0123456789'

interface Attempt {
  readonly document_id: number
  readonly delivery_id: number
  readonly number: number
  readonly outcome: string | null
  readonly http_status: number | null
  readonly may_have_arrived: 0 | 1 | null
}

class Stage {
  readonly store: TestStore
  readonly clock = new FakeClock()
  readonly cloud = new ScriptedCloud()
  readonly signIn: SignIn
  readonly sender: Sender
  readonly log: string[] = []
  readonly #bell = createDoorbell()
  paused: number | null | false = false
  random = 0.5
  onExchange: () => void = () => undefined

  constructor(sending: Readonly<Record<string, unknown>> = {}, store: TestStore = openTestStore()) {
    this.store = store
    const { clock, cloud } = this
    cloud.signIns.always = () => tokenAnswer(token)
    const sender: { it?: Sender } = {}
    this.signIn = new SignIn({
      clock,
      client: cloud,
      email: 'store@example.com',
      password: () => 'secret',
      onStopped: () => undefined,
      onSignedIn: () => sender.it?.signedIn(),
      onExchange: () => undefined,
    })
    this.sender = sender.it = new Sender({
      db: store.db,
      configuration: testConfiguration({ sending }),
      clock,
      engineTime: engineTimeFrom(clock),
      random: () => this.random,
      log: (_level, event) => void this.log.push(event),
      client: cloud,
      signIn: this.signIn,
      verdictLog: createVerdictLog(store.db, store.directory),
      bell: this.#bell,
      pausedUntil: () => this.paused,
      onExchange: () => this.onExchange(),
      onChanged: () => undefined,
    })
  }

  async start(): Promise<void> {
    await startOver(this.cloud, this.clock, this.sender)
  }

  ring(): void {
    this.#bell.ring()
  }

  document(id: number): DocumentRow {
    return theDocument(this.store.db, id)
  }

  attempts(id: number): Attempt[] {
    return this.store.db
      .prepare<[number], Attempt>(
        `SELECT a.document_id, a.delivery_id, a.number, e.outcome, e.http_status, e.may_have_arrived FROM attempt a
         LEFT JOIN attempt_end e ON e.attempt_id = a.id WHERE a.document_id = ? ORDER BY a.id`,
      )
      .all(id)
  }

  get open(): number {
    return this.cloud.journals.open.length
  }

  /** Waits until this many journals are on their way. */
  sent(count: number): Promise<void> {
    return until(`${count} journals on their way`, () => this.open === count)
  }

  /** Answers the oldest journal on its way and waits until the answer is kept. */
  async answer(exchange: Exchange | ((name: string) => Exchange)): Promise<void> {
    const [call] = this.cloud.journals.open
    if (call === undefined) throw new Error('no journal is on its way')
    const before = this.#ends()
    call.answer(typeof exchange === 'function' ? exchange(call.about.name) : exchange)
    await until('the answer to be kept', () => this.#ends() > before)
    await turns()
  }

  #ends(): number {
    return this.store.db.prepare<[], number>('SELECT count(*) FROM attempt_end').pluck().get() ?? 0
  }

  /** Lets time pass until the next journal is on its way, at most `limitMs`; returns how long it took. */
  async untilSent(limitMs = 10 * minute): Promise<number> {
    const began = this.clock.monotonic()
    await this.settled()
    while (this.open === 0) {
      const next = this.clock.untilNext
      const waited = this.clock.monotonic() - began
      if (next === null || waited + next > limitMs) throw new Error(`nothing was sent within ${limitMs} ms`)
      await this.clock.advance(next)
      await this.settled()
    }
    return this.clock.monotonic() - began
  }

  /** Waits until the sender's loop sleeps: then it has a timer, and only time or a ring moves it. */
  async settled(): Promise<void> {
    await turns()
    await until('the sender to sleep', () => this.clock.pending > 0)
    await turns()
  }
}

const started = async (sending: Readonly<Record<string, unknown>> = {}, store?: TestStore): Promise<Stage> => {
  const stage = new Stage(sending, store)
  await stage.start()
  return stage
}

const success = (name: string): Exchange => answered(200, acknowledgementOf(name))

describe('a journal', () => {
  test('is sent byte for byte under the name it was found with, with its delivery as key and the token', async () => {
    const store = openTestStore()
    const bytes = Buffer.from(
      '<?xml version="1.0" encoding="ISO-8859-1"?>\r\n<NAXML-POSJournal>caf\u00e9</NAXML-POSJournal>\u001a',
      'latin1',
    )
    const id = addFile(store.db, { name: 'PJR ünï"1.xml', bytes })
    const s = await started({}, store)
    await s.sent(1)
    const [journal] = s.cloud.journals.made
    expect(Buffer.from(journal?.bytes ?? []).equals(bytes)).toBe(true)
    expect(journal).toMatchObject({ name: 'PJR ünï"1.xml', token, deliveryId: String(s.document(id).delivery_id) })
  })

  test('has its attempt committed as sending before the request begins', async () => {
    const store = openTestStore()
    const id = addFile(store.db)
    const s = await started({}, store)
    await s.sent(1)
    expect(s.document(id)).toMatchObject({ state: 'sending', attempts: 1 })
    expect(s.attempts(id)).toEqual([
      {
        document_id: id,
        delivery_id: s.document(id).delivery_id,
        number: 1,
        outcome: null,
        http_status: null,
        may_have_arrived: null,
      },
    ])
  })

  test('is accepted only by its acknowledgement; reference, answer and state are kept together', async () => {
    const store = openTestStore()
    const id = addFile(store.db, { name: 'a.xml' })
    const s = await started({}, store)
    await s.sent(1)
    const detail =
      '<Detail><LineNumber>4</LineNumber><LinePosition>2</LinePosition><ValidationMessage>hm</ValidationMessage><Severity>Warning</Severity></Detail>'
    await s.answer(answered(201, acknowledgementOf('A.XML', 'NonFatalError', 'ref-9', detail)))
    expect(s.document(id)).toMatchObject({
      state: 'accepted-with-notes',
      accepted_reference_id: 'ref-9',
      accepted_at: s.clock.wall(),
      due_at: null,
    })
    expect(s.attempts(id)).toMatchObject([{ outcome: 'accepted-with-notes', http_status: 201, may_have_arrived: 1 }])
    expect(store.db.prepare('SELECT line, position, severity, message FROM answer_detail').all()).toEqual([
      { line: 4, position: 2, severity: 'Warning', message: 'hm' },
    ])
  })

  test('that was accepted and is sent again keeps its first acceptance, whatever the new answer is', async () => {
    const store = openTestStore()
    const id = addFile(store.db, { name: 'a.xml', columns: { accepted_at: 5, accepted_reference_id: 'first' } })
    const s = await started({}, store)
    await s.sent(1)
    await s.answer(answered(200, acknowledgementOf('a.xml', 'FatalError', 'second')))
    expect(s.document(id)).toMatchObject({ state: 'refused', accepted_at: 5, accepted_reference_id: 'first' })
  })

  test('whose stored bytes are not the ones that were stored is held and not sent; the others go on', async () => {
    const store = openTestStore()
    const changed = addFile(store.db, { orderDate: '2026-11-01' })
    store.db
      .prepare(
        'UPDATE content SET deflated = (SELECT deflated FROM content WHERE document_id = ?) WHERE document_id = ?',
      )
      .run(addFile(store.db, { state: 'held', problem: 'encoding' }), changed)
    const garbled = addFile(store.db, { orderDate: '2026-11-02' })
    store.db.prepare("UPDATE content SET deflated = x'00112233445566' WHERE document_id = ?").run(garbled)
    const missing = addFile(store.db, { orderDate: '2026-11-03', kept: false })
    const good = addFile(store.db, { orderDate: '2026-11-04' })
    const s = await started({}, store)
    await s.sent(1)
    expect(s.document(good).state).toBe('sending')
    for (const id of [changed, garbled, missing]) {
      expect(s.document(id)).toMatchObject({ state: 'held', problem: 'reader-failed' })
      expect(s.attempts(id)).toEqual([])
      expect(store.db.prepare('SELECT rule FROM finding WHERE document_id = ?').pluck().all(id)).toEqual([
        'stored-bytes-damaged',
      ])
    }
  })
})

describe('at a start', () => {
  test('every document found in sending becomes unclear, due at once, and its attempt ends as interrupted', async () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'sending', columns: { attempts: 1 } })
    store.db
      .prepare('INSERT INTO attempt (delivery_id, document_id, number, started_at) VALUES (?, ?, 1, 1)')
      .run(documentById(store.db, id)?.delivery_id, id)
    const s = new Stage({}, store)
    s.paused = null
    await s.start()
    expect(s.document(id)).toMatchObject({ state: 'unclear', problem: 'unanswered', unclear_sends: 0 })
    expect(s.document(id).due_at).toBeLessThanOrEqual(s.clock.wall())
    expect(s.attempts(id)).toMatchObject([{ outcome: 'interrupted', may_have_arrived: 1 }])
    s.paused = false
    s.ring()
    await s.sent(1)
    expect(s.document(id)).toMatchObject({ state: 'sending', unclear_sends: 1, attempts: 2 })
  })

  test('with resendUnclear=ask nothing that may have arrived goes by itself, not even what an earlier setting had put in the queue', async () => {
    const store = openTestStore()
    const interrupted = addFile(store.db, { state: 'sending' })
    store.db
      .prepare('INSERT INTO attempt (delivery_id, document_id, number, started_at) VALUES (?, ?, 1, 1)')
      .run(documentById(store.db, interrupted)?.delivery_id, interrupted)
    const queued = addFile(store.db, { state: 'unclear', problem: 'unanswered', columns: { due_at: 1, delay_ms: 5 } })
    const s = await started({ resendUnclear: 'ask' }, store)
    await s.clock.advance(60 * minute)
    expect(s.cloud.journals.made).toEqual([])
    for (const id of [interrupted, queued]) expect(s.document(id)).toMatchObject({ state: 'unclear', due_at: null })
  })

  test('a verdict that did not reach the verdict file before the end is written there', async () => {
    const store = openTestStore()
    const id = addFile(store.db, { name: 'a.xml', state: 'accepted' })
    store.db
      .prepare('INSERT INTO attempt (id, delivery_id, document_id, number, started_at) VALUES (3, ?, ?, 1, 1)')
      .run(documentById(store.db, id)?.delivery_id, id)
    store.db
      .prepare("INSERT INTO attempt_end (attempt_id, ended_at, outcome, may_have_arrived) VALUES (3, 2, 'accepted', 1)")
      .run()
    await started({}, store)
    expect(readFileSync(`${store.directory}/verdicts.ndjson`, 'utf8')).toContain('"attempt":3')
  })

  test('a verdict whose file is held by another program is written there when it lets go, without another answer', async () => {
    const store = openTestStore()
    const path = join(store.directory, 'verdicts.ndjson')
    const id = addFile(store.db, { name: 'a.xml' })
    const s = await started({}, store)
    await s.sent(1)
    // What cannot be appended to: a folder in its place.
    mkdirSync(path)
    await s.answer((name) => answered(200, acknowledgementOf(name)))
    expect(s.document(id).state).toBe('accepted')
    await s.clock.advance(10 * minute)
    expect(s.log.filter((event) => event === 'verdict-log-not-written')).toHaveLength(1)
    rmdirSync(path)
    await s.clock.advance(10 * second)
    expect(readFileSync(path, 'utf8')).toContain('"name":"a.xml"')
    expect(s.log.at(-1)).toBe('verdict-log-written')
    const pending = s.clock.pending
    await s.clock.advance(10 * second)
    expect(s.clock.pending, 'nothing is tried any more').toBeLessThanOrEqual(pending)
  })

  test('a verdict whose file is free again is written there before the engine ends', async () => {
    const s = await started()
    const path = join(s.store.directory, 'verdicts.ndjson')
    addFile(s.store.db, { name: 'a.xml' })
    s.ring()
    await s.sent(1)
    mkdirSync(path)
    await s.answer((name) => answered(200, acknowledgementOf(name)))
    rmdirSync(path)
    await s.sender.stop()
    expect(readFileSync(path, 'utf8')).toContain('"name":"a.xml"')
    expect(s.clock.pending).toBe(0)
  })

  test('a sign-in is made even when nothing waits, so that it is known to work', async () => {
    const s = await started()
    await until('the sign-in', () => s.signIn.state === 'signed-in')
    expect(s.cloud.signIns.made).toHaveLength(1)
  })
})

describe('a document that may have arrived', () => {
  test('is repeated by itself at most five times, and then asks', async () => {
    const store = openTestStore()
    const id = addFile(store.db, { name: 'a.xml' })
    const s = await started({}, store)
    for (let i = 0; i <= mostUnclearSends; i++) {
      await s.untilSent(60 * minute)
      await s.answer(cutOff())
      expect(s.document(id)).toMatchObject({ state: 'unclear', problem: 'unanswered', unclear_sends: i })
    }
    expect(s.document(id)).toMatchObject({ due_at: null, attempts: 6 })
    await s.clock.advance(24 * 60 * minute)
    expect(s.cloud.journals.made).toHaveLength(6)
    expect(s.attempts(id).map(({ outcome, may_have_arrived: may }) => [outcome, may])).toEqual(
      Array.from({ length: 6 }, () => ['unanswered', 1]),
    )
    expect(new Set(s.cloud.journals.made.map(({ deliveryId }) => deliveryId)).size).toBe(1)
  })

  test('does not spend a repeat on a request that could not be sent or was answered later, please', async () => {
    const store = openTestStore()
    const id = addFile(store.db, {
      name: 'a.xml',
      state: 'unclear',
      problem: 'unanswered',
      columns: { due_at: 1, unclear_sends: 2 },
    })
    const s = await started({}, store)
    for (const exchange of [notSent(), answered(503), answered(429), answered(401), notSent()]) {
      await s.untilSent(60 * minute)
      expect(s.document(id)).toMatchObject({ state: 'sending', unclear_sends: 3 })
      await s.answer(exchange)
    }
    expect(s.document(id)).toMatchObject({ state: 'unclear', unclear_sends: 2 })
    expect(s.document(id).due_at).not.toBeNull()
  })

  test('asks at once when the owner wants to be asked', async () => {
    const store = openTestStore()
    const id = addFile(store.db)
    const s = await started({ resendUnclear: 'ask' }, store)
    await s.untilSent()
    await s.answer(cutOff())
    expect(s.document(id)).toMatchObject({ state: 'unclear', problem: 'unanswered', due_at: null })
  })

  test('is never repeated by itself when the answer was for another name', async () => {
    const store = openTestStore()
    const id = addFile(store.db, { name: 'a.xml' })
    const s = await started({}, store)
    await s.untilSent()
    await s.answer(answered(200, acknowledgementOf('b.xml')))
    expect(s.document(id)).toMatchObject({ state: 'unclear', problem: 'other-name', due_at: null })
    await s.clock.advance(24 * 60 * minute)
    expect(s.cloud.journals.made).toHaveLength(1)
  })

  test('is never waiting again, so that the row goes on saying that a copy may be there', async () => {
    const store = openTestStore()
    const id = addFile(store.db, { state: 'unclear', problem: 'not-understood', columns: { due_at: 1 } })
    const s = await started({}, store)
    await s.untilSent()
    await s.answer(notSent())
    expect(s.document(id).state).toBe('unclear')
  })

  test('is refused or accepted by a later answer like any other', async () => {
    const store = openTestStore()
    const id = addFile(store.db, {
      name: 'a.xml',
      state: 'unclear',
      problem: 'unanswered',
      columns: { due_at: 1, unclear_sends: 4 },
    })
    const s = await started({}, store)
    await s.untilSent()
    await s.answer(success)
    expect(s.document(id)).toMatchObject({ state: 'accepted', problem: null, unclear_sends: 0 })
  })
})

describe('trouble', () => {
  test('of one document makes it wait by itself: each failure doubles the ceiling, and no count ends it', async () => {
    const store = openTestStore()
    const id = addFile(store.db)
    const s = await started({}, store)
    const ceilings = [5, 10, 20, 40, 80, 160, 300, 300]
    for (const [i, ceiling] of ceilings.entries()) {
      await s.untilSent(60 * minute)
      await s.answer(answered(503))
      expect(s.document(id)).toMatchObject({
        state: 'waiting',
        failures: i + 1,
        wait_cause: 'service',
        delay_ms: (ceiling * second) / 2,
      })
    }
  })

  test('five times in a row, over any documents, leaves one probe at a time, first after at most 5 s', async () => {
    const store = openTestStore()
    for (let i = 0; i < 8; i++) addFile(store.db)
    const s = await started({ maxInFlight: 8 }, store)
    await s.sent(8)
    s.random = 0.999_999
    for (let i = 0; i < 8; i++) await s.answer(notSent())
    expect(s.sender.service.road).toMatchObject({ kind: 'breaker', cause: 'trouble', probes: 0 })
    expect(s.open).toBe(0)
    expect(await s.untilSent()).toBeLessThanOrEqual(5 * second)
    await s.clock.advance(5 * minute)
    await s.settled()
    expect(s.open).toBe(1)
    await s.answer(notSent())
    const wait = await s.untilSent()
    expect(wait).toBeGreaterThan(5 * second)
    expect(wait).toBeLessThanOrEqual(10 * second)
  })

  test('is over with the first complete answer: all that waited because of the service goes at once', async () => {
    const store = openTestStore()
    const ids = Array.from({ length: 6 }, () => addFile(store.db))
    const s = await started({ maxInFlight: 5 }, store)
    await s.sent(5)
    for (let i = 0; i < 5; i++) await s.answer(answered(503))
    await s.untilSent()
    expect(s.open).toBe(1)
    await s.answer(success)
    await s.sent(5)
    expect(s.sender.service.road.kind).toBe('open')
    expect(ids.filter((id) => s.document(id).state === 'accepted')).toHaveLength(1)
  })

  test('probes prefer documents that were never sent; with none of them a sign-in is the probe and risks no copy', async () => {
    const store = openTestStore()
    const repeat = addFile(store.db, {
      state: 'unclear',
      problem: 'unanswered',
      orderDate: '2026-11-01',
      columns: { due_at: 1 },
    })
    const fresh = Array.from({ length: 5 }, () => addFile(store.db, { orderDate: '2026-11-19' }))
    const s = await started({ maxInFlight: 6 }, store)
    await s.sent(6)
    for (let i = 0; i < 6; i++) await s.answer(notSent())
    expect(s.sender.service.road.kind).toBe('breaker')
    await s.untilSent()
    expect(fresh.map((id) => s.document(id).state)).toContain('sending')
    expect(s.document(repeat).state).toBe('unclear')
    for (const id of fresh)
      store.db
        .prepare("UPDATE document SET state = 'held', problem = 'repeats' WHERE id = ? AND state = 'waiting'")
        .run(id)
    await s.answer(notSent())
    for (const id of fresh)
      store.db.prepare("UPDATE document SET state = 'held', problem = 'repeats' WHERE id = ?").run(id)
    const signIns = s.cloud.signIns.made.length
    s.cloud.signIns.always = () => notSent()
    await s.clock.advance(2 * minute)
    await s.settled()
    expect(s.cloud.signIns.made.length).toBeGreaterThan(signIns)
    expect(s.open).toBe(0)
    s.cloud.signIns.always = () => tokenAnswer(token)
    await s.untilSent(20 * minute)
    expect(s.document(repeat).state).toBe('sending')
  })

  test('is tried out by a sign-in even when nothing at all is due, so that nobody is told for ever that the service is down', async () => {
    const store = openTestStore()
    for (let i = 0; i < 5; i++) addFile(store.db)
    const s = await started({ maxInFlight: 5, resendUnclear: 'ask' }, store)
    await s.sent(5)
    for (let i = 0; i < 5; i++) await s.answer(cutOff())
    expect(s.sender.service.road.kind).toBe('breaker')
    await s.clock.advance(10 * second)
    await s.settled()
    expect(s.sender.service).toMatchObject({ road: { kind: 'open' }, trouble: null })
  })

  test('that no document is left to clear is cleared by a sign-in, as soon as that works again', async () => {
    const store = openTestStore()
    const id = addFile(store.db)
    const s = await started({ resendUnclear: 'ask' }, store)
    await s.sent(1)
    await s.answer(cutOff())
    expect(s.document(id).due_at).toBeNull()
    const before = s.cloud.signIns.made.length
    s.cloud.signIns.always = () => notSent()
    await s.clock.advance(4 * second)
    await s.settled()
    expect(s.cloud.signIns.made.length).toBe(before)
    await s.clock.advance(20 * minute)
    await s.settled()
    expect(s.sender.service.road).toMatchObject({ kind: 'breaker', cause: 'trouble' })
    expect(s.cloud.signIns.made.length - before).toBeLessThan(30)
    s.cloud.signIns.always = () => tokenAnswer(token)
    await s.clock.advance(6 * minute)
    await s.settled()
    expect(s.sender.service).toMatchObject({ road: { kind: 'open' }, trouble: null })
    const after = s.cloud.signIns.made.length
    await s.clock.advance(60 * minute)
    expect(s.cloud.signIns.made.length).toBe(after)
  })

  test('is not tried out by one sign-in after another while the old token is still good and the sign-in itself has trouble', async () => {
    const store = openTestStore()
    for (let i = 0; i < 5; i++) addFile(store.db)
    const s = new Stage({ maxInFlight: 5, resendUnclear: 'ask' }, store)
    s.cloud.signIns.always = () => tokenAnswer(jwtOf(1000))
    await s.start()
    await s.sent(5)
    await s.clock.advance(850 * second)
    s.random = 0.999_999
    for (let i = 0; i < 5; i++) await s.answer(cutOff())
    const before = s.cloud.signIns.made.length
    s.cloud.signIns.always = () => answered(503)
    await s.clock.advance(minute)
    await s.settled()
    // Probes after 5, 10, 20 and 40 s.
    expect(s.cloud.signIns.made.length - before).toBe(3)
    expect(s.sender.service.road).toMatchObject({ kind: 'breaker', probes: 3 })
  })

  test('with Retry-After is not tried again before', async () => {
    const store = openTestStore()
    addFile(store.db)
    const s = await started({}, store)
    await s.untilSent()
    await s.answer(answered(503, '', { retryAfter: '120' }))
    expect(await s.untilSent(5 * minute)).toBeGreaterThanOrEqual(120 * second)
  })

  test('is remembered over a restart, with its delay re-based', async () => {
    const store = openTestStore()
    for (let i = 0; i < 5; i++) addFile(store.db)
    const first = new Stage({ maxInFlight: 5 }, store)
    await first.start()
    await first.sent(5)
    first.random = 0.999_999
    for (let i = 0; i < 5; i++) await first.answer(notSent())
    await first.sender.stop()
    const next = new Stage({ maxInFlight: 5 }, store)
    next.clock.jumpWall(-365 * 24 * 60 * minute)
    next.cloud.signIns.always = () => answered(503)
    await next.start()
    await next.clock.advance(4.9 * second)
    await next.settled()
    expect(next.sender.service.road).toMatchObject({ kind: 'breaker', probes: 0 })
    expect(next.cloud.signIns.made).toEqual([])
    await next.clock.advance(0.2 * second)
    await next.settled()
    expect(next.cloud.signIns.made).toHaveLength(1)
    expect(next.sender.service.road).toMatchObject({ kind: 'breaker', probes: 1 })
    expect(next.open).toBe(0)
  })

  test('ends for everything that waits with Try now, and what waits for the service with a returning network', async () => {
    const store = openTestStore()
    addFile(store.db, {
      columns: { due_at: Date.UTC(2027, 0, 1), delay_ms: 3_600_000, wait_cause: 'document', failures: 9 },
    })
    const s = await started({}, store)
    s.sender.roadMayBeBack()
    await s.settled()
    expect(s.open).toBe(0)
    s.sender.tryNow()
    await s.sent(1)
  })
})

describe('a 401', () => {
  test('renews the token once and repeats the journal at once; it is never service trouble', async () => {
    const store = openTestStore()
    const id = addFile(store.db, { name: 'a.xml' })
    const s = await started({}, store)
    await s.sent(1)
    s.cloud.signIns.always = () => tokenAnswer('second-token')
    await s.answer(answered(401))
    await s.sent(1)
    expect(s.cloud.journals.made.map((journal) => journal.token)).toEqual([token, 'second-token'])
    expect(s.sender.service.troubles).toBe(0)
    await s.answer(success)
    expect(s.attempts(id).map(({ outcome }) => outcome)).toEqual(['not-authorised', 'accepted'])
  })

  test('with a fresh token stops all sending, loses nothing, and is tried again by itself after 15 minutes', async () => {
    const store = openTestStore()
    const ids = [addFile(store.db), addFile(store.db)]
    const s = await started({ maxInFlight: 1 }, store)
    for (const next of ['second-token', 'third-token']) {
      await s.sent(1)
      s.cloud.signIns.always = () => tokenAnswer(next)
      await s.answer(answered(401))
    }
    await s.clock.advance(14 * minute)
    await s.settled()
    expect(s.open).toBe(0)
    expect(s.signIn.state).toBe('refused')
    for (const id of ids) expect(s.document(id)).toMatchObject({ state: 'waiting', due_at: null })
    expect(await s.untilSent(2 * minute)).toBeLessThanOrEqual(2 * minute)
  })
})

describe('while the sign-in is refused', () => {
  test('no sign-in is made before its time, not even to probe a broken road', async () => {
    const store = openTestStore()
    for (let i = 0; i < 5; i++) addFile(store.db)
    const s = await started({ maxInFlight: 5 }, store)
    await s.sent(5)
    for (let i = 0; i < 5; i++) await s.answer(cutOff())
    expect(s.sender.service.road.kind).toBe('breaker')
    const before = s.cloud.signIns.made.length
    s.cloud.signIns.always = () => answered(401)
    await s.clock.advance(14 * minute)
    await s.settled()
    expect(s.cloud.signIns.made.length - before).toBe(1)
    // It answered: whatever is wrong, it is not that nobody is there.
    expect(s.sender.service).toMatchObject({ road: { kind: 'open' }, trouble: null })
  })
})

describe('answers that pause sending', () => {
  test.each([
    ['403', answered(403), 15 * minute],
    ['404', answered(404), 5 * minute],
    ['a redirect', answered(302), 5 * minute],
  ])(
    '%s: the document waits, nothing else goes, and one probe goes when its time has come',
    async (_what, exchange, probeMs) => {
      const store = openTestStore()
      const ids = [addFile(store.db), addFile(store.db)]
      const s = await started({ maxInFlight: 1 }, store)
      await s.sent(1)
      await s.answer(exchange)
      expect(ids.map((id) => s.document(id).state)).toEqual(['waiting', 'waiting'])
      const waited = await s.untilSent(20 * minute)
      expect(waited).toBe(probeMs)
      expect(s.open).toBe(1)
      await s.answer(success)
      await s.sent(1)
    },
  )

  test('three documents in a row with answers nobody understands', async () => {
    const store = openTestStore()
    const ids = Array.from({ length: 4 }, () => addFile(store.db))
    const s = await started({ maxInFlight: 1 }, store)
    for (let i = 0; i < 3; i++) {
      await s.untilSent()
      await s.answer(answered(200, '<html/>'))
    }
    expect(s.sender.service.road).toMatchObject({ kind: 'stopped', cause: 'not-understood' })
    expect(ids.filter((id) => s.document(id).state === 'unclear')).toHaveLength(3)
    expect(await s.untilSent(20 * minute)).toBe(5 * minute)
  })
})

describe('the lanes', () => {
  // The stage's clock says 10:00 in the store on 2026-11-20.
  test('one slot belongs to today, though older days wait', async () => {
    const store = openTestStore()
    const old = Array.from({ length: 6 }, (_, i) => addFile(store.db, { orderDate: `2026-11-1${i}` }))
    const today = addFile(store.db, { orderDate: '2026-11-20' })
    const s = await started({ maxInFlight: 3 }, store)
    await s.sent(3)
    expect(s.document(today).state).toBe('sending')
    expect(old.map((id) => s.document(id).state).slice(0, 2)).toEqual(['sending', 'sending'])
  })

  test('with one slot take turns', async () => {
    const store = openTestStore()
    const old = [addFile(store.db, { orderDate: '2026-11-10' }), addFile(store.db, { orderDate: '2026-11-11' })]
    const today = [addFile(store.db, { orderDate: '2026-11-20' }), addFile(store.db, { orderDate: '2026-11-20' })]
    const s = await started({ maxInFlight: 1 }, store)
    const order: number[] = []
    for (let i = 0; i < 4; i++) {
      await s.sent(1)
      order.push(Number(store.db.prepare("SELECT id FROM document WHERE state = 'sending'").pluck().get()))
      await s.answer(success)
    }
    expect(order).toEqual([today[0], old[0], today[1], old[1]])
  })

  test('never have more on their way than maxInFlight', async () => {
    const store = openTestStore()
    for (let i = 0; i < 12; i++) addFile(store.db)
    const s = await started({ maxInFlight: 4 }, store)
    await s.sent(4)
    await s.clock.advance(5 * minute)
    await s.settled()
    expect(s.open).toBe(4)
  })
})

describe('a pause', () => {
  test('sends nothing new, lets what is on its way end, and goes on when it is over', async () => {
    const store = openTestStore()
    const ids = [addFile(store.db), addFile(store.db)]
    const s = await started({ maxInFlight: 1 }, store)
    await s.sent(1)
    s.paused = null
    await s.answer(success)
    await s.clock.advance(10 * minute)
    await s.settled()
    expect(ids.map((id) => s.document(id).state).sort()).toEqual(['accepted', 'waiting'])
    s.paused = false
    s.ring()
    await s.sent(1)
  })

  test('that begins while a sign-in is under way holds back what was to follow it', async () => {
    const store = openTestStore()
    addFile(store.db)
    const s = new Stage({}, store)
    s.cloud.signIns.always = null
    await s.start()
    await until('the sign-in to begin', () => s.cloud.signIns.open.length === 1)
    s.paused = null
    s.cloud.signIns.answer(tokenAnswer(token))
    await s.settled()
    expect(s.cloud.journals.made).toEqual([])
  })
})

describe('a document that a person put aside while it was being made ready', () => {
  test('is not sent, and nothing else is delayed by it', async () => {
    const store = openTestStore()
    const aside = addFile(store.db, { orderDate: '2026-11-01' })
    const s = new Stage({}, store)
    s.cloud.signIns.always = null
    await s.start()
    await until('the sign-in to begin', () => s.cloud.signIns.open.length === 1)
    s.cloud.signIns.answer(tokenAnswer(token))
    // The bytes are inflated now, outside of any transaction.
    await Promise.resolve()
    store.db.prepare("UPDATE document SET state = 'set-aside' WHERE id = ?").run(aside)
    const other = addFile(store.db, { orderDate: '2026-11-02' })
    s.ring()
    await s.sent(1)
    expect(s.document(aside)).toMatchObject({ state: 'set-aside', attempts: 0 })
    expect(s.document(other).state).toBe('sending')
    expect(s.log).not.toContain('sending-stopped')
  })
})

describe('a stop', () => {
  test('waits for the answers on their way, up to ten seconds', async () => {
    const store = openTestStore()
    const id = addFile(store.db, { name: 'a.xml' })
    const s = await started({}, store)
    await s.sent(1)
    const stopped = s.sender.stop()
    await s.clock.advance(9 * second)
    expect(s.cloud.aborted).toBe(0)
    await s.answer(success)
    await stopped
    expect(s.document(id).state).toBe('accepted')
  })

  test('gives up after ten seconds: the document is unclear, never lost', async () => {
    const store = openTestStore()
    const id = addFile(store.db)
    const s = await started({}, store)
    await s.sent(1)
    const stopped = s.sender.stop()
    await s.clock.advance(10 * second)
    await stopped
    expect(s.cloud.aborted).toBe(1)
    expect(s.document(id)).toMatchObject({ state: 'unclear', problem: 'unanswered' })
  })
})

describe('when the disk does not let an answer be kept', () => {
  test('it is tried again until it can be, and the answer is not lost', async () => {
    const store = openTestStore()
    const id = addFile(store.db, { name: 'a.xml' })
    const s = await started({}, store)
    await s.sent(1)
    store.db.exec(
      "CREATE TEMP TRIGGER full BEFORE INSERT ON attempt_end BEGIN SELECT RAISE(ABORT, 'disk is full'); END",
    )
    s.cloud.journals.answer(success('a.xml'))
    await until('the first try', () => s.log.includes('answer-not-kept'))
    await s.clock.advance(12 * second)
    expect(s.document(id).state).toBe('sending')
    store.db.exec('DROP TRIGGER full')
    await s.clock.advance(5 * second)
    expect(s.document(id).state).toBe('accepted')
    expect(s.attempts(id)).toMatchObject([{ outcome: 'accepted' }])
  })

  test('a fault of somebody who only listens does not cost the answer', async () => {
    const store = openTestStore()
    const id = addFile(store.db, { name: 'a.xml' })
    const s = await started({}, store)
    s.onExchange = () => {
      throw new Error('disk is full')
    }
    await s.sent(1)
    await s.answer(success)
    expect(s.document(id).state).toBe('accepted')
  })
})

test('the state of the service is kept in the database with each outcome that changes it', async () => {
  const store = openTestStore()
  addFile(store.db)
  const s = await started({}, store)
  await s.sent(1)
  await s.answer(answered(500))
  expect(readFact(store.db, 'service', z.object({ troubles: z.number() }))).toEqual({ troubles: 1 })
})
