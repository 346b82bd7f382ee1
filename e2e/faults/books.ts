// The invariant of every row, as a pure comparison of three books that were kept apart: what the register wrote, what the
// program says (its rows, and what it told the outside before the fault), and what the cloud received. A journal is lost
// when it is in no row, or when we say the cloud has it and the cloud has not. A copy is silent when the cloud has it and
// no attempt of ours tells that it may have arrived.

import type { AttemptFacts, FileSummary } from '../../contract/file-facts.ts'
import type { DocumentState } from '../../contract/vocabulary.ts'
import type { ReceivedJournal } from '../../sandbox/ledger.ts'

export interface WrittenJournal {
  readonly name: string
  readonly sha256: string
  readonly size: number
  /** performance.now() when it was whole in the folder. */
  readonly at: number
  /** States it may end in. */
  readonly ends: readonly DocumentState[]
}

/** What the program told the outside, by a line of its log or by `files --json`, before something happened to it. */
export interface Told {
  readonly what: 'stored' | 'accepted'
  readonly name: string
  /** Known only where `files` told it. */
  readonly sha256: string | null
  readonly referenceId: string | null
}

export interface Books {
  readonly written: readonly WrittenJournal[]
  /** SHA-256 of versions that were there too shortly to be owed a row. */
  readonly forgiven: readonly string[]
  /** States in which a row may hold bytes of an unfinished file: read too early, never sent, made good since. */
  readonly unfinishedIn?: readonly DocumentState[]
  readonly told: readonly Told[]
  readonly rows: readonly FileSummary[]
  /** Attempts by file id, as `show` tells them: of each file with more than one attempt or copy, and of some others. */
  readonly attempts: ReadonlyMap<string, readonly AttemptFacts[]>
  /** Every journal in the cloud's books, refused ones too. */
  readonly received: readonly ReceivedJournal[]
  /** Lines of verdicts.ndjson that could be read: SHA-256 and verdict. */
  readonly verdicts: readonly { readonly sha256: string; readonly verdict: string }[]
}

export interface Comparison {
  readonly lost: number
  readonly duplicated: number
  readonly toldCopies: number
  readonly violations: readonly string[]
}

const isAccepted = (state: DocumentState): boolean => state === 'accepted' || state === 'accepted-with-notes'

/** How many copies may be in the cloud as far as a history tells: attempts that may have arrived, or that never ended. */
const copiesToldIn = (attempts: readonly AttemptFacts[]): number =>
  attempts.filter(({ mayHaveArrived, outcome }) => mayHaveArrived || outcome === null).length

/** Files whose history must be known to compare: with another number of attempts or copies than one. */
export const filesToShow = (
  rows: readonly FileSummary[],
  received: readonly ReceivedJournal[],
): readonly FileSummary[] => {
  const copies = groupBySha(received)
  return rows.filter(({ attempts, sha256 }) => attempts > 1 || (copies.get(sha256 ?? '')?.length ?? 0) > 1)
}

const mostListed = 5

/** One sentence for many alike. */
const oneLine = (what: string, names: readonly string[]): string[] =>
  names.length === 0
    ? []
    : [
        `${what}: ${names.slice(0, mostListed).join(', ')}${names.length > mostListed ? ` and ${names.length - mostListed} more` : ''}`,
      ]

const groupBySha = <Item extends { readonly sha256: string | null }>(items: readonly Item[]): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    if (item.sha256 === null) continue
    const group = groups.get(item.sha256)
    if (group === undefined) groups.set(item.sha256, [item])
    else group.push(item)
  }
  return groups
}

