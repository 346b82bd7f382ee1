// The way of a sale, register to this PC to internet to Petrosoft, as four links with one root cause: what cannot work
// because something before it is broken says what it waits for, never that it is broken itself (visual.md, "Chain").

import type { ConnectionFacts } from '../../../contract/ipc.ts'
import type { Timestamp } from '../../../contract/vocabulary.ts'
import type { Hue } from '../theme/hue-styles.ts'
import type { MessageId } from './say.ts'

export type LinkName = 'register' | 'pc' | 'internet' | 'petrosoft'
/** good: proven. waiting: because of a link before it. broken: the cause is here. quiet: nothing to see, no fault. */
export type LinkMark = 'good' | 'waiting' | 'broken' | 'quiet'

export interface ChainLink {
  readonly name: LinkName
  readonly mark: LinkMark
  readonly hue: Hue
  /** State words; {time} is `at`. */
  readonly words: MessageId
  readonly at: Timestamp | null
  /** The way from here to the next link carries nothing now. */
  readonly brokenAfter: boolean
}

type Draft = Omit<ChainLink, 'brokenAfter'>

const good = (name: LinkName, words: MessageId): Draft => ({ name, mark: 'good', hue: 'green', words, at: null })

const register = ({ register: { state, lastFileAt } }: ConnectionFacts): Draft => {
  const link = (mark: LinkMark, hue: Hue, words: MessageId, at: Timestamp | null = null): Draft => ({
    name: 'register',
    mark,
    hue,
    words,
    at,
  })
  switch (state) {
    case 'working':
      return good('register', 'link.register.working')
    case 'quiet-closed':
      return link('quiet', 'grey', 'link.register.quietClosed')
    case 'quiet':
      return lastFileAt === null
        ? link('broken', 'amber', 'link.register.quietNever')
        : link('broken', 'amber', 'link.register.quiet', lastFileAt)
    case 'folder-trouble':
      return link('broken', 'red', 'link.register.folderTrouble')
    case 'not-answering':
      return link('broken', 'amber', 'link.register.notAnswering')
    case 'unknown':
      return link('quiet', 'grey', 'link.unknown')
  }
}

const pc = ({ pc: { state } }: ConnectionFacts): Draft => {
  switch (state) {
    case 'good':
      return good('pc', 'link.pc.good')
    case 'low-disk':
      return { name: 'pc', mark: 'broken', hue: 'red', words: 'link.pc.lowDisk', at: null }
    case 'clock-wrong':
      return { name: 'pc', mark: 'broken', hue: 'amber', words: 'link.pc.clockWrong', at: null }
  }
}

const internet = (facts: ConnectionFacts, practice: boolean): Draft => {
  const { state, since } = facts.internet
  if (practice) return { name: 'internet', mark: 'quiet', hue: 'grey', words: 'link.internet.notUsed', at: null }
  switch (state) {
    case 'good':
      return good('internet', 'link.internet.good')
    case 'offline':
      return since === null
        ? { name: 'internet', mark: 'broken', hue: 'blue', words: 'link.internet.offlineNow', at: null }
        : { name: 'internet', mark: 'broken', hue: 'blue', words: 'link.internet.offline', at: since }
    case 'unknown':
      return { name: 'internet', mark: 'quiet', hue: 'grey', words: 'link.unknown', at: null }
  }
}

const petrosoft = (facts: ConnectionFacts, practice: boolean): Draft => {
  const { state, nextTryAt } = facts.petrosoft
  const link = (mark: LinkMark, hue: Hue, words: MessageId, at: Timestamp | null = null): Draft => ({
    name: 'petrosoft',
    mark,
    hue,
    words,
    at,
  })
  // Nobody is signed in over a line that does not exist, whatever the last answer said.
  if (!practice && facts.internet.state === 'offline') return link('waiting', 'blue', 'link.waitingForInternet')
  switch (state) {
    case 'signed-in':
      return good('petrosoft', 'link.petrosoft.signedIn')
    case 'sign-in-needed':
      return link('broken', 'red', 'link.petrosoft.signInNeeded')
    case 'not-answering':
      return nextTryAt === null
        ? link('broken', 'blue', 'link.petrosoft.notAnswering')
        : link('broken', 'blue', 'link.petrosoft.notAnsweringNext', nextTryAt)
    case 'refusing':
      return link('broken', 'red', 'link.petrosoft.refusing')
    case 'unknown':
      return link('quiet', 'grey', 'link.unknown')
  }
}

/** The four links in order. In practice the internet is not used: the practice cloud is on this PC. */
export const chainOf = (facts: ConnectionFacts, practice: boolean): readonly ChainLink[] => {
  const drafts = [register(facts), pc(facts), internet(facts, practice), petrosoft(facts, practice)]
  let broken = false
  return drafts.map((draft, index) => {
    const next = drafts[index + 1]
    broken ||= draft.mark === 'broken' || next?.mark === 'broken'
    return { ...draft, brokenAfter: broken }
  })
}

/** The first link that is broken: the one cause to name. */
export const rootCause = (chain: readonly ChainLink[]): ChainLink | null =>
  chain.find((link) => link.mark === 'broken') ?? null
