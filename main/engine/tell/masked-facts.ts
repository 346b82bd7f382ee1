// The facts about a file as they may be shown and written down: texts of the cloud, which quotes what it refuses, and
// findings, which quote what they complain of, without card numbers and private data (design, promise 9). What says which
// file it is (names, hashes, ids, references, receipt numbers) stays exact. Pure.

import type { AcknowledgementDetail, AttemptFacts, FileFacts, FileSummary } from '../../../contract/file-facts.ts'
import { maskCards, maskXml } from './mask-private.ts'

const maskedOrNull = (text: string | null): string | null => (text === null ? null : maskCards(text))

const maskedDetails = (details: readonly AcknowledgementDetail[]): AcknowledgementDetail[] =>
  details.map((detail) => ({ ...detail, message: maskedOrNull(detail.message) }))

const maskedAttempt = (attempt: AttemptFacts): AttemptFacts => ({
  ...attempt,
  sentence: maskedOrNull(attempt.sentence),
  statusMessage: maskedOrNull(attempt.statusMessage),
  rawAnswer: attempt.rawAnswer === null ? null : maskXml(attempt.rawAnswer).text,
  details: maskedDetails(attempt.details),
})

/** A line of the list of files as it may be shown. */
export const maskedSummary = (file: FileSummary): FileSummary => ({
  ...file,
  statusMessage: maskedOrNull(file.statusMessage),
  details: maskedDetails(file.details),
})

/** Everything about a file as it may be shown. */
export const maskedFacts = (file: FileFacts): FileFacts => ({
  ...file,
  statusMessage: maskedOrNull(file.statusMessage),
  details: maskedDetails(file.details),
  findings: file.findings.map((finding) => ({ ...finding, message: maskCards(finding.message) })),
  deliveries: file.deliveries.map((delivery) => ({ ...delivery, attempts: delivery.attempts.map(maskedAttempt) })),
  decisions: file.decisions.map((decision) => ({ ...decision, reason: maskedOrNull(decision.reason) })),
})
