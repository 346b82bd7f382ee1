// The laws of a soak, as pure functions of pictures: what the program's books said before and say now, what was written
// into the folder, and what the cloud has. A broken law is a sentence. The table of moves is written down here anew, from
// design 4, and not taken from the program.

import type { ReceivedJournal } from '../../sandbox/ledger.ts'
import type { Fate } from './content.ts'
import type { AttemptFacts, DocumentFacts, DocumentState, Picture, SightingFacts } from './picture.ts'

/** What was written under some name, by its hash. */
export interface WrittenContent {
  readonly fate: Fate
  /** As `salesOf` names them. */
  readonly sales: readonly string[]
  readonly names: ReadonlySet<string>
  /** How long ago it was first written, ms. */
  readonly ageMs: () => number
}

export interface Written {
  /** Every content that was ever whole in the folder, by SHA-256. */
  readonly contents: ReadonlyMap<string, WrittenContent>
  /** What lies in the folder now, by name: hash and size. Files that are still growing or locked are not in it. */
  readonly present: ReadonlyMap<string, { readonly sha256: string; readonly size: number }>
  /** How often the engine was killed: three kills may hold a file that was being judged each time. */
  readonly kills: number
  /** This PC's clock was put ahead: what counts as ten minutes without change over a restart may be less. */
  readonly clockWasPutAhead: boolean
}

/** Moves of design 4 that need nobody's decision. */
const bySelf: Readonly<Record<DocumentState, readonly DocumentState[]>> = {
  stored: ['waiting', 'held', 'not-needed'],
  waiting: ['sending', 'replaced'],
  sending: ['accepted', 'accepted-with-notes', 'refused', 'waiting', 'unclear'],
  unclear: ['sending'],
  accepted: [],
  'accepted-with-notes': [],
  refused: ['replaced'],
  held: ['replaced'],
  'not-needed': [],
  replaced: [],
  'set-aside': [],
  ignored: [],
}

/** What a person's applied decision adds, and what the register does by writing a replaced version anew. */
const byPerson: Readonly<Record<string, (state: DocumentState) => readonly DocumentState[]>> = {
  returned: (state) => (state === 'replaced' ? ['stored'] : []),
  resend: (state) => (state === 'stored' || state === 'sending' ? [] : ['waiting']),
  'set-aside': () => ['set-aside'],
  ignore: () => ['ignored'],
  'put-back': (state) =>
    state === 'set-aside' || state === 'ignored' ? ['waiting', 'unclear', 'refused', 'held', 'not-needed'] : [],
}

/** Every state that can be reached from `from` with these decisions, each as often as one likes. */
export const reachable = (from: DocumentState, actions: readonly string[]): ReadonlySet<DocumentState> => {
  const reached = new Set<DocumentState>([from])
  const open: DocumentState[] = [from]
  for (;;) {
    const state = open.pop()
    if (state === undefined) return reached
    const next = [...bySelf[state], ...actions.flatMap((action) => byPerson[action]?.(state) ?? [])]
    for (const to of next)
      if (!reached.has(to)) {
        reached.add(to)
        open.push(to)
      }
  }
}

const describe = ({ id, name, state, problem }: DocumentFacts): string =>
  `file ${id} (${name}), ${state}${problem === null ? '' : ` ${problem}`}`

const group = <Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> => {
  const groups = new Map<Key, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [row])
    else known.push(row)
  }
  return groups
}

/** Applied decisions by the document they mean, also where a sighting's id was named. */
const decisionsByDocument = (picture: Picture, after = 0): ReadonlyMap<number, readonly string[]> => {
  const found = new Map<number, string[]>()
  for (const { id, fileId, action, applied } of picture.decisions) {
    if (id <= after || fileId === null || applied !== 1) continue
    const documentId = picture.documents.has(fileId) ? fileId : picture.sightings.get(fileId)?.documentId
    if (documentId === null || documentId === undefined) continue
    found.set(documentId, [...(found.get(documentId) ?? []), action])
  }
  return found
}

const attemptText = ({ number, outcome }: AttemptFacts): string => `attempt ${number} (${outcome ?? 'open'})`

