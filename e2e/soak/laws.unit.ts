// The laws of a soak can be broken: each is shown a picture that breaks it, and one beside it that does not.

import { describe, expect, test } from 'vitest'
import type { ReceivedJournal } from '../../sandbox/ledger.ts'
import { cloudLaws, quietLaws, reachable, stepLaws, unfinishedBusiness, type Written } from './laws.ts'
import type { AttemptFacts, DecisionFacts, DocumentFacts, Picture, SightingFacts } from './picture.ts'

const document = (facts: Partial<DocumentFacts> = {}): DocumentFacts => ({
  id: 1,
  name: 'PJR1.xml',
  sha256: 'a',
  size: 10,
  state: 'accepted',
  problem: null,
  attempts: 1,
  acceptedAt: 5,
  reference: 'r1',
  dueAt: null,
  ...facts,
})

const attempt = (facts: Partial<AttemptFacts> = {}): AttemptFacts => ({
  id: 1,
  documentId: 1,
  deliveryId: 1,
  number: 1,
  outcome: 'accepted',
  mayHaveArrived: 1,
  reference: 'r1',
  ...facts,
})

const sighting = (facts: Partial<SightingFacts> = {}): SightingFacts => ({
  id: 1,
  path: 'PJR1.xml',
  state: 'stored',
  problem: null,
  present: 1,
  size: 10,
  documentId: 1,
  ...facts,
})

const resend = (facts: Partial<DecisionFacts> = {}): DecisionFacts => ({
  id: 1,
  action: 'resend',
  fileId: 1,
  applied: 1,
  ...facts,
})

const picture = (
  documents: readonly DocumentFacts[] = [document()],
  attempts: readonly AttemptFacts[] = [attempt()],
  decisions: readonly DecisionFacts[] = [],
  sightings: readonly SightingFacts[] = documents.map(({ id, name, size }) =>
    sighting({ id, path: name, size, documentId: id }),
  ),
): Picture => ({
  documents: new Map(documents.map((row) => [row.id, row])),
  sightings: new Map(sightings.map((row) => [row.id, row])),
  attempts,
  decisions,
})

const written = (
  contents: Readonly<
    Record<
      string,
      { readonly fate?: 'sent' | 'held' | 'not-needed' | 'not-stored'; readonly sales?: readonly string[] }
    >
  > = { a: {} },
  present: Readonly<Record<string, string>> = {},
): Written => ({
  contents: new Map(
    Object.entries(contents).map(([sha256, { fate = 'sent', sales = [sha256] }]) => [
      sha256,
      { fate, sales, names: new Set<string>(), ageMs: () => 1000 },
    ]),
  ),
  present: new Map(Object.entries(present).map(([name, sha256]) => [name, { sha256, size: 10 }])),
  kills: 0,
  clockWasPutAhead: false,
})

const journal = (facts: Partial<ReceivedJournal> = {}): ReceivedJournal => ({
  n: 1,
  at: '2026-11-20T12:00:00.000Z',
  request: 1,
  name: 'PJR1.xml',
  sha256: 'a',
  size: 10,
  idempotencyKey: '1',
  reference: 'r1',
  verdict: 'Success',
  statusMessage: '',
  details: [],
  transactions: [],
  copies: 1,
  copyOf: null,
  answeredAgain: 0,
  ...facts,
})

test('what holds breaks no law', () => {
  expect(stepLaws(picture(), picture(), written())).toEqual([])
  expect(cloudLaws(picture(), [journal()], written())).toMatchObject({ broken: [], silentCopies: 0, untrueTicks: 0 })
  expect(quietLaws(picture(), written())).toEqual([])
  expect(unfinishedBusiness(picture(), written({ a: {} }, { 'PJR1.xml': 'a' }))).toEqual([])
})

describe('nothing is forgotten:', () => {
  test('a row that is gone', () => {
    expect(stepLaws(picture(), picture([], [], [], []), written())).toEqual([
      'LOST: file 1 (PJR1.xml), accepted has no row any more',
      'LOST: sighting 1 of PJR1.xml has no row any more',
      'attempt 1 (accepted) of file 1 was forgotten',
    ])
  })

  test.each([
    ['bytes', { sha256: 'b' }],
    ['a name', { name: 'PJR2.xml' }],
    ['a first acceptance', { reference: 'r2' }],
  ])('%s that changed', (_what, change) => {
    const now = picture([document(change)])
    expect(stepLaws(picture(), now, written({ a: {}, b: {} }))).not.toEqual([])
  })

  test('an attempt that was rewritten', () => {
    const before = picture([document()], [attempt({ outcome: 'unanswered' })])
    expect(stepLaws(before, picture(), written())).toHaveLength(1)
  })
})

