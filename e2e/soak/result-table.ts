// The table of results in docs/soak.md: one row a soak, written by the soak itself. A soak of the same seed on the same day
// takes the place of its row, so that a failure that was mended does not stay beside its mending.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { project } from '../faults/built-program.ts'

export interface SoakResult {
  readonly at: Date
  readonly minutes: number
  readonly seed: number
  readonly steps: number
  readonly contents: number
  readonly documents: number
  readonly received: number
  readonly faults: ReadonlyMap<string, number>
  readonly kills: number
  readonly lost: number
  readonly duplicated: number
  readonly untrue: number
  readonly toldCopies: number
  readonly failure: string | null
}

const place = join(project, 'docs', 'soak.md')
const begin = '<!-- results: begin -->'
const end = '<!-- results: end -->'
const head = [
  '| date | minutes | seed | steps | files | documents | sent | kills | other faults | lost | doubled silently | untrue ticks | told copies | result |',
  '|---|---|---|---|---|---|---|---|---|---|---|---|---|---|',
]

const keyOf = (row: string): string =>
  row
    .split('|')
    .slice(1, 4)
    .filter((_, i) => i !== 1)
    .join('|')

export const rowOf = (result: SoakResult): string => {
  const faults = [...result.faults]
    .filter(([kind]) => kind !== 'kill')
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ')
  const cells = [
    result.at.toISOString().slice(0, 10),
    result.minutes.toFixed(1),
    result.seed,
    result.steps,
    result.contents,
    result.documents,
    result.received,
    result.kills,
    faults,
    result.lost,
    result.duplicated,
    result.untrue,
    result.toldCopies,
    result.failure === null
      ? 'held'
      : `failed: ${result.failure.split('\n', 1)[0]?.replaceAll('|', '/').slice(0, 120) ?? ''}`,
  ]
  return `| ${cells.join(' | ')} |`
}

/** The text with the row in its table: after the others, or in the place of the row with its date and seed. */
export const withRow = (text: string, row: string): string => {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from === -1 || to < from) return `${text.trimEnd()}\n\n${begin}\n\n${[...head, row].join('\n')}\n\n${end}\n`
  const rows = text
    .slice(from + begin.length, to)
    .split('\n')
    .filter((line) => line.startsWith('| 2'))
  const others = rows.filter((known) => keyOf(known) !== keyOf(row))
  return `${text.slice(0, from)}${begin}\n\n${[...head, ...others, row].join('\n')}\n\n${text.slice(to)}`
}

/** Writes the row of a soak into docs/soak.md; says so where the document is not there. */
export const writeResult = (result: SoakResult): void => {
  if (!existsSync(place)) {
    console.error(`soak: ${place} is not there; its row is:\n${rowOf(result)}`)
    return
  }
  writeFileSync(`${place}.new`, withRow(readFileSync(place, 'utf8'), rowOf(result)))
  renameSync(`${place}.new`, place)
}
