// The table of design part 4, pair by pair: what each event makes of each state. A dash is a pair that cannot happen.

import { describe, expect, test } from 'vitest'
import { nextStanding, type DocumentEvent, type Standing, type StoredState } from './document-state.ts'

const states: readonly StoredState[] = [
  'stored',
  'waiting',
  'sending',
  'unclear',
  'accepted',
  'accepted-with-notes',
  'refused',
  'held',
  'not-needed',
  'replaced',
  'set-aside',
  'ignored',
]

/** A problem that the state can carry, so that a transition that forgets to clear it is seen. */
const problems: Partial<Record<StoredState, Standing['problem']>> = {
  unclear: 'unanswered',
  held: 'repeats',
  'not-needed': 'no-sales',
}

const standing = (state: StoredState): Standing => ({ state, problem: problems[state] ?? null })

const w = 'waiting'
// prettier-ignore
const table: readonly { readonly event: DocumentEvent; readonly to: readonly string[] }[] = [
  //                                                                stored   waiting  sending  unclear  accepted acc-notes refused  held     notneeded replaced setaside ignored
  { event: { kind: 'judged', verdict: { state: 'waiting' } },   to: [w,       w,       '-',     '-',     '-',     '-',     '-',     w,       w,       '-',     '-',     '-'] },
  { event: { kind: 'judged', verdict: { state: 'held', problem: 'other-store' } },
                                                                to: ['held other-store', 'held other-store', '-', '-', '-', '-', '-', 'held other-store', 'held other-store', '-', '-', '-'] },
  { event: { kind: 'judged', verdict: { state: 'not-needed', problem: 'training' } },
                                                                to: ['not-needed training', 'not-needed training', '-', '-', '-', '-', '-', 'not-needed training', 'not-needed training', '-', '-', '-'] },
  { event: { kind: 'replaced' },                                to: ['-',     'replaced', '-',  '-',     '-',     '-',     'replaced', 'replaced', '-', '-',    '-',     '-'] },
  { event: { kind: 'returned' },                                to: ['-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     'stored', '-',    '-'] },
  { event: { kind: 'attempt-started' },                         to: ['-',     'sending', '-',   'sending', '-',   '-',     '-',     '-',     '-',     '-',     '-',     '-'] },
  { event: { kind: 'answered', state: 'accepted' },             to: ['-',     '-', 'accepted',  '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-'] },
  { event: { kind: 'answered', state: 'accepted-with-notes' },  to: ['-',     '-', 'accepted-with-notes', '-', '-', '-',   '-',     '-',     '-',     '-',     '-',     '-'] },
  { event: { kind: 'answered', state: 'refused' },              to: ['-',     '-', 'refused',   '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-'] },
  { event: { kind: 'postponed' },                               to: ['-',     '-',     w,       '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-'] },
  { event: { kind: 'lost', problem: 'unanswered' },             to: ['-',     '-', 'unclear unanswered', '-', '-', '-',    '-',     '-',     '-',     '-',     '-',     '-'] },
  { event: { kind: 'lost', problem: 'not-understood' },         to: ['-',     '-', 'unclear not-understood', '-', '-', '-', '-',    '-',     '-',     '-',     '-',     '-'] },
  { event: { kind: 'lost', problem: 'other-name' },             to: ['-',     '-', 'unclear other-name', '-', '-', '-',    '-',     '-',     '-',     '-',     '-',     '-'] },
  { event: { kind: 'lost', problem: 'restored' },               to: ['-',     '-', 'unclear restored', '-', '-', '-',      '-',     '-',     '-',     '-',     '-',     '-'] },
  { event: { kind: 'damaged' },                                 to: ['held reader-failed', 'held reader-failed', '-', 'held reader-failed', '-', '-', '-', 'held reader-failed', 'held reader-failed', '-', '-', '-'] },
  { event: { kind: 'restored' },                                to: ['unclear restored', 'unclear restored', 'unclear restored', 'unclear restored', '-', '-', '-', 'unclear restored', 'unclear restored', '-', '-', '-'] },
  { event: { kind: 'verdict-read', state: 'accepted' },         to: states.map(() => 'accepted') },
  { event: { kind: 'verdict-read', state: 'refused' },          to: states.map(() => 'refused') },
  { event: { kind: 'sent-again' },                              to: ['-',     w,       '-',     w,       w,       w,       w,       w,       w,       w,       w,       w] },
  { event: { kind: 'set-aside' },                               to: ['-', 'set-aside', '-', 'set-aside', '-',     '-', 'set-aside', 'set-aside', 'set-aside', '-', '-', 'set-aside'] },
  { event: { kind: 'ignored' },                                 to: ['-', 'ignored', '-',   'ignored',   '-',     '-',   'ignored', 'ignored', 'ignored', '-', 'ignored', '-'] },
  { event: { kind: 'put-back', to: { state: 'waiting', problem: null } },
                                                                to: ['-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     w,       w] },
  { event: { kind: 'put-back', to: { state: 'held', problem: 'cut-off' } },
                                                                to: ['-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-', 'held cut-off', 'held cut-off'] },
  { event: { kind: 'put-back', to: { state: 'unclear', problem: 'other-name' } },
                                                                to: ['-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-', 'unclear other-name', 'unclear other-name'] },
  { event: { kind: 'put-back', to: { state: 'refused', problem: null } },
                                                                to: ['-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-', 'refused', 'refused'] },
  { event: { kind: 'put-back', to: { state: 'not-needed', problem: 'training' } },
                                                                to: ['-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-',     '-', 'not-needed training', 'not-needed training'] },
  { event: { kind: 'put-back', to: { state: 'sending', problem: null } },   to: states.map(() => '-') },
  { event: { kind: 'put-back', to: { state: 'accepted', problem: null } },  to: states.map(() => '-') },
  { event: { kind: 'put-back', to: { state: 'replaced', problem: null } },  to: states.map(() => '-') },
  { event: { kind: 'put-back', to: { state: 'stored', problem: null } },    to: states.map(() => '-') },
]

const wordsOf = ({ kind, ...rest }: DocumentEvent): string =>
  `${kind} ${Object.values(rest)
    .map((value) => JSON.stringify(value))
    .join(' ')}`.trim()

const told = (to: Standing | null): string =>
  to === null ? '-' : to.problem === null ? to.state : `${to.state} ${to.problem}`

describe.each(table)('the event $event', ({ event, to }) => {
  test.each(states.map((state, i) => [state, to[i] ?? 'missing'] as const))(
    `of a %s document leads to: %s`,
    (state, expected) => {
      expect(told(nextStanding(standing(state), event)), wordsOf(event)).toBe(expected)
    },
  )
})

test('the table has every event of the union and a column for every state', () => {
  const kinds = new Set(table.map(({ event }) => event.kind))
  expect([...kinds].sort()).toEqual([
    'answered',
    'attempt-started',
    'damaged',
    'ignored',
    'judged',
    'lost',
    'postponed',
    'put-back',
    'replaced',
    'restored',
    'returned',
    'sent-again',
    'set-aside',
    'verdict-read',
  ])
  for (const { to } of table) expect(to).toHaveLength(states.length)
})

test('an acceptance is left by nothing but a person who sends again, or a newer verdict after a restore', () => {
  for (const state of ['accepted', 'accepted-with-notes'] as const)
    for (const { event } of table)
      expect(nextStanding(standing(state), event) !== null, wordsOf(event)).toBe(
        event.kind === 'sent-again' || event.kind === 'verdict-read',
      )
})

test('nothing but an answer, a loss, a postponement or a restore ends sending, so that no order of a person can hide a copy on its way', () => {
  const leaving = table
    .filter(({ event }) => nextStanding(standing('sending'), event) !== null)
    .map(({ event }) => event.kind)
  expect([...new Set(leaving)].sort()).toEqual(['answered', 'lost', 'postponed', 'restored', 'verdict-read'])
})
