// Each state and each reason for it (design 4, 4.1, 4.2), reached as it is reached in a shop: by what a register writes
// into its folder and when. Simulated time, real files and helper processes.

import { simulatedStore, type SimulatedStore } from './simulated-store.ts'
import { appendFile, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { DocumentProblem, DocumentState } from '../../../contract/vocabulary.ts'
import type { HelperChannel } from '../../../contract/folder-port.ts'
import { openSqlite } from '../../engine/storage/open-database.ts'
import { databaseFile } from '../../engine/storage/database-file.ts'
import { aJournal, nextTransaction, type JournalOptions } from './journal-bytes.ts'
import { told } from './told-attempts.ts'
import { until } from './until.ts'

vi.setConfig({ testTimeout: 60_000 })

const second = 1000
const minute = 60 * second
const text = (lines: string): Buffer => Buffer.from(lines)

/** Lets time pass until the newest file of the name stands so. */
const untilStanding = (
  store: SimulatedStore,
  name: string,
  state: DocumentState,
  problem: DocumentProblem | null,
  withinMs?: number,
): Promise<void> =>
  store.clock.until(
    `${name} to be ${state} (${problem ?? 'no problem'})`,
    () => {
      const file = store.rows().find((each) => each.name === name)
      return file?.state === state && file.problem === problem
    },
    withinMs,
  )

const versions = (store: SimulatedStore, name: string) =>
  store
    .rows()
    .filter((file) => file.name === name)
    .map(({ state, problem }) => (problem === null ? state : `${state} (${problem})`))

describe('found: seen, not stored yet', () => {
  test('an empty file stays found (empty) for ever, and is taken as soon as the register writes it', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    await writeFile(join(store.folder, 'PJR1.xml'), '')
    await store.start()
    await untilStanding(store, 'PJR1.xml', 'found', 'empty')
    await store.clock.pass(30 * minute)
    expect(store.file('PJR1.xml')).toMatchObject({
      state: 'found',
      problem: 'empty',
      size: 0,
      sha256: null,
      storedAt: null,
      attempts: 0,
    })
    await writeFile(join(store.folder, 'PJR1.xml'), aJournal())
    await store.untilState('PJR1.xml', 'accepted')
    expect(store.rows()).toHaveLength(1)
  })

  test('a file that is being written is found (growing) until its end is there, however slowly it comes, and is sent whole', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    const bytes = aJournal()
    const path = join(store.folder, 'PJR1.xml')
    await writeFile(path, bytes.subarray(0, 300))
    await store.start()
    await untilStanding(store, 'PJR1.xml', 'found', 'growing')
    for (let at = 300; at < bytes.length; at += 500) {
      // Nine minutes' pause is within what a slow register may take.
      await store.clock.pass(9 * minute)
      expect(store.file('PJR1.xml')).toMatchObject({ state: 'found', problem: 'growing' })
      await appendFile(path, bytes.subarray(at, at + 500))
    }
    await store.untilState('PJR1.xml', 'accepted')
    expect(store.received('PJR1.xml')).toHaveLength(1)
    expect(store.cloud.control.journalBytes(1)?.equals(bytes)).toBe(true)
  })

  test('a file made long before it is filled is not taken for a whole one', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    const bytes = aJournal()
    const path = join(store.folder, 'PJR1.xml')
    await writeFile(path, bytes.subarray(0, 400))
    await truncate(path, bytes.length)
    await store.start()
    await untilStanding(store, 'PJR1.xml', 'found', 'growing')
    await store.clock.pass(minute)
    expect(store.file('PJR1.xml').state).toBe('found')
    await writeFile(path, bytes)
    await store.untilState('PJR1.xml', 'accepted')
    expect(store.cloud.control.journalBytes(1)?.equals(bytes)).toBe(true)
  })

  test('a file another program holds is found (locked) until it is let go', async ({ onTestFinished }) => {
    let locked = true
    const throughHelper = (channel: HelperChannel): HelperChannel => ({
      ...channel,
      onMessage: (listener) =>
        channel.onMessage((message) => {
          if (!locked || message.kind !== 'answer' || !('ends' in message.answer)) return listener(message)
          const ends = message.answer.ends.map((end) => ({
            ...end,
            fault: 'EBUSY',
            size: 0,
            mtimeNs: '0',
            fileId: '0',
          }))
          return listener({ ...message, answer: { ends } })
        }),
    })
    const store = await simulatedStore(onTestFinished, { throughHelper })
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await untilStanding(store, 'PJR1.xml', 'found', 'locked')
    await store.clock.pass(20 * minute)
    expect(store.file('PJR1.xml')).toMatchObject({ state: 'found', problem: 'locked' })
    locked = false
    await store.untilState('PJR1.xml', 'accepted')
  })

  test('what more bytes cannot mend is not waited for', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    await store.put('A.xml', text('<!DOCTYPE x>'))
    await store.put('B.xml', text('PK not XML at all'))
    await store.put('C.xml', text('<?xml version="1.0" encoding="EBCDIC-XY"?><a>'))
    await store.start()
    await untilStanding(store, 'A.xml', 'held', 'doctype', 10 * second)
    await untilStanding(store, 'B.xml', 'held', 'not-well-formed', 10 * second)
    await untilStanding(store, 'C.xml', 'held', 'encoding', 10 * second)
  })
})