/** Compares the books after the fault is over and everything had the time to drain. */
export const compareBooks = ({ unfinishedIn = [], ...books }: Books): Comparison => {
  const { written, forgiven, told, rows, attempts, received, verdicts } = books
  const copiesToldBy = (row: FileSummary): number => copiesToldIn(attempts.get(row.id) ?? [])
  const rowsBySha = groupBySha(rows)
  const arrived = received.filter(({ verdict }) => verdict !== 'FatalError')
  const arrivedBySha = groupBySha(arrived)
  const writtenShas = new Set([...written.map(({ sha256 }) => sha256), ...forgiven])

  const inNoRow = written.filter(({ sha256 }) => !rowsBySha.has(sha256)).map(({ name }) => name)
  const neverArrived = rows
    .filter((row) => isAccepted(row.state) && !arrivedBySha.has(row.sha256 ?? ''))
    .map(({ name }) => name)
  const toldButNotKept = told
    .filter(({ name, sha256 }) =>
      sha256 === null ? !rows.some((row) => row.name === name && row.sha256 !== null) : !rowsBySha.has(sha256),
    )
    .map(({ name }) => name)

  const forgottenVerdicts = told
    .filter(({ what }) => what === 'accepted')
    .filter(({ name, referenceId }) => {
      const row = rows.find((each) => each.name === name)
      // After a restore from a backup the row may ask (`restored`); it must not wait as if nothing had been sent.
      return row !== undefined && row.acceptedAt === null && row.state !== 'unclear' && referenceId !== null
    })
    .map(({ name }) => name)
  const twice = [...rowsBySha.values()].filter((group) => group.length > 1).map(([row]) => row?.name ?? '')
  const strangers = [...arrivedBySha]
    .filter(([sha]) => !writtenShas.has(sha))
    .map(([, [journal]]) => journal?.name ?? '')
  const mixed = rows
    .filter(({ sha256, state }) => sha256 !== null && !writtenShas.has(sha256) && !unfinishedIn.includes(state))
    .map(({ name }) => name)
  const unknownToUs = [...arrivedBySha]
    .filter(([sha]) => {
      const row = rowsBySha.get(sha)?.[0]
      return row !== undefined && row.acceptedAt === null && row.state !== 'unclear' && row.state !== 'sending'
    })
    .map(([, [journal]]) => journal?.name ?? '')
  const wrongEnd = written
    .filter(({ sha256, ends }) => {
      const row = rowsBySha.get(sha256)?.[0]
      return row !== undefined && !ends.includes(row.state)
    })
    .map(({ name, sha256 }) => `${name} is ${rowsBySha.get(sha256)?.[0]?.state ?? ''}`)
  const wrongReference = rows
    .filter(
      ({ state, sha256, referenceId }) =>
        isAccepted(state) &&
        arrivedBySha.has(sha256 ?? '') &&
        !(arrivedBySha.get(sha256 ?? '') ?? []).some(({ reference }) => reference === referenceId),
    )
    .map(({ name }) => name)
  const loggedVerdicts = new Set(
    verdicts.filter(({ verdict }) => verdict.startsWith('accepted')).map(({ sha256 }) => sha256),
  )
  const notLogged = rows
    .filter(({ state, sha256 }) => isAccepted(state) && !loggedVerdicts.has(sha256 ?? ''))
    .map(({ name }) => name)
  const wrongCount = rows
    .filter((row) => attempts.has(row.id) && row.attempts !== attempts.get(row.id)?.length)
    .map(({ name }) => name)
  const tooOften = rows.filter((row) => copiesToldBy(row) > 6).map(({ name }) => name)

  let duplicated = 0
  let toldCopies = 0
  const silent: string[] = []
  for (const [sha, copies] of arrivedBySha) {
    const toldOf = (rowsBySha.get(sha) ?? []).reduce((sum, row) => sum + copiesToldBy(row), 0)
    const silentHere = Math.max(0, copies.length - Math.max(1, toldOf))
    duplicated += silentHere
    toldCopies += copies.length - 1 - silentHere
    if (silentHere > 0) silent.push(copies[0]?.name ?? '')
  }

  return {
    lost: new Set([...inNoRow, ...neverArrived, ...toldButNotKept]).size,
    duplicated,
    toldCopies,
    violations: [
      ...oneLine('in no row', inNoRow),
      ...oneLine('said to be accepted, but the cloud has nothing', neverArrived),
      ...oneLine('told before the fault, and not there afterwards', toldButNotKept),
      ...oneLine('an acceptance that was told before the fault is forgotten', forgottenVerdicts),
      ...oneLine('has two rows', twice),
      ...oneLine('the cloud has bytes that no register wrote', strangers),
      ...oneLine('has a row with bytes that no register wrote', mixed),
      ...oneLine('the cloud has it, and the row does not say so', unknownToUs),
      ...oneLine('did not end as it should', wrongEnd),
      ...oneLine('the reference is not one the cloud gave', wrongReference),
      ...oneLine('the verdict is not in verdicts.ndjson', notLogged),
      ...oneLine('counts other attempts than it lists', wrongCount),
      ...oneLine('may have arrived more than six times', tooOften),
      ...oneLine('the cloud has a copy that no attempt tells of', silent),
    ],
  }
}
