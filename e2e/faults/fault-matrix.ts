// docs/fault-matrix.md: what each row came to when it last ran, with what it ran on. A row that was skipped this time keeps
// its last figures; a row that never ran says why.

import type { FaultRow } from './fault-row.ts'
import type { RowResult } from './run-row.ts'

export interface Versions {
  readonly program: string
  readonly node: string
  readonly sqlite: string
  readonly kernel: string
  /** YYYY-MM-DD */
  readonly date: string
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`

const verdictOf = (row: FaultRow, { verdict }: RowResult): string =>
  verdict === 'held' && row.mustBeCaught === true ? 'held (the loss was caught)' : verdict

const visibleOf = ({ visible: { shown, asked } }: RowResult): string => (asked === 0 ? '–' : `${shown} of ${asked}`)

const mostNotes = 4

const notesOf = ({ notes, violations }: RowResult): string => {
  const all = [...violations.map((line) => `**${line.split('\n')[0] ?? ''}**`), ...notes]
  return [...all.slice(0, mostNotes), ...(all.length > mostNotes ? [`and ${all.length - mostNotes} more`] : [])].join(
    '; ',
  )
}

/** `| F6 | disk full | … |` */
export const matrixLine = (row: FaultRow, result: RowResult, date: string): string => {
  const skipped = result.verdict.startsWith('skipped')
  const cells = [
    row.id,
    row.fault,
    row.injection,
    row.must,
    skipped ? '–' : String(result.rounds),
    skipped ? '–' : String(result.lost),
    skipped ? '–' : `${result.duplicated}${result.toldCopies > 0 ? ` (${result.toldCopies} told)` : ''}`,
    visibleOf(result),
    result.recoveredMs === null ? '–' : seconds(result.recoveredMs),
    verdictOf(row, result),
    skipped ? '–' : date,
    notesOf(result),
  ]
  return `| ${cells.map(cell).join(' | ')} |`
}

const rowIdOf = (line: string): string | null => /^\| (F\d+) \|/.exec(line)?.[1] ?? null

/** The lines of the last run by row, out of the text of the document. */
const linesBefore = (text: string): Map<string, string> =>
  new Map(
    text.split('\n').flatMap((line) => {
      const id = rowIdOf(line)
      return id === null ? [] : [[id, line] as const]
    }),
  )

const wasSkipped = (line: string): boolean => line.includes('| skipped: ')

const head = ({ program, node, sqlite, kernel, date }: Versions): string => `# Fault matrix

Written by \`npm run faults\`; not edited by hand. Each row really does its fault to the built program, with a practice cloud
that keeps books of its own, and compares three sets of books afterwards: what the register wrote, what Storebridge says,
and what the cloud received.

\`npm run faults\` runs every row this machine can (mounts, namespaces and some faults need root), \`npm run faults -- F6 F20\`
some of them, \`--rounds N\` with another number of rounds, \`--quick\` the short ones that need no rights, \`--list\` names
them. \`--seed N\` repeats a run. A row whose tool is missing names the package; nothing is installed by itself.

* **lost**: journals that are in no row, or that we say the cloud has and it has not.
* **copies**: journals the cloud has more than once without a row that tells of it; in brackets those that a row does tell
  of ("may have arrived").
* **shown**: in how many of the rounds that ask for it the fault was visible while it lasted (\`status\`, or the sentence the
  program ended with).
* **recovered**: the slowest round, from the end of the fault to the last verdict.

Last run: ${date}, Storebridge ${program}, Node ${node}, SQLite ${sqlite}, Linux ${kernel}.

| row | fault | injected by | must | rounds | lost | copies | shown | recovered | verdict | last run | remarks |
|---|---|---|---|---|---|---|---|---|---|---|---|
`

/** The whole document. `before` is its text from the last run, or empty. */
export const faultMatrix = (
  rows: readonly FaultRow[],
  results: ReadonlyMap<string, RowResult>,
  before: string,
  versions: Versions,
): string => {
  const known = linesBefore(before)
  const lines = rows.flatMap((row) => {
    const result = results.get(row.id)
    const last = known.get(row.id)
    if (result === undefined) return last === undefined ? [] : [last]
    if (result.verdict.startsWith('skipped') && last !== undefined && !wasSkipped(last)) return [last]
    return [matrixLine(row, result, versions.date)]
  })
  return `${head(versions)}${lines.join('\n')}\n`
}
