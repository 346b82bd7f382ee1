// All rows there are: each file in rows/ exports one or several. Found by looking, so that a new row is a new file.

import { readdir } from 'node:fs/promises'
import type { FaultRow } from './fault-row.ts'

const place = new URL('./rows/', import.meta.url)

const isRow = (value: unknown): value is FaultRow =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  /^F\d+$/.test(value.id) &&
  'run' in value &&
  typeof value.run === 'function'

const numberOf = ({ id }: FaultRow): number => Number(id.slice(1))

/** In the order of their numbers. Throws when two rows have one number. */
export const faultRows = async (): Promise<readonly FaultRow[]> => {
  const files = (await readdir(place)).filter((name) => /^f\d.*\.ts$/.test(name) && !name.endsWith('.unit.ts'))
  const modules = await Promise.all(
    files.map(async (name) => (await import(new URL(name, place).href)) as Readonly<Record<string, unknown>>),
  )
  const rows = modules
    .flatMap((module) => Object.values(module).filter(isRow))
    .toSorted((a, b) => numberOf(a) - numberOf(b))
  const twice = rows.find((row, at) => rows[at + 1]?.id === row.id)
  if (twice !== undefined) throw new Error(`there are two rows ${twice.id}`)
  return rows
}
