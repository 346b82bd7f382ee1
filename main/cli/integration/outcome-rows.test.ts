// Each row of the table of design 4.3, from the register's folder to what the commands tell, over real HTTP and in real
// time. What needs hours (the pauses, five repeats, the cap of Retry-After) is in outcome-courses.test.ts.

import { describe, test, vi } from 'vitest'
import type { FaultRuleInput } from '../../../sandbox/fault-rules.ts'
import { aJournal } from './journal-bytes.ts'
import { practiceStore, type PracticeStore } from './practice-store.ts'
import type { AtEnd } from './temporary-folder.ts'
import { attemptsOf, copiesTold, told } from './told-attempts.ts'

vi.setConfig({ testTimeout: 60_000 })

const name = 'PJR20261120101112.xml'

/** A store whose cloud does one odd thing to the first journal, with that journal in the folder and the engine running. */
const storeThatMeets = async (
  atEnd: AtEnd,
  does: FaultRuleInput['do'],
  more: Partial<FaultRuleInput> = {},
): Promise<PracticeStore> => {
  const store = await practiceStore(atEnd)
  store.misbehave({ on: 'journal', do: does, ...more })
  await store.put(name, aJournal())
  await store.run()
  return store
}

interface Odd {
  readonly name: string
  readonly does: FaultRuleInput['do']
}

/** A store whose cloud does something odd to each of these files once, with the files in the folder and the engine running. */
const storeThatMeetsEach = async (atEnd: AtEnd, odds: readonly Odd[]): Promise<PracticeStore> => {
  const store = await practiceStore(atEnd)
  for (const odd of odds) {
    store.misbehave({ on: 'journal', match: { name: odd.name }, do: odd.does })
    await store.put(odd.name, aJournal())
  }
  await store.run()
  return store
}

