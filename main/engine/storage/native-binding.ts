// Which compiled SQLite binding this process must load.
//
// better-sqlite3 carries its own binding for Node-API 10 (Node 22.14 and later, Electron 35 and later). Under Node-API
// 9 (Node 20, the Electron that runs evaluation and tests) a build of the same unmodified sources takes its place: from
// the environment, from beside the app, or from the cache that `npm start` fills (scripts/install/native-sqlite.mjs).
// Only paths are decided here; a file that is missing is reported by the load itself, with its path.
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The version whose sources the cached binding was compiled from; a test holds it equal to package.json. */
export const NATIVE_SQLITE_VERSION = '13.2.0'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The value for better-sqlite3's `nativeBinding` option.
 *
 * @param napiVersion `Number(process.versions.napi)` of the process that opens the database
 * @param env STOREBRIDGE_SQLITE_BINDING names a binding explicitly; XDG_CACHE_HOME, HOME and LOCALAPPDATA place the cache
 * @param resourcesPath `process.resourcesPath` of a packed app; absent on the command line
 * @returns undefined where better-sqlite3's own binding fits (Node-API 10), else a path. A named binding is returned
 *   even if it does not exist, so that the mistake is seen; the cache path is the last resort and may not exist either.
 */
export function nativeBindingPath(napiVersion: number, env: Environment, resourcesPath?: string): string | undefined {
  if (napiVersion >= 10) return undefined

  const named = env['STOREBRIDGE_SQLITE_BINDING']
  if (named !== undefined && named !== '') return named

  const besideTheApp = resourcesPath === undefined ? undefined : join(resourcesPath, 'native', 'better_sqlite3.node')
  if (besideTheApp !== undefined && existsSync(besideTheApp)) return besideTheApp

  const entry = `better-sqlite3-${NATIVE_SQLITE_VERSION}-node-api-9-${process.platform}-${process.arch}`
  return join(cacheFolder(env), entry, 'better_sqlite3.node')
}

/** The same folder as `cacheFolder` of scripts/install/cache-folder.mjs; a test there compares the two. */
function cacheFolder(env: Environment): string {
  const base =
    process.platform === 'win32'
      ? env['LOCALAPPDATA'] || join(homedir(), 'AppData', 'Local')
      : env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache')
  return join(base, 'storebridge')
}