/** Nothing that was in the books is gone or rewritten. */
const nothingForgotten = (before: Picture, now: Picture): string[] => {
  const broken: string[] = []
  for (const [id, old] of before.documents) {
    const document = now.documents.get(id)
    if (document === undefined) broken.push(`LOST: ${describe(old)} has no row any more`)
    else if (document.sha256 !== old.sha256 || document.name !== old.name || document.size !== old.size)
      broken.push(`${describe(old)} became another file: ${describe(document)}`)
    else if (
      old.acceptedAt !== null &&
      (document.acceptedAt !== old.acceptedAt || document.reference !== old.reference)
    )
      broken.push(`the first acceptance of ${describe(document)} was rewritten`)
    else if (document.attempts < old.attempts) broken.push(`attempts of ${describe(document)} were forgotten`)
  }
  for (const [id, old] of before.sightings) {
    const sighting = now.sightings.get(id)
    if (sighting === undefined) broken.push(`LOST: sighting ${id} of ${old.path} has no row any more`)
    else if (old.documentId !== null && sighting.documentId !== old.documentId)
      broken.push(`sighting ${id} of ${old.path} changed its document`)
  }
  const attempts = new Map(now.attempts.map((attempt) => [attempt.id, attempt]))
  for (const old of before.attempts) {
    const attempt = attempts.get(old.id)
    if (attempt === undefined) broken.push(`${attemptText(old)} of file ${old.documentId} was forgotten`)
    else if (old.outcome !== null && (attempt.outcome !== old.outcome || attempt.mayHaveArrived !== old.mayHaveArrived))
      broken.push(`${attemptText(old)} of file ${old.documentId} was rewritten to ${attemptText(attempt)}`)
  }
  return broken
}

const lastDecision = (picture: Picture): number => {
  // Decisions are applied in their order; one that was open in the last picture may be applied in this one.
  const open = picture.decisions.find(({ applied }) => applied === null)
  return open === undefined ? (picture.decisions.at(-1)?.id ?? 0) : open.id - 1
}

/** Each document went only where design 4 lets it go. */
const onlyLegalMoves = (before: Picture, now: Picture, written: Written): string[] => {
  const present = new Set([...written.present.values()].map(({ sha256 }) => sha256))
  const decided = decisionsByDocument(now, lastDecision(before))
  const broken: string[] = []
  for (const [id, document] of now.documents) {
    const old = before.documents.get(id)
    const from = old?.state ?? 'stored'
    const mayReturn = from === 'replaced' || (document.sha256 !== null && present.has(document.sha256))
    const actions = [...(decided.get(id) ?? []), ...(mayReturn ? ['returned'] : [])]
    if (document.state === from) continue
    // A file that was held whole because it could not be read three times, or is too large, is no move of the soak.
    if (!reachable(from, actions).has(document.state))
      broken.push(
        `${describe(document)} was ${from}; nothing leads there${actions.length === 0 ? '' : ` after ${actions.join(', ')}`}`,
      )
  }
  return broken
}

/** How often a document may go by itself after it may have arrived (design 4.4). */
const mostRepeats = 5
const countsAsRepeat = ({ outcome, mayHaveArrived }: AttemptFacts): boolean =>
  mayHaveArrived !== 0 && outcome !== 'busy'

/** A little less than the ten minutes of design 4.1. */
const cutOffAfterMs = 595_000

/** Repeats are bounded; what was not to be sent was not sent but by a person; stored bytes are bytes somebody wrote. */
const eachByItself = (now: Picture, written: Written): string[] => {
  const broken: string[] = []
  const decided = decisionsByDocument(now)
  for (const attempts of group(now.attempts, ({ deliveryId }) => deliveryId).values()) {
    const repeats = attempts.filter(countsAsRepeat)
    const [first] = repeats
    if (first !== undefined && repeats.length > 1 + mostRepeats)
      broken.push(`file ${first.documentId} went ${repeats.length} times by itself`)
  }
  const attemptsOf = group(now.attempts, ({ documentId }) => documentId)
  for (const [id, document] of now.documents) {
    const attempts = attemptsOf.get(id) ?? []
    if (attempts.length !== document.attempts)
      broken.push(`${describe(document)} says ${document.attempts} attempts and has ${attempts.length}`)
    if (attempts.some(({ number }, i) => number !== i + 1))
      broken.push(`attempts of ${describe(document)} are not numbered`)
    const content = document.sha256 === null ? undefined : written.contents.get(document.sha256)
    if (content === undefined) {
      broken.push(`${describe(document)} holds bytes nobody ever wrote whole`)
      continue
    }
    const bySomebody = decided.get(id)?.includes('resend') === true
    if (content.fate !== 'sent' && attempts.length > 0 && !bySomebody)
      broken.push(`${describe(document)} was sent by itself although it is ${content.fate}`)
    if (content.fate === 'not-stored' && document.problem !== 'cut-off' && !bySomebody && document.state === 'held')
      broken.push(`${describe(document)} is held for another reason than that it is not finished`)
    if (content.fate === 'not-stored' && content.ageMs() < cutOffAfterMs && !written.clockWasPutAhead)
      broken.push(`${describe(document)} was stored although it was not finished and may have grown`)
    if (document.problem === 'reader-failed' && written.kills < 3)
      broken.push(`${describe(document)} could not be read`)
  }
  return broken
}