describe.concurrent('an acknowledgement of ours', () => {
  test('Success makes the file accepted, with the reference the cloud gave', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    await store.put(name, aJournal())
    await store.run()
    await store.whenState(name, 'accepted')
    const file = await store.show(name)
    const [copy] = store.received(name)
    expect(file).toMatchObject({
      attempts: 1,
      problem: null,
      nextAttemptAt: null,
      referenceId: copy?.reference,
      validationStatus: 'Success',
      statusMessage: 'OK',
      details: [],
      sha256: copy?.sha256,
      businessDates: ['2026-11-20'],
    })
    const apart = Date.parse(file.acceptedAt ?? '') - Date.parse(attemptsOf(file)[0]?.endedAt ?? '')
    expect(Math.abs(apart)).toBeLessThan(1000)
    expect(told(file)).toEqual(['accepted 200, may have arrived'])
    const status = await store.statusWhen('the store to be green', ({ state }) => state === 'good')
    expect(status).toMatchObject({
      lastAcceptedAt: file.acceptedAt,
      breaker: 'closed',
      signIn: 'signed-in',
      problems: [],
    })
    expect(status.counts.accepted).toBe(1)
  })

  test('until it comes the file is sending, and its row says that it may have arrived', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await storeThatMeets(onTestFinished, { kind: 'hang', store: true })
    await store.whenCloud(({ journals }) => journals.length === 1)
    const file = await store.show(name)
    expect(file).toMatchObject({ state: 'sending', problem: null, attempts: 1, nextAttemptAt: null, acceptedAt: null })
    expect(told(file)).toEqual(['on its way, may have arrived'])
    expect(attemptsOf(file)[0]).toMatchObject({ endedAt: null, rawAnswer: null, details: [] })
    expect(await store.command('set-aside', file.id)).toMatchObject({ code: 1 })
    expect(await store.command('resend', file.id, '--again', '--reason', 'in a hurry')).toMatchObject({ code: 1 })
    expect(store.received(name)).toHaveLength(1)
  })

  test('NonFatalError makes it accepted with notes, and the notes are kept as the server gave them', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const bytes = aJournal({ tail: '\n\x1a' })
    await store.put(name, bytes)
    await store.run()
    await store.whenState(name, 'accepted-with-notes')
    const file = await store.file(name)
    const lastLine = bytes.toString('utf8').split('\n').length
    expect(file).toMatchObject({
      attempts: 1,
      validationStatus: 'NonFatalError',
      statusMessage: 'Accepted with remarks.',
    })
    expect(file.details).toEqual([
      { line: lastLine, position: 1, severity: 'Warning', message: expect.stringContaining('0x1A') as string },
    ])
    expect(file.acceptedAt).not.toBeNull()
  })

  test('FatalError makes it refused, with the line of the register’s own bytes that is wrong', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const bytes = aJournal({ price: '1,25', amount: '1.25', lineEnd: '\r\n' })
    await store.put(name, bytes)
    await store.run()
    await store.whenState(name, 'refused')
    const file = await store.show(name)
    const lines = bytes.toString('utf8').split('\r\n')
    const line = lines.findIndex((text) => text.includes('1,25'))
    expect(file).toMatchObject({ attempts: 1, acceptedAt: null, validationStatus: 'FatalError', nextAttemptAt: null })
    expect(file.details).toEqual([
      {
        line: line + 1,
        position: (lines[line]?.indexOf('1,25') ?? 0) + 1,
        severity: 'Error',
        message: expect.stringContaining('ActualSalesPrice') as string,
      },
    ])
    expect(told(file)).toEqual(['refused 200, may have arrived'])
    const status = await store.statusWhen('the refusal to be told', ({ problems }) => problems.length > 0)
    expect(status.problems.map(({ code, count }) => [code, count])).toEqual([['files-refused', 1]])
    expect(status.state).toBe('attention')
  })

  test('details without a place, with place zero or outside the file are kept as they came', async ({
    expect,
    onTestFinished,
  }) => {
    const details = [
      { line: null, position: null, message: 'somewhere', severity: 'Error' },
      { line: 0, position: 0, message: 'nowhere', severity: 'Info' },
      { line: 99_999, position: 7, message: 'far <out> & "away"', severity: 'Warning' },
      { line: 3, position: null, message: null, severity: null },
    ]
    const store = await storeThatMeets(onTestFinished, {
      kind: 'verdict',
      status: 'FatalError',
      message: 'As asked.',
      details,
    })
    await store.whenState(name, 'refused')
    expect(await store.file(name)).toMatchObject({ details, statusMessage: 'As asked.' })
  })

  test('is ours also when it writes our name in another case, with a path, with spaces or decomposed', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const forms = ['lower', 'upper', 'path', 'windows-path', 'spaces', 'decomposed'] as const
    const oddName = (form: string): string => `PJR Café Été ${form}.xml`.normalize('NFC')
    for (const form of forms) {
      store.misbehave({ on: 'journal', match: { name: oddName(form) }, do: { kind: 'name-form', form } })
      await store.put(oddName(form), aJournal())
    }
    await store.run()
    for (const form of forms) await store.whenState(oddName(form), 'accepted')
    expect((await store.files()).map(({ attempts }) => attempts)).toEqual(forms.map(() => 1))
    expect(forms.map((form) => store.received(oddName(form)).length)).toEqual(forms.map(() => 1))
  })
})