describe('vanished: gone before it could be read', () => {
  test('it says so, and is taken when it comes back', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    const bytes = aJournal()
    const path = join(store.folder, 'PJR1.xml')
    await writeFile(path, bytes.subarray(0, 500))
    await store.start()
    await untilStanding(store, 'PJR1.xml', 'found', 'growing')
    await rm(path)
    await untilStanding(store, 'PJR1.xml', 'vanished', null)
    await store.clock.pass(second)
    expect(store.engine.status().counts).toMatchObject({ vanished: 1, found: 0 })
    await store.stop()
    await store.start()
    await store.clock.pass(minute)
    expect(store.file('PJR1.xml').state).toBe('vanished')
    await store.put('PJR1.xml', bytes)
    await store.untilState('PJR1.xml', 'accepted')
    expect(store.rows()).toHaveLength(1)
  })

  test('a file that goes after it was stored is none of that: it is sent all the same', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    await store.start()
    store.engine.decide({ action: 'pause', fileId: null, reason: null, again: false, until: null, who: 'tester' })
    const path = await store.put('PJR1.xml', aJournal())
    await store.untilState('PJR1.xml', 'waiting')
    await rm(path)
    await store.clock.pass(2 * minute)
    await store.stop()
    await store.start()
    store.engine.decide({ action: 'resume', fileId: null, reason: null, again: false, until: null, who: 'tester' })
    await store.untilState('PJR1.xml', 'accepted')
  })
})

