// The life of a stored document as one pure function: (where it stands, what happened) → where it stands then.
// The table of design part 4 is the law; document-state.test.ts holds it pair by pair. Nothing else decides a state,
// and document-table.ts is the only place that writes one.
//
//   stored ── judged ──▶ waiting ── attempt-started ──▶ sending ── answered ──▶ accepted · accepted-with-notes · refused
//                        held                             │  ▲
//                        not-needed                       ├──┼── postponed ──▶ waiting
//                                                         └──┴── lost ───────▶ unclear ── attempt-started ──▶ sending

import type {
  DocumentState,
  HeldProblem,
  NotNeededProblem,
  UnclearProblem,
  DocumentProblem,
} from '../../../contract/vocabulary.ts'

/** States of a document; `found` and `vanished` belong to a sighting that has no document. */
export type StoredState = Exclude<DocumentState, 'found' | 'vanished'>

export interface Standing {
  readonly state: StoredState
  readonly problem: DocumentProblem | null
}

/** What the local judgement decided. */
export type Verdict =
  | { readonly state: 'waiting' }
  | { readonly state: 'held'; readonly problem: HeldProblem }
  | { readonly state: 'not-needed'; readonly problem: NotNeededProblem }

export type AnswerState = 'accepted' | 'accepted-with-notes' | 'refused'

export type DocumentEvent =
  | { readonly kind: 'judged'; readonly verdict: Verdict }
  /** A newer version of the same name took its place. */
  | { readonly kind: 'replaced' }
  /** Its bytes lie in the folder again: they are what the register says now, and go the whole way anew. */
  | { readonly kind: 'returned' }
  | { readonly kind: 'attempt-started' }
  | { readonly kind: 'answered'; readonly state: AnswerState }
  /** The attempt ended and nothing of the document can have been taken. */
  | { readonly kind: 'postponed' }
  /** The attempt ended and the document may have been taken. */
  | { readonly kind: 'lost'; readonly problem: UnclearProblem }
  /** The stored bytes are not the ones that were stored: nothing may be sent. */
  | { readonly kind: 'damaged' }
  /** The records were restored from a copy, and it may have been sent since the copy was made. */
  | { readonly kind: 'restored' }
  /** The records were restored, and the verdict file knows what became of it since. */
  | { readonly kind: 'verdict-read'; readonly state: AnswerState }
  | { readonly kind: 'sent-again' }
  | { readonly kind: 'set-aside' }
  | { readonly kind: 'ignored' }
  /** Back to where it stood before a person set it aside or ignored it. */
  | { readonly kind: 'put-back'; readonly to: Standing }

const isOneOf = <Word extends string>(word: Word, ...words: readonly Word[]): boolean => words.includes(word)

/** States in which the cloud has not had the last word and none is on its way: where a person may still turn it. */
const turnable: readonly StoredState[] = ['waiting', 'unclear', 'refused', 'held', 'not-needed']

/**
 * Where a document stands after an event; null when the event is not possible there, which is a bug of the caller or
 * a person's order that comes too late.
 */
export const nextStanding = (from: Standing, event: DocumentEvent): Standing | null => {
  switch (event.kind) {
    case 'judged':
      if (!isOneOf(from.state, 'stored', 'held', 'not-needed', 'waiting')) return null
      return { state: event.verdict.state, problem: event.verdict.state === 'waiting' ? null : event.verdict.problem }
    case 'replaced':
      return isOneOf(from.state, 'waiting', 'held', 'refused') ? { state: 'replaced', problem: null } : null
    case 'returned':
      return from.state === 'replaced' ? { state: 'stored', problem: null } : null
    case 'attempt-started':
      return isOneOf(from.state, 'waiting', 'unclear') ? { state: 'sending', problem: null } : null
    case 'answered':
      return from.state === 'sending' ? { state: event.state, problem: null } : null
    case 'postponed':
      return from.state === 'sending' ? { state: 'waiting', problem: null } : null
    case 'lost':
      return from.state === 'sending' ? { state: 'unclear', problem: event.problem } : null
    case 'damaged':
      return isOneOf(from.state, 'stored', 'waiting', 'unclear', 'held', 'not-needed')
        ? { state: 'held', problem: 'reader-failed' }
        : null
    case 'restored':
      return isOneOf(from.state, 'stored', 'waiting', 'sending', 'unclear', 'held', 'not-needed')
        ? { state: 'unclear', problem: 'restored' }
        : null
    case 'verdict-read':
      return { state: event.state, problem: null }
    case 'sent-again':
      return isOneOf(from.state, 'stored', 'sending') ? null : { state: 'waiting', problem: null }
    case 'set-aside':
      return turnable.includes(from.state) || from.state === 'ignored' ? { state: 'set-aside', problem: null } : null
    case 'ignored':
      return turnable.includes(from.state) || from.state === 'set-aside' ? { state: 'ignored', problem: null } : null
    case 'put-back':
      return isOneOf(from.state, 'set-aside', 'ignored') && turnable.includes(event.to.state) ? event.to : null
  }
}