describe('a move:', () => {
  test('an accepted file goes again by a person’s applied decision only', () => {
    const again = document({ state: 'waiting' })
    expect(stepLaws(picture(), picture([again]), written())).toHaveLength(1)
    expect(stepLaws(picture(), picture([again], [attempt()], [resend({ applied: 0 })]), written())).toHaveLength(1)
    expect(stepLaws(picture(), picture([again], [attempt()], [resend()]), written())).toEqual([])
  })

  test('a decision counts once: what it did before is no reason for what happens now', () => {
    const before = picture([document()], [attempt()], [resend()])
    expect(
      stepLaws(before, picture([document({ state: 'waiting' })], [attempt()], [resend()]), written()),
    ).toHaveLength(1)
  })

  test.each([
    ['held', 'waiting', []],
    ['refused', 'accepted', []],
    ['not-needed', 'sending', []],
    ['replaced', 'waiting', []],
    ['unclear', 'set-aside', []],
    ['accepted', 'held', ['resend']],
  ] as const)('from %s nothing leads to %s by itself', (from, to, actions) => {
    expect(reachable(from, actions).has(to)).toBe(false)
  })

  test.each([
    ['stored', 'accepted', []],
    ['waiting', 'replaced', []],
    ['held', 'accepted', ['resend']],
    ['unclear', 'ignored', ['ignore']],
    ['set-aside', 'held', ['put-back']],
  ] as const)('from %s something leads to %s', (from, to, actions) => {
    expect(reachable(from, actions).has(to)).toBe(true)
  })
})

describe('each file:', () => {
  const lost = (count: number, outcome = 'unanswered'): readonly AttemptFacts[] =>
    Array.from({ length: count }, (_, i) => attempt({ id: i + 1, number: i + 1, outcome, reference: null }))
  const unclear = (attempts: number): DocumentFacts =>
    document({ state: 'unclear', attempts, acceptedAt: null, reference: null })

  test('goes at most six times by itself', () => {
    const now = (count: number, outcome?: string): Picture => picture([unclear(count)], lost(count, outcome))
    expect(stepLaws(now(6), now(6), written())).toEqual([])
    expect(stepLaws(now(7), now(7), written())).toEqual(['file 1 went 7 times by itself'])
    expect(stepLaws(now(7, 'busy'), now(7, 'busy'), written())).toEqual([])
  })

  test('holds bytes that somebody wrote', () => {
    const torn = picture([document({ sha256: 'torn' })])
    expect(stepLaws(torn, torn, written())).toEqual(['file 1 (PJR1.xml), accepted holds bytes nobody ever wrote whole'])
  })

  test('that is not to be sent goes by a person only', () => {
    const now = picture()
    expect(stepLaws(now, now, written({ a: { fate: 'held' } }))).toHaveLength(1)
    const asked = picture([document()], [attempt()], [resend()])
    expect(stepLaws(asked, asked, written({ a: { fate: 'held' } }))).toEqual([])
  })

  test('that is not finished is not stored before ten minutes', () => {
    const now = picture([document({ state: 'held', problem: 'cut-off', attempts: 0, acceptedAt: null })], [])
    expect(stepLaws(now, now, written({ a: { fate: 'not-stored' } }))).toHaveLength(1)
  })

  test('says how many attempts it has', () => {
    const now = picture([document({ attempts: 2 })])
    expect(stepLaws(now, now, written())).toHaveLength(1)
  })
})

