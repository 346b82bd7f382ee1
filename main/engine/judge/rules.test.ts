import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules, type Rule } from './rules.ts'

const document = readFileSync(new URL('../../../docs/findings.md', import.meta.url), 'utf8')
const words = JSON.parse(
  readFileSync(new URL('../../../renderer/src/words/finding-rules.json', import.meta.url), 'utf8'),
) as { readonly rules: object }
const documented = [...document.matchAll(/^\| `([a-z0-9-]+)` \| (\w+) \|\s*([\w-]*)\s*\|/gm)].map(
  ([, id, severity, problem]) => ({ id, severity, problem }),
)

describe('the rules', () => {
  test('are documented one by one, with their severity and what a document is held for', () => {
    const known = Object.entries<Rule>(rules).map(([id, { severity, gateProblem, heldFor }]) => ({
      id,
      severity,
      problem: gateProblem ?? heldFor ?? '',
    }))
    const byId = (left: { id?: string | undefined }, right: { id?: string | undefined }): number =>
      (left.id ?? '').localeCompare(right.id ?? '')
    expect(documented.sort(byId)).toEqual(known.sort(byId))
  })

  test('have an example each in the document', () => {
    for (const id of Object.keys(rules))
      expect(document, id).toMatch(new RegExp(`^### ${id}\n(?:.*\n)*?Example: `, 'm'))
  })

  test('have words for the manager each, and nothing else has', () => {
    expect(Object.keys(words.rules).sort()).toEqual(Object.keys(rules).sort())
  })

  test('refuse a document exactly when they are errors', () => {
    for (const { severity, gateProblem } of Object.values<Rule>(rules))
      expect(gateProblem !== null).toBe(severity === 'error')
  })
})
