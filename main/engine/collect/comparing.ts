// Compares a listing of the folder with what is known of it: a pure function, so that every way a folder can change
// is a line in a table test. What follows is written down by the collector in one transaction.

import type { FileLook } from '../../../contract/folder-port.ts'

export interface KnownFile {
  readonly sightingId: number
  readonly state: 'found' | 'vanished' | 'ignored' | 'stored'
  readonly present: boolean
  readonly size: number
  readonly mtimeNs: string
}

export type FolderChange =
  | { readonly kind: 'new'; readonly look: FileLook; readonly beforeStart: boolean }
  /** The same name with another size or time: a sighting of its own. */
  | { readonly kind: 'changed'; readonly look: FileLook; readonly beforeStart: boolean }
  | { readonly kind: 'back'; readonly path: string; readonly sightingId: number; readonly look: FileLook }
  | { readonly kind: 'gone'; readonly path: string; readonly sightingId: number }
  /** It was in the listing and is not there any more, before anything was known of it. */
  | { readonly kind: 'glimpsed'; readonly path: string }

export const youngForMs = 2 * 24 * 3600_000
export const sweepWithinMs = 3600_000

const mtimeMs = (mtimeNs: string): number => Number(BigInt(mtimeNs) / 1_000_000n)

/** Names that are known and not in the listing any more. */
export const goneFrom = (known: ReadonlyMap<string, KnownFile>, listed: ReadonlySet<string>): FolderChange[] =>
  [...known].flatMap(([path, file]) =>
    file.present && !listed.has(path) ? [{ kind: 'gone' as const, path, sightingId: file.sightingId }] : [],
  )

/**
 * Which names of a listing must be looked at: unknown ones, hinted ones, those changed within two days, and so many
 * of the older ones that all have their turn within an hour. `turn` is a cursor into the older names, returned moved.
 */
export const namesToStat = (
  known: ReadonlyMap<string, KnownFile>,
  listed: readonly string[],
  hinted: ReadonlySet<string>,
  wallNow: number,
  sinceLastListingMs: number,
  turn: number,
): { names: string[]; turn: number } => {
  const names: string[] = []
  const older: string[] = []
  for (const path of listed) {
    const file = known.get(path)
    const young = file === undefined || !file.present || wallNow - mtimeMs(file.mtimeNs) < youngForMs
    if (young || hinted.has(path)) {
      // A file that has no document yet is looked at by the settle rule, not here.
      if (file === undefined || !file.present || file.state !== 'found') names.push(path)
    } else older.push(path)
  }
  const share = Math.min(
    older.length,
    Math.ceil((older.length * Math.min(sinceLastListingMs, sweepWithinMs)) / sweepWithinMs),
  )
  for (let i = 0; i < share; i++) {
    const path = older[(turn + i) % older.length]
    if (path !== undefined) names.push(path)
  }
  return { names, turn: older.length === 0 ? 0 : (turn + share) % older.length }
}

/** What a look at one listed name means. `startsAt`: files last changed before it are ignored (design 4.1). */
export const changeFrom = (
  known: ReadonlyMap<string, KnownFile>,
  look: FileLook,
  startsAt: number | null,
): FolderChange | null => {
  const file = known.get(look.path)
  if (look.fault === 'ENOENT') {
    if (file === undefined) return { kind: 'glimpsed', path: look.path }
    return file.present ? { kind: 'gone', path: look.path, sightingId: file.sightingId } : null
  }
  const beforeStart = look.fault === null && startsAt !== null && mtimeMs(look.mtimeNs) < startsAt
  if (file === undefined) return { kind: 'new', look, beforeStart }
  const same = file.size === look.size && file.mtimeNs === look.mtimeNs
  if (!file.present && (same || file.state === 'vanished'))
    return { kind: 'back', path: look.path, sightingId: file.sightingId, look }
  if (file.state === 'found' || look.fault !== null || same) return null
  return { kind: 'changed', look, beforeStart }
}
