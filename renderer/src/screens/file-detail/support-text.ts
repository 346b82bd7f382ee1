// "Copy for support": what a technician on the phone asks for, as plain text. Card and personal data are masked before
// the lines come here; nothing secret is known to the window.

import type { FileDetail } from '../../../../contract/ipc.ts'
import { say } from '../../words/say.ts'
import type { FileMessage } from './file-messages.ts'

export interface SupportFacts {
  readonly file: FileDetail
  readonly statusWords: string
  readonly sentence: string
  readonly store: string
  readonly version: string
  readonly messages: readonly FileMessage[]
  /** Masked lines of the file around messages, by line number. */
  readonly lines: ReadonlyMap<number, string>
  readonly exact: (at: string | null) => string
}

/** A clipboard is not an archive: so many messages, then a count of the rest. */
const MOST_MESSAGES = 50
const AROUND = 2

const messageLines = (message: FileMessage, lines: ReadonlyMap<number, string>): string[] => {
  const place = message.line === null ? '-' : `${message.line}:${message.position ?? '-'}`
  const head = `[${message.severity ?? '?'}] ${place} ${message.rule === null ? '' : `(${message.rule}) `}${message.words ?? ''}`
  if (message.place !== 'in-file' || message.line === null) return [head]
  const excerpt: string[] = []
  for (let number = message.line - AROUND; number <= message.line + AROUND; number += 1) {
    const text = lines.get(number)
    if (text !== undefined) excerpt.push(`${number === message.line ? '>' : ' '} ${number}  ${text}`)
  }
  return [head, ...excerpt]
}

/** At most about 100 kB; labels in English are for the technician and the same in every language. */
export const supportText = (facts: SupportFacts): string => {
  const { file } = facts
  const shown = facts.messages.slice(0, MOST_MESSAGES)
  const rest = facts.messages.length - shown.length
  return [
    say('support.heading', { store: facts.store, version: facts.version }),
    '',
    `File: ${file.name} (id ${file.id})`,
    `Status: ${facts.statusWords} (${file.state}${file.problem === null ? '' : `, ${file.problem}`})`,
    facts.sentence,
    `Size: ${file.size ?? '-'} bytes`,
    `SHA-256: ${file.sha256 ?? '-'}`,
    `Found: ${facts.exact(file.foundAt)} (${file.foundAt})`,
    `Stored: ${facts.exact(file.storedAt)} (${file.storedAt ?? '-'})`,
    `Accepted: ${facts.exact(file.acceptedAt)} (${file.acceptedAt ?? '-'})`,
    `Attempts: ${file.attempts}`,
    `Reference ID: ${file.referenceId ?? '-'}`,
    `ValidationStatus: ${file.validationStatus ?? '-'}`,
    `StatusMessage: ${file.statusMessage ?? '-'}`,
    `StoreLocationID: ${file.storeLocationId ?? '-'}`,
    `Business dates: ${file.businessDates.join(', ') || '-'}`,
    `Register software: ${[file.vendor, file.vendorModel, file.version].filter((part) => part !== null).join(' ') || '-'}`,
    '',
    `Messages: ${facts.messages.length}`,
    ...shown.flatMap((message) => messageLines(message, facts.lines)),
    ...(rest > 0 ? [`... and ${rest} more`] : []),
    '',
  ].join('\n')
}
