// Where the password of a store is kept on this computer: encrypted by the system (DPAPI, Keychain, a Linux secret
// service), in a file of its own in the data directory (reliability 4.6). A computer that has no safe place keeps
// nothing. A file that cannot be decrypted any more (another Windows user, a moved disk) counts as none: the person is
// asked again, and the files of the store are not touched.

import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { faultText, type Log } from '../engine/support/log.ts'
import { writeWholeFile } from './write-whole-file.ts'

/** The system's encryption, as far as it is needed here. */
export interface SafeStoragePort {
  /** False where the text would be readable by anybody who has the disk. */
  available(): Promise<boolean>
  /** Rejects when it is not available. */
  encrypt(text: string): Promise<Buffer>
  /** Rejects for anything this user on this computer did not encrypt. */
  decrypt(encrypted: Buffer): Promise<string>
}

export interface SecretStore {
  available(): Promise<boolean>
  /** The kept secret, or null when there is none that can be read. */
  read(): Promise<string | null>
  /** True when it is kept now; false when this computer cannot keep it safely, and then nothing is written. */
  keep(secret: string): Promise<boolean>
  /** Rejects with the system's error when what is kept cannot be deleted. */
  forget(): Promise<void>
}

const writeSafely = async (path: string, bytes: Buffer): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeWholeFile(path, bytes, 0o600)
}

export const createSecretStore = (port: SafeStoragePort, path: string, log: Log): SecretStore => {
  const available = async (): Promise<boolean> => {
    try {
      return await port.available()
    } catch (fault) {
      log('warn', 'secret-store-fault', { fault: faultText(fault) })
      return false
    }
  }
  return {
    available,
    read: async () => {
      let encrypted: Buffer
      try {
        encrypted = await readFile(path)
      } catch {
        return null
      }
      if (!(await available())) return null
      try {
        return (await port.decrypt(encrypted)) || null
      } catch {
        // The fault may name what was decrypted; the event alone says enough.
        log('warn', 'password-not-readable')
        return null
      }
    },
    forget: () => rm(path, { force: true }),
    keep: async (secret) => {
      if (!(await available())) {
        // What an earlier run kept is the old password; it must not come back.
        await rm(path, { force: true }).catch(() => undefined)
        return false
      }
      try {
        await writeSafely(path, await port.encrypt(secret))
        return true
      } catch (fault) {
        log('warn', 'password-not-kept', {
          code: fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown',
        })
        return false
      }
    },
  }
}
