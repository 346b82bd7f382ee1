// For attacks.test.ts: a program that judges one large hostile document and prints what became of it and what it cost.
// A process of its own for each, so that its memory is that of one judgement and not of the test runner.

import { judgeAtOnce } from './judge.ts'

const megabyte = 1_000_000

/** `before`, then as many whole copies of `unit` as fill `bytes`, then `after`; built in place. */
const flood = (before: string, unit: string, bytes: number, after = ''): Buffer => {
  const head = Buffer.from(before)
  const length = Math.floor(bytes / unit.length) * unit.length
  const whole = Buffer.alloc(head.length + length + after.length)
  head.copy(whole)
  whole.fill(unit, head.length, head.length + length)
  whole.write(after, head.length + length)
  return whole
}

const inReport = (unit: string, bytes: number): Buffer =>
  flood('<NAXML-POSJournal><JournalReport>', unit, bytes, '</JournalReport></NAXML-POSJournal>')

const manyTypes = (): Buffer =>
  Buffer.from(
    `<NAXML-POSJournal><JournalReport>${Array.from({ length: 100_000 }, (_, i) => `<T${i}Event/>`).join('')}</JournalReport></NAXML-POSJournal>`,
  )

/** Each attack with the rule that must refuse it; null: it is well-formed and must be accepted. */
export const attacks: Readonly<Record<string, readonly [refusal: string | null, make: () => Buffer]>> = {
  'entities that grow by squares': [
    'doctype',
    () => flood(`<!DOCTYPE r [<!ENTITY a "${'A'.repeat(50_000)}">]><r>`, '&a;', 150_000, '</r>'),
  ],
  'an endless internal subset': ['doctype', () => flood('<!DOCTYPE r [', '<!ENTITY x "y">', 20 * megabyte)],
  '100,000 levels': ['too-deep', () => Buffer.concat([Buffer.alloc(300_000, '<a>'), Buffer.alloc(400_000, '</a>')])],
  '1,000,000 levels': [
    'too-deep',
    () => Buffer.concat([Buffer.alloc(3_000_000, '<a>'), Buffer.alloc(4_000_000, '</a>')]),
  ],
  'an attribute of 20 MB': [null, () => flood('<r a="', 'x', 20 * megabyte, '"/>')],
  'an attribute of 20 MB of line ends': [null, () => flood('<r a="', '\n', 20 * megabyte, '"/>')],
  'an attribute of 20 MB of references': [null, () => flood('<r a="', '&#65;', 20 * megabyte, '"/>')],
  'a text of 20 MB': [null, () => flood('<r>', 'x', 20 * megabyte, '</r>')],
  'a text of 20 MB of brackets': [null, () => flood('<r>', ']', 20 * megabyte, '</r>')],
  'a text of 1,000,000 references': [null, () => flood('<r>', '&#65;', 5 * megabyte, '</r>')],
  'a value of 20 MB': [
    null,
    () =>
      flood(
        '<NAXML-POSJournal><JournalReport><SaleEvent><TransactionID>',
        '1',
        20 * megabyte,
        '</TransactionID></SaleEvent></JournalReport></NAXML-POSJournal>',
      ),
  ],
  '100,000 attributes': [
    'too-many-attributes',
    () => Buffer.from(`<r${Array.from({ length: 100_000 }, (_, i) => ` a${i}="1"`).join('')}/>`),
  ],
  'an element name of 1 MB': ['name-too-long', () => flood('<', 'n', megabyte, '/>')],
  'an attribute name of 20 MB': ['name-too-long', () => flood('<r ', 'n', 20 * megabyte, '="1"/>')],
  'a closing name of 20 MB': ['name-too-long', () => flood('<r></', 'n', 20 * megabyte, '>')],
  'an instruction name of 20 MB': [null, () => flood('<?', 'n', 20 * megabyte, '?><r/>')],
  'an entity name of 20 MB': ['bad-reference', () => flood('<r>&', 'n', 20 * megabyte, ';</r>')],
  '500,000 siblings': [null, () => flood('<r>', '<a/>', 2 * megabyte, '</r>')],
  'a comment of 20 MB of hyphens': ['cut-off', () => flood('<r><!--', '-a', 20 * megabyte)],
  'a comment of 20 MB of "&"': [null, () => flood('<r><!--', '&', 20 * megabyte, '--></r>')],
  'a comment of 10 MB of "&?>"': [null, () => flood('<r><!--', '&?>', 10 * megabyte, '--></r>')],
  'a comment of 20 MB of DOCTYPEs': [null, () => flood('<!--', '<!DOCTYPE]]>&amp;', 20 * megabyte, '--><r/>')],
  'a CDATA section of 20 MB of brackets': ['cut-off', () => flood('<r><![CDATA[', ']a', 20 * megabyte)],
  'an instruction of 20 MB of question marks': ['cut-off', () => flood('<r><?x a', '?a', 20 * megabyte)],
  '20 MB of "<"': ['not-well-formed', () => flood('<r>', '<', 20 * megabyte)],
  '20 MB of "&"': ['bad-reference', () => flood('<r>', '&', 20 * megabyte)],
  '20 MB of comment beginnings': ['not-well-formed', () => flood('<r>', '<!--', 20 * megabyte)],
  '20 MB of blanks in a tag': ['cut-off', () => flood('<r ', ' ', 20 * megabyte, 'a')],
  '20 MB of blanks': ['empty', () => Buffer.alloc(20 * megabyte, ' ')],
  '20 MB of zeros': ['cut-off', () => Buffer.alloc(20 * megabyte)],
  'namespaces without end': [
    null,
    () =>
      flood(
        '<r>',
        `<a ${Array.from({ length: 250 }, (_, i) => `xmlns:p${i}="u${i}"`).join(' ')}/>`,
        10 * megabyte,
        '</r>',
      ),
  ],
  'a million empty events': ['too-many-events', () => inReport('<SaleEvent/>', 12 * megabyte)],
  '100,000 types of events': [null, manyTypes],
  '100,000 unreadable amounts': [
    null,
    () =>
      inReport(
        '<SaleEvent><TransactionSummary><TransactionTotalGrandAmount>1,2</TransactionTotalGrandAmount></TransactionSummary></SaleEvent>',
        12 * megabyte,
      ),
  ],
  '100,000 long tenders': [
    null,
    () =>
      flood(
        '<NAXML-POSJournal><JournalReport><SaleEvent>',
        '<TransactionLine><TenderInfo><TenderAmount>123456789012345678901234567890123.99</TenderAmount></TenderInfo></TransactionLine>',
        12 * megabyte,
        '</SaleEvent></JournalReport></NAXML-POSJournal>',
      ),
  ],
}

export interface AttackOutcome {
  readonly refusal: string | null
  readonly findings: number
  readonly cpuMs: number
  /** Peak of the whole process, its document included. */
  readonly peakMiB: number
}

const run = (make: () => Buffer): AttackOutcome => {
  const bytes = make()
  const before = process.cpuUsage()
  const { wellFormed, findings } = judgeAtOnce(bytes, { maxBytes: 50 * megabyte })
  const { user, system } = process.cpuUsage(before)
  return {
    refusal: wellFormed ? null : (findings[0]?.rule ?? 'no finding'),
    findings: findings.length,
    cpuMs: Math.round((user + system) / 1000),
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

if (process.argv[1] === import.meta.filename) {
  const attack = attacks[process.argv[2] ?? '']
  if (attack !== undefined) process.stdout.write(JSON.stringify(run(attack[1])))
}
