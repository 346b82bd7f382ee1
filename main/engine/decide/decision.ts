// What a person may decide, applied in one place whoever asks: the engine (for its own app and for rows another
// process inserted), or the command line holding the lock itself. Every decision is kept with who, when and why, and
// with what became of it (design 3, 5; ux 2.9).

import { z } from 'zod'
import { deeds, type Deed } from '../../../contract/deeds.ts'
import type { LeftAlone } from '../../../contract/file-orders.ts'
import { nextStanding, type DocumentEvent, type Standing } from '../life/document-state.ts'
import { afresh, documentById, moveDocument, type DocumentRow } from '../life/document-table.ts'
import { setIgnored, sightingById } from '../collect/sighting-table.ts'
import { createDelivery, documentsSharingSales, noteRepeats } from '../judging/judgement-table.ts'
import { eraseFact, readFact, writeFact } from '../storage/fact-table.ts'
import type { Db } from '../storage/open-database.ts'

export const fileActions = ['resend', 'set-aside', 'ignore', 'put-back'] as const
export type FileAction = (typeof fileActions)[number]
/**
 * `try-now` and `check-now` are asked of a running engine only; `show-full` of the window, and changes no file;
 * `take-back` is written for each file of an order that was taken back before its moment (file-orders.ts); deeds are about
 * the program itself.
 */
export const actions = [...fileActions, 'show-full', 'take-back', 'pause', 'resume', ...deeds] as const
export type Action = (typeof actions)[number]

export interface Decision {
  readonly action: Action
  readonly fileId: number | null
  readonly reason: string | null
  readonly again: boolean
  /** End of a pause, this PC's time; null = until resumed. */
  readonly until: number | null
  readonly who: string
}

export interface Decided {
  readonly applied: boolean
  /** What became of it, or why not: one plain English sentence. */
  readonly sentence: string
}

/** The same with the reason as a code, where a file was left alone. */
export type Outcome =
  | { readonly applied: true; readonly sentence: string }
  | { readonly applied: false; readonly sentence: string; readonly code: LeftAlone }

export const pauseSchema = z.object({ since: z.number(), until: z.number().nullable(), who: z.string() })
export type Pause = z.infer<typeof pauseSchema>
const pauseFact = 'pause'

export const readPause = (db: Db): Pause | null => readFact(db, pauseFact, pauseSchema)

/** Forgets a pause whose end has come. */
export const endPause = (db: Db): void => eraseFact(db, pauseFact)

/** Writes down a decision without applying it, for the engine that holds the lock. Returns its id. */
export const requestDecision = (db: Db, decision: Decision, at: number): number =>
  Number(
    db
      .prepare(
        `INSERT INTO decision (action, file_id, reason, again, until, who, requested_at)
         VALUES (@action, @fileId, @reason, @again, @until, @who, @at)`,
      )
      .run({ ...decision, again: decision.again ? 1 : 0, at }).lastInsertRowid,
  )

export const decidedOf = (db: Db, decisionId: number): Decided | null => {
  const row = db
    .prepare<[number], { applied: 0 | 1; sentence: string }>(
      'SELECT applied, sentence FROM decision_result WHERE decision_id = ?',
    )
    .get(decisionId)
  return row === undefined ? null : { applied: row.applied === 1, sentence: row.sentence }
}

const no = (code: LeftAlone, sentence: string): Outcome => ({ applied: false, sentence, code })
const yes = (sentence: string): Outcome => ({ applied: true, sentence })

const standingOf = (document: DocumentRow): Standing => ({ state: document.state, problem: document.problem })

const putAsideSchema = z.object({ state: z.string(), problem: z.string().nullable() })

const standingBefore = (document: DocumentRow): Standing | null => {
  if (document.put_aside_from === null) return null
  const parsed = putAsideSchema.safeParse(JSON.parse(document.put_aside_from))
  return parsed.success ? (parsed.data as Standing) : null
}

/** Why sending a document again might count its sales twice; null when it cannot. */
const doubleCounting = (db: Db, document: DocumentRow): Outcome | null => {
  const before = standingBefore(document)?.state
  const how = 'To send it all the same, say so with --again and give a --reason.'
  if (document.accepted_at !== null)
    return no('accepted', `Petrosoft already accepted this file. Sending it again may count the sales twice. ${how}`)
  if (
    document.state === 'unclear' ||
    ((document.state === 'set-aside' || document.state === 'ignored') && before === 'unclear')
  )
    return no('unclear', `We do not know whether this file arrived. Sending it again may count the sales twice. ${how}`)
  const accepted = documentsSharingSales(db, document.id)[0]
  // One that is held for just that has said so already.
  if (accepted !== undefined && document.problem !== 'repeats')
    return no(
      'repeats',
      `Sales of this file are also in file ${accepted.id} (${accepted.name}). Sending it may count them twice. ${how}`,
    )
  return null
}

