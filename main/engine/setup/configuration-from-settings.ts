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

const sameFolder = (one: string, other: string): boolean => {
  const plain = (path: string): string => path.replaceAll('\\', '/').replace(/\/+$/, '').toLowerCase()
  return plain(one) === plain(other)
}

const folderErrors = ({ folders }: Configuration): FieldErrors =>
  folders.flatMap(({ path, afterVerdict }, i) => {
    const twice = folders.slice(0, i).some((other) => sameFolder(other.path, path))
    const intoItself = afterVerdict !== 'keep' && folders.some((other) => sameFolder(other.path, afterVerdict.archive))
    return [
      ...(twice ? [{ path: `folders[${i}].path`, message: 'this folder is in the list already' }] : []),
      ...(intoItself
        ? [{ path: `folders[${i}].afterVerdict`, message: 'the archive must not be a watched folder' }]
        : []),
    ]
  })

/**
 * The configuration that settings ask for, with what the page does not edit taken from `before`; or every error with
 * the dotted path of its field.
 */
export const configurationFrom = (settings: Settings, before: Configuration | null): Configured => {
  const parsed = parseConfiguration({
    ...before,
    ...settings,
    petrosoft: { ...settings.petrosoft, password: noPasswordPlace },
  })
  if (!parsed.ok) return parsed
  const errors = folderErrors(parsed.configuration)
  return errors.length > 0 ? { ok: false, errors } : parsed
}
