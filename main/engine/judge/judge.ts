// The local judgement of a document (design 4.2): gate and reader in one pass over the bytes, and nothing else touched.
// Bounded in time and memory whatever the bytes are, and never fails because of them.

import { performance } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createFindingList, type FindingList } from './finding-list.ts'
import { decideAtGate, passGate, usualPieceBytes, type GateOptions, type Passage } from './gate.ts'
import { createJournalReader, type JournalReader } from './journal-reader.ts'
import type { Judgement } from './judgement.ts'
import { Refusal } from './refusal.ts'

export interface JudgeOptions {
  /** Longer documents are refused unread (`too-large`). */
  readonly maxBytes: number
  /** Monotonic clock in milliseconds. Only the time spent reading counts against the deadline. */
  readonly now?: () => number
  /** After how many bytes other work of this process gets a turn. */
  readonly yieldEvery?: number
  /** How many bytes are read at a time, at least 8. */
  readonly pieceBytes?: number
}

const usualYieldEvery = 262_144

const nothingKnown = {
  root: null,
  version: null,
  storeLocationId: null,
  vendor: null,
  vendorModel: null,
  events: [],
} as const

const refusalFrom = (fault: unknown): Refusal =>
  fault instanceof Refusal
    ? fault
    : new Refusal('reader-failed', null, `the reader failed: ${fault instanceof Error ? fault.message : String(fault)}`)

const tellPassage = ({ ctrlZ, latin1Control }: Passage, findings: FindingList): void => {
  if (ctrlZ !== null) findings.add('trailing-ctrl-z', ctrlZ, 'a single 0x1A byte follows the root element')
  if (latin1Control !== null)
    findings.add(
      'latin1-control',
      latin1Control.place,
      `the byte ${latin1Control.byte} is an invisible control character in ISO-8859-1; this is the first`,
    )
}

function* judgeInSteps(bytes: Uint8Array, options: JudgeOptions): Generator<undefined, Judgement> {
  let findings = createFindingList()
  let encoding: string | null = null
  try {
    const decision = decideAtGate(bytes, options.maxBytes)
    encoding = decision.encoding
    const gate: Omit<GateOptions, 'maxBytes'> = {
      now: options.now ?? (() => performance.now()),
      pieceBytes: options.pieceBytes ?? usualPieceBytes,
    }
    let journal: JournalReader | undefined
    const passage = yield* passGate(bytes, decision, gate, (reader) => {
      // Called again when the document is read again from its beginning.
      findings = createFindingList()
      journal = createJournalReader(findings, reader)
      return journal
    })
    const facts = journal === undefined ? nothingKnown : journal.finish()
    tellPassage(passage, findings)
    return { wellFormed: true, gateProblem: null, encoding, ...facts, findings: findings.all() }
  } catch (fault) {
    const refusal = refusalFrom(fault)
    return {
      wellFormed: false,
      gateProblem: refusal.gateProblem,
      encoding: refusal.rule === 'empty' ? null : encoding,
      ...nothingKnown,
      findings: [refusal.finding],
    }
  }
}

/**
 * Judges a document and lets other work of this process go on in between. Never rejects; a fault of the reader itself
 * is the gate problem `reader-failed`.
 */
export const judge = async (bytes: Uint8Array, options: JudgeOptions): Promise<Judgement> => {
  const steps = judgeInSteps(bytes, options)
  const piecesATurn = Math.max(
    1,
    Math.floor((options.yieldEvery ?? usualYieldEvery) / (options.pieceBytes ?? usualPieceBytes)),
  )
  for (let pieces = 1; ; pieces += 1) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (pieces % piecesATurn === 0) await nextTurn()
  }
}

/** The same judgement without a pause: for tools and tests. */
export const judgeAtOnce = (bytes: Uint8Array, options: JudgeOptions): Judgement => {
  const steps = judgeInSteps(bytes, options)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}
