// Every rule a finding can name. The ids are stable: they are stored, exported and listed in docs/findings.md.
// A rule with a gate problem refuses the document; the others only tell.

import type { FindingSeverity, HeldProblem } from '../../../contract/vocabulary.ts'

/** What the gate can hold against a document (design 4, state `held`); `other-store` and `repeats` are decided later. */
export type GateProblem = Exclude<HeldProblem, 'other-store' | 'repeats'>

export interface Rule {
  readonly severity: FindingSeverity
  /** The problem a document is held for when this rule refuses it; null when the rule only tells. */
  readonly gateProblem: GateProblem | null
  /** What a document is held for by a rule that is applied after the judgement, comparing it with settings or others. */
  readonly heldFor?: 'other-store' | 'repeats'
  /** One sentence for the technician. */
  readonly sentence: string
  /** What it means for the store, and what helps. */
  readonly meaning: string
}

const refuses = (
  gateProblem: GateProblem,
  sentence: string,
  meaning: string,
): Rule & { readonly gateProblem: GateProblem } => ({
  severity: 'error',
  gateProblem,
  sentence,
  meaning,
})
const warns = (sentence: string, meaning: string): Rule & { readonly gateProblem: null } => ({
  severity: 'warning',
  gateProblem: null,
  sentence,
  meaning,
})
const informs = (sentence: string, meaning: string): Rule & { readonly gateProblem: null } => ({
  severity: 'info',
  gateProblem: null,
  sentence,
  meaning,
})

