// What the frame of the window shows, put together from how the store's process stands and what main knows. Pure.

import { petrosoftBaseUrl } from '../../contract/cloud.ts'
import type { EnginePicture } from '../../contract/engine-port.ts'
import type { AppSnapshot } from '../../contract/ipc.ts'
import type { PasswordState } from './password-keeper.ts'
import { sayTold } from './told-words.ts'
import { supportIdOf } from './support-id.ts'

export interface SnapshotFacts {
  /** The picture of the store that is shown; null before the first. */
  readonly picture: EnginePicture | null
  readonly engine: AppSnapshot['engine']
  readonly practice: boolean
  /** True when this computer held the records of a store at the start, whatever can be read of them. */
  readonly hasStore: boolean
  readonly password: PasswordState
  readonly version: string
  readonly now: number
}

/** The host that files go to when it is not Petrosoft's; null when it is, or when nothing is set. */
export const otherCloudOf = (baseUrl: string | null): string | null => {
  if (baseUrl === null) return null
  try {
    const { host, protocol } = new URL(baseUrl)
    const petrosoft = new URL(petrosoftBaseUrl)
    return host === petrosoft.host && protocol === petrosoft.protocol ? null : host
  } catch {
    return baseUrl
  }
}

const modeOf = ({ picture, practice, hasStore }: SnapshotFacts): AppSnapshot['mode'] => {
  if (practice) return 'practice'
  if (picture?.phase === 'setup') return 'setup'
  return hasStore || (picture?.store ?? null) !== null ? 'real' : 'setup'
}

export const snapshotFrom = (facts: SnapshotFacts): AppSnapshot => {
  const { picture, engine, practice, password, version, now } = facts
  return {
    mode: modeOf(facts),
    store: picture?.store ?? null,
    otherCloud: practice ? null : otherCloudOf(picture?.baseUrl ?? null),
    engine,
    status: picture?.status ?? null,
    attention: picture?.attention ?? [],
    statusAt: picture?.statusAt ?? new Date(now).toISOString(),
    password: practice ? 'kept' : password.password,
    secretStore: password.secretStore,
    version,
    supportId: picture?.store == null ? null : supportIdOf(picture.store.locationId),
    trouble: picture?.told === undefined ? (picture?.trouble ?? null) : sayTold(picture.told),
  }
}
