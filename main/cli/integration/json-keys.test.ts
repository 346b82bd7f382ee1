// The keys of what --json prints are a promise to other programs (design 5): all of them always there, null or empty
// where there is nothing, times in UTC with milliseconds, ids as text.

import { describe, expect, test, vi } from 'vitest'
import { documentStates } from '../../../contract/vocabulary.ts'
import { jsonLines } from './command.ts'
import { aJournal, nextTransaction } from './journal-bytes.ts'
import { practiceStore } from './practice-store.ts'

vi.setConfig({ testTimeout: 60_000 })

const fileKeys = [
  'id', 'name', 'sha256', 'size', 'source', 'state', 'problem', 'foundAt', 'storedAt', 'acceptedAt', 'businessDates',
  'attempts', 'nextAttemptAt', 'referenceId', 'validationStatus', 'statusMessage', 'details',
] // prettier-ignore
const shownKeys = [
  ...fileKeys, 'encoding', 'version', 'storeLocationId', 'vendor', 'vendorModel', 'related', 'sightings', 'events',
  'findings', 'deliveries', 'decisions', 'contentRemovedAt', 'contentRemovedWhy', 'detailsRemovedAt',
] // prettier-ignore
const statusKeys = [
  'state', 'since', 'counts', 'oldestWaitingAt', 'lastScanAt', 'lastAcceptedAt', 'lastReport', 'signIn', 'breaker',
  'folders', 'problems',
] // prettier-ignore

type Json = Readonly<Record<string, unknown>>
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** Every value under a key that names a moment is null or a time of the promised form. */
const expectTimes = (value: unknown): void => {
  if (Array.isArray(value)) return value.forEach(expectTimes)
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (/At$|^at$|^since$/.test(key) && inner !== null) expect(inner).toMatch(time)
    else expectTimes(inner)
  }
}

const keysOf = (list: unknown): string[][] => (list as readonly Json[]).map((each) => Object.keys(each))

