// Plain words for a message of an acknowledgement, or for a finding of our own reader, from the ordered rule file
// acknowledgement-rules.json (ux 2.8). The rule file is data, so that support can improve the texts alone. A message
// without a rule is told in the server's own words; a bad rule (an expression that does not compile) is skipped.

import ruleFile from './acknowledgement-rules.json'
import { currentLocale, defaultLocale } from './say.ts'

export type Who = 'manager' | 'register-company' | 'petrosoft' | 'support' | 'nobody'

interface RuleTexts {
  readonly 'en-US': string
  readonly 'es-US': string
}

export interface AcknowledgementRule {
  readonly id: string
  readonly message?: string
  readonly severity?: readonly string[]
  readonly httpStatus?: readonly number[]
  readonly finding?: readonly string[]
  /** One fitting cue is enough; without it all cues must fit. */
  readonly anyCue?: boolean
  readonly who: string
  readonly short: RuleTexts
  readonly means: RuleTexts
  readonly reason: RuleTexts
  readonly cause: RuleTexts
  readonly todo: readonly (RuleTexts & { readonly needs?: string; readonly without?: string })[]
}

/** What a message says, and what is known about the place it points to. */
export interface MessageFacts {
  readonly message: string | null
  readonly severity: string | null
  /** Status of the answer that carried it, when the answer was not an acknowledgement. */
  readonly httpStatus: number | null
  /** Rule id of our own finding. */
  readonly finding: string | null
  /** Description of the item sold at that line, if the file names one. */
  readonly item: string | null
}

export interface Explanation {
  readonly rule: string | null
  readonly who: Who
  readonly short: string | null
  readonly means: string | null
  /** The cause as a clause, for a title: "a price can’t be read". */
  readonly reason: string | null
  readonly cause: string | null
  readonly todo: readonly string[]
}

/** What is said of a message no rule fits: nothing, and whom to ask. */
export const noExplanation: Explanation = {
  rule: null,
  who: 'support',
  short: null,
  means: null,
  reason: null,
  cause: null,
  todo: [],
}

interface ReadyRule {
  readonly rule: AcknowledgementRule
  readonly expression: RegExp | null
}

const ready = (rules: readonly AcknowledgementRule[]): readonly ReadyRule[] =>
  rules.flatMap((rule): readonly ReadyRule[] => {
    if (rule.message === undefined) return [{ rule, expression: null }]
    try {
      return [{ rule, expression: new RegExp(rule.message, 'is') }]
    } catch {
      return []
    }
  })

const everyone: readonly Who[] = ['manager', 'register-company', 'petrosoft', 'support', 'nobody']
export const isWho = (word: string): word is Who => (everyone as readonly string[]).includes(word)

const textOf = (texts: RuleTexts): string => (currentLocale().startsWith('es') ? texts['es-US'] : texts[defaultLocale])

/** Fills {name}; null when a value is not known, so that no sentence with a hole is shown. */
const fill = (template: string, values: ReadonlyMap<string, string>): string | null => {
  let whole = true
  const text = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values.get(name)
    if (value === undefined) whole = false
    return value ?? ''
  })
  return whole ? text : null
}

/** Typographic quotes as plain ones, so that a rule need not know both. */
const plainQuotes = (message: string): string => message.replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"')

type Match = { readonly groups: Readonly<Record<string, string | undefined>> } | null

const matchRule = ({ rule, expression }: ReadyRule, facts: MessageFacts): Match => {
  const found = expression === null || facts.message === null ? null : expression.exec(plainQuotes(facts.message))
  const cues: boolean[] = []
  if (expression !== null) cues.push(found !== null)
  if (rule.httpStatus !== undefined) cues.push(facts.httpStatus !== null && rule.httpStatus.includes(facts.httpStatus))
  if (rule.finding !== undefined) cues.push(facts.finding !== null && rule.finding.includes(facts.finding))
  if (rule.severity !== undefined) cues.push(facts.severity !== null && rule.severity.includes(facts.severity))
  const fits = rule.anyCue === true ? cues.includes(true) : cues.length > 0 && !cues.includes(false)
  return fits ? { groups: found?.groups ?? {} } : null
}

/** What a regular expression and the file know, by the names the texts use. */
const valuesOf = (groups: Readonly<Record<string, string | undefined>>, facts: MessageFacts): Map<string, string> => {
  const values = new Map<string, string>()
  const value = groups['value']
  if (value !== undefined) {
    values.set('value', value)
    values.set('corrected', value.replace(',', '.'))
  }
  if (groups['element'] !== undefined) values.set('element', groups['element'])
  if (facts.item !== null) values.set('item', facts.item)
  return values
}

/** An explainer over a rule list; `explainMessage` below uses the shipped one. */
export const createExplainer = (rules: readonly AcknowledgementRule[]): ((facts: MessageFacts) => Explanation) => {
  const readyRules = ready(rules)
  return (facts) => {
    for (const each of readyRules) {
      const match = matchRule(each, facts)
      if (match === null) continue
      const { rule } = each
      const values = valuesOf(match.groups, facts)
      return {
        rule: rule.id,
        who: isWho(rule.who) ? rule.who : 'support',
        short: fill(textOf(rule.short), values),
        means: fill(textOf(rule.means), values),
        reason: fill(textOf(rule.reason), values),
        cause: fill(textOf(rule.cause), values),
        todo: rule.todo
          .filter((line) => line.needs === undefined || values.has(line.needs))
          .filter((line) => line.without === undefined || !values.has(line.without))
          .flatMap((line) => fill(textOf(line), values) ?? []),
      }
    }
    return noExplanation
  }
}

export const shippedRules: readonly AcknowledgementRule[] = ruleFile.rules

export const explainMessage = createExplainer(shippedRules)
