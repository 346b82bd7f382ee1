// The folder outside node_modules where expensive things are kept (Electron runtime, compiled SQLite), and the one way
// to put something there.
//
// Promises: an entry is either absent or whole. It is made in a folder of its own beside its final place, checked, and
// renamed into it. A run that dies midway leaves only such a side folder, which a later run removes; of two runs that
// make the same entry at once one wins and both use it. The entry's name carries every version it depends on, so an
// entry is never changed, only made anew under another name.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const HOUR_MS = 60 * 60 * 1000
const ABANDONED_AFTER_MS = 6 * HOUR_MS
const SIDE_FOLDER_PREFIX = '.making-'

/**
 * Must agree with `nativeBindingPath` in main/engine/storage/native-binding.ts; native-sqlite.test.ts compares them.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string} the cache folder; it may not exist yet
 */
export function cacheFolder(env = process.env) {
  const base =
    process.platform === 'win32'
      ? env['LOCALAPPDATA'] || join(homedir(), 'AppData', 'Local')
      : env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache')
  return join(base, 'storebridge')
}

/**
 * Returns a whole cache entry, making it first if it is absent or damaged.
 * @param {object} entry
 * @param {string} entry.folder the cache folder
 * @param {string} entry.name the entry's name, versions included
 * @param {(path: string) => boolean} entry.isWhole checks an existing entry; must be quick, runs at every start
 * @param {(path: string) => Promise<void>} entry.make fills an empty folder; what it throws is passed on, nothing stays
 * @returns {Promise<string>} the entry's path
 */
export async function cachedEntry({ folder, name, isWhole, make }) {
  const place = join(folder, name)
  if (isWhole(place)) return place

  mkdirSync(folder, { recursive: true })
  removeAbandoned(folder)
  const side = mkdtempSync(join(folder, `${SIDE_FOLDER_PREFIX}${name}-`))
  try {
    await make(side)
    chmodSync(side, 0o755) // mkdtemp makes it private; what is kept may be run by others
    if (!isWhole(side)) throw new Error(`${name}: what was just made is incomplete`)
    moveIntoPlace(side, place, isWhole)
  } finally {
    rmSync(side, { recursive: true, force: true })
  }
  return place
}

/**
 * @param {string} side
 * @param {string} place
 * @param {(path: string) => boolean} isWhole
 */
function moveIntoPlace(side, place, isWhole) {
  try {
    renameSync(side, place)
  } catch (error) {
    if (!existsSync(place)) throw error
    if (isWhole(place)) return // another run was first
    const damaged = `${side}-damaged`
    renameSync(place, damaged)
    renameSync(side, place)
    rmSync(damaged, { recursive: true, force: true })
  }
}

/**
 * Removes the side folders of runs that died. Younger ones may belong to a run that is still at work.
 * @param {string} folder
 */
function removeAbandoned(folder) {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(SIDE_FOLDER_PREFIX)) continue
    const path = join(folder, name)
    const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    if (modified !== undefined && Date.now() - modified > ABANDONED_AFTER_MS)
      rmSync(path, { recursive: true, force: true })
  }
}
