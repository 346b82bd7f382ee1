// The password of the real store while the app runs: read once from the secret store, typed anew where there is none.
// It goes to the engine and nowhere else.

import type { AppSnapshot } from '../../contract/ipc.ts'
import type { SecretStore } from './secret-store.ts'

export interface PasswordState {
  readonly password: AppSnapshot['password']
  /** False where this computer has no safe place for a password. */
  readonly secretStore: boolean
}

export class PasswordKeeper {
  readonly #store: SecretStore
  readonly #handOver: (password: string | null) => void
  readonly #known = new Set<string>()
  #state: PasswordState = { password: 'needed', secretStore: true }

  /** `handOver` gives a password to the engine. */
  constructor(store: SecretStore, handOver: (password: string | null) => void) {
    this.#store = store
    this.#handOver = (password) => {
      if (password !== null) this.#known.add(password)
      handOver(password)
    }
  }

  get state(): PasswordState {
    return this.#state
  }

  /** Every password this run has handed over: what must not be found in anything that leaves the program. */
  get known(): readonly string[] {
    return [...this.#known]
  }

  /** Reads what an earlier run kept. */
  async load(): Promise<void> {
    const secretStore = await this.#store.available()
    const password = await this.#store.read()
    this.#state = { password: password === null ? 'needed' : 'kept', secretStore }
    if (password !== null) this.#handOver(password)
  }

  /** A password that was proved: used at once, and kept for the next start where that is safe. */
  async keep(password: string): Promise<void> {
    this.#handOver(password)
    const kept = await this.#store.keep(password)
    this.#state = { password: kept ? 'kept' : 'this-session', secretStore: await this.#store.available() }
  }

  /** A password that could not be tried yet: used until the app ends. */
  useOnce(password: string): void {
    this.#handOver(password)
    this.#state = { ...this.#state, password: 'this-session' }
  }

  /** A person wants it gone: from the computer first, then from the engine. Rejects when it cannot be deleted. */
  async forget(): Promise<void> {
    await this.#store.forget()
    this.#handOver(null)
    this.#state = { ...this.#state, password: 'needed' }
  }
}