describe.concurrent('a complete 2xx that is not ours', () => {
  // No more than two in a store: three in a row would pause sending.
  const riddles: readonly (readonly (Odd & { readonly httpStatus: number; readonly stored: number })[])[] = [
    [
      { name: 'the page of a public network.xml', does: { kind: 'portal' }, httpStatus: 200, stored: 0 },
      { name: 'a 204.xml', does: { kind: 'answer', status: 204 }, httpStatus: 204, stored: 0 },
    ],
    [
      { name: 'an empty 200.xml', does: { kind: 'empty' }, httpStatus: 200, stored: 0 },
      { name: 'bytes that are nothing.xml', does: { kind: 'garbage' }, httpStatus: 200, stored: 0 },
    ],
    [
      {
        name: 'a status nobody knows.xml',
        does: { kind: 'unknown-status', word: 'Processed' },
        httpStatus: 200,
        stored: 1,
      },
      { name: 'an empty 200 to a stored one.xml', does: { kind: 'empty', store: true }, httpStatus: 200, stored: 1 },
    ],
    [{ name: 'an answer without end.xml', does: { kind: 'endless-body' }, httpStatus: 200, stored: 1 }],
  ]
  test.for(riddles)(
    'leaves the file unclear, and it is sent again by itself: $0.name $1.name',
    async (odds, { expect, onTestFinished }) => {
      const store = await storeThatMeetsEach(onTestFinished, odds)
      for (const { name: odd, httpStatus, stored } of odds) {
        const unclear = await store.when(
          odd,
          'to be unclear',
          ({ state, attempts }) => state === 'unclear' || attempts > 1,
        )
        if (unclear.state === 'unclear') expect(unclear).toMatchObject({ problem: 'not-understood', acceptedAt: null })
        await store.whenState(odd, 'accepted')
        const file = await store.show(odd)
        expect(told(file)).toEqual([`not-understood ${httpStatus}, may have arrived`, 'accepted 200, may have arrived'])
        expect(attemptsOf(file)[0]?.sentence).toMatch(/^[A-Z].*\.$/)
        expect(store.received(odd)).toHaveLength(stored + 1)
        expect(copiesTold(file)).toBeGreaterThanOrEqual(store.received(odd).length)
      }
    },
  )

  test('an acknowledgement for another file leaves it unclear and asking; it never goes again by itself', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await storeThatMeets(onTestFinished, { kind: 'other-name', name: 'PJR00000000000000.xml' })
    await store.whenState(name, 'unclear')
    await store.put('PJR2.xml', aJournal())
    await store.whenState('PJR2.xml', 'accepted')
    const file = await store.show(name)
    expect(file).toMatchObject({
      state: 'unclear',
      problem: 'other-name',
      attempts: 1,
      nextAttemptAt: null,
      acceptedAt: null,
    })
    expect(told(file)).toEqual(['other-name 200, may have arrived'])
    expect(attemptsOf(file)[0]?.documentName).toBe('PJR00000000000000.xml')
    expect(store.received(name)).toHaveLength(1)
    const status = await store.statusWhen('the question to be told', ({ state }) => state === 'attention')
    expect(status.problems.map(({ code, count }) => [code, count])).toEqual([['files-unclear', 1]])
  })

  test('of several headers that contradict each other the worst counts', async ({ expect, onTestFinished }) => {
    const store = await storeThatMeets(onTestFinished, { kind: 'two-headers', statuses: ['Success', 'FatalError'] })
    await store.whenState(name, 'refused')
    expect(told(await store.show(name))).toEqual(['refused 200, may have arrived'])
  })
})

