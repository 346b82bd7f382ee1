// The checklist at the end of setting up (ux 2.2, step 6): each tick is tried for real, none is assumed.

import type { Credentials } from '../../../contract/engine-port.ts'
import type { FolderInspection, Settings, SetupTick } from '../../../contract/ipc.ts'
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

const tick = (what: SetupTick['what'], ok: boolean, sentence: string): SetupTick => ({ what, ok, sentence })

const signInSentences: Record<SignInTrial['test']['kind'], string> = {
  ok: 'Signed in to Petrosoft.',
  'wrong-password': 'Petrosoft did not accept the e-mail or the password.',
  'no-internet': 'There is no internet right now.',
  'server-down': "Petrosoft's service is not answering right now.",
  'not-petrosoft': 'This address does not answer like Petrosoft.',
  'clock-wrong': 'Signed in to Petrosoft.',
  certificate: 'The secure connection to Petrosoft is not trusted.',
}

const signInTick = (trial: SignInTrial | null): SetupTick =>
  trial === null
    ? tick('sign-in', false, 'Nobody has signed in yet. Go back and sign in to Petrosoft.')
    : tick(
        'sign-in',
        trial.token !== null,
        trial.token === null && trial.test.kind === 'clock-wrong'
          ? 'The date of this PC does not let it trust Petrosoft.'
          : signInSentences[trial.test.kind],
      )

const locationTick = async ({ settings, clock }: SetupTestOptions, trial: SignInTrial | null): Promise<SetupTick> => {
  if (trial?.token == null) return tick('location', false, 'The location ID can be checked after signing in.')
  const { locationId, timeZone } = settings.store
  const { baseUrl } = settings.petrosoft
  const { ok, sentence } = await tryLocation({ baseUrl, token: trial.token, locationId, timeZone }, clock)
  return tick('location', ok, sentence)
}

const files = (n: number): string => (n === 1 ? '1 sales file' : `${n} sales files`)

const folderSentence = (path: string, found: FolderInspection): string => {
  switch (found.kind) {
    case 'ok':
      return `${path} can be read; it holds ${files(found.files)}.`
    case 'missing':
      return `${path} is not there.`
    case 'not-a-folder':
      return `${path} is a file, not a folder.`
    case 'unreadable':
      return `This PC does not let Storebridge read ${path}.`
    case 'not-answering':
      return `${path} does not answer.`
  }
}

const folderTick = async ({ settings, openHelper, clock }: SetupTestOptions): Promise<SetupTick> => {
  const paths = settings.folders.map(({ path }) => path)
  if (paths.length === 0) return tick('folder', false, 'No sales folder is chosen yet.')
  const looked = await Promise.all(
    paths.map(async (path) => ({ path, found: await inspectFolder(path, openHelper, clock) })),
  )
  const bad = looked.find(({ found }) => found.kind !== 'ok')
  const told = bad ?? looked[0]
  return tick('folder', bad === undefined, told === undefined ? '' : folderSentence(told.path, told.found))
}

const diskTick = async ({ freeBytes }: SetupTestOptions): Promise<SetupTick> => {
  const free = await freeBytes()
  if (free === null) return tick('disk', false, 'The free space of the disk could not be read.')
  const gigabytes = (free / 1024 ** 3).toFixed(1)
  return free < lowDiskBytes
    ? tick('disk', false, `Only ${gigabytes} GB are free. Make room on the disk.`)
    : tick('disk', true, `${gigabytes} GB are free.`)
}

const clockTick = (trial: SignInTrial | null): SetupTick => {
  const off = trial?.clockOffMs ?? null
  if (trial?.test.kind === 'clock-wrong' && off === null)
    return tick('clock', false, 'The date of this PC looks wrong. Set the date and time.')
  if (off === null) return tick('clock', false, "The clock can be compared when Petrosoft's service answers.")
  const minutes = Math.round(Math.abs(off) / 60_000)
  return Math.abs(off) > clockOffLimitMs
    ? tick(
        'clock',
        false,
        `The clock of this PC is ${off > 0 ? 'ahead' : 'behind'} by ${minutes} minutes. Set it right.`,
      )
    : tick('clock', true, 'The clock of this PC is right.')
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
