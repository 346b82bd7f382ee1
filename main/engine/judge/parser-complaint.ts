// What saxes 6.0.0 complains about, in our rules and words. Its complaints are plain errors told apart by their text;
// one that is not listed is still a refusal, only in the parser's own words.

import type { GateRuleId } from './rules.ts'

export interface KnownComplaint {
  readonly rule: GateRuleId
  /** What the wrong thing begins with; null: the place is where the parser noticed it. */
  readonly mark: string | null
  readonly sentence: string
}

interface Row {
  readonly start: string
  readonly rule: GateRuleId
  readonly mark?: string
  readonly sentence?: string
}

const rows: readonly Row[] = [
  { start: 'unmatched closing tag', rule: 'tag-mismatch', mark: '</', sentence: 'this closing tag closes nothing' },
  { start: 'weird empty close tag', rule: 'tag-mismatch', mark: '</', sentence: 'this closing tag has no name' },
  {
    start: 'malformed character entity',
    rule: 'bad-reference',
    mark: '&',
    sentence: 'this reference stands for a character that XML does not allow',
  },
  { start: 'incorrect syntax', rule: 'not-well-formed', mark: '<!', sentence: '"<!" begins nothing that XML knows' },
  { start: 'unbound namespace prefix', rule: 'undeclared-prefix', mark: '<' },
  { start: 'malformed name', rule: 'undeclared-prefix', mark: '<' },
  { start: 'duplicate attribute', rule: 'duplicate-attribute', mark: '<' },
  {
    start: 'inappropriately located doctype',
    rule: 'doctype',
    mark: '<',
    sentence: 'a DOCTYPE declaration stands where none may stand',
  },
]

export const knownComplaint = (message: string): KnownComplaint => {
  const row = rows.find(({ start }) => message.startsWith(start))
  return {
    rule: row?.rule ?? 'not-well-formed',
    mark: row?.mark ?? null,
    sentence: row?.sentence ?? message.replace(/\.$/, ''),
  }
}
