import { beforeAll, describe, expect, test } from 'vitest'
import { detailOf } from '../../../dev/sample-details.ts'
import { scenarios } from '../../../dev/scenarios.ts'
import { speak } from '../../words/say.ts'
import { messagesOf } from './file-messages.ts'
import { historyOf } from './history-tab.tsx'
import { supportText, type SupportFacts } from './support-text.ts'

const rows = scenarios.attention().rows
const row = rows.find((each) => each.state === 'refused' && each.noteCount > 0)
if (row === undefined) throw new Error('the sample has a refused file')
const file = detailOf(row, rows)

const facts = (change: Partial<SupportFacts> = {}): SupportFacts => ({
  file,
  statusWords: 'Refused - fix needed',
  sentence: 'Petrosoft could not read one price.',
  store: 'Acme #204, 33084',
  version: '0.1.0',
  messages: messagesOf(file),
  lines: new Map([
    [411, '<EntryMethod/>'],
    [412, '<ActualSalesPrice>1,25</ActualSalesPrice>'],
  ]),
  exact: (at) => at ?? '–',
  ...change,
})

beforeAll(() => speak())

describe('the copy for support', () => {
  test('names the file, its numbers and every message with its lines', () => {
    const text = supportText(facts())
    for (const part of [
      `File: ${file.name} (id ${file.id})`,
      `SHA-256: ${file.sha256}`,
      'Reference ID: 5c6fd1a5f2b8a60001c3d2e1',
      'ValidationStatus: FatalError',
      '[Error] 412:31',
      '> 412  <ActualSalesPrice>1,25</ActualSalesPrice>',
      '  411  <EntryMethod/>',
      '[Warning] 2:-',
    ])
      expect(text).toContain(part)
  })

  test('stays small when there are thousands of messages, and says how many are left out', () => {
    const details = Array.from({ length: 5000 }, (_, n) => ({
      line: n + 1,
      position: 1,
      severity: 'Error',
      message: 'x'.repeat(200),
    }))
    const text = supportText(facts({ messages: messagesOf({ ...file, details, findings: [], lineCount: 9999 }) }))
    expect(text.length).toBeLessThan(100_000)
    expect(text).toContain('... and 4950 more')
  })
})

describe('the history', () => {
  test('has everything that happened, newest first, each with its own time', () => {
    const entries = historyOf(file, String)
    const times = entries.map((entry) => Date.parse(entry.at))
    expect(times).toEqual([...times].sort((a, b) => b - a))
    expect(entries.map((entry) => entry.words)).toEqual(
      expect.arrayContaining([
        'Found in the folder',
        'Saved on this PC',
        'Try 3: refused',
        'STORE\\manager put the file back',
      ]),
    )
    expect(new Set(entries.map((entry) => entry.key)).size).toBe(entries.length)
  })
})