describe.concurrent('no complete answer', () => {
  test('a refused connection leaves the file waiting, and it goes by itself when the service is back', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const engine = await store.run()
    await engine.line('the first report', ({ event }) => event === 'connection-report')
    await store.closeCloud()
    await store.put(name, aJournal())
    await engine.line('an attempt to fail', ({ event, outcome }) => event === 'answered' && outcome === 'not-sent')
    const waiting = await store.file(name)
    expect(waiting.state === 'waiting' || waiting.attempts > 1).toBe(true)
    if (waiting.state === 'waiting')
      expect(Date.parse(waiting.nextAttemptAt ?? '')).toBeGreaterThan(Date.parse(waiting.storedAt ?? ''))
    const status = await store.statusWhen('the trouble to be told', ({ problems }) => problems.length > 0)
    expect(status.problems.map(({ code }) => code)).toEqual(['service-not-answering'])
    await store.reopenCloud()
    await store.whenState(name, 'accepted', 20_000)
    const file = await store.show(name)
    expect(
      told(file)
        .slice(0, -1)
        .every((line) => line === 'not-sent' || line === 'not-authorised 401'),
    ).toBe(true)
    expect(told(file).at(-1)).toBe('accepted 200, may have arrived')
    expect(store.received(name)).toHaveLength(1)
  })

  const losses: readonly (readonly (Odd & { readonly outcome: string; readonly stored: number })[])[] = [
    [
      { name: 'a reset while it is sent.xml', does: { kind: 'reset-before-body' }, outcome: 'unanswered', stored: 0 },
      { name: 'a reset after it was sent.xml', does: { kind: 'reset-after-body' }, outcome: 'unanswered', stored: 0 },
      { name: 'a lost reply.xml', does: { kind: 'accept-then-drop' }, outcome: 'unanswered', stored: 1 },
    ],
    [
      {
        name: 'an answer cut by a reset.xml',
        does: { kind: 'truncated', end: 'reset' },
        outcome: 'unanswered 200',
        stored: 1,
      },
      {
        name: 'an answer cut by an end.xml',
        does: { kind: 'truncated', end: 'close', bytes: 10 },
        outcome: 'unanswered 200',
        stored: 1,
      },
    ],
  ]
  test.for(losses)(
    'leaves the file unclear, says so, and is repeated: $0.name $1.name $2.name',
    async (odds, { expect, onTestFinished }) => {
      const store = await storeThatMeetsEach(onTestFinished, odds)
      for (const { name: odd, outcome, stored } of odds) {
        const unclear = await store.when(
          odd,
          'to be unclear',
          ({ state, attempts }) => state === 'unclear' || attempts > 1,
        )
        if (unclear.state === 'unclear') expect(unclear).toMatchObject({ problem: 'unanswered', acceptedAt: null })
        await store.whenState(odd, 'accepted')
        const file = await store.show(odd)
        expect(told(file)).toEqual([`${outcome}, may have arrived`, 'accepted 200, may have arrived'])
        expect(store.received(odd)).toHaveLength(stored + 1)
        expect(file.referenceId).toBe(store.received(odd).at(-1)?.reference)
      }
    },
  )
})

describe.concurrent('no connection to sign in by', () => {
  test.for([
    ['a name that is not found', () => 'https://storebridge-practice.invalid', 'no-internet'],
    ['a server that does not speak TLS', (port: number) => `https://127.0.0.1:${port}`, 'service-not-answering'],
    ['a port where nobody listens', () => 'http://127.0.0.1:9', 'service-not-answering'],
  ] as const)(
    '%s: no attempt is spent, the trouble has its name, and with the right address everything goes',
    async ([, address, code], { expect, onTestFinished }) => {
      const store = await practiceStore(onTestFinished)
      await store.configure({ petrosoft: { baseUrl: address(store.cloud.port) } })
      await store.put(name, aJournal())
      const engine = await store.run()
      await store.whenState(name, 'waiting')
      const status = await store.statusWhen('the trouble to be told', ({ problems }) =>
        problems.some((problem) => problem.code === code),
      )
      expect(status.counts).toMatchObject({ waiting: 1 })
      expect(await store.file(name)).toMatchObject({ state: 'waiting', attempts: 0 })
      await engine.terminate()
      await store.configure()
      await store.run()
      await store.whenState(name, 'accepted')
      expect(told(await store.show(name))).toEqual(['accepted 200, may have arrived'])
    },
  )
})

