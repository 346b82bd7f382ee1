// The program under test: the command line as it is built for people, into a folder of the harness's own, so that nobody
// else's build takes it away in the middle of a row.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mustRun } from './running-program.ts'

export interface BuiltProgram {
  /** storebridge.cjs */
  readonly entry: string
}

export const project = fileURLToPath(new URL('../../', import.meta.url))

/** Inside node_modules, so that the external better-sqlite3 is found from the built files. */
const place = join(project, 'node_modules', '.cache', 'storebridge-faults')

/** Names a build that is there already; rows that run in a process of their own are given it by their parent. */
export const builtProgramVariable = 'STOREBRIDGE_FAULTS_PROGRAM'

/** Builds unless it is told that this was done. Rejects with what the build says. */
export const buildProgram = async (): Promise<BuiltProgram> => {
  const given = process.env[builtProgramVariable]
  if (given !== undefined && existsSync(given)) return { entry: given }
  const target = join(place, String(process.pid))
  const vite = join(project, 'node_modules', 'vite', 'bin', 'vite.js')
  await mustRun(
    [process.execPath, vite, 'build', '-c', 'vite.cli.config.ts', '--outDir', target, '--logLevel', 'error'],
    { cwd: project, withinMs: 180_000 },
  )
  return { entry: join(target, 'storebridge.cjs') }
}

/** Takes the build away again; a build that was given is left. */
export const placeOfBuild = (program: BuiltProgram): string | null =>
  process.env[builtProgramVariable] === undefined ? join(program.entry, '..') : null
