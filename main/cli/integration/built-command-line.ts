// The command line as it is built for people: the same configuration (vite.cli.config.ts), into a folder of its own that
// is named after the sources. So nothing is built twice, no lock is needed, and a build of out/cli at the same time, by
// `npm run build` or by another test file, never takes the program away under a running test.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export interface BuiltCommandLine {
  /** storebridge.cjs */
  readonly entry: string
  /** folder-helper.cjs, for engines started inside the test process. */
  readonly folderHelper: string
}

const project = fileURLToPath(new URL('../../../', import.meta.url))
/** Inside node_modules, so that the external better-sqlite3 is found from the built files. */
const cache = join(project, 'node_modules', '.cache', 'storebridge-integration')
const sources = ['main', 'sandbox', 'contract', 'scripts/build', 'vite.cli.config.ts', 'package.json']
const forgetAfterMs = 3600_000

const filesUnder = async (path: string): Promise<string[]> => {
  if (!(await stat(path)).isDirectory()) return [path]
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Changes with every change of a file that may go into the build. */
const nameOfSources = async (): Promise<string> => {
  const lists = await Promise.all(sources.map((path) => filesUnder(join(project, path))))
  const hash = createHash('sha256')
  for (const path of lists.flat().toSorted()) {
    if (path.endsWith('.test.ts') || path.includes('/integration/')) continue
    const { size, mtimeMs } = await stat(path)
    hash.update(`${path}\0${size}\0${mtimeMs}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

const forgetOldBuilds = async (): Promise<void> => {
  for (const name of await readdir(cache)) {
    const path = join(cache, name)
    const found = await stat(path).catch(() => null)
    if (found !== null && Date.now() - found.mtimeMs > forgetAfterMs) await rm(path, { recursive: true, force: true })
  }
}

const build = async (target: string): Promise<void> => {
  await mkdir(cache, { recursive: true })
  await forgetOldBuilds()
  const unfinished = `${target}.${process.pid}`
  const vite = join(project, 'node_modules', 'vite', 'bin', 'vite.js')
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '-c', 'vite.cli.config.ts', '--outDir', unfinished, '--logLevel', 'error'],
    { cwd: project, timeout: 60_000 },
  )
  await rename(unfinished, target).catch(async (fault: unknown) => {
    // Another test file built the same sources meanwhile.
    if (!existsSync(target)) throw fault
    await rm(unfinished, { recursive: true, force: true })
  })
}

let built: Promise<BuiltCommandLine> | null = null

/** Builds at the first call in this test file, unless the sources are built already. Rejects with what Vite says. */
export const builtCommandLine = (): Promise<BuiltCommandLine> => {
  built ??= (async () => {
    const target = join(cache, await nameOfSources())
    if (!existsSync(target)) await build(target)
    return { entry: join(target, 'storebridge.cjs'), folderHelper: join(target, 'folder-helper.cjs') }
  })()
  return built
}
