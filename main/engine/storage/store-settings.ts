// The settings of a store that the desktop app runs: kept in the store's own database, so that they are safe, moved and
// restored together with its files (design 5). The password is never among them.

import { z } from 'zod'
import { parseConfiguration, type Configuration, type PasswordPlace } from '../../../contract/configuration.ts'
import { readFact, writeFact } from './fact-table.ts'
import type { Db } from './open-database.ts'

const settingsFact = 'settings'

/** Stands where a configuration must name the place of its password; the app hands the password over itself. */
export const noPasswordPlace: PasswordPlace = { env: 'STOREBRIDGE_PASSWORD' }

const keptSchema = z.looseObject({ petrosoft: z.looseObject({}) })

/** There are settings, and this version cannot make sense of them. Nothing is thrown away. */
export class SettingsUnreadable extends Error {
  constructor(why: string) {
    super(`the settings of this store cannot be read: ${why}`)
    this.name = 'SettingsUnreadable'
  }
}

/** The store's configuration, or null while it has not been set up. Throws SettingsUnreadable. */
export const readStoreSettings = (db: Db): Configuration | null => {
  const kept = readFact(db, settingsFact, z.unknown())
  if (kept === null || kept === undefined) return null
  const shaped = keptSchema.safeParse(kept)
  if (!shaped.success) throw new SettingsUnreadable('they are not settings')
  const { data } = shaped
  const parsed = parseConfiguration({ ...data, petrosoft: { ...data.petrosoft, password: noPasswordPlace } })
  if (parsed.ok) return parsed.configuration
  throw new SettingsUnreadable(parsed.errors.map(({ path, message }) => `${path}: ${message}`).join('; '))
}

/** Keeps a configuration as the store's settings, without the place of its password. */
export const writeStoreSettings = (db: Db, configuration: Configuration): void => {
  const { petrosoft, ...others } = configuration
  const { baseUrl, email } = petrosoft
  writeFact(db, settingsFact, { ...others, petrosoft: { baseUrl, email } })
}