/** Known to be something else than a sales journal, also after a person put it aside. */
const isNoJournal = (document: DocumentRow): boolean => {
  const problem = standingBefore(document)?.problem ?? document.problem
  return problem === 'other-naxml' || problem === 'not-a-journal'
}

/**
 * Damage may have taken the stored bytes while the file lies where it was found: the sender reads it there again, and
 * sends it only when it is the same file by its SHA-256 (life/stored-bytes.ts).
 */
const isStillInFolder = (db: Db, { id, sha256 }: DocumentRow): boolean =>
  sha256 !== null && db.prepare('SELECT 1 FROM sighting WHERE document_id = ? AND present = 1').get(id) !== undefined

/** Why a document cannot be sent again as it was asked for; null when it can. Changes nothing. */
export const hindrance = (
  db: Db,
  document: DocumentRow,
  { again, reason }: Pick<Decision, 'again' | 'reason'>,
): Outcome | null => {
  const { id, name } = document
  if (document.state === 'stored')
    return no('being-checked', `File ${id} (${name}) is being checked; it will be sent by itself.`)
  if (document.state === 'sending') return no('sending', `File ${id} (${name}) is being sent right now.`)
  if (isNoJournal(document))
    return no('not-a-journal', `File ${id} (${name}) is not a sales journal; it is never sent.`)
  const kept = db.prepare('SELECT 1 FROM content WHERE document_id = ?').get(id) !== undefined
  if (!kept && document.bytes_removed_at !== null)
    return no(
      'not-kept',
      `The stored copy of file ${id} (${name}) was removed on ${new Date(document.bytes_removed_at).toISOString().slice(0, 10)}, so it cannot be sent again.`,
    )
  if (!kept && !isStillInFolder(db, document))
    return no('not-kept', `The contents of file ${id} (${name}) are not kept, so it cannot be sent.`)
  return again && reason !== null ? null : doubleCounting(db, document)
}

const resend = (db: Db, document: DocumentRow, decision: Decision, decisionId: number, at: number): Outcome => {
  const { id, name } = document
  const hindered = hindrance(db, document, decision)
  if (hindered !== null) return hindered
  if (document.state === 'waiting') {
    db.prepare('UPDATE document SET due_at = NULL, failures = 0 WHERE id = ?').run(id)
    return yes(`File ${id} (${name}) is due now.`)
  }
  const twice = decision.again && doubleCounting(db, document) !== null
  moveDocument(db, id, { kind: 'sent-again' }, at, {
    delivery_id: createDelivery(db, id, at, decisionId),
    ...afresh,
  })
  return yes(`File ${id} (${name}) will be sent${twice ? ' again' : ''}.`)
}

const putAside = (db: Db, document: DocumentRow, action: 'set-aside' | 'ignore', at: number): Outcome => {
  const event: DocumentEvent = { kind: action === 'ignore' ? 'ignored' : 'set-aside' }
  const { id, name } = document
  if (nextStanding(standingOf(document), event) === null)
    return no(
      'not-possible',
      `File ${id} (${name}) is ${document.state}; it cannot be ${action === 'ignore' ? 'ignored' : 'set aside'}.`,
    )
  const alreadyAside = document.state === 'set-aside' || document.state === 'ignored'
  moveDocument(db, id, event, at, {
    put_aside_from: alreadyAside ? document.put_aside_from : JSON.stringify(standingOf(document)),
  })
  return yes(`File ${id} (${name}) is ${action === 'ignore' ? 'ignored' : 'set aside'}.`)
}

const putBack = (db: Db, document: DocumentRow, at: number): Outcome => {
  const { id, name } = document
  const to = standingBefore(document)
  if (to === null || nextStanding(standingOf(document), { kind: 'put-back', to }) === null)
    return no('not-possible', `File ${id} (${name}) is ${document.state}; there is nothing to put back.`)
  // While it was put aside, its sales may have gone with another file: then it does not go by itself (design 4.1).
  const sharing = to.state === 'waiting' ? documentsSharingSales(db, id) : []
  const [other] = sharing
  if (other !== undefined) {
    noteRepeats(db, id, sharing)
    moveDocument(db, id, { kind: 'put-back', to: { state: 'held', problem: 'repeats' } }, at, { put_aside_from: null })
    return yes(`File ${id} (${name}) is back, but it is held: its sales are also in file ${other.id} (${other.name}).`)
  }
  moveDocument(db, id, { kind: 'put-back', to }, at, { put_aside_from: null })
  return yes(`File ${id} (${name}) is ${to.state} again.`)
}

