// The checklist at the end of setting up (ux 2.2, step 6): each tick is tried for real, none is assumed.

import type { Credentials } from '../../../contract/engine-port.ts'
import type { FolderInspection, Settings, SetupTick } from '../../../contract/ipc.ts'
import type { TickCode, TickTold } from '../../../contract/setup-tick.ts'
import { lowDiskBytes } from '../tell/free-space.ts'
import type { Clock } from '../support/clock.ts'
import { inspectFolder, type OpenHelper } from './folder-inspection.ts'
import { tryLocation } from './location-test.ts'
import { clockOffLimitMs, trySignIn, type SignInTrial } from './sign-in-test.ts'

export interface SetupTestOptions {
  readonly settings: Settings
  /** What the person typed when signing in; null when nobody has signed in since the start. */
  readonly credentials: Credentials | null
  readonly openHelper: OpenHelper
  readonly freeBytes: () => Promise<number | null>
  readonly clock: Clock
}

const tick = (
  what: SetupTick['what'],
  ok: boolean,
  code: TickCode,
  sentence: string,
  values: TickTold['values'] = {},
): SetupTick => ({ what, ok, sentence, told: { code, values } })

const signInWords: Record<SignInTrial['test']['kind'], readonly [TickCode, string]> = {
  ok: ['signed-in', 'Signed in to Petrosoft.'],
  'wrong-password': ['wrong-password', 'Petrosoft did not accept the e-mail or the password.'],
  'no-internet': ['no-internet', 'There is no internet right now.'],
  'server-down': ['server-down', "Petrosoft's service is not answering right now."],
  'not-petrosoft': ['not-petrosoft', 'This address does not answer like Petrosoft.'],
  'clock-wrong': ['signed-in', 'Signed in to Petrosoft.'],
  certificate: ['certificate', 'The secure connection to Petrosoft is not trusted.'],
}

const signInTick = (trial: SignInTrial | null): SetupTick => {
  if (trial === null)
    return tick('sign-in', false, 'not-signed-in', 'Nobody has signed in yet. Go back and sign in to Petrosoft.')
  if (trial.token === null && trial.test.kind === 'clock-wrong')
    return tick('sign-in', false, 'date-wrong', 'The date of this PC does not let it trust Petrosoft.')
  return tick('sign-in', trial.token !== null, ...signInWords[trial.test.kind])
}

const locationTick = async ({ settings, clock }: SetupTestOptions, trial: SignInTrial | null): Promise<SetupTick> => {
  if (trial?.token == null)
    return tick('location', false, 'location-after-sign-in', 'The location ID can be checked after signing in.')
  const { locationId, timeZone } = settings.store
  const { baseUrl } = settings.petrosoft
  return { what: 'location', ...(await tryLocation({ baseUrl, token: trial.token, locationId, timeZone }, clock)) }
}

const files = (n: number): string => (n === 1 ? '1 sales file' : `${n} sales files`)

const folderWords = (path: string, found: FolderInspection): readonly [TickCode, string] => {
  switch (found.kind) {
    case 'ok':
      return ['folder-readable', `${path} can be read; it holds ${files(found.files)}.`]
    case 'missing':
      return ['folder-missing', `${path} is not there.`]
    case 'not-a-folder':
      return ['folder-not-a-folder', `${path} is a file, not a folder.`]
    case 'unreadable':
      return ['folder-unreadable', `This PC does not let Storebridge read ${path}.`]
    case 'not-answering':
      return ['folder-not-answering', `${path} does not answer.`]
  }
}

const folderTick = async ({ settings, openHelper, clock }: SetupTestOptions): Promise<SetupTick> => {
  const looked = await Promise.all(
    settings.folders.map(async ({ path }) => ({ path, found: await inspectFolder(path, openHelper, clock) })),
  )
  const bad = looked.find(({ found }) => found.kind !== 'ok')
  const told = bad ?? looked[0]
  if (told === undefined) return tick('folder', false, 'folder-none', 'No sales folder is chosen yet.')
  const { path, found } = told
  const n = found.kind === 'ok' ? found.files : 0
  return tick('folder', bad === undefined, ...folderWords(path, found), { path, n })
}

const diskTick = async ({ freeBytes }: SetupTestOptions): Promise<SetupTick> => {
  const free = await freeBytes()
  if (free === null) return tick('disk', false, 'disk-unknown', 'The free space of the disk could not be read.')
  const size = (free / 1024 ** 3).toFixed(1)
  return free < lowDiskBytes
    ? tick('disk', false, 'disk-low', `Only ${size} GB are free. Make room on the disk.`, { size })
    : tick('disk', true, 'disk-free', `${size} GB are free.`, { size })
}

const clockTick = (trial: SignInTrial | null): SetupTick => {
  const off = trial?.clockOffMs ?? null
  if (trial?.test.kind === 'clock-wrong' && off === null)
    return tick('clock', false, 'date-wrong', 'The date of this PC looks wrong. Set the date and time.')
  if (off === null)
    return tick('clock', false, 'clock-not-compared', "The clock can be compared when Petrosoft's service answers.")
  if (Math.abs(off) <= clockOffLimitMs) return tick('clock', true, 'clock-right', 'The clock of this PC is right.')
  const minutes = Math.round(Math.abs(off) / 60_000)
  return tick(
    'clock',
    false,
    off > 0 ? 'clock-ahead' : 'clock-behind',
    `The clock of this PC is ${off > 0 ? 'ahead' : 'behind'} by ${minutes} minutes. Set it right.`,
    { n: minutes },
  )
}

/** Tries everything the settings depend on. Never rejects. */
export const runSetupTest = async (options: SetupTestOptions): Promise<readonly SetupTick[]> => {
  const { credentials, clock, settings } = options
  const fits =
    credentials !== null &&
    credentials.email === settings.petrosoft.email &&
    credentials.baseUrl === settings.petrosoft.baseUrl
  const [trial, folder, disk] = await Promise.all([
    fits ? trySignIn(credentials, clock) : null,
    folderTick(options),
    diskTick(options),
  ])
  return [signInTick(trial), await locationTick(options, trial), folder, disk, clockTick(trial)]
}
