// What a person decides from the command line (design 4, 5): with an engine running, which applies it at once, and with
// none, when the command applies it itself. Every decision is kept with who, why and what became of it.

import { chmod, chown, mkdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { FileFacts } from '../../../contract/file-facts.ts'
import { jsonLines } from './command.ts'
import { aJournal } from './journal-bytes.ts'
import { practiceStore, type PracticeStore } from './practice-store.ts'
import { told } from './told-attempts.ts'

vi.setConfig({ testTimeout: 60_000 })

interface Answer {
  readonly id: string
  readonly applied: boolean
  readonly sentence: string
}

/** Runs a decision with --json and gives its exit code and what it said. */
const decide = async (
  store: PracticeStore,
  action: string,
  ...words: readonly string[]
): Promise<{ code: number; answers: Answer[] }> => {
  const end = await store.command(action, ...words, '--json')
  return { code: end.code, answers: jsonLines<Answer>(end) }
}

const decisionsOf = (file: FileFacts) =>
  file.decisions.map(({ action, reason, applied, who }) => ({ action, reason, applied, who }))
const who = userInfo().username

describe.concurrent('sending again', () => {
  test('an accepted file goes again only with --again and a reason; both copies and the decision are told, and the first acceptance stays', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    await store.put('PJR1.xml', aJournal())
    await store.run()
    const before = await store.whenState('PJR1.xml', 'accepted')
    const { id } = before
    for (const words of [[], ['--again'], ['--reason', 'they lost it'], ['--again', '--reason', '  ']] as const) {
      const no = await decide(store, 'resend', id, ...words)
      expect(no).toMatchObject({ code: 1, answers: [{ id, applied: false }] })
      expect(no.answers[0]?.sentence).toContain('may count the sales twice')
    }
    expect(await decide(store, 'resend', id, '--again', '--reason', 'they lost it')).toMatchObject({
      code: 0,
      answers: [{ id, applied: true }],
    })
    await store.when(
      'PJR1.xml',
      'to be accepted again',
      ({ state, attempts }) => state === 'accepted' && attempts === 2,
    )
    const file = await store.show('PJR1.xml')
    expect(file.acceptedAt).toBe(before.acceptedAt)
    expect(file.referenceId).toBe(before.referenceId)
    expect(file.deliveries.map(({ cause, attempts }) => [cause, attempts.map(({ outcome }) => outcome)])).toEqual([
      ['automatic', ['accepted']],
      ['person', ['accepted']],
    ])
    expect(decisionsOf(file).filter(({ applied }) => applied)).toEqual([
      { action: 'resend', reason: 'they lost it', applied: true, who },
    ])
    expect(decisionsOf(file)).toHaveLength(5)
    expect(store.received('PJR1.xml').map(({ copies }) => copies)).toEqual([2, 2])
    expect(new Set(store.received('PJR1.xml').map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2)
  })

  test('an accepted file that is sent again and refused still counts as accepted', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    await store.put('PJR1.xml', aJournal())
    await store.run()
    const { id, acceptedAt, referenceId } = await store.whenState('PJR1.xml', 'accepted')
    store.misbehave({ on: 'journal', do: { kind: 'verdict', status: 'FatalError', message: 'Closed.' } })
    await decide(store, 'resend', id, '--again', '--reason', 'asked to')
    await store.whenState('PJR1.xml', 'refused')
    expect(await store.file('PJR1.xml')).toMatchObject({
      acceptedAt,
      referenceId,
      validationStatus: 'FatalError',
      statusMessage: 'Closed.',
    })
  })

  test('a refused file goes again without a warning, an unclear one only with it', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished, { configuration: { sending: { resendUnclear: 'ask' } } })
    store.misbehave(
      { on: 'journal', match: { name: 'REFUSED.xml' }, do: { kind: 'answer', status: 422 } },
      { on: 'journal', match: { name: 'UNCLEAR.xml' }, do: { kind: 'accept-then-drop' } },
    )
    await store.put('REFUSED.xml', aJournal())
    await store.put('UNCLEAR.xml', aJournal())
    await store.run()
    const refused = await store.whenState('REFUSED.xml', 'refused')
    const unclear = await store.whenState('UNCLEAR.xml', 'unclear')
    expect(await decide(store, 'resend', refused.id, unclear.id)).toMatchObject({
      code: 1,
      answers: [{ applied: true }, { applied: false }],
    })
    await store.whenState('REFUSED.xml', 'accepted')
    expect((await decide(store, 'resend', unclear.id, '--again', '--reason', 'the portal has none')).code).toBe(0)
    await store.whenState('UNCLEAR.xml', 'accepted')
    expect(told(await store.show('UNCLEAR.xml'))).toEqual([
      'unanswered, may have arrived',
      'accepted 200, may have arrived',
    ])
    expect(store.received('UNCLEAR.xml')).toHaveLength(2)
  })

  test('a file that waits for its time is due at once', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    store.misbehave({ on: 'journal', do: { kind: 'answer', status: 429, headers: { 'Retry-After': '1800' } } })
    await store.put('PJR1.xml', aJournal())
    await store.run()
    const { id } = await store.when('PJR1.xml', 'to wait for its time', ({ nextAttemptAt }) => nextAttemptAt !== null)
    expect(await decide(store, 'resend', id)).toMatchObject({ code: 0, answers: [{ applied: true }] })
    await store.whenState('PJR1.xml', 'accepted')
    expect((await store.show('PJR1.xml')).deliveries).toHaveLength(1)
  })

  test('a held file is sent anyway when a person says so; one that is no journal never is', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    await store.put('BROKEN.xml', Buffer.from(aJournal().toString().replace('COFFEE', 'M&M')))
    await store.put('PRICES.xml', Buffer.from('<?xml version="1.0"?><Prices/>'))
    await store.put('VOID.xml', aJournal({ event: 'VoidEvent' }))
    await store.run()
    const broken = await store.whenState('BROKEN.xml', 'held')
    const prices = await store.whenState('PRICES.xml', 'not-needed')
    const voided = await store.whenState('VOID.xml', 'not-needed')
    expect(await decide(store, 'resend', broken.id, prices.id, voided.id, '--reason', 'let them see it')).toMatchObject(
      {
        code: 1,
        answers: [{ applied: true }, { applied: false }, { applied: true }],
      },
    )
    // The cloud is the judge now.
    await store.whenState('BROKEN.xml', 'refused')
    await store.whenState('VOID.xml', 'refused')
    expect(await store.file('PRICES.xml')).toMatchObject({ state: 'not-needed', attempts: 0 })
    expect(store.received('PRICES.xml')).toEqual([])
  })

  test('there is no such file: exit 1; a word that is no id: exit 2', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    const engine = await store.run()
    for (const action of ['resend', 'set-aside', 'ignore', 'put-back']) {
      expect(await decide(store, action, '4711')).toMatchObject({
        code: 1,
        answers: [{ id: '4711', applied: false, sentence: 'There is no file 4711.' }],
      })
      expect((await decide(store, action, 'PJR1.xml')).code).toBe(2)
    }
    expect((await store.command('show', '4711', '--json')).code).toBe(1)
    await engine.terminate()
    expect(await decide(store, 'ignore', '4711')).toMatchObject({ code: 1 })
  })
})

