// Electron's safeStorage behind our port: the asynchronous calls where this Electron has them, else the others. On
// Linux without a secret service Electron "encrypts" with a password everybody knows; that counts as not available.

import { safeStorage } from 'electron'
import type { SafeStoragePort } from './secret-store.ts'

const hasRealBackend = (): boolean => {
  if (process.platform !== 'linux') return true
  const backend = safeStorage.getSelectedStorageBackend()
  return backend !== 'basic_text' && backend !== 'unknown'
}

/** True in versions of Electron that have the asynchronous calls (45); 33 has only the others. */
const isAsynchronous = (): boolean => typeof safeStorage.encryptStringAsync === 'function'

export const safeStoragePort: SafeStoragePort = {
  available: async () => {
    if (!hasRealBackend()) return false
    return isAsynchronous() ? safeStorage.isAsyncEncryptionAvailable() : safeStorage.isEncryptionAvailable()
  },
  encrypt: async (text) => (isAsynchronous() ? safeStorage.encryptStringAsync(text) : safeStorage.encryptString(text)),
  decrypt: async (encrypted) =>
    isAsynchronous() ? (await safeStorage.decryptStringAsync(encrypted)).result : safeStorage.decryptString(encrypted),
}
