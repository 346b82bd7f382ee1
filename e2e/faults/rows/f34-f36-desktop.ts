// F34 and F36: faults of the desktop program, driven in the real Electron by the end-to-end tests that hold them: its
// window or its engine dies or hangs; the computer has no safe place for a password, or one that is locked.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { project } from '../built-program.ts'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { linux, tool, type Need } from '../need.ts'
import { waitFor } from '../wait-for.ts'

const runtimeVariable = 'ELECTRON_OVERRIDE_DIST_PATH'

/** Rows do not install or build: they use what `npm run e2e` prepared. */
const electron: Need = () => {
  const runtime = process.env[runtimeVariable]
  if (runtime === undefined || !existsSync(runtime)) return `no Electron: set ${runtimeVariable} as npm run e2e does`
  return existsSync(join(project, 'out', 'main')) ? null : 'the app is not built: npm run build'
}

interface ReportedSpec {
  readonly title: string
  readonly ok: boolean
  readonly tests: readonly { readonly status: string }[]
}
interface ReportedSuite {
  readonly specs?: readonly ReportedSpec[]
  readonly suites?: readonly ReportedSuite[]
}

const specsOf = (suite: ReportedSuite): readonly ReportedSpec[] => [
  ...(suite.specs ?? []),
  ...(suite.suites ?? []).flatMap(specsOf),
]

/** Runs end-to-end tests in the real Electron on a screen nobody sees; each that fails is a broken law. */
const runSpecs = async (
  lab: Lab,
  words: readonly string[],
  around: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<RoundResult> => {
  const report = join(lab.directory, 'report.json')
  const tests = [
    process.execPath,
    join(project, 'node_modules', '@playwright', 'test', 'cli.js'),
    'test',
    '--project=built',
  ]
  const output = ['--output', join(lab.directory, 'results')]
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const program = lab.start([...around, 'xvfb-run', '-a', ...tests, ...output, ...words], {
    cwd: project,
    env: { ...Object.fromEntries(inherited), ...env, E2E_REPORT: report },
  })
  await waitFor('the end-to-end tests to end', () => program.hasEnded(), { withinMs: 13 * 60_000, everyMs: 500 })
  if (!existsSync(report))
    throw new Error(`the tests did not run: ${(program.complaints() + program.output()).slice(-1500)}`)
  const specs = specsOf(JSON.parse(readFileSync(report, 'utf8')) as ReportedSuite)
  const ran = specs.filter((spec) => spec.tests.some(({ status }) => status !== 'skipped'))
  return {
    lost: 0,
    duplicated: 0,
    toldCopies: 0,
    visible: null,
    recoveredMs: null,
    violations: [
      ...(ran.length === 0 ? ['no test ran'] : []),
      ...ran.filter(({ ok }) => !ok).map(({ title }) => `does not hold: ${title}`),
    ],
    notes: ran.map(({ title }) => title),
  }
}

export const windowDies: FaultRow = {
  id: 'F34',
  fault: 'window crashed, killed or hung; engine of the app killed',
  injection:
    'kill -9 of the renderer, forcefullyCrashRenderer, an endless loop in the page, kill -9 of the engine, in the real Electron',
  must: 'load the window anew and start the engine again; the other one notices nothing, nothing is lost or sent twice in silence',
  needs: [linux, electron, tool('xvfb-run', 'xvfb')],
  rounds: 3,
  run: (lab) => runSpecs(lab, ['e2e/resilience.spec.ts']),
}

/** A session with a secret service that is open, and everything in it gone with it. */
const withSecretService = (lab: Lab): readonly string[] => [
  'dbus-run-session',
  '--',
  'bash',
  '-c',
  'printf "pw\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null; gdbus wait --session --timeout 10 org.freedesktop.secrets; "$@"',
  lab.id,
]

export const secretStoreMissing: FaultRow = {
  id: 'F36',
  fault: 'the secret store is missing or locked',
  injection: 'a screen without D-Bus and keyring; gnome-keyring open at first and locked before the third start',
  must: 'keep no password that others could read, say why, ask again, and lose no file over it',
  needs: [linux, electron, tool('xvfb-run', 'xvfb'), tool('dbus-run-session', 'dbus-daemon'), tool('gnome-keyring-daemon', 'gnome-keyring'), tool('gdbus', 'libglib2.0-bin')], // prettier-ignore
  rounds: 2,
  run: (lab, round) =>
    round === 1
      ? runSpecs(lab, ['e2e/sign-in.spec.ts', '-g', 'no safe place'])
      : runSpecs(lab, ['e2e/secret-service.spec.ts'], withSecretService(lab), {
          E2E_SECRET_SERVICE: '1',
          E2E_PRELOAD: join(project, 'e2e', 'store', 'real-password-store.cjs'),
          HOME: lab.directory,
          XDG_DATA_HOME: join(lab.directory, 'share'),
        }),
}