describe.concurrent('setting aside, ignoring and putting back', () => {
  test.for(['with an engine running', 'with none'] as const)(
    '%s: each is applied, kept, and can be undone',
    async (how, { expect, onTestFinished }) => {
      const store = await practiceStore(onTestFinished)
      store.misbehave({ on: 'journal', times: 4, do: { kind: 'answer', status: 422, body: 'no' } })
      const files = ['A.xml', 'B.xml', 'C.xml', 'D.xml']
      for (const name of files) await store.put(name, aJournal())
      const engine = await store.run()
      const ids: string[] = []
      for (const name of files) ids.push((await store.whenState(name, 'refused')).id)
      const [a = '', b = '', c = '', d = ''] = ids
      if (how === 'with none') {
        store.lookAway()
        await engine.terminate()
      }
      expect((await decide(store, 'set-aside', a, c, '--reason', 'a test sale')).code).toBe(0)
      expect((await decide(store, 'ignore', b, d, '--reason', 'not ours')).code).toBe(0)
      expect((await store.files('set-aside')).map(({ id }) => id).toSorted()).toEqual([a, c].toSorted())
      expect((await store.files('ignored')).map(({ id }) => id).toSorted()).toEqual([b, d].toSorted())
      // From one drawer into the other, and back to where it came from.
      expect((await decide(store, 'ignore', c)).code).toBe(0)
      expect((await decide(store, 'put-back', c, d)).code).toBe(0)
      expect((await store.files('refused')).map(({ id }) => id).toSorted()).toEqual([c, d].toSorted())
      expect(await decide(store, 'put-back', c)).toMatchObject({ code: 1, answers: [{ applied: false }] })
      const shown = await store.show('C.xml')
      expect(decisionsOf(shown)).toEqual([
        { action: 'set-aside', reason: 'a test sale', applied: true, who },
        { action: 'ignore', reason: null, applied: true, who },
        { action: 'put-back', reason: null, applied: true, who },
        { action: 'put-back', reason: null, applied: false, who },
      ])
      expect((await store.status()).counts).toMatchObject({ refused: 2, 'set-aside': 1, ignored: 1 })
      // A start changes none of it.
      if (how === 'with none') await store.run()
      await store.put('E.xml', aJournal())
      await store.whenState('E.xml', 'accepted')
      expect(await store.file('A.xml')).toMatchObject({ state: 'set-aside', attempts: 1 })
      expect(await store.file('B.xml')).toMatchObject({ state: 'ignored', attempts: 1 })
    },
  )

  test('an accepted file can be neither set aside nor ignored', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    await store.put('PJR1.xml', aJournal())
    await store.run()
    const { id } = await store.whenState('PJR1.xml', 'accepted')
    for (const action of ['set-aside', 'ignore', 'put-back'])
      expect(await decide(store, action, id)).toMatchObject({ code: 1, answers: [{ applied: false }] })
    expect((await store.file('PJR1.xml')).state).toBe('accepted')
  })

  test('a file set aside while it was unclear is not sent silently when it is put back', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished, { configuration: { sending: { resendUnclear: 'ask' } } })
    store.misbehave({ on: 'journal', do: { kind: 'accept-then-drop' } })
    await store.put('PJR1.xml', aJournal())
    await store.run()
    const { id } = await store.whenState('PJR1.xml', 'unclear')
    expect((await decide(store, 'set-aside', id)).code).toBe(0)
    expect((await decide(store, 'resend', id)).code).toBe(1)
    expect((await decide(store, 'put-back', id)).code).toBe(0)
    await store.put('PJR2.xml', aJournal())
    await store.whenState('PJR2.xml', 'accepted')
    expect(await store.file('PJR1.xml')).toMatchObject({
      state: 'unclear',
      problem: 'unanswered',
      attempts: 1,
      nextAttemptAt: null,
    })
    expect(store.received('PJR1.xml')).toHaveLength(1)
  })

  test('a file that has not been read can be ignored, and put back it is read', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    const path = join(store.folder, 'PJR1.xml')
    await writeFile(path, aJournal().subarray(0, 600))
    await store.run()
    const { id } = await store.whenState('PJR1.xml', 'found')
    expect((await decide(store, 'ignore', id)).code).toBe(0)
    await store.whenState('PJR1.xml', 'ignored')
    expect((await decide(store, 'put-back', id)).code).toBe(0)
    await writeFile(path, aJournal())
    await store.whenState('PJR1.xml', 'accepted')
    expect(decisionsOf(await store.show('PJR1.xml')).map(({ action, applied }) => [action, applied])).toEqual([
      ['ignore', true],
      ['put-back', true],
    ])
  })
})

