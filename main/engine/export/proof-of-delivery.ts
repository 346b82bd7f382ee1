// Proof of delivery of one file: which bytes they were, when each thing happened to them, and every answer with its
// reference, status and messages as the cloud gave them, but for card numbers. One object for programs, one table for
// people. Pure, from the file's facts.

import type { AcknowledgementDetail, AttemptFacts, FileFacts } from '../../../contract/file-facts.ts'
import type { DocumentProblem, DocumentState, Timestamp } from '../../../contract/vocabulary.ts'
import { maskedFacts } from '../tell/masked-facts.ts'
import { number, text, type Cell } from './csv-text.ts'
import type { TableContext } from './files-table.ts'

/** All that is known of an attempt but the answer's raw body: what the cloud said is in its parts. */
export type ProofAttempt = Omit<AttemptFacts, 'rawAnswer'>

export interface ProofOfDelivery {
  readonly id: string
  readonly name: string
  readonly sha256: string | null
  readonly size: number | null
  readonly state: DocumentState
  readonly problem: DocumentProblem | null
  readonly businessDates: readonly string[]
  readonly storeLocationId: string | null
  readonly register: string | null
  readonly foundAt: Timestamp
  readonly storedAt: Timestamp | null
  /** When the first try began. */
  readonly sentAt: Timestamp | null
  /** When the answer came that the file stands by. */
  readonly answeredAt: Timestamp | null
  readonly acceptedAt: Timestamp | null
  readonly referenceId: string | null
  readonly validationStatus: string | null
  readonly statusMessage: string | null
  readonly details: readonly AcknowledgementDetail[]
  readonly attempts: readonly ProofAttempt[]
  readonly decisions: FileFacts['decisions']
}

/** An answer that says what became of the file, and is not only that there was none. */
const isAnswer = ({ validationStatus, outcome }: ProofAttempt): boolean =>
  validationStatus !== null || outcome === 'refused'

const proofAttempt = (attempt: AttemptFacts): ProofAttempt => {
  const { rawAnswer: _, ...told } = attempt
  return told
}

/** From the facts of `show`. */
export const proofOf = (facts: FileFacts): ProofOfDelivery => {
  const file = maskedFacts(facts)
  const attempts = file.deliveries.flatMap((delivery) => delivery.attempts.map(proofAttempt))
  const register = [file.vendor, file.vendorModel].filter((part) => part !== null).join(' ')
  return {
    id: file.id,
    name: file.name,
    sha256: file.sha256,
    size: file.size,
    state: file.state,
    problem: file.problem,
    businessDates: file.businessDates,
    storeLocationId: file.storeLocationId,
    register: register === '' ? null : register,
    foundAt: file.foundAt,
    storedAt: file.storedAt,
    sentAt: attempts[0]?.startedAt ?? null,
    answeredAt: attempts.findLast(isAnswer)?.endedAt ?? null,
    acceptedAt: file.acceptedAt,
    referenceId: file.referenceId,
    validationStatus: file.validationStatus,
    statusMessage: file.statusMessage,
    details: file.details,
    attempts,
    decisions: file.decisions,
  }
}

export const proofHeading = ({ say }: TableContext): Cell[] =>
  ['part', 'number', 'time', 'what', 'value'].map((key) => text(say(`column.${key}`)))

const placeWords = ({ line, position, severity }: AcknowledgementDetail, { say }: TableContext): string => {
  const place =
    line === null && position === null
      ? []
      : [
          say('what.place')
            .replace('{line}', line === null ? '–' : String(line))
            .replace('{position}', position === null ? '–' : String(position)),
        ]
  return [...(severity === null ? [] : [severity]), ...place].join(', ')
}

/** Rows of five cells: part, number, time in the store's zone, what, value. */
export const proofRows = (proof: ProofOfDelivery, context: TableContext): Cell[][] => {
  const { say, clock, timeZone } = context
  const time = (at: Timestamp | null): Cell => text(at === null ? null : clock(Date.parse(at)))
  const file = (key: string, value: Cell, at: Timestamp | null = null): Cell[] => [
    text(say('part.file')),
    text(null),
    time(at),
    text(say(key)),
    value,
  ]
  const moment = (key: string, at: Timestamp | null): Cell[][] => (at === null ? [] : [file(key, text(at), at)])
  return [
    file('column.name', text(proof.name)),
    file('column.sha256', text(proof.sha256)),
    file('column.size', number(proof.size)),
    file('column.state', text(say(`state.${proof.state}`))),
    ...(proof.problem === null ? [] : [file('column.reason', text(say(`reason.${proof.problem}`)))]),
    file('column.salesDay', text(proof.businessDates.join(' '))),
    file('what.store', text(proof.storeLocationId)),
    file('what.register', text(proof.register)),
    file('column.zone', text(timeZone)),
    ...moment('column.found', proof.foundAt),
    ...moment('column.stored', proof.storedAt),
    ...moment('column.sent', proof.sentAt),
    ...moment('column.answered', proof.answeredAt),
    ...moment('column.accepted', proof.acceptedAt),
    file('column.reference', text(proof.referenceId)),
    file('column.validation', text(proof.validationStatus)),
    file('column.message', text(proof.statusMessage)),
    ...proof.attempts.flatMap((attempt) => {
      const row = (key: string, value: Cell, at: Timestamp | null): Cell[] => [
        text(say('part.try')),
        number(attempt.number),
        time(at),
        text(say(key)),
        value,
      ]
      return [
        row('column.sent', text(attempt.startedAt), attempt.startedAt),
        row('what.outcome', text(attempt.outcome), attempt.endedAt),
        ...(attempt.httpStatus === null ? [] : [row('what.http', number(attempt.httpStatus), attempt.endedAt)]),
        ...(attempt.sentence === null ? [] : [row('what.words', text(attempt.sentence), attempt.endedAt)]),
        ...(attempt.referenceId === null ? [] : [row('column.reference', text(attempt.referenceId), attempt.endedAt)]),
        ...(attempt.validationStatus === null
          ? []
          : [row('column.validation', text(attempt.validationStatus), attempt.endedAt)]),
        ...(attempt.statusMessage === null
          ? []
          : [row('column.message', text(attempt.statusMessage), attempt.endedAt)]),
        ...attempt.details.map((detail) => [
          text(say('part.message')),
          number(attempt.number),
          time(attempt.endedAt),
          text(placeWords(detail, context)),
          text(detail.message),
        ]),
      ]
    }),
    ...proof.decisions.map((decision) => [
      text(say('part.decision')),
      text(null),
      time(decision.at),
      text(`${decision.action}, ${decision.who}`),
      text([decision.reason, decision.sentence].filter((part) => part !== null).join(' · ')),
    ]),
  ]
}
