// The gate's no. Thrown inside the reading pass, because the XML parser's callbacks have no other way out, and caught
// once, in judge.ts or small-document.ts; it never leaves this folder.

import type { Finding } from '../../../contract/judgement.ts'
import type { Place } from './place.ts'
import { asSentence } from './sentence.ts'
import { rules, type GateProblem, type GateRuleId } from './rules.ts'

export class Refusal extends Error {
  readonly rule: GateRuleId
  readonly place: Place | null

  constructor(rule: GateRuleId, place: Place | null, message: string) {
    super(message)
    this.rule = rule
    this.place = place
  }

  get gateProblem(): GateProblem {
    return rules[this.rule].gateProblem
  }

  get finding(): Finding {
    return {
      severity: rules[this.rule].severity,
      rule: this.rule,
      line: this.place?.line ?? null,
      column: this.place?.column ?? null,
      message: asSentence(this.message),
    }
  }
}