/** Laws that hold at every moment. */
export const stepLaws = (before: Picture, now: Picture, written: Written): readonly string[] => [
  ...nothingForgotten(before, now),
  ...onlyLegalMoves(before, now, written),
  ...eachByItself(now, written),
]

const isTaken = ({ verdict }: ReceivedJournal): boolean => verdict !== 'FatalError'

const mayHaveGone = ({ acceptedAt, state }: DocumentFacts): boolean =>
  acceptedAt !== null || state === 'unclear' || state === 'sending'

export interface CloudFindings {
  readonly broken: readonly string[]
  /** Copies in the cloud's books beyond the first of each document: each is told by a row. */
  readonly toldCopies: number
  readonly silentCopies: number
  readonly untrueTicks: number
}

/**
 * Holds the cloud's books against ours. `journals` must have been asked for before the picture was taken: whatever the cloud
 * has by then, our rows must tell of.
 */
export const cloudLaws = (now: Picture, journals: readonly ReceivedJournal[], written: Written): CloudFindings => {
  const broken: string[] = []
  let [toldCopies, silentCopies, untrueTicks] = [0, 0, 0]
  const documentOf = new Map([...now.documents.values()].map((document) => [document.sha256, document]))
  const attemptsOf = group(now.attempts, ({ documentId }) => documentId)
  const journalsOf = group(journals, ({ sha256 }) => sha256)
  for (const [sha256, copies] of journalsOf) {
    const document = documentOf.get(sha256)
    const name = copies[0]?.name ?? ''
    if (document === undefined) {
      broken.push(`the cloud has ${name}, of which we have no row`)
      continue
    }
    const told = (attemptsOf.get(document.id) ?? []).filter(({ mayHaveArrived }) => mayHaveArrived !== 0).length
    if (copies.length > told) {
      silentCopies += copies.length - told
      broken.push(
        `DUPLICATED SILENTLY: the cloud has ${copies.length} copies of ${describe(document)}; ${told} are told`,
      )
    }
    toldCopies += Math.max(0, copies.filter(isTaken).length - 1)
    if (copies.some((copy) => copy.name !== document.name))
      broken.push(`${describe(document)} was sent under another name: ${copies.map((copy) => copy.name).join(', ')}`)
  }
  const answered = new Set(now.attempts.flatMap(({ reference }) => reference ?? []))
  for (const document of now.documents.values()) {
    if (document.acceptedAt === null) continue
    const copies = journalsOf.get(document.sha256 ?? '') ?? []
    const proof = copies.find(({ reference }) => reference === document.reference)
    if (proof === undefined || !isTaken(proof) || !answered.has(proof.reference)) {
      untrueTicks++
      broken.push(`UNTRUE: ${describe(document)} is called accepted; the cloud has no such thing`)
    }
  }
  broken.push(...salesCountedTwice(now, written))
  return { broken, toldCopies, silentCopies, untrueTicks }
}

/** No sale goes with two documents by itself: beyond the first, each was sent by a person who was told. */
const salesCountedTwice = (now: Picture, written: Written): string[] => {
  const decided = decisionsByDocument(now)
  const bySale = new Map<string, DocumentFacts[]>()
  for (const document of now.documents.values()) {
    if (!mayHaveGone(document) || decided.get(document.id)?.includes('resend') === true) continue
    for (const sale of written.contents.get(document.sha256 ?? '')?.sales ?? [])
      bySale.set(sale, [...(bySale.get(sale) ?? []), document])
  }
  return [...bySale].flatMap(([sale, documents]) =>
    documents.length < 2
      ? []
      : [`SENT TWICE: sale ${sale} went by itself with ${documents.map(describe).join(' and ')}`],
  )
}

const newestUnder = (now: Picture): ReadonlyMap<string, SightingFacts> => {
  const newest = new Map<string, SightingFacts>()
  for (const sighting of now.sightings.values()) {
    const known = newest.get(sighting.path)
    if (known === undefined || known.id < sighting.id) newest.set(sighting.path, sighting)
  }
  return newest
}

