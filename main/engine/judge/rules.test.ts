import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules, type Rule } from './rules.ts'

const document = readFileSync(new URL('../../../docs/findings.md', import.meta.url), 'utf8')
const documented = [...document.matchAll(/^\| `([a-z0-9-]+)` \| (\w+) \|\s*([\w-]*)\s*\|/gm)].map(
  ([, id, severity, problem]) => ({ id, severity, problem }),
)

describe('the rules', () => {
  test('are documented one by one, with their severity and what a document is held for', () => {
    const known = Object.entries<Rule>(rules).map(([id, { severity, gateProblem }]) => ({
      id,
      severity,
      problem: gateProblem ?? '',
    }))
    const byId = (left: { id?: string | undefined }, right: { id?: string | undefined }): number =>
      (left.id ?? '').localeCompare(right.id ?? '')
    expect(documented.filter(({ id }) => id !== 'repeats').sort(byId)).toEqual(known.sort(byId))
  })

  test('refuse a document exactly when they are errors', () => {
    for (const { severity, gateProblem } of Object.values<Rule>(rules))
      expect(gateProblem !== null).toBe(severity === 'error')
  })
})
