// The first-run wizard, from the welcome to the last step.

import type { Locator, Page } from '@playwright/test'
import type { PracticeAccount } from '../../sandbox/practice-state.ts'

export interface Wizard {
  readonly welcome: Locator
  readonly setUp: Locator
  readonly practise: Locator
  /** The question of the current step. */
  readonly question: (words: string) => Locator
  readonly email: Locator
  readonly password: Locator
  readonly otherAddress: Locator
  readonly address: Locator
  readonly locationId: Locator
  readonly storeName: Locator
  readonly folder: Locator
  /** What a look into the typed folder found. */
  readonly found: Locator
  readonly trouble: Locator
  readonly next: Locator
  readonly back: Locator
  readonly start: Locator
  /** Fills in the whole step of the sign-in, where the other address is shown already, and goes on. */
  readonly signIn: (address: string, account: PracticeAccount) => Promise<void>
}

export const wizardOf = (page: Page): Wizard => {
  const email = page.getByRole('textbox', { name: 'E-mail' })
  const password = page.getByLabel('Password', { exact: true })
  const address = page.getByRole('textbox', { name: 'Address of Petrosoft’s service' })
  const next = page.getByRole('button', { name: /^Next:|^Continue anyway$/ })
  return {
    welcome: page.getByRole('heading', { level: 1, name: 'Welcome to Storebridge' }),
    setUp: page.getByRole('button', { name: 'Set up this store' }),
    practise: page.getByRole('button', { name: 'Try it with the practice cloud' }),
    question: (words) => page.getByRole('heading', { level: 1, name: words }),
    email,
    password,
    otherAddress: page.getByRole('button', { name: 'Use another address' }),
    address,
    locationId: page.getByRole('textbox', { name: 'Location ID' }),
    storeName: page.getByRole('textbox', { name: 'Store name' }),
    folder: page.getByRole('textbox', { name: 'Sales folder' }),
    found: page.getByRole('region', { name: 'What is in the folder' }),
    trouble: page.getByRole('alert'),
    next,
    back: page.getByRole('button', { name: 'Back' }),
    start: page.getByRole('button', { name: 'Start sending' }),
    signIn: async (url, account) => {
      await address.fill(url)
      await email.fill(account.email)
      await password.fill(account.password)
      await next.click()
    },
  }
}
