// A provisioning file: the configuration of a store as a file, made by whoever installs many (design 5). It is read
// once; its password is taken from where the file says, once, and goes to the secret store. What is wrong comes back
// as sentences with the path of the key.

import { readFile, stat } from 'node:fs/promises'
import { parseConfiguration, type Configuration, type PasswordPlace } from '../../contract/configuration.ts'
import type { FieldError, FieldErrors } from '../../contract/ipc.ts'

export type Provisioned =
  | { readonly ok: true; readonly configuration: Configuration; readonly password: string | null }
  | { readonly ok: false; readonly errors: FieldErrors }

const largestBytes = 1024 * 1024

const wrong = (error: FieldError): Provisioned => ({ ok: false, errors: [error] })

const readSmallText = async (path: string): Promise<string> => {
  const { size } = await stat(path)
  if (size > largestBytes) throw new Error('the file is too large')
  return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
}

/** Thrown when the password's file, its message, may be read by others. */
class OpenToOthers extends Error {}

const passwordAt = async (
  place: PasswordPlace,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> => {
  if ('env' in place) return env[place.env] || null
  try {
    const { mode } = await stat(place.file)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new OpenToOthers(place.file)
    return (await readSmallText(place.file)).split(/\r?\n/, 1)[0] || null
  } catch (fault) {
    if (fault instanceof OpenToOthers) throw fault
    // A password that is not there is no fault of the configuration: the window asks for it.
    return null
  }
}

/** Reads a provisioning file. Never rejects. */
export const readProvisioning = async (
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Provisioned> => {
  let value: unknown
  try {
    value = JSON.parse(await readSmallText(path))
  } catch (fault) {
    const values = { file: path }
    return fault instanceof SyntaxError
      ? wrong({ path: '', code: 'file-not-json', values, message: `${path} is not JSON` })
      : wrong({ path: '', code: 'file-not-read', values, message: `${path} cannot be read` })
  }
  const parsed = parseConfiguration(value)
  if (!parsed.ok) return parsed
  try {
    const password = await passwordAt(parsed.configuration.petrosoft.password, env)
    return { ok: true, configuration: parsed.configuration, password }
  } catch (fault) {
    if (!(fault instanceof OpenToOthers)) throw fault
    const file = fault.message
    const message = `other users can read ${file}; make it yours alone (chmod 600)`
    return wrong({ path: 'petrosoft.password.file', code: 'password-open', values: { file }, message })
  }
}