const endedStates: ReadonlySet<DocumentState> = new Set([
  'accepted',
  'accepted-with-notes',
  'refused',
  'held',
  'not-needed',
  'replaced',
  'set-aside',
  'ignored',
])

/** What keeps it from being quiet: files not stored yet, documents on their way. Empty when everything has ended. */
export const unfinishedBusiness = (now: Picture, written: Written): readonly string[] => {
  const newest = newestUnder(now)
  const files = [...written.present].flatMap(([name, { sha256, size }]) => {
    const sighting = newest.get(name)
    const fate = written.contents.get(sha256)?.fate
    // It may be stored after ten minutes, as cut off; it need not.
    if (fate === 'not-stored' || sighting?.state === 'ignored')
      return sighting === undefined ? [`${name} is not seen`] : []
    if (sighting === undefined) return [`${name} is not seen`]
    if (sighting.documentId === null) return [`${name} is not stored: ${sighting.state} ${sighting.problem ?? ''}`]
    const document = now.documents.get(sighting.documentId)
    if (document?.sha256 !== sha256) return [`${name} is stored, but not as it lies there now`]
    return sighting.present === 1 && sighting.size === size ? [] : [`${name} is stored, but told to be gone`]
  })
  const gone = [...newest.values()].flatMap(({ path, present }) =>
    present === 1 && !written.present.has(path) ? [`${path} is told to be there and is gone`] : [],
  )
  const documents = [...now.documents.values()].flatMap((document) =>
    endedStates.has(document.state) || (document.state === 'unclear' && document.dueAt === null)
      ? []
      : [describe(document)],
  )
  return [...files, ...gone, ...documents]
}

/** Laws of a quiet moment: each document ended where its content and its history let it end. */
export const quietLaws = (now: Picture, written: Written): readonly string[] => {
  const broken: string[] = []
  const decided = decisionsByDocument(now)
  const attemptsOf = group(now.attempts, ({ documentId }) => documentId)
  for (const document of now.documents.values()) {
    const content = written.contents.get(document.sha256 ?? '')
    if (content === undefined) continue
    const actions = decided.get(document.id) ?? []
    const attempts = attemptsOf.get(document.id) ?? []
    const wrong = (why: string): void => {
      broken.push(`${describe(document)}: ${why}`)
    }
    if (attempts.some(({ outcome }) => outcome === null)) wrong('an attempt has not ended')
    const verdicts = attempts.filter(({ outcome }) =>
      ['accepted', 'accepted-with-notes', 'refused'].includes(outcome ?? ''),
    )
    switch (document.state) {
      case 'accepted':
      case 'accepted-with-notes':
      case 'refused':
        if (verdicts.at(-1)?.outcome !== document.state) wrong('its last verdict was another one')
        break
      case 'held':
        if (content.fate === 'sent' && document.problem !== 'repeats' && document.problem !== 'reader-failed')
          wrong('a good journal is held')
        if (content.fate === 'sent' && document.problem === 'repeats' && !isShared(document, now, written))
          wrong('no other file tells of its sales')
        if (content.fate === 'not-needed') wrong('it is held although nothing in it is to be sent')
        break
      case 'not-needed':
        if (content.fate !== 'not-needed') wrong('it was passed over')
        break
      case 'replaced':
        if (!wasReplaced(document, now)) wrong('no newer file of its name was stored')
        if ([...written.present.values()].some(({ sha256 }) => sha256 === document.sha256))
          wrong('it lies in the folder, and nothing will ever send it')
        break
      case 'set-aside':
      case 'ignored':
        if (!actions.includes(document.state === 'ignored' ? 'ignore' : 'set-aside')) wrong('nobody asked for it')
        break
      case 'stored':
      case 'waiting':
      case 'sending':
      case 'unclear':
        break
    }
  }
  return broken
}

const isShared = (document: DocumentFacts, now: Picture, written: Written): boolean => {
  const sales = new Set(written.contents.get(document.sha256 ?? '')?.sales ?? [])
  return [...now.documents.values()].some(
    (other) =>
      other.id !== document.id &&
      (written.contents.get(other.sha256 ?? '')?.sales ?? []).some((sale) => sales.has(sale)),
  )
}

const wasReplaced = ({ id }: DocumentFacts, now: Picture): boolean => {
  const mine = [...now.sightings.values()].filter(({ documentId }) => documentId === id)
  return mine.some(({ path, id: seen }) =>
    [...now.sightings.values()].some(
      (other) => other.path === path && other.id > seen && other.documentId !== null && other.documentId !== id,
    ),
  )
}
