// The manager's words for a finding of our own reader, by its rule id, from finding-rules.json (docs/findings.md lists
// the same rules for technicians). The file is data, so that support can improve the texts alone. A rule without words
// gives null, and the technician's sentence is shown.

import ruleFile from './finding-rules.json'
import { currentLocale } from './say.ts'
import { isWho, type Explanation } from './explain-message.ts'

interface FindingWords {
  readonly short: string
  readonly means: string
  readonly todo: readonly string[]
}

interface FindingRule {
  readonly who: string
  readonly en: FindingWords
  readonly es: FindingWords
}

export const findingRules: ReadonlyMap<string, FindingRule> = new Map(Object.entries<FindingRule>(ruleFile.rules))

/** What a finding means for the store, in the language of the window, and who can do something about it. */
export const explainFinding = (rule: string): Explanation | null => {
  const found = findingRules.get(rule)
  if (found === undefined) return null
  const { short, means, todo } = currentLocale().startsWith('es') ? found.es : found.en
  return { rule, who: isWho(found.who) ? found.who : 'support', short, means, reason: null, cause: null, todo }
}