describe('the keys of --json', () => {
  test('files and show: the same for every state, from found to refused', async ({ onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    store.misbehave({
      on: 'journal',
      match: { name: 'PAUSE.xml' },
      do: { kind: 'answer', status: 429, headers: { 'Retry-After': '600' } },
    })
    const sale = { transaction: nextTransaction() }
    await store.put('ACCEPTED.xml', aJournal(sale))
    await store.put('NOTES.xml', aJournal({ tail: '\n\x1a' }))
    await store.put('REFUSED.xml', aJournal({ price: '1,25' }))
    await store.put('GROWING.xml', aJournal().subarray(0, 500))
    await store.put('HELD.xml', Buffer.from('not XML'))
    await store.put('NOTHING.xml', aJournal({ event: 'VoidEvent' }))
    await store.put('PAUSE.xml', aJournal())
    await store.run()
    await store.whenState('ACCEPTED.xml', 'accepted')
    await store.put('REPEATS.xml', aJournal({ ...sale, description: 'TEA' }))
    await store.whenState('NOTES.xml', 'accepted-with-notes')
    const refused = await store.whenState('REFUSED.xml', 'refused')
    for (const name of ['HELD.xml', 'REPEATS.xml']) await store.whenState(name, 'held')
    await store.whenState('NOTHING.xml', 'not-needed')
    await store.whenState('GROWING.xml', 'found')
    await store.when('PAUSE.xml', 'to wait for its time', ({ nextAttemptAt }) => nextAttemptAt !== null)
    await store.command('set-aside', refused.id, '--reason', 'a test')
    const files = jsonLines<Json>(await store.command('files', '--json'))
    expect(files).toHaveLength(8)
    expect(files.map(({ id }) => Number(id))).toEqual(files.map(({ id }) => Number(id)).toSorted((a, b) => b - a))
    for (const file of files) {
      expect(Object.keys(file)).toEqual(fileKeys)
      expect(file['id']).toMatch(/^\d+$/)
      expect(file['source']).toBe('folder')
      expectTimes(file)
      for (const keys of keysOf(file['details'])) expect(keys).toEqual(['line', 'position', 'severity', 'message'])

      const [shown = {}] = jsonLines<Json>(await store.command('show', String(file['id']), '--json'))
      expect(Object.keys(shown)).toEqual(shownKeys)
      expect(Object.fromEntries(fileKeys.map((key) => [key, shown[key]]))).toEqual(file)
      expectTimes(shown)
      for (const keys of keysOf(shown['events']))
        expect(keys).toEqual(['type', 'registerId', 'transactionId', 'businessDate', 'grandAmount', 'line', 'endLine'])
      for (const keys of keysOf(shown['findings']))
        expect(keys).toEqual(['severity', 'rule', 'line', 'column', 'message'])
      for (const keys of keysOf(shown['sightings']))
        expect(keys).toEqual(['id', 'folder', 'path', 'size', 'modifiedAt', 'firstSeenAt', 'lastSeenAt', 'archivedTo'])
      for (const keys of keysOf(shown['related'])) expect(keys).toEqual(['id', 'name', 'relation'])
      for (const keys of keysOf(shown['decisions']))
        expect(keys).toEqual(['id', 'action', 'who', 'at', 'reason', 'applied', 'sentence'])
      for (const delivery of shown['deliveries'] as readonly Json[]) {
        expect(Object.keys(delivery)).toEqual(['id', 'createdAt', 'cause', 'attempts'])
        for (const keys of keysOf(delivery['attempts']))
          expect(keys).toEqual([
            'number', 'startedAt', 'endedAt', 'outcome', 'httpStatus', 'mayHaveArrived', 'sentence', 'referenceId',
            'documentName', 'validationStatus', 'statusMessage', 'rawAnswer', 'details',
          ]) // prettier-ignore
      }
      expect((shown['sightings'] as readonly Json[]).length).toBeGreaterThan(0)
    }
    const byName = new Map(files.map((file) => [file['name'], file]))
    expect(byName.get('GROWING.xml')).toMatchObject({
      sha256: null,
      storedAt: null,
      acceptedAt: null,
      businessDates: [],
      nextAttemptAt: null,
      details: [],
    })
    expect(byName.get('HELD.xml')).toMatchObject({
      state: 'held',
      problem: 'not-well-formed',
      referenceId: null,
      validationStatus: null,
      statusMessage: null,
    })
    expect(byName.get('REFUSED.xml')).toMatchObject({ state: 'set-aside', problem: null })

    // --state gives the same rows, and only those.
    for (const state of ['held', 'found', 'waiting', 'replaced'] as const)
      expect(await store.files(state)).toEqual(files.filter((file) => file['state'] === state))
    // Without --json there is a line for each.
    expect((await store.command('files')).stdout.toString().trimEnd().split('\n')).toHaveLength(8)
    expect((await store.command('show', String(refused.id))).stdout.toString()).toContain('REFUSED.xml')
  })

  test('status: with an engine that starts, works, and has ended', async ({ onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    store.misbehave({ on: 'sign-in', do: { kind: 'delay', ms: 1500 } })
    const expectStatus = (status: Json): void => {
      expect(Object.keys(status)).toEqual(statusKeys)
      expect(Object.keys(status['counts'] as Json)).toEqual(documentStates)
      expect(Object.values(status['counts'] as Json).every((n) => Number.isInteger(n))).toBe(true)
      for (const keys of keysOf(status['folders'])) expect(keys).toEqual(['path', 'reachable', 'lastScanAt', 'watcher'])
      for (const keys of keysOf(status['problems'])) expect(keys).toEqual(['code', 'since', 'count', 'sentence'])
      if (status['lastReport'] !== null)
        expect(Object.keys(status['lastReport'] as Json)).toEqual(['at', 'state', 'ok'])
      expectTimes(status)
    }
    const now = async (): Promise<Json> => ({ ...(await store.status()) })
    const engine = await store.run()
    expectStatus(await now())
    await store.put('PJR1.xml', aJournal())
    await store.whenState('PJR1.xml', 'accepted')
    await store.statusWhen('the store to be green', ({ state }) => state === 'good')
    expectStatus(await now())
    await store.put('PJR2.xml', Buffer.from('no XML'))
    await store.whenState('PJR2.xml', 'held')
    await store.command('pause')
    expectStatus({ ...(await store.statusWhen('two problems', ({ problems }) => problems.length === 2)) })
    await engine.terminate()
    const stopped = await now()
    expectStatus(stopped)
    expect(stopped).toMatchObject({ state: 'stopped', breaker: 'closed', counts: { accepted: 1, held: 1 } })
    const text = (await store.command('status')).stdout.toString()
    expect(text).toContain('stopped since')
    expect(text).toContain('1 accepted')
  })
})
