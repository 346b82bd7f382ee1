// POST /api/journals/pos: one journal in one multipart part named PJR, type text/xml, for a NAXML-Acknowledgement (guide,
// "Send PJR Data"). The journal is judged for real and kept. A journal that comes again is taken again and counted, because
// the guide promises nothing else; with honourIdempotencyKey a repeated key is answered from memory.

import { createHash, randomBytes } from 'node:crypto'
import { journalPartName, journalPartType } from '../contract/cloud.ts'
import {
  writeAcknowledgement,
  type AcknowledgementHeader,
  type AcknowledgementLine,
} from './acknowledgement-document.ts'
import { accepts, answerWith, refuse, type CallResult } from './answer.ts'
import type { Fault } from './fault-rules.ts'
import { validateJournal, type JournalVerdict } from './journal-validation.ts'
import { boundaryOf, parseParameters, readForm } from './multipart-form.ts'
import { refuseWithoutToken, type CallRequest, type PracticeState } from './practice-state.ts'

interface SentJournal {
  readonly name: string
  readonly bytes: Buffer
}

const refusal = (status: number, message: string): { readonly refused: CallResult } => ({
  refused: refuse(status, message),
})

/** The one file of the form, or the refusal of a request that is not the guide's. */
const readSentJournal = ({ headers, body }: CallRequest): SentJournal | { readonly refused: CallResult } => {
  const contentType = headers['content-type'] ?? ''
  if (headers['content-encoding'] !== undefined) return refusal(415, 'The request body must not be compressed.')
  if (parseParameters(contentType)?.value !== 'multipart/form-data')
    return refusal(415, 'Content-Type must be multipart/form-data.')
  if (!accepts(headers.accept, 'application/xml')) return refusal(406, 'The answer is application/xml.')
  const boundary = boundaryOf(contentType)
  if (boundary === null) return refusal(400, 'Content-Type has no boundary.')
  const form = readForm(body, boundary)
  if (!form.ok) return refusal(400, form.message)
  const [part, ...others] = form.parts
  if (part === undefined || others.length > 0)
    return refusal(422, `There must be exactly one part, named ${journalPartName}; there are ${form.parts.length}.`)
  if (part.name !== journalPartName)
    return refusal(422, `The part must be named ${journalPartName}, not "${part.name}".`)
  if (part.fileName === null || part.fileName === '')
    return refusal(422, `The part ${journalPartName} has no file name.`)
  if (part.contentType?.toLowerCase() !== journalPartType)
    return refusal(415, `The part must be of the type ${journalPartType}, not ${part.contentType ?? 'without a type'}.`)
  return { name: part.fileName, bytes: part.bytes }
}

/** 24 hex digits, like the guide's: the time in seconds and 8 random bytes. */
const newReference = (at: number): string =>
  Math.floor(at / 1000)
    .toString(16)
    .padStart(8, '0')
    .slice(-8) + randomBytes(8).toString('hex')

const nameForms: Readonly<Record<Extract<Fault, { kind: 'name-form' }>['form'], (name: string) => string>> = {
  lower: (name) => name.toLowerCase(),
  upper: (name) => name.toUpperCase(),
  path: (name) => `/var/spool/pjr/${name}`,
  'windows-path': (name) => `C:\\Upload\\PJR\\${name}`,
  spaces: (name) => `  ${name}\n`,
  decomposed: (name) => name.normalize('NFD'),
}

/** What is told and recorded about a journal: the real verdict, or the one a rule asks for. */
interface Decision {
  readonly status: JournalVerdict['status']
  readonly message: string
  readonly details: readonly AcknowledgementLine[]
}

const decide = (verdict: JournalVerdict, fault: Fault | null): Decision => (fault?.kind === 'verdict' ? fault : verdict)

const headersOf = (header: AcknowledgementHeader, fault: Fault | null): readonly AcknowledgementHeader[] => {
  switch (fault?.kind) {
    case 'other-name':
      return [{ ...header, documentName: fault.name }]
    case 'name-form':
      return [{ ...header, documentName: nameForms[fault.form](header.documentName) }]
    case 'unknown-status':
      return [{ ...header, validationStatus: fault.word }]
    case 'two-headers':
      return fault.statuses.map((validationStatus) => ({ ...header, validationStatus }))
    default:
      return [header]
  }
}

const keyOf = ({ headers }: CallRequest): string | null => {
  const key = headers['idempotency-key']
  return typeof key === 'string' && key !== '' ? key : null
}

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** The first answer under this key, if the cloud is told to honour keys and has seen it. */
const answerFromMemory = (state: PracticeState, key: string | null, { bytes }: SentJournal): CallResult | null => {
  const first = state.settings.honourIdempotencyKey && key !== null ? state.answerByKey.get(key) : undefined
  if (first === undefined) return null
  if (first.sha256 !== sha256Of(bytes)) return refuse(422, 'This Idempotency-Key was used with other bytes before.')
  state.ledger.answerAgain(first.journal)
  return first.answer
}

/** Takes, judges and keeps one journal, and acknowledges it. 401 without a token; 400, 406, 415, 422 not the guide's form. */
export const takeJournal = async (state: PracticeState, request: CallRequest): Promise<CallResult> => {
  const refused = refuseWithoutToken(state, request.headers.authorization)
  if (refused !== null) return refused
  const sent = readSentJournal(request)
  if ('refused' in sent) return sent.refused
  const key = keyOf(request)
  const remembered = answerFromMemory(state, key, sent)
  if (remembered !== null) return remembered

  const verdict = await validateJournal(sent.bytes)
  // Judging takes turns with other requests; the same key may have been answered meanwhile.
  const overtaken = answerFromMemory(state, key, sent)
  if (overtaken !== null) return overtaken
  const { status, message, details } = decide(verdict, request.fault)
  const at = state.cloudNow()
  const reference = newReference(at)
  const journal = state.ledger.addJournal(
    {
      request: request.number,
      name: sent.name,
      idempotencyKey: key,
      reference,
      verdict: status,
      statusMessage: message,
      details,
      transactions: verdict.transactions,
    },
    sent.bytes,
  )
  const header = { referenceId: reference, documentName: sent.name, validationStatus: status, statusMessage: message }
  const acknowledge = (headers: readonly AcknowledgementHeader[]): CallResult => {
    const xml = writeAcknowledgement({ at, storeLocationId: verdict.storeLocationId, headers, details })
    return { done: true, answer: answerWith(200, 'application/xml; charset=utf-8', xml) }
  }
  if (key !== null) state.answerByKey.set(key, { journal, sha256: sha256Of(sent.bytes), answer: acknowledge([header]) })
  return acknowledge(headersOf(header, request.fault))
}