describe('held: not sent, a person or a change is needed', () => {
  const holds: readonly (readonly [DocumentProblem, string, Buffer])[] = [
    ['not-well-formed', 'an unescaped &', Buffer.from(aJournal().toString().replace('COFFEE', 'M&M'))],
    ['not-well-formed', 'two roots', Buffer.concat([aJournal(), aJournal()])],
    [
      'doctype',
      'a DOCTYPE',
      Buffer.from(aJournal().toString().replace('<NAXML', '<!DOCTYPE x [<!ENTITY e "e">]>\n<NAXML')),
    ],
    [
      'encoding',
      'a byte UTF-8 does not allow',
      Buffer.from(aJournal({ description: 'CAF\u00e9' }).toString(), 'latin1'),
    ],
  ]
  test.for(holds)(
    '%s: %s is never sent, and one bad file stops only itself',
    async ([problem, , bytes], { onTestFinished }) => {
      const store = await simulatedStore(onTestFinished)
      await store.put('BAD.xml', bytes)
      await store.put('GOOD.xml', aJournal())
      await store.start()
      await untilStanding(store, 'BAD.xml', 'held', problem)
      await store.untilState('GOOD.xml', 'accepted')
      await store.clock.pass(10 * minute)
      expect(store.show('BAD.xml')).toMatchObject({ attempts: 0, deliveries: [], size: bytes.length, events: [] })
      expect(store.show('BAD.xml').findings).toHaveLength(1)
      expect(store.show('BAD.xml').findings[0]).toMatchObject({ severity: 'error' })
      expect(store.received('BAD.xml')).toEqual([])
      expect(store.engine.status().problems.map(({ code, count }) => [code, count])).toEqual([['files-held', 1]])
    },
  )

  test('cut-off: an unfinished file that rests for ten minutes is stored and held; its whole version takes its place', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    const bytes = aJournal()
    const path = join(store.folder, 'PJR1.xml')
    await writeFile(path, bytes.subarray(0, 900))
    await store.start()
    await untilStanding(store, 'PJR1.xml', 'found', 'growing')
    await store.clock.pass(9 * minute)
    expect(store.file('PJR1.xml').state).toBe('found')
    await untilStanding(store, 'PJR1.xml', 'held', 'cut-off', 2 * minute)
    expect(store.file('PJR1.xml')).toMatchObject({ size: 900, attempts: 0 })
    await writeFile(path, bytes)
    await store.untilState('PJR1.xml', 'accepted')
    expect(versions(store, 'PJR1.xml')).toEqual(['accepted', 'replaced'])
    expect(store.received('PJR1.xml')).toHaveLength(1)
  })

  test('cut-off: the ten minutes are counted over a restart', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    await writeFile(join(store.folder, 'PJR1.xml'), aJournal().subarray(0, 900))
    await store.start()
    await untilStanding(store, 'PJR1.xml', 'found', 'growing')
    await store.clock.pass(6 * minute)
    await store.stop()
    await store.start()
    await untilStanding(store, 'PJR1.xml', 'held', 'cut-off', 5 * minute)
  })

  test('too-large: above maxBytes the bytes are kept and held, above four times that only the name is; a larger limit sends what is kept', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, { configuration: { sending: { maxBytes: 4096 } } })
    await store.put('SMALL.xml', aJournal())
    const kept = aJournal({ padding: 4000 })
    await store.put('KEPT.xml', kept)
    await store.put('HUGE.xml', aJournal({ padding: 20_000 }))
    await store.start()
    await store.untilState('SMALL.xml', 'accepted')
    await untilStanding(store, 'KEPT.xml', 'held', 'too-large')
    await untilStanding(store, 'HUGE.xml', 'held', 'too-large')
    expect(store.file('HUGE.xml')).toMatchObject({ sha256: null, attempts: 0 })
    expect(store.file('HUGE.xml').size).toBeGreaterThan(20_000)
    await store.stop()
    await store.start({ sending: { maxBytes: 1_000_000 } })
    await store.untilState('KEPT.xml', 'accepted')
    expect(store.cloud.control.journalBytes(2)?.equals(kept)).toBe(true)
  })

  test('other-store: a journal of another store is held until the settings say that it is ours', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, {
      configuration: { store: { storeLocationIds: ['33084', '33085'] } },
    })
    await store.put('OURS.xml', aJournal({ storeLocationId: '33085' }))
    await store.put('THEIRS.xml', aJournal({ storeLocationId: '99' }))
    await store.start()
    await store.untilState('OURS.xml', 'accepted')
    await untilStanding(store, 'THEIRS.xml', 'held', 'other-store')
    await store.stop()
    await store.start({})
    await store.untilState('THEIRS.xml', 'accepted')
  })

  test('repeats: sales already known from another file are held, naming it; sendRepeated "send" lets them go', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    const sale = { transaction: nextTransaction() }
    await store.put('PJR1.xml', aJournal(sale))
    await store.start()
    await store.untilState('PJR1.xml', 'accepted')
    await store.put('CPJR1.xml', aJournal({ ...sale, description: 'COFFEE 16OZ AGAIN' }))
    await store.put('SOME.xml', aJournal({ sales: [sale, {}] }))
    await untilStanding(store, 'CPJR1.xml', 'held', 'repeats')
    await untilStanding(store, 'SOME.xml', 'held', 'repeats')
    const original = store.file('PJR1.xml').id
    for (const name of ['CPJR1.xml', 'SOME.xml'])
      expect(store.show(name).related).toEqual([{ id: original, name: 'PJR1.xml', relation: 'repeats' }])
    expect(store.cloud.received().journals).toHaveLength(1)
    await store.stop()
    await store.start({ sending: { sendRepeated: 'send' } })
    await store.untilState('CPJR1.xml', 'accepted')
    await store.untilState('SOME.xml', 'accepted')
    expect(store.cloud.received().journals).toHaveLength(3)
  })

  test.for([
    ['another register', { register: '9' }],
    ['another day', { businessDate: '2026-11-19' }],
    ['another amount', { amount: '2.50' }],
    ['another kind of event', { event: 'RefundEvent' }],
  ] as const)('repeats: %s makes the same transaction number another sale', async ([, other], { onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    const sale = { transaction: nextTransaction() }
    await store.put('PJR1.xml', aJournal(sale))
    await store.start()
    await store.untilState('PJR1.xml', 'accepted')
    await store.put('PJR2.xml', aJournal({ ...sale, ...other }))
    await store.untilState('PJR2.xml', 'accepted')
  })

  /** Two files wait; then a byte of the first one's stored bytes changes on our disk while no engine runs. */
  const damagedBytes = async (store: SimulatedStore): Promise<Buffer> => {
    store.password = null
    const bytes = aJournal()
    await store.put('PJR1.xml', bytes)
    await store.put('PJR2.xml', aJournal())
    await store.start()
    await store.untilState('PJR1.xml', 'waiting')
    await store.untilState('PJR2.xml', 'waiting')
    const { id } = store.file('PJR1.xml')
    await store.stop()
    const db = openSqlite(databaseFile(store.dataDirectory))
    const deflated = db.prepare<[string], Buffer>('SELECT deflated FROM content WHERE document_id = ?').pluck().get(id)
    if (deflated === undefined) throw new Error('no bytes were kept')
    deflated[Math.floor(deflated.length / 2)] = (deflated[Math.floor(deflated.length / 2)] ?? 0) ^ 0xff
    db.prepare('UPDATE content SET deflated = ? WHERE document_id = ?').run(deflated, id)
    db.close()
    store.password = 'practice'
    return bytes
  }

  test('bytes that were damaged on our own disk are read again from the folder while the file is still there', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    const bytes = await damagedBytes(store)
    await store.start()
    await store.untilState('PJR1.xml', 'accepted')
    expect(store.received('PJR1.xml')).toHaveLength(1)
    expect(store.received('PJR1.xml')[0]?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(store.show('PJR1.xml').findings.map(({ rule }) => rule)).toContain('stored-bytes-repaired')
  })

  test('reader-failed: bytes that were damaged on our own disk are held, not sent, when the file is gone or another one', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    await damagedBytes(store)
    await rm(join(store.folder, 'PJR1.xml'))
    await store.start()
    await store.untilState('PJR2.xml', 'accepted')
    await untilStanding(store, 'PJR1.xml', 'held', 'reader-failed')
    expect(store.received('PJR1.xml')).toEqual([])
    expect(store.show('PJR1.xml').findings.map(({ severity }) => severity)).toContain('error')
  })
})

