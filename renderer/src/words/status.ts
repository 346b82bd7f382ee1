// What a manager reads for the state of a file (ux 2.13): words, hue and icon from state, problem and cause of
// waiting. Pure; the database's state words never reach the screen. Red is kept for "its sales are not at the office
// and will not get there by themselves".

import type { FileRow } from '../../../contract/ipc.ts'
import type { DocumentProblem, DocumentState, Timestamp } from '../../../contract/vocabulary.ts'
import type { Hue } from '../theme/hue-styles.ts'
import type { MessageId } from './say.ts'

export type StatusIconName =
  | 'found'
  | 'clock'
  | 'no-internet'
  | 'paused'
  | 'sending'
  | 'try-again'
  | 'unsure'
  | 'accepted'
  | 'accepted-with-notes'
  | 'refused'
  | 'answer-unclear'
  | 'cannot-be-read'
  | 'other-store'
  | 'nothing-to-send'
  | 'repeats'
  | 'too-big'
  | 'key'
  | 'disappeared'
  | 'set-aside'
  | 'ignored'
  | 'replaced'
  | 'disk'
  | 'quiet'
  | 'practice'
  | 'cloud'

export interface Status {
  readonly id: MessageId
  /** Fills {time} of the words. */
  readonly at: Timestamp | null
  readonly icon: StatusIconName
  readonly hue: Hue
}

export interface Standing {
  readonly state: DocumentState
  readonly problem: DocumentProblem | null
  readonly waitCause: FileRow['waitCause']
  readonly nextAttemptAt: Timestamp | null
}

const as = (id: MessageId, hue: Hue, icon: StatusIconName, at: Timestamp | null = null): Status => ({
  id,
  hue,
  icon,
  at,
})

const waiting = ({ waitCause, nextAttemptAt }: Standing, now: number): Status => {
  if (waitCause === 'no-internet') return as('status.waitingNoInternet', 'blue', 'no-internet')
  if (waitCause === 'paused') return as('status.waitingPaused', 'grey', 'paused')
  if (waitCause === 'sign-in') return as('status.waitingSignIn', 'red', 'key')
  const later = nextAttemptAt !== null && Date.parse(nextAttemptAt) > now + 1000
  if (later) return as('status.tryAgainAt', 'blue', 'try-again', nextAttemptAt)
  return as('status.waiting', 'blue', 'clock')
}

const held: Partial<Record<DocumentProblem, Status>> = {
  'cut-off': as('status.cutOff', 'red', 'cannot-be-read'),
  'too-large': as('status.tooBig', 'red', 'too-big'),
  'other-store': as('status.otherStore', 'amber', 'other-store'),
  repeats: as('status.repeats', 'amber', 'repeats'),
  'reader-failed': as('status.cannotBeChecked', 'red', 'cannot-be-read'),
}

const found: Partial<Record<DocumentProblem, Status>> = {
  empty: as('status.foundEmpty', 'grey', 'found'),
  growing: as('status.foundGrowing', 'grey', 'found'),
  locked: as('status.foundLocked', 'grey', 'found'),
  unreadable: as('status.foundUnreadable', 'amber', 'disappeared'),
}

/** `now` in milliseconds decides whether a next try is still to come. */
export const statusOf = (standing: Standing, now: number): Status => {
  const { state, problem } = standing
  switch (state) {
    case 'found':
      return (problem === null ? undefined : found[problem]) ?? as('status.found', 'grey', 'found')
    case 'vanished':
      return as('status.disappeared', 'amber', 'disappeared')
    case 'stored':
      return as('status.stored', 'grey', 'found')
    case 'waiting':
      return waiting(standing, now)
    case 'sending':
      return as('status.sending', 'blue', 'sending')
    case 'unclear':
      return problem === 'not-understood' || problem === 'other-name'
        ? as('status.answerUnclear', 'amber', 'answer-unclear')
        : as('status.unsure', 'amber', 'unsure')
    case 'accepted':
      return as('status.accepted', 'green', 'accepted')
    case 'accepted-with-notes':
      return as('status.acceptedWithNotes', 'green', 'accepted-with-notes')
    case 'refused':
      return as('status.refused', 'red', 'refused')
    case 'held':
      return (problem === null ? undefined : held[problem]) ?? as('status.cannotBeRead', 'red', 'cannot-be-read')
    case 'not-needed':
      return as('status.nothingToSend', 'grey', 'nothing-to-send')
    case 'replaced':
      return as('status.replaced', 'grey', 'replaced')
    case 'set-aside':
      return as('status.setAside', 'grey', 'set-aside')
    case 'ignored':
      return as(problem === 'before-start' ? 'status.ignoredBeforeStart' : 'status.ignored', 'grey', 'ignored')
  }
}

/** States in which a person has to look at the file. */
export const needsPerson = (state: DocumentState): boolean =>
  state === 'refused' || state === 'held' || state === 'unclear'
