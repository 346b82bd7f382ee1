// The support file: one text that a store hands to whoever helps it (ux 2.11). Made of parts that are shown to the
// person before anything is saved, and masked: no password, token, e-mail address or run of digits as long as a card's
// is in it, wherever it came from (design, promise 9; ux part 4 row 44). Pure.

import type { LogEntry, Settings, SupportFacts, SupportFile, SupportPart } from '../../../contract/ipc.ts'
import type { Timestamp } from '../../../contract/vocabulary.ts'
import { maskCards } from './mask-private.ts'

const hidden = '[hidden]'

/** Also in the forms of URLs and of JSON inside JSON. */
const emailShape = /[^\s@"'<>()[\]{},;:=\\/]+(?:@|%40)[^\s@"'<>()[\]{},;:=\\/]+/gi
const tokenShape = /\beyJ[\w-]+(?:\.[\w-]*)*|\b[\w-]{16,}\.[\w-]{16,}\.[\w-]{16,}\b/g
const bearerShape = /\b(Bearer|Basic)\s+[^\s,;"']+/gi
/** What names itself a secret: password=…, "access_token": "…" */
const namedSecretShape =
  /\b(\w*(?:passw(?:or)?d|pwd|secret|token|api[-_]?key|authorization))(["']?\s*[:=]\s*["']?)([^\s"',;}]+)/gi
/** Any run as long as a card's number, whether its check digit is right or not; also in groups. */
const cardLikeShape = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g
const keptAtStart = 6
const keptAtEnd = 4

const hideDigits = (shape: string): string => {
  const digits = shape.replaceAll(/\D/g, '').length
  let seen = 0
  return shape.replaceAll(/\d/g, (digit) => {
    seen += 1
    return seen <= keptAtStart || seen > digits - keptAtEnd ? digit : '•'
  })
}

/**
 * A text made fit to leave the store. `secrets` are the texts that must not be in it in any form: the passwords this run
 * of the program has known, which nothing else may recognise.
 */
export const maskForSupport = (text: string, secrets: readonly string[] = []): string => {
  const forms = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    // The longest first: one may be part of another.
    .sort((a, b) => b.length - a.length)
  const withoutSecrets = forms.reduce((rest, form) => rest.replaceAll(form, hidden), text)
  return maskCards(withoutSecrets)
    .replace(bearerShape, `$1 ${hidden}`)
    .replace(tokenShape, hidden)
    .replace(namedSecretShape, `$1$2${hidden}`)
    .replace(emailShape, hidden)
    .replace(cardLikeShape, hideDigits)
}

export interface SupportQuestion {
  readonly at: Timestamp
  readonly supportId: string | null
  readonly version: string
  /** Operating system and its version, as the computer tells it. */
  readonly system: string
  /** Null when the engine cannot answer; then `trouble` says why. */
  readonly facts: SupportFacts | null
  readonly settings: Settings | null
  readonly trouble: string | null
  readonly log: readonly LogEntry[]
  readonly secrets: readonly string[]
}

const lines = (pairs: readonly (readonly [string, string | number | boolean | null])[]): string =>
  pairs.map(([name, value]) => `${name}: ${value ?? '-'}`).join('\n')

const programPart = ({ at, supportId, version, system, trouble }: SupportQuestion): SupportPart => ({
  kind: 'program',
  text: lines([
    ['Made', at],
    ['Support ID', supportId],
    ['Storebridge', version],
    ['Computer', system],
    ...(trouble === null ? [] : [['Trouble', trouble] as const]),
  ]),
})

const queuePart = (facts: SupportFacts): SupportPart => ({
  kind: 'queue',
  text: lines([
    ...Object.entries(facts.counts),
    ['oldest waiting', facts.oldestWaitingAt],
    ['documents', facts.documents],
    ['records, bytes', facts.databaseBytes],
    ['records, format', facts.formatVersion],
    ['disk free, bytes', facts.freeBytes],
  ]),
})

const foldersPart = (facts: SupportFacts): SupportPart => ({
  kind: 'folders',
  text: facts.folders
    .map(
      (folder) =>
        `${folder.path}: ${folder.reachable ? 'reachable' : 'not reachable'}, ${folder.watcher}, last read ${folder.lastScanAt ?? '-'}, took ${folder.scanMs === null ? '-' : `${folder.scanMs} ms`}`,
    )
    .join('\n'),
})

const problemsPart = (facts: SupportFacts): SupportPart => ({
  kind: 'problems',
  text:
    facts.problems.length === 0
      ? 'none'
      : facts.problems.map(({ code, since, count, sentence }) => `${since} ${code} (${count}): ${sentence}`).join('\n'),
})

const activityPart = (facts: SupportFacts): SupportPart => ({
  kind: 'activity',
  text:
    facts.activity.length === 0
      ? 'none'
      : facts.activity
          .map(({ at, action, fileName, applied }) =>
            `${at} ${action} ${fileName ?? ''} ${applied ? '' : '(not done)'}`.trimEnd(),
          )
          .join('\n'),
})

const logPart = (entries: readonly LogEntry[]): SupportPart => ({
  kind: 'log',
  text:
    entries.length === 0
      ? 'none'
      : entries.map(({ at, level, event, text }) => `${at} ${level} ${event} ${text}`).join('\n'),
})

/** The parts of the file, in the order they are written, each already masked; and the file's name. */
export const supportFile = (question: SupportQuestion): SupportFile => {
  const { facts, settings, log, secrets, at, supportId } = question
  const parts = [
    programPart(question),
    ...(facts === null ? [] : [queuePart(facts), foldersPart(facts), problemsPart(facts)]),
    ...(settings === null ? [] : [{ kind: 'settings', text: JSON.stringify(settings, null, 2) } satisfies SupportPart]),
    ...(facts === null ? [] : [activityPart(facts)]),
    logPart(log),
  ].map((part): SupportPart => ({ kind: part.kind, text: maskForSupport(part.text, secrets) }))
  const day = at.slice(0, 10)
  return { name: `Storebridge support ${supportId ?? 'new'} ${day}.txt`, parts }
}

/** The file's text: exactly the parts that were shown. CRLF, because it is opened in Notepad. */
export const supportText = ({ parts }: SupportFile): string =>
  parts
    .map(({ kind, text }) => `== ${kind} ==\n${text}\n`)
    .join('\n')
    .replaceAll('\n', '\r\n')