describe('not-needed: nothing in it to send', () => {
  const kinds: readonly (readonly [DocumentProblem, Buffer])[] = [
    ['no-sales', aJournal({ event: 'VoidEvent' })],
    ['training', aJournal({ sales: [{ training: true }, { training: true }] })],
    [
      'other-naxml',
      text('<?xml version="1.0"?>\n<NAXML-MovementReport version="3.4"><TransmissionHeader/></NAXML-MovementReport>\n'),
    ],
    ['not-a-journal', text('<?xml version="1.0"?>\n<Prices><Price>1</Price></Prices>\n')],
  ]
  test.for(kinds)('%s', async ([problem, bytes], { onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    await store.put('PJR1.xml', bytes)
    await store.start()
    await untilStanding(store, 'PJR1.xml', 'not-needed', problem)
    await store.clock.pass(10 * minute)
    expect(store.show('PJR1.xml')).toMatchObject({ attempts: 0, deliveries: [] })
    expect(store.cloud.received().journals).toEqual([])
    expect(store.engine.status()).toMatchObject({ state: 'good', problems: [] })
  })

  test('the settings sendUnsupported and sendTraining change that for journals, and never for other documents', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    for (const [problem, bytes] of kinds) await store.put(`${problem}.xml`, bytes)
    await store.start()
    for (const [problem] of kinds) await untilStanding(store, `${problem}.xml`, 'not-needed', problem)
    await store.stop()
    // The cloud says what it thinks of them; here it counts that they were sent.
    store.cloud.control.addFaults({ on: 'journal', times: 'always', do: { kind: 'verdict', status: 'Success' } })
    await store.start({ sending: { sendUnsupported: 'send', sendTraining: 'send' } })
    await store.untilState('no-sales.xml', 'accepted')
    await store.untilState('training.xml', 'accepted')
    await store.clock.pass(minute)
    expect(store.file('other-naxml.xml').state).toBe('not-needed')
    expect(store.file('not-a-journal.xml').state).toBe('not-needed')
    expect(
      store.cloud
        .received()
        .journals.map(({ name }) => name)
        .toSorted(),
    ).toEqual(['no-sales.xml', 'training.xml'])
  })

  test('a mixed file is sent as it is', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    const bytes = aJournal({
      sales: [{ event: 'VoidEvent' }, {}, { training: true }, { event: 'RefundEvent', amount: '-3.00' }],
    })
    await store.put('PJR1.xml', bytes)
    await store.start()
    await store.untilState('PJR1.xml', 'accepted-with-notes')
    expect(store.cloud.control.journalBytes(1)?.equals(bytes)).toBe(true)
    expect(store.show('PJR1.xml').events.map(({ type }) => type)).toEqual([
      'VoidEvent',
      'SaleEvent',
      'SaleEvent',
      'RefundEvent',
    ])
  })
})