describe.concurrent('a complete answer that is no 2xx', () => {
  test('401 once renews the sign-in and repeats at once', async ({ expect, onTestFinished }) => {
    const store = await storeThatMeets(onTestFinished, { kind: 'answer', status: 401 })
    await store.whenState(name, 'accepted')
    expect(told(await store.show(name))).toEqual(['not-authorised 401', 'accepted 200, may have arrived'])
    expect(store.cloud.received().signIns).toHaveLength(2)
    expect(store.received(name)).toHaveLength(1)
  })

  test('401 with a fresh token stops sending with the file waiting, without a loop of sign-ins', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await storeThatMeets(onTestFinished, { kind: 'answer', status: 401 }, { times: 'always' })
    const status = await store.statusWhen('the stop', ({ signIn }) => signIn === 'refused')
    expect(status.problems.map(({ code }) => code)).toContain('sign-in-refused')
    expect(status.state).toBe('attention')
    await store.put('PJR2.xml', aJournal())
    await store.whenState('PJR2.xml', 'waiting')
    expect(told(await store.show(name))).toEqual(['not-authorised 401', 'not-authorised 401'])
    expect(await store.file(name)).toMatchObject({ state: 'waiting', problem: null })
    expect(await store.file('PJR2.xml')).toMatchObject({ attempts: 0 })
    expect(store.cloud.received().signIns).toHaveLength(2)
    expect(store.cloud.received().journals).toHaveLength(0)
  })

  const later = (status: number, store = false): Odd & { readonly status: number } => ({
    name: `${status}.xml`,
    status,
    does: { kind: 'answer', status, store, headers: { 'Retry-After': '2' } },
  })
  test.for([
    [later(408), later(429), later(500), later(503)],
    // Behind the gateway the service may have taken it.
    [later(502, true), later(504, true)],
  ])(
    '$0.status $1.status $2.status $3.status leave the file waiting for its time; then it goes',
    async (odds, { expect, onTestFinished }) => {
      const store = await storeThatMeetsEach(onTestFinished, odds)
      for (const { name: odd, status } of odds) {
        await store.whenState(odd, 'accepted')
        const file = await store.show(odd)
        const [first, second] = attemptsOf(file)
        expect([first?.outcome, first?.httpStatus, second?.outcome]).toEqual(['busy', status, 'accepted'])
        expect(Date.parse(second?.startedAt ?? '') - Date.parse(first?.endedAt ?? '')).toBeGreaterThanOrEqual(1990)
        expect(copiesTold(file)).toBeGreaterThanOrEqual(store.received(odd).length)
      }
    },
  )

  test('400, 413, 415 and 422 refuse the file with the server’s words, and one bad file stops only itself', async ({
    expect,
    onTestFinished,
  }) => {
    const headers = { 'Content-Type': 'text/html' }
    const body = '<html><b>The file</b> is\nnot to our taste.</html>'
    const statuses = [400, 413, 415, 422]
    const store = await storeThatMeetsEach(
      onTestFinished,
      statuses.map((status) => ({ name: `${status}.xml`, does: { kind: 'answer', status, headers, body } })),
    )
    for (const status of statuses) {
      await store.whenState(`${status}.xml`, 'refused')
      const file = await store.show(`${status}.xml`)
      expect(file).toMatchObject({
        attempts: 1,
        acceptedAt: null,
        validationStatus: null,
        statusMessage: 'The file is not to our taste.',
        referenceId: null,
        nextAttemptAt: null,
      })
      expect(told(file)).toEqual([`refused ${status}`])
    }
    await store.put('PJR2.xml', aJournal())
    await store.whenState('PJR2.xml', 'accepted')
  })

  const pauses: readonly (readonly [number, string, string])[] = [
    [403, 'forbidden', 'forbidden'],
    [301, 'wrong-address', 'wrong-address'],
    [404, 'wrong-address', 'wrong-address'],
  ]
  test.for(pauses)(
    '%i pauses all sending and says why; collecting goes on',
    async ([httpStatus, outcome, problem], { expect, onTestFinished }) => {
      const store = await storeThatMeets(onTestFinished, {
        kind: 'answer',
        status: httpStatus,
        headers: { Location: 'http://127.0.0.1:9/elsewhere' },
      })
      const status = await store.statusWhen('the pause to be told', ({ breaker }) => breaker === 'open')
      expect(status.problems.map(({ code }) => code)).toEqual([problem])
      expect(status.state).toBe('attention')
      await store.put('PJR2.xml', aJournal())
      await store.whenState('PJR2.xml', 'waiting')
      const file = await store.show(name)
      expect(file).toMatchObject({ state: 'waiting', problem: null, attempts: 1, acceptedAt: null })
      expect(told(file)).toEqual([`${outcome} ${httpStatus}`])
      expect(store.requests('journal')).toHaveLength(1)
      // Connection reports go on.
      await store.whenCloud(({ reports }) => reports.some(({ ok }) => ok))
    },
  )
})
