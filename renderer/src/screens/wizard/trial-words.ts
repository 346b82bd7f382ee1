// What became of the one real file of the set-up, in plain words, and whether its page opens afterwards. Pure.

import type { TrialOutcome } from '../../../../contract/trial-file.ts'
import type { Hue } from '../../theme/hue-styles.ts'
import { say, type MessageId } from '../../words/say.ts'
import type { StatusIconName } from '../../words/status.ts'

export interface TrialWords {
  readonly words: string
  readonly icon: StatusIconName
  readonly hue: Hue
}

const look = (id: MessageId, icon: StatusIconName, hue: Hue) => ({ id, icon, hue })

const lookOf = (state: TrialOutcome['state']) => {
  switch (state) {
    case 'accepted':
      return look('trial.accepted', 'accepted', 'green')
    case 'accepted-with-notes':
      return look('trial.notes', 'accepted-with-notes', 'green')
    case 'refused':
      return look('trial.refused', 'refused', 'red')
    case 'held':
      return look('trial.held', 'unsure', 'amber')
    case 'unclear':
      return look('trial.unclear', 'unsure', 'amber')
    case 'not-needed':
      return look('trial.notNeeded', 'nothing-to-send', 'grey')
    default:
      return look('trial.waiting', 'clock', 'blue')
  }
}

export const trialWords = ({ name, state, referenceId }: TrialOutcome): TrialWords => {
  const { id, icon, hue } = lookOf(state)
  const reference = hue === 'green' && referenceId !== null ? ` ${say('trial.reference', { id: referenceId })}` : ''
  return { words: `${say(id, { file: name })}${reference}`, icon, hue }
}

/** The place in the window where the file needs a person after the set-up; null when it needs nobody. */
export const placeAfterTrial = (outcome: TrialOutcome | null): string | null =>
  outcome?.id != null && ['refused', 'held', 'unclear'].includes(outcome.state) ? `/files/${outcome.id}` : null
