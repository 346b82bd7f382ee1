// Collects findings and keeps a hostile document from making millions of them: of one rule the first 50 are kept, and
// the last of these says how many more there are.

import type { Finding } from '../../../contract/judgement.ts'
import type { Place } from './place.ts'
import { rules, type RuleId } from './rules.ts'
import { asSentence } from './sentence.ts'

const keptOfOneRule = 50

export interface FindingList {
  readonly add: (rule: RuleId, place: Place | null, message: string) => void
  /** In the order of their places; those without one come first. */
  readonly all: () => readonly Finding[]
}

export const createFindingList = (): FindingList => {
  const kept: Finding[] = []
  const counts = new Map<RuleId, number>()
  const withRest = (finding: Finding, index: number): Finding => {
    const count = counts.get(finding.rule as RuleId) ?? 0
    const isLast = kept.findLastIndex(({ rule }) => rule === finding.rule) === index
    const rest = count > keptOfOneRule && isLast ? ` (and ${count - keptOfOneRule} more like this)` : ''
    return { ...finding, message: asSentence(`${finding.message}${rest}`) }
  }
  const inOrder = (left: Finding, right: Finding): number =>
    (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0)
  return {
    add: (rule, place, message) => {
      const count = (counts.get(rule) ?? 0) + 1
      counts.set(rule, count)
      if (count > keptOfOneRule) return
      const { severity } = rules[rule]
      kept.push({ severity, rule, line: place?.line ?? null, column: place?.column ?? null, message })
    },
    all: () => kept.map(withRest).sort(inOrder),
  }
}