describe('the same name with other bytes', () => {
  const newer = (options: JournalOptions): JournalOptions => ({ ...options, description: 'CORRECTED' })

  test('before it was sent: the newer one goes, the older one is replaced', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    store.password = null
    const sale = { transaction: nextTransaction() }
    await store.put('PJR1.xml', aJournal(sale))
    await store.start()
    await store.untilState('PJR1.xml', 'waiting')
    const older = store.file('PJR1.xml').id
    const bytes = aJournal(newer(sale))
    await store.put('PJR1.xml', bytes)
    await store.clock.until('the replacement', () => versions(store, 'PJR1.xml').join() === 'waiting,replaced')
    store.password = 'practice'
    store.engine.passwordChanged()
    await store.untilState('PJR1.xml', 'accepted')
    expect(store.received('PJR1.xml')).toHaveLength(1)
    expect(store.cloud.control.journalBytes(1)?.equals(bytes)).toBe(true)
    const now = store.show('PJR1.xml')
    expect(now.related).toEqual([{ id: older, name: 'PJR1.xml', relation: 'replaces' }])
    expect(store.rows().map(({ id }) => id)).toContain(older)
  })

  test('that return after another version had taken their place go on, and the other is replaced', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    store.password = null
    const sale = { transaction: nextTransaction() }
    const first = aJournal(sale)
    await store.put('PJR1.xml', first)
    await store.start()
    await store.untilState('PJR1.xml', 'waiting')
    await store.put('PJR1.xml', aJournal(newer(sale)))
    await store.clock.until('the replacement', () => versions(store, 'PJR1.xml').join() === 'waiting,replaced')
    await store.put('PJR1.xml', first)
    await store.clock.until('the return', () => versions(store, 'PJR1.xml').join() === 'replaced,waiting')
    store.password = 'practice'
    store.engine.passwordChanged()
    await store.clock.until('the first', () => versions(store, 'PJR1.xml').join() === 'replaced,accepted')
    expect(store.received('PJR1.xml')).toHaveLength(1)
    expect(store.cloud.control.journalBytes(1)?.equals(first)).toBe(true)
  })

  test('after a refusal: the newer one goes, the older one is replaced', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    const sale = { transaction: nextTransaction() }
    await store.put('PJR1.xml', aJournal({ ...sale, price: '2,49' }))
    await store.start()
    await store.untilState('PJR1.xml', 'refused')
    await store.put('PJR1.xml', aJournal(sale))
    await store.untilState('PJR1.xml', 'accepted')
    expect(versions(store, 'PJR1.xml')).toEqual(['accepted', 'replaced'])
    await store.clock.pass(second)
    expect(store.engine.status().counts.refused).toBe(0)
  })

  test.for(['accepted', 'unclear'] as const)(
    'after it was %s, with a sale in common: the newer one is held, naming the older',
    async (state, { onTestFinished }) => {
      const store = await simulatedStore(onTestFinished, { configuration: { sending: { resendUnclear: 'ask' } } })
      if (state === 'unclear') store.cloud.control.addFaults({ on: 'journal', do: { kind: 'accept-then-drop' } })
      const sale = { transaction: nextTransaction() }
      await store.put('PJR1.xml', aJournal(sale))
      await store.start()
      await store.untilState('PJR1.xml', state)
      const older = store.file('PJR1.xml').id
      await store.put('PJR1.xml', aJournal({ sales: [newer(sale), {}] }))
      await untilStanding(store, 'PJR1.xml', 'held', 'repeats')
      expect(store.show('PJR1.xml').related).toEqual([{ id: older, name: 'PJR1.xml', relation: 'repeats' }])
      expect(versions(store, 'PJR1.xml')).toEqual([
        'held (repeats)',
        state === 'accepted' ? 'accepted' : 'unclear (unanswered)',
      ])
      expect(store.cloud.received().journals).toHaveLength(1)
    },
  )

  test('after it was accepted, with none of its sales: the newer one goes on', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.untilState('PJR1.xml', 'accepted')
    const first = store.file('PJR1.xml').id
    await store.put('PJR1.xml', aJournal())
    await store.clock.until('both to be accepted', () => versions(store, 'PJR1.xml').join() === 'accepted,accepted')
    expect(store.file('PJR1.xml').id).not.toBe(first)
    expect(store.received('PJR1.xml')).toHaveLength(2)
  })

  test('other bytes of the same length with the old time are found in the rolling look at old files, or at the next start', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    const path = await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.untilState('PJR1.xml', 'accepted')
    const other = aJournal()
    expect(other.length).toBe((await readFile(path)).length)
    await writeFile(path, other)
    const changed = new Date(Date.now() + 2000)
    await utimes(path, changed, changed)
    await store.clock.until(
      'the other file to be accepted',
      () => versions(store, 'PJR1.xml').join() === 'accepted,accepted',
      2 * minute,
    )
  })
})