describe('the cloud’s books:', () => {
  test('a copy that no attempt tells of is silent', () => {
    const twice = [journal(), journal({ n: 2, reference: 'r2' })]
    expect(cloudLaws(picture(), twice, written())).toMatchObject({ silentCopies: 1 })
    const told = picture(
      [document({ attempts: 2 })],
      [attempt({ outcome: 'unanswered', reference: null }), attempt({ id: 2, number: 2 })],
    )
    expect(cloudLaws(told, twice, written())).toMatchObject({ broken: [], silentCopies: 0, toldCopies: 1 })
  })

  test('an acceptance the cloud did not give is untrue', () => {
    expect(cloudLaws(picture(), [], written())).toMatchObject({ untrueTicks: 1 })
    expect(cloudLaws(picture(), [journal({ verdict: 'FatalError' })], written())).toMatchObject({ untrueTicks: 1 })
    expect(cloudLaws(picture(), [journal({ reference: 'r9' })], written())).toMatchObject({ untrueTicks: 1 })
  })

  test('a document the cloud has and we have not', () => {
    expect(cloudLaws(picture(), [journal(), journal({ n: 2, sha256: 'x', name: 'X.xml' })], written()).broken).toEqual([
      'the cloud has X.xml, of which we have no row',
    ])
  })

  test('a sale that went by itself with two documents was sent twice', () => {
    const two = [document(), document({ id: 2, name: 'CPJR1.xml', sha256: 'b', reference: 'r2' })]
    const attempts = [attempt(), attempt({ id: 2, documentId: 2, deliveryId: 2, reference: 'r2' })]
    const journals = [journal(), journal({ n: 2, name: 'CPJR1.xml', sha256: 'b', reference: 'r2' })]
    const shared = written({ a: { sales: ['1'] }, b: { sales: ['1', '2'] } })
    expect(cloudLaws(picture(two, attempts), journals, shared).broken).toHaveLength(1)
    expect(cloudLaws(picture(two, attempts, [resend({ fileId: 2 })]), journals, shared).broken).toEqual([])
  })
})

describe('a quiet moment:', () => {
  const open = { attempts: 0, acceptedAt: null, reference: null }

  test('does not come before every file in the folder is stored and every document has ended', () => {
    const here = written({ a: {}, b: {} }, { 'PJR1.xml': 'a', 'PJR2.xml': 'b' })
    expect(unfinishedBusiness(picture(), here)).toEqual(['PJR2.xml is not seen'])
    expect(unfinishedBusiness(picture(), written({ a: {}, b: {} }, { 'PJR1.xml': 'b' }))).toEqual([
      'PJR1.xml is stored, but not as it lies there now',
    ])
    const waiting = picture([document({ ...open, state: 'waiting' })], [])
    expect(unfinishedBusiness(waiting, written({ a: {} }, { 'PJR1.xml': 'a' }))).toEqual(['file 1 (PJR1.xml), waiting'])
    expect(unfinishedBusiness(picture(), written())).toEqual(['PJR1.xml is told to be there and is gone'])
  })

  test.each([
    ['a good journal that is held', document({ ...open, state: 'held', problem: 'not-well-formed' }), 'sent'],
    [
      'a good journal that is held for sales nobody else tells of',
      document({ ...open, state: 'held', problem: 'repeats' }),
      'sent',
    ],
    ['a good journal that was passed over', document({ ...open, state: 'not-needed', problem: 'no-sales' }), 'sent'],
    ['a replaced file without a newer one', document({ ...open, state: 'replaced' }), 'sent'],
    ['a file nobody set aside', document({ ...open, state: 'set-aside' }), 'sent'],
    ['a verdict nobody gave', document({ ...open, state: 'refused' }), 'sent'],
  ] as const)('does not bear %s', (_what, row, fate) => {
    expect(quietLaws(picture([row], []), written({ a: { fate } }))).toHaveLength(1)
  })

  test('does not bear a replaced file that lies in the folder under another name', () => {
    const rows = [document({ ...open, state: 'replaced' }), document({ id: 2, sha256: 'b', reference: 'r2' })]
    const sightings = [
      sighting({ present: 0 }),
      sighting({ id: 2, documentId: 2 }),
      sighting({ id: 3, path: 'PJR1-1.xml' }),
    ]
    const now = picture(rows, [attempt({ documentId: 2, reference: 'r2' })], [], sightings)
    expect(quietLaws(now, written({ a: {}, b: {} }, { 'PJR1.xml': 'b' }))).toEqual([])
    expect(quietLaws(now, written({ a: {}, b: {} }, { 'PJR1.xml': 'b', 'PJR1-1.xml': 'a' }))).toHaveLength(1)
  })
})
