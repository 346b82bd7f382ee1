// The messages about one file, in the order a person should meet them: what Petrosoft said in its newest answer, then
// what our own reader noticed. Places that name no line, line zero, or a line the file does not have are told in words
// and never break the page (ux 1.4, 2.8).

import type { FileDetail } from '../../../../contract/ipc.ts'

/** Error, Warning and Info in the manager's words: problem, note, for information. */
export type MessageKind = 'problem' | 'note' | 'info'
export type MessagePlace = 'in-file' | 'not-said' | 'outside'

export interface FileMessage {
  /** Unique within the file, in order: "0", "1", … */
  readonly key: string
  readonly kind: MessageKind
  readonly from: 'petrosoft' | 'storebridge'
  readonly place: MessagePlace
  /** As the server gave it; also when it is outside. */
  readonly line: number | null
  readonly position: number | null
  /** The server's or the reader's own words, never changed. */
  readonly words: string | null
  readonly severity: string | null
  /** Rule id of our own finding. */
  readonly rule: string | null
}

const kindOfSeverity = (severity: string | null): MessageKind => {
  switch (severity?.trim().toLowerCase()) {
    case 'warning':
      return 'note'
    case 'info':
    case 'information':
      return 'info'
    // A severity nobody has told us about is treated as the worst.
    default:
      return 'problem'
  }
}

const placeOf = (line: number | null, lineCount: number | null): MessagePlace => {
  if (line === null || !Number.isInteger(line) || line < 1) return 'not-said'
  return lineCount !== null && line > lineCount ? 'outside' : 'in-file'
}

export const messagesOf = (file: Pick<FileDetail, 'details' | 'findings' | 'lineCount'>): readonly FileMessage[] => {
  const said = file.details.map((detail) => ({
    kind: kindOfSeverity(detail.severity),
    from: 'petrosoft' as const,
    place: placeOf(detail.line, file.lineCount),
    line: detail.line,
    position: detail.position,
    words: detail.message,
    severity: detail.severity,
    rule: null,
  }))
  const noticed = file.findings.map((finding) => ({
    kind: kindOfSeverity(finding.severity),
    from: 'storebridge' as const,
    place: placeOf(finding.line, file.lineCount),
    line: finding.line,
    position: finding.column,
    words: finding.message,
    severity: finding.severity,
    rule: finding.rule,
  }))
  return [...said, ...noticed].map((message, index) => ({ ...message, key: String(index) }))
}

export interface MessageCounts {
  readonly problems: number
  readonly notes: number
  readonly infos: number
}

export const countMessages = (messages: readonly FileMessage[]): MessageCounts => ({
  problems: messages.filter((message) => message.kind === 'problem').length,
  notes: messages.filter((message) => message.kind === 'note').length,
  infos: messages.filter((message) => message.kind === 'info').length,
})

/** Lines that carry a mark, with the worst kind on each. */
export const markedLines = (messages: readonly FileMessage[]): ReadonlyMap<number, MessageKind> => {
  const rank: Readonly<Record<MessageKind, number>> = { problem: 2, note: 1, info: 0 }
  const marks = new Map<number, MessageKind>()
  for (const { place, line, kind } of messages) {
    if (place !== 'in-file' || line === null) continue
    const known = marks.get(line)
    if (known === undefined || rank[kind] > rank[known]) marks.set(line, kind)
  }
  return marks
}

/** The first one a person should see: the first problem, else the first message; -1 when there is none. */
export const firstToShow = (messages: readonly FileMessage[]): number => {
  const problem = messages.findIndex((message) => message.kind === 'problem')
  return problem >= 0 ? problem : messages.length > 0 ? 0 : -1
}

/** F8 and Shift+F8: from the last on to the first, and back. */
export const steppedMessage = (current: number, step: 1 | -1, count: number): number =>
  count === 0 ? -1 : (current + step + count) % count
