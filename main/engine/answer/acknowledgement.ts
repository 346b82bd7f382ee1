// Reads the cloud's answer to a journal: is it an acknowledgement, and is it ours? (design 4.4). Nothing else is
// success: not HTTP 200, not an empty body. The answer passes the same gate as a journal before fast-xml-parser, which
// is no gate itself, may see it (reliability 4.3).

import { XMLParser } from 'fast-xml-parser'
import { validationStatuses, type ValidationStatus } from '../../../contract/cloud.ts'
import type { AcknowledgementDetail } from '../../../contract/file-facts.ts'
import { gateSmallDocument } from '../judge/small-document.ts'

export const longestAnswerBytes = 1024 * 1024

export interface Acknowledgement {
  readonly referenceId: string | null
  readonly documentName: string
  readonly status: ValidationStatus
  readonly statusMessage: string | null
  readonly details: readonly AcknowledgementDetail[]
}

export type Answer =
  | { readonly kind: 'ours'; readonly acknowledgement: Acknowledgement }
  | { readonly kind: 'other-name'; readonly acknowledgement: Acknowledgement }
  /** `why` is one English sentence for the technician. */
  | { readonly kind: 'not-understood'; readonly why: string }

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: true,
  parseTagValue: false,
  // Trimmed below, as a whole: this would trim the pieces between CDATA sections and comments.
  trimValues: false,
  // Without it numeric references stay undecoded in this version (design 4.4).
  htmlEntities: true,
  isArray: (name) => name === 'Detail' || name === 'AckHeader',
})

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const fieldsIn = (value: unknown): Fields[] =>
  Array.isArray(value) ? value.filter(isFields) : isFields(value) ? [value] : []

/** The values of every element of this name, in their order; empty ones, and elements with elements in them, are null. */
const texts = (fields: Fields, name: string): (string | null)[] => {
  const value = Object.hasOwn(fields, name) ? fields[name] : []
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.map((each) => (typeof each === 'string' && each.trim() !== '' ? each.trim() : null))
}

const text = (fields: Fields, name: string): string | null => texts(fields, name)[0] ?? null

/** As `texts`, with null where there is no such element at all. */
const atLeastOne = (fields: Fields, name: string): (string | null)[] => {
  const found = texts(fields, name)
  return found.length === 0 ? [null] : found
}

const wholeNumber = (value: string | null): number | null =>
  value !== null && /^[+-]?\d{1,15}$/.test(value) ? Number(value) : null

const detailFrom = (fields: Fields): AcknowledgementDetail => ({
  line: wholeNumber(text(fields, 'LineNumber')),
  position: wholeNumber(text(fields, 'LinePosition')),
  severity: text(fields, 'Severity'),
  message: text(fields, 'ValidationMessage'),
})

const isStatus = (word: string | null): word is ValidationStatus =>
  word !== null && (validationStatuses as readonly string[]).includes(word)

/** Names are compared without case, folders, outer space and Unicode form (design 4.4). */
const comparable = (name: string): string =>
  name
    .slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
    .trim()
    .normalize('NFC')
    .toLowerCase()

/** Where an answer has several statuses that contradict each other, the worst counts. */
const worst = (statuses: readonly ValidationStatus[]): ValidationStatus => {
  if (statuses.includes('FatalError')) return 'FatalError'
  return statuses.includes('NonFatalError') ? 'NonFatalError' : 'Success'
}

const notUnderstood = (why: string): Answer => ({ kind: 'not-understood', why })

/**
 * Reads the complete body of a 2xx answer to the document that was sent under `sentName`. Never throws.
 */
export const readAnswer = (body: Uint8Array, sentName: string): Answer => {
  if (body.length === 0) return notUnderstood('The answer was empty.')
  const gated = gateSmallDocument(body, { maxBytes: longestAnswerBytes })
  if (!gated.ok)
    return notUnderstood(`The answer is not an acknowledgement: ${gated.finding.message.replace(/\.?$/, '.')}`)
  let parsed: unknown
  try {
    parsed = parser.parse(gated.text)
  } catch {
    return notUnderstood('The answer could not be read.')
  }
  const root =
    isFields(parsed) && Object.hasOwn(parsed, 'NAXML-Acknowledgement') ? parsed['NAXML-Acknowledgement'] : null
  if (!isFields(root)) return notUnderstood('The answer is XML, but not an acknowledgement.')
  const headers = fieldsIn(root['AckHeader'])
  const [header] = headers
  if (header === undefined) return notUnderstood('The acknowledgement has no header.')
  const statuses = headers.flatMap((each) => atLeastOne(each, 'ValidationStatus'))
  if (!statuses.every(isStatus))
    return notUnderstood(
      `The acknowledgement has a status that is not known: ${statuses.map((s) => s ?? 'none').join(', ')}.`,
    )
  const names = headers.flatMap((each) => atLeastOne(each, 'DocumentName'))
  const named = names[0] ?? null
  if (named === null) return notUnderstood('The acknowledgement does not say which document it is for.')
  const acknowledgement: Acknowledgement = {
    referenceId: text(header, 'ReferenceID'),
    documentName: named,
    status: worst(statuses),
    statusMessage: text(header, 'StatusMessage'),
    details: [...fieldsIn(root['Detail']), ...headers.flatMap((each) => fieldsIn(each['Detail']))].map(detailFrom),
  }
  const ours = names.every((name) => name !== null && comparable(name) === comparable(sentName))
  return { kind: ours ? 'ours' : 'other-name', acknowledgement }
}