const decideOnSighting = (db: Db, decision: Decision, id: number): Outcome => {
  const sighting = sightingById(db, id)
  if (sighting === undefined) return no('no-such-file', `There is no file ${id}.`)
  const { path } = sighting
  if (decision.action === 'put-back' && sighting.state === 'ignored') {
    setIgnored(db, id, false)
    return yes(
      sighting.present === 1
        ? `File ${id} (${path}) will be read.`
        : `File ${id} (${path}) is not in the folder any more; it will be read if it comes back.`,
    )
  }
  if (decision.action === 'ignore' && (sighting.state === 'found' || sighting.state === 'vanished')) {
    setIgnored(db, id, true)
    return yes(`File ${id} (${path}) is ignored.`)
  }
  return no('not-read', `File ${id} (${path}) has not been read yet (${sighting.state}).`)
}

/** The document a file id means: its own, or the one a sighting became. */
export const documentOfFile = (db: Db, fileId: number): DocumentRow | undefined => {
  const document = documentById(db, fileId)
  if (document !== undefined) return document
  const documentId = sightingById(db, fileId)?.document_id ?? null
  return documentId === null ? undefined : documentById(db, documentId)
}

/** Carries out a decision about a file; call it inside the caller's transaction, which keeps its result. */
export const decideOnFile = (db: Db, decision: Decision, decisionId: number, at: number): Outcome => {
  if (decision.fileId === null) return no('no-such-file', 'No file was named.')
  const document = documentOfFile(db, decision.fileId)
  if (document === undefined) return decideOnSighting(db, decision, decision.fileId)
  switch (decision.action) {
    case 'resend':
      return resend(db, document, decision, decisionId, at)
    case 'set-aside':
    case 'ignore':
      return putAside(db, document, decision.action, at)
    case 'put-back':
      return putBack(db, document, at)
    case 'show-full':
      return yes(`File ${document.id} (${document.name}) was shown in full, with card numbers and personal data.`)
    default:
      return no('not-possible', `This version of Storebridge does not know how to ${String(decision.action)} a file.`)
  }
}

const apply = (db: Db, decision: Decision, decisionId: number, at: number): Outcome => {
  if (decision.action === 'pause') {
    const { until, who } = decision
    if (until !== null && until <= at) return no('not-possible', 'The end of the pause is already past.')
    writeFact(db, pauseFact, { since: at, until, who } satisfies Pause)
    return yes(
      until === null
        ? 'Sending is paused until somebody resumes it.'
        : `Sending is paused until ${new Date(until).toISOString()}.`,
    )
  }
  if (decision.action === 'resume') {
    const paused = readPause(db) !== null
    eraseFact(db, pauseFact)
    return yes(paused ? 'Sending goes on.' : 'Sending was not paused.')
  }
  if (isDeed(decision.action)) return yes(deedSentences[decision.action])
  return decideOnFile(db, decision, decisionId, at)
}

const deedSentences: Readonly<Record<Deed, string>> = {
  'trial-sent': 'A sales file was sent during the set-up.',
  'settings-changed': 'Settings were changed.',
  'sign-in-forgotten': 'The sign-in was forgotten.',
  'pin-set': 'A manager PIN was set.',
  'pin-changed': 'The manager PIN was changed.',
  'pin-removed': 'The manager PIN was removed.',
  'pin-wrong': 'A wrong manager PIN was typed.',
}
const isDeed = (action: Action): action is Deed => Object.hasOwn(deedSentences, action)

interface DecisionRow extends Omit<Decision, 'fileId' | 'again'> {
  readonly id: number
  readonly file_id: number | null
  readonly again: 0 | 1
}

/** Keeps what became of a decision, once for ever; in the transaction that made it so. */
export const keepResult = (db: Db, decisionId: number, { applied, sentence }: Decided, at: number): void => {
  db.prepare('INSERT INTO decision_result (decision_id, applied, sentence, at) VALUES (?, ?, ?, ?)').run(
    decisionId,
    applied ? 1 : 0,
    sentence,
    at,
  )
}

/**
 * Applies a decision that was written down, once: its result is kept in the same transaction. The caller holds the
 * lock of the data directory.
 */
export const applyDecision = (db: Db, decisionId: number, at: number): Decided =>
  db
    .transaction(() => {
      const row = db.prepare<[number], DecisionRow>('SELECT * FROM decision WHERE id = ?').get(decisionId)
      if (row === undefined) throw new Error(`there is no decision ${decisionId}`)
      const { applied, sentence } = apply(db, { ...row, fileId: row.file_id, again: row.again === 1 }, decisionId, at)
      keepResult(db, decisionId, { applied, sentence }, at)
      return { applied, sentence }
    })
    .immediate()

/** Decisions that were written down and not applied yet, oldest first; those of an order wait for their order. */
export const openDecisions = (db: Db): number[] =>
  db
    .prepare<[], number>(
      `SELECT d.id FROM decision d LEFT JOIN decision_result r ON r.decision_id = d.id WHERE r.decision_id IS NULL AND d.order_id IS NULL ORDER BY d.id`,
    )
    .pluck()
    .all()
