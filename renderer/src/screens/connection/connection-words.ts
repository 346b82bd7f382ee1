// The sentence below "Connection" and the words of an outage, decided from the facts.

import type { ConnectionFacts, Outage } from '../../../../contract/ipc.ts'
import type { Timestamp } from '../../../../contract/vocabulary.ts'
import { chainOf, rootCause } from '../../words/chain.ts'
import type { MessageId } from '../../words/say.ts'

export const outageWords: Readonly<Record<Outage['what'], MessageId>> = {
  folder: 'outage.folder',
  register: 'outage.register',
  pc: 'outage.pc',
  internet: 'outage.internet',
  service: 'outage.service',
  'sign-in': 'outage.signIn',
  engine: 'outage.engine',
}

export interface ConnectionSummary {
  readonly words: MessageId
  /** Fills {time}. */
  readonly at: Timestamp | null
  /** Fills {link}: the name of the broken link. */
  readonly link: ReturnType<typeof rootCause>
}

/** The end of the newest outage that is over. */
const lastBreakEnd = (outages: readonly Outage[]): Timestamp | null =>
  outages.reduce<Timestamp | null>(
    (latest, outage) => (outage.to !== null && (latest === null || outage.to > latest) ? outage.to : latest),
    null,
  )

export const connectionSummary = (facts: ConnectionFacts, practice: boolean): ConnectionSummary => {
  const chain = chainOf(facts, practice)
  const broken = rootCause(chain)
  if (broken !== null) return { words: 'connection.broken', at: null, link: broken }
  // Proven only when every link of the way is good; the practice cloud needs no internet.
  const proven = chain.every((link) => link.mark === 'good' || (practice && link.name === 'internet'))
  if (!proven) {
    const closed = chain.every((link) => link.mark === 'good' || link.words === 'link.register.quietClosed')
    return { words: closed ? 'connection.closed' : 'connection.notProven', at: null, link: null }
  }
  const at = lastBreakEnd(facts.outages)
  return { words: at === null ? 'connection.allWorks' : 'connection.allWorksSince', at, link: null }
}
