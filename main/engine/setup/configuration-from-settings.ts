// Between what the settings page edits and the configuration the engine runs on. Pure.

import { parseConfiguration, type Configuration } from '../../../contract/configuration.ts'
import type { FieldErrors, Settings } from '../../../contract/ipc.ts'
import { noPasswordPlace } from '../storage/store-settings.ts'

/** What of a configuration a person may see and change. */
export const settingsOf = ({ store, petrosoft, folders, sending, connectionReport }: Configuration): Settings => ({
  store,
  petrosoft: { baseUrl: petrosoft.baseUrl, email: petrosoft.email },
  folders,
  sending,
  connectionReport,
})

export type Configured =
  { readonly ok: true; readonly configuration: Configuration } | { readonly ok: false; readonly errors: FieldErrors }

/**
 * The configuration that settings ask for, with what the page does not edit taken from `before`; or every error with
 * the dotted path of its field.
 */
export const configurationFrom = (settings: Settings, before: Configuration | null): Configured =>
  parseConfiguration({
    ...before,
    ...settings,
    petrosoft: { ...settings.petrosoft, password: noPasswordPlace },
  })
