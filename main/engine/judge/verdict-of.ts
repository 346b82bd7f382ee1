// What a judgement means for sending (the table of design 4, and 4.2). Pure. Repeated sales and newer versions are
// decided elsewhere, because they need to know other documents.

import type { Verdict } from '../life/document-state.ts'
import { journalRoot, salesEvents } from './event-draft.ts'
import type { Judgement } from './judgement.ts'

export interface VerdictSettings {
  /** StoreLocationIDs of this store as the registers write them; empty = any. */
  readonly storeLocationIds: readonly string[]
  readonly sendUnsupported: 'skip' | 'send'
  readonly sendTraining: 'skip' | 'send'
}

/**
 * Sends what holds a live sale or refund of this store. Movement reports, other NAXML and other XML are never sent;
 * journals without sales, and journals of training sales only, when the settings say so.
 */
export const verdictOf = (judgement: Judgement, settings: VerdictSettings): Verdict => {
  if (judgement.gateProblem !== null) return { state: 'held', problem: judgement.gateProblem }
  if (judgement.root !== journalRoot)
    return { state: 'not-needed', problem: judgement.root?.startsWith('NAXML-') ? 'other-naxml' : 'not-a-journal' }
  const sales = judgement.events.filter(({ type }) => salesEvents.has(type))
  if (sales.length === 0 && settings.sendUnsupported === 'skip') return { state: 'not-needed', problem: 'no-sales' }
  if (sales.length > 0 && sales.every(({ training }) => training) && settings.sendTraining === 'skip')
    return { state: 'not-needed', problem: 'training' }
  const ids = settings.storeLocationIds
  if (ids.length > 0 && (judgement.storeLocationId === null || !ids.includes(judgement.storeLocationId)))
    return { state: 'held', problem: 'other-store' }
  return { state: 'waiting' }
}