describe('a folder that goes and comes', () => {
  test('is told within a minute as missing, sending goes on, and collecting goes on by itself when it is back', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    store.password = null
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.untilState('PJR1.xml', 'waiting')
    await rename(store.folder, `${store.folder}-away`)
    await store.clock.until(
      'the folder to be missing',
      () => store.engine.status().problems.some(({ code }) => code === 'folder-missing'),
      minute,
    )
    expect(store.engine.status().folders[0]).toMatchObject({ reachable: false })
    store.password = 'practice'
    store.engine.passwordChanged()
    await store.untilState('PJR1.xml', 'accepted')
    await rename(`${store.folder}-away`, store.folder)
    await store.put('PJR2.xml', aJournal())
    await store.untilState('PJR2.xml', 'accepted')
    await store.clock.pass(second)
    expect(store.engine.status().folders[0]).toMatchObject({ reachable: true })
    expect(store.rows()).toHaveLength(2)
  })

  test('a helper that hangs is killed, the folder is told as not answering, and a new helper takes over', async ({
    onTestFinished,
  }) => {
    let hung = false
    let opened = 0
    const throughHelper = (channel: HelperChannel): HelperChannel => {
      opened += 1
      return { ...channel, send: (message) => (hung && message.kind === 'request' ? undefined : channel.send(message)) }
    }
    const store = await simulatedStore(onTestFinished, { throughHelper })
    await store.put('PJR1.xml', aJournal())
    await store.start()
    await store.untilState('PJR1.xml', 'accepted')
    hung = true
    // A question that is never passed on counts as open; it must not stop the simulated time.
    store.helperMayHang = true
    await store.clock.until(
      'the folder not to answer',
      () => store.engine.status().problems.some(({ code }) => code === 'folder-not-answering'),
      2 * minute,
    )
    expect(store.engine.status().folders[0]).toMatchObject({ reachable: false })
    hung = false
    store.helperMayHang = false
    await store.put('PJR2.xml', aJournal())
    await until('the helpers to come and go', () => opened > 1 || store.clock.pass(second).then(() => false))
    await store.untilState('PJR2.xml', 'accepted', 2 * minute)
    expect(opened).toBeGreaterThanOrEqual(2)
    await store.clock.pass(second)
    expect(store.engine.status().folders[0]).toMatchObject({ reachable: true })
  })

  test('everything is found again by looking when no change event ever comes', async ({ onTestFinished }) => {
    const deaf = (channel: HelperChannel): HelperChannel => ({
      ...channel,
      onMessage: (listener) =>
        channel.onMessage((message) => {
          if (message.kind !== 'changed') listener(message)
        }),
    })
    const store = await simulatedStore(onTestFinished, { throughHelper: deaf })
    await store.start()
    await store.clock.pass(minute)
    await store.put('PJR1.xml', aJournal())
    await store.untilState('PJR1.xml', 'accepted', 65 * second)
    await store.clock.pass(5 * second)
    expect(store.engine.status().folders[0]).toMatchObject({ watcher: 'rescan' })
    await store.put('PJR2.xml', aJournal())
    await store.untilState('PJR2.xml', 'accepted', 65 * second)
    expect(told(store.show('PJR2.xml'))).toEqual(['accepted 200, may have arrived'])
  })
})