describe.concurrent('pause and resume', () => {
  test('stop sending and nothing else, from the command line, over a restart, and tell so', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const engine = await store.run()
    await engine.line('the first report', ({ event }) => event === 'connection-report')
    expect((await store.command('pause')).code).toBe(0)
    await store.put('PJR1.xml', aJournal())
    await store.whenState('PJR1.xml', 'waiting')
    const status = await store.statusWhen('the pause to be told', ({ state }) => state === 'paused')
    expect(status.problems.map(({ code }) => code)).toEqual(['paused'])
    await engine.terminate()
    const again = await store.run()
    await again.line('a report of the second run', ({ event }) => event === 'connection-report')
    expect(await store.file('PJR1.xml')).toMatchObject({ state: 'waiting', attempts: 0 })
    expect((await store.command('resume')).code).toBe(0)
    await store.whenState('PJR1.xml', 'accepted')
    expect((await store.command('resume')).stdout.toString()).toContain('not paused')
  })

  test('--until ends by itself; a past or senseless time is refused', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    await store.run()
    const until = new Date(Date.now() + 8000).toISOString()
    expect((await store.command('pause', '--until', until)).code).toBe(0)
    await store.put('PJR1.xml', aJournal())
    await store.whenState('PJR1.xml', 'waiting')
    await store.whenState('PJR1.xml', 'accepted')
    const [first] = (await store.show('PJR1.xml')).deliveries[0]?.attempts ?? []
    expect(Date.parse(first?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(until))
    expect((await store.command('pause', '--until', '2020-01-01T00:00:00Z')).code).toBe(1)
    expect((await store.command('pause', '--until', '2027-01-01')).code).toBe(2)
  })

  test('decided with no engine running, it holds from the next start on', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    const engine = await store.run()
    await engine.terminate()
    expect((await store.command('pause')).code).toBe(0)
    await store.put('PJR1.xml', aJournal())
    const next = await store.run()
    await store.whenState('PJR1.xml', 'waiting')
    await next.line('the first report', ({ event }) => event === 'connection-report')
    expect(await store.file('PJR1.xml')).toMatchObject({ state: 'waiting', attempts: 0 })
    store.lookAway()
    await next.terminate()
    expect((await store.command('resume')).code).toBe(0)
    await store.run()
    await store.whenState('PJR1.xml', 'accepted')
  })
})

test('a file this user may not read is found (unreadable), stops only itself, and is taken when it may be read', async ({
  onTestFinished,
  skip,
}) => {
  if (process.platform === 'win32') skip('the rights of files are others there')
  const isRoot = process.getuid?.() === 0
  const nobody = 65_534
  const store = await practiceStore(onTestFinished)
  await store.put('SECRET.xml', aJournal())
  await store.put('OPEN.xml', aJournal())
  const path = join(store.folder, 'SECRET.xml')
  await chmod(path, 0o000)
  if (isRoot) {
    // Root may read everything; the engine of this test is nobody.
    await mkdir(store.dataDirectory)
    await chown(store.dataDirectory, nobody, nobody)
  }
  await store.run(isRoot ? { uid: nobody } : {})
  await store.when(
    'SECRET.xml',
    'to be unreadable',
    ({ state, problem }) => state === 'found' && problem === 'unreadable',
  )
  await store.whenState('OPEN.xml', 'accepted')
  await chmod(path, 0o644)
  await store.whenState('SECRET.xml', 'accepted')
  expect((await store.files()).map(({ attempts }) => attempts)).toEqual([1, 1])
})
