// The pill's words for how the store stands (contract/standing.ts decides that, for all who tell it; ux R12). A green tick
// appears only when it stands well and files go to Petrosoft itself in real mode (design, promise 5 and part 6; ux R1).

import type { AppSnapshot } from '../../../contract/ipc.ts'
import { filesNeedingPerson, isAboutFiles, standingOf, type Standing } from '../../../contract/standing.ts'
import type { Timestamp } from '../../../contract/vocabulary.ts'
import type { Hue } from '../theme/hue-styles.ts'
import { problemWords } from './problems.ts'
import type { MessageId, MessageValues } from './say.ts'
import type { StatusIconName } from './status.ts'

export interface Pill {
  readonly hue: Hue
  readonly icon: StatusIconName
  readonly id: MessageId
  readonly values: MessageValues
  /** Fills {time}. */
  readonly at: Timestamp | null
}

const plainPill = (standing: Standing, snapshot: AppSnapshot): Pill => {
  const pill = (hue: Hue, icon: StatusIconName, id: MessageId, n = 0, at: Timestamp | null = null): Pill => ({
    hue,
    icon,
    id,
    values: { n, host: snapshot.otherCloud ?? '' },
    at,
  })
  switch (standing.kind) {
    case 'trouble':
      return pill('red', 'refused', 'pill.trouble')
    case 'starting':
      return pill('blue', 'sending', 'pill.starting')
    case 'restarting':
      return pill('amber', 'try-again', 'pill.restarting')
    case 'stopped':
      return pill('red', 'paused', 'pill.stopped')
    case 'needs-person': {
      const words = problemWords[standing.problem.code]
      const n = isAboutFiles(standing.problem.code) ? Math.max(filesNeedingPerson(snapshot), 1) : standing.problem.count
      return pill(words.hue, words.icon, words.pill, n, standing.problem.since)
    }
    case 'stale':
      return standing.since === null
        ? pill('amber', 'quiet', 'pill.neverChecked')
        : pill('amber', 'quiet', 'pill.stale', 0, standing.since)
    case 'paused':
      return pill('grey', 'paused', 'problem.paused.pill')
    case 'mending': {
      const words = problemWords[standing.problem.code]
      return pill(words.hue, words.icon, words.pill, standing.problem.count, standing.problem.since)
    }
    case 'working':
      return standing.waiting === 0
        ? pill('blue', 'sending', 'pill.working')
        : pill('blue', 'sending', 'pill.sending', standing.waiting)
    case 'good':
      return snapshot.otherCloud === null
        ? pill('green', 'accepted', 'pill.good')
        : pill('brand', 'cloud', 'pill.goodElsewhere')
  }
}

/** The pill of the strip. In practice it is always the flask in the brand's colour, never the tick. */
export const pillOf = (snapshot: AppSnapshot, now: number): Pill => {
  const standing = standingOf(snapshot, now)
  const pill = plainPill(standing, snapshot)
  if (snapshot.mode !== 'practice') return pill
  if (standing.kind === 'good') return { ...pill, hue: 'brand', icon: 'practice', id: 'pill.practiceGood' }
  return { ...pill, hue: 'brand', icon: 'practice' }
}
