import { describe, expect, test } from 'vitest'
import { ZodError } from 'zod'
import { createFaultRules, type FaultRuleInput } from './fault-rules.ts'

const hang: FaultRuleInput['do'] = { kind: 'hang' }
const acting = (rules: readonly FaultRuleInput[], names: readonly (string | null)[]): readonly (number | null)[] => {
  const book = createFaultRules()
  book.add(rules)
  return names.map((name) => book.pick('journal', name)?.id ?? null)
}

describe('fault rules', () => {
  test('act once unless told otherwise, in the order they were set', () => {
    expect(
      acting(
        [
          { on: 'journal', do: hang },
          { on: 'any', do: hang, times: 2 },
        ],
        [null, null, null, null],
      ),
    ).toEqual([1, 2, 2, null])
  })

  test('act always when told so', () => {
    expect(
      acting(
        [{ on: 'journal', do: hang, times: 'always' }],
        Array.from({ length: 5 }, () => null),
      ),
    ).toEqual([1, 1, 1, 1, 1])
  })

  test('act only on their own call', () => {
    expect(
      acting(
        [
          { on: 'sign-in', do: hang },
          { on: 'connection-state', do: hang },
        ],
        [null, null],
      ),
    ).toEqual([null, null])
  })

  test('count the requests that fit, also those another rule took, and act from the nth on', () => {
    const rules: readonly FaultRuleInput[] = [
      { on: 'journal', match: { nth: 3 }, times: 2, do: hang },
      { on: 'journal', do: hang },
    ]
    expect(
      acting(
        rules,
        Array.from({ length: 6 }, () => null),
      ),
    ).toEqual([2, null, 1, 1, null, null])
  })

  test('match names with wildcards and without regard to case, special signs included', () => {
    const name = { on: 'journal', times: 'always', do: hang } as const
    expect(acting([{ ...name, match: { name: 'pjr*.XML' } }], ['PJR1.xml', 'CPJR1.xml', 'PJR1.xmlx', null])).toEqual([
      1,
      null,
      null,
      null,
    ])
    expect(acting([{ ...name, match: { name: 'a?(1)+.x*' } }], ['ab(1)+.xml', 'ab1.xml'])).toEqual([1, null])
  })

  test('count by name: the second sending of one document', () => {
    const rules: readonly FaultRuleInput[] = [{ on: 'journal', match: { name: 'b.xml', nth: 2 }, do: hang }]
    expect(acting(rules, ['b.xml', 'a.xml', 'a.xml', 'b.xml', 'b.xml'])).toEqual([null, null, null, 1, null])
  })

  test('can be given back when the request never came to the point', () => {
    const book = createFaultRules()
    book.add([{ on: 'journal', do: { kind: 'accept-then-drop' } }])
    book.pick('journal', null)?.giveBack()
    expect(book.pick('journal', null)?.does.kind).toBe('accept-then-drop')
    expect(book.pick('journal', null)).toBeNull()
    expect(book.list()).toMatchObject([{ id: 1, seen: 3, used: 1 }])
  })

  test('are gone when cleared', () => {
    const book = createFaultRules()
    book.add([{ on: 'any', do: hang }])
    book.clear()
    expect([book.list(), book.pick('sign-in', null)]).toEqual([[], null])
  })

  test.each([
    ['an acknowledgement fault on another call', { on: 'any', do: { kind: 'other-name' } }],
    ['a token fault on another call', { on: 'journal', do: { kind: 'token', shape: 'none' } }],
    ['an unknown kind', { on: 'journal', do: { kind: 'explode' } }],
    ['an unknown key', { on: 'journal', do: { kind: 'hang', ms: 3 } }],
    ['zero times', { on: 'journal', times: 0, do: { kind: 'hang' } }],
    ['an informational status', { on: 'journal', do: { kind: 'answer', status: 101 } }],
    [
      'a header that would break the answer',
      { on: 'journal', do: { kind: 'answer', status: 200, headers: { 'X-A': 'b\r\nc' } } },
    ],
    ['a length of its own', { on: 'journal', do: { kind: 'answer', status: 200, headers: { 'content-length': '3' } } }],
  ])('do not take %s', (_, rule) => {
    expect(() => createFaultRules().add([rule as FaultRuleInput])).toThrow(ZodError)
  })
})
