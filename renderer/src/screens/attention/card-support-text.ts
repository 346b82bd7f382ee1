// "Copy for support" of a card: which store, what is wrong, which files, Petrosoft's words and references, as plain text.
// The engine hides card numbers before any of it comes here. Labels in English are for the technician.

import type { AttentionCard } from '../../../../contract/attention.ts'
import type { FileRow } from '../../../../contract/ipc.ts'
import { say } from '../../words/say.ts'

export interface CardSupportFacts {
  readonly card: AttentionCard
  readonly title: string
  readonly about: string
  readonly store: string
  readonly locationId: string
  readonly supportId: string | null
  readonly version: string
  /** Sentences of the engine about the condition; none where it is about files. */
  readonly sentences: readonly string[]
  /** The newest files of the card. */
  readonly files: readonly Pick<FileRow, 'id' | 'name' | 'referenceId' | 'businessDates'>[]
  readonly exact: (at: string) => string
}

export const cardSupportText = (facts: CardSupportFacts): string => {
  const { card, files } = facts
  const rest = card.count - files.length
  return [
    say('support.heading', { store: facts.store, version: facts.version }),
    `Location ID: ${facts.locationId}`,
    `Support ID: ${facts.supportId ?? '-'}`,
    '',
    facts.title,
    facts.about,
    `Cause: ${card.code}${card.problem === null ? '' : `, ${card.problem}`}${card.httpStatus === null ? '' : `, HTTP ${card.httpStatus}`}`,
    `Since: ${facts.exact(card.since)} (${card.since})`,
    ...(card.message === null ? [] : [`Petrosoft's words: ${card.message}`]),
    ...facts.sentences,
    ...(card.salesDays.length === 0 ? [] : [`Sales days: ${card.salesDays.join(', ')}`]),
    ...(files.length === 0
      ? []
      : [
          '',
          `Files: ${card.count}`,
          ...files.map(
            ({ id, name, referenceId, businessDates }) =>
              `${name} (id ${id}, sales day ${businessDates.join(' ') || '-'}, reference ID ${referenceId ?? '-'})`,
          ),
          ...(rest > 0 ? [`... and ${rest} more`] : []),
        ]),
    '',
  ].join('\n')
}