export const rules = {
  empty: refuses(
    'cut-off',
    'The file holds nothing, or nothing but white space.',
    'The register made the file but wrote nothing into it. Export it again.',
  ),
  'cut-off': refuses(
    'cut-off',
    'The file ends before its root element is closed, or its end is filled with zero bytes.',
    'The copy was interrupted or the computer lost power while writing. Export the file again.',
  ),
  'not-xml': refuses(
    'not-well-formed',
    'The file does not begin like an XML document.',
    'Something that is not a journal carries the name of one, for example a compressed file or a picture.',
  ),
  'not-well-formed': refuses(
    'not-well-formed',
    'The file breaks a rule of XML.',
    'No reader will accept it. Export it again; if it comes out the same, the register vendor must mend it.',
  ),
  'tag-mismatch': refuses(
    'not-well-formed',
    'A closing tag does not close the element that is open.',
    'Part of the file is missing or was written twice. Export it again.',
  ),
  'bad-reference': refuses(
    'not-well-formed',
    'An "&" begins a reference that is unfinished or not defined.',
    'Usually a product name with a bare "&"; it must be written "&amp;". The register vendor must mend it.',
  ),
  'bad-character': refuses(
    'not-well-formed',
    'The file holds a character that XML does not allow, such as a zero byte or a control character.',
    'The file was damaged on disk, or the register put raw device data into a text.',
  ),
  'after-root': refuses(
    'not-well-formed',
    'Something other than white space, comments and one 0x1A follows the root element.',
    'Two files were joined, or an old longer file was overwritten by a shorter one. Export it again.',
  ),
  'undeclared-prefix': refuses(
    'not-well-formed',
    'A namespace prefix is used but not declared, or declared in a way that is not allowed.',
    'No namespace-aware reader accepts it. The register vendor must mend it.',
  ),
  'duplicate-attribute': refuses(
    'not-well-formed',
    'An element carries the same attribute twice.',
    'No reader accepts it. The register vendor must mend it.',
  ),
  'xml-version': refuses(
    'not-well-formed',
    'The file declares an XML version other than 1.0.',
    'Registers write 1.0; the file was made or changed by something else.',
  ),
  'too-deep': refuses(
    'not-well-formed',
    'Elements are nested more than 64 deep.',
    'No journal is: the file is damaged or was made to do harm.',
  ),
  'too-many-attributes': refuses(
    'not-well-formed',
    'An element carries more than 256 attributes.',
    'No journal does: the file is damaged or was made to do harm.',
  ),
  'name-too-long': refuses(
    'not-well-formed',
    'A name is longer than 256 characters.',
    'No journal has such names: the file is damaged or was made to do harm.',
  ),
  doctype: refuses(
    'doctype',
    'The file holds a DOCTYPE declaration.',
    'Journals have none, and it can make a reader fetch other files or grow without end; it is never read.',
  ),
  'encoding-unknown': refuses(
    'encoding',
    'The file is written in an encoding that is not read here.',
    'UTF-8, US-ASCII, ISO-8859-1, windows-1252, and UTF-16 with a byte order mark are read.',
  ),
  'encoding-conflict': refuses(
    'encoding',
    'The byte order mark and the XML declaration name different encodings.',
    'The file was converted by a tool that did not correct its first line. Export it again without that tool.',
  ),
  'encoding-no-bom': refuses(
    'encoding',
    'The file claims to be UTF-16 but has no byte order mark.',
    'The file was converted by a tool that did not do all of its work. Export it again without that tool.',
  ),
  'encoding-bytes': refuses(
    'encoding',
    'The file holds bytes that its encoding does not allow.',
    'The first line names the wrong encoding, or the file was damaged.',
  ),
  'too-large': refuses(
    'too-large',
    'The file is larger than the setting sending.maxBytes allows.',
    'It was not read. If it is a real journal, raise the setting.',
  ),
  deadline: refuses(
    'reader-failed',
    'Reading took longer than 5 seconds and 1 second for each 2 MB.',
    'The file was made to be slow, or this computer is overloaded.',
  ),
  'too-many-events': refuses(
    'reader-failed',
    'The file holds more than 250,000 events.',
    'No journal does: the file is damaged or was made to do harm.',
  ),
  'reader-failed': refuses(
    'reader-failed',
    'The reader itself failed on this file.',
    'This is a fault in Storebridge. Please send the file and this message to support.',
  ),
  'trailing-ctrl-z': warns(
    'A single 0x1A byte follows the root element.',
    'Old registers end files so. The file is sent unchanged.',
  ),
  'latin1-control': warns(
    'An ISO-8859-1 file holds a byte from 0x80 to 0x9F, which is an invisible control character there.',
    'The writer most likely means windows-1252. Only the look of a text is affected. The file is sent unchanged.',
  ),
  'amount-not-decimal': warns(
    'An amount is not a plain decimal number.',
    'The amount is shown as unknown here. The file is sent unchanged.',
  ),
  'date-not-readable': warns(
    'A date is not a plausible calendar date of the form YYYY-MM-DD.',
    'The date is shown as unknown here. The file is sent unchanged. Check the clock of the register.',
  ),
  'time-not-readable': warns(
    'A time of day is not of the form HH:MM:SS.',
    'The time is shown as unknown here. The file is sent unchanged.',
  ),
  'value-too-long': warns(
    'A value is longer than 200 characters.',
    'It is shown shortened, or not at all. The file is sent unchanged.',
  ),
  'tenders-differ': warns(
    'The payments of a sale or refund do not come to its total.',
    'The total is what counts here and at Petrosoft. The file is sent unchanged. If it happens often, show it to the register vendor.',
  ),
  'totals-differ': warns(
    'The lines of a sale or refund and its tax do not come to its total, with or without the tax.',
    'A line may be missing or written twice. The file is sent unchanged. Compare it with the receipt.',
  ),
  'sign-contradiction': warns(
    'The signs of a sale or refund contradict each other: its total, its payments, its direction.',
    'A sale is counted as it is written, a refund always as money given back. The file is sent unchanged.',
  ),
  'business-date-implausible': warns(
    'A business date is more than a week away from the day of its event, or in the future.',
    'The sales may be counted on a wrong day. Check date and day close of the register. The file is sent unchanged.',
  ),
  'duplicate-transaction': warns(
    'The same sale or refund stands twice in the file: register, number, business date, type and amount are the same.',
    'It is counted once here. The file is sent unchanged; Petrosoft may count it twice.',
  ),
  'events-out-of-order': informs(
    'An event began more than an hour before the one of the same register and type that stands before it.',
    'The clock of the register may have been changed, or the file was put together from parts. It is sent unchanged.',
  ),
  'other-store': {
    ...warns(
      'The store in the file is none of the stores this computer sends for.',
      'It is held. If the store is yours, add its number to store.storeLocationIds; otherwise find out how the file got here.',
    ),
    heldFor: 'other-store',
  },
  repeats: {
    ...warns(
      'Sales of this file are known from another file.',
      'Sending it may count them twice. The setting sending.sendRepeated decides whether it is held.',
    ),
    heldFor: 'repeats',
  },
  'stored-bytes-repaired': warns(
    'The stored bytes of the file were damaged on the disk, and the same file was read again from its folder.',
    'Nothing is missing. The disk of this computer may be failing.',
  ),
  'stored-bytes-damaged': refuses(
    'reader-failed',
    'The bytes that are kept of the file are not the ones that were stored, or are missing.',
    'It is not sent. Put the file into the folder again; have the disk checked.',
  ),
  'unknown-event': informs(
    'The journal holds an event of a type that is not known.',
    'The file is judged by its other events and sent unchanged.',
  ),
  'unsupported-event': informs(
    'The journal holds an event of a type that Petrosoft does not take.',
    'Petrosoft takes sales and refunds. A file that holds others beside them is sent unchanged.',
  ),
  'no-sales': informs(
    'The journal holds no sale and no refund.',
    'There is nothing in it that Petrosoft takes. The setting sending.sendUnsupported decides whether it is sent.',
  ),
  'training-only': informs(
    'Every sale and refund in the journal was made in training mode.',
    'It is no revenue. The setting sending.sendTraining decides whether it is sent.',
  ),
  'other-naxml': informs(
    'The file is a NAXML document, but not a journal.',
    'Movement reports, maintenance files and acknowledgements are never sent.',
  ),
  'not-a-journal': informs(
    'The file is XML of another kind.',
    'It is never sent. If it should be a journal, look at what the register exports.',
  ),
} as const satisfies Record<string, Rule>

export type RuleId = keyof typeof rules
/** Rules that refuse a document. */
export type GateRuleId = {
  [Id in RuleId]: (typeof rules)[Id]['gateProblem'] extends null ? never : Id
}[RuleId]
