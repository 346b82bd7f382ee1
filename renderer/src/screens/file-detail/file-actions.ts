// What a person may do with a file, in which state, and what must be confirmed first (ux 2.9; design, part 4).

import type { DocumentState } from '../../../../contract/vocabulary.ts'
import type { ResendWarning } from '../../decisions/reason-dialogs.tsx'
import type { Who } from '../../words/explain-message.ts'

export type FileAction = 'resend' | 'set-aside' | 'put-back' | 'ignore' | 'try-now' | 'copy'

const permitted: Readonly<Record<DocumentState, readonly FileAction[]>> = {
  found: [],
  vanished: [],
  stored: [],
  waiting: ['try-now', 'set-aside'],
  sending: [],
  unclear: ['resend', 'set-aside', 'ignore'],
  accepted: ['resend'],
  'accepted-with-notes': ['resend'],
  refused: ['resend', 'set-aside', 'ignore'],
  held: ['resend', 'set-aside', 'ignore'],
  'not-needed': [],
  replaced: [],
  'set-aside': ['put-back', 'ignore'],
  ignored: ['put-back'],
}

/** The actions a file offers, beside "Copy for support", which is always there. */
export const actionsOf = (state: DocumentState): readonly FileAction[] => [...permitted[state], 'copy']

export interface SentBefore {
  readonly state: DocumentState
  /** Set once it was accepted, whatever came later. */
  readonly acceptedAt: string | null
  readonly attempts: number
  readonly related: readonly { readonly relation: 'repeats' | 'replaced-by' | 'replaces' }[]
}

/** null: no warning, the eight seconds in which it can be undone are enough. */
export const resendWarning = (file: SentBefore): ResendWarning | null => {
  if (file.acceptedAt !== null || file.state === 'accepted' || file.state === 'accepted-with-notes') return 'accepted'
  // A held file that was sent before may have arrived, too.
  if (file.state === 'unclear' || (file.state === 'held' && file.attempts > 0)) return 'unclear'
  return file.related.some((other) => other.relation === 'repeats') ? 'repeats' : null
}

/** The one filled button, by whose turn it is: the same bytes will be refused again if the register wrote them wrong. */
export const primaryAction = (state: DocumentState, who: Who): FileAction | null => {
  switch (state) {
    case 'refused':
      return who === 'nobody' || who === 'petrosoft' ? 'resend' : 'copy'
    case 'held':
      return 'copy'
    case 'unclear':
      return 'resend'
    case 'set-aside':
      return 'put-back'
    default:
      return null
  }
}
