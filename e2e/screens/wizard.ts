// The first-run wizard, from the welcome to the last step.

import type { Locator, Page } from '@playwright/test'

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
}

export const wizardOf = (page: Page): Wizard => ({
  welcome: page.getByRole('heading', { level: 1, name: 'Welcome to Storebridge' }),
  setUp: page.getByRole('button', { name: 'Set up this store' }),
  practise: page.getByRole('button', { name: 'Try it with the practice cloud' }),
  question: (words) => page.getByRole('heading', { level: 1, name: words }),
  email: page.getByRole('textbox', { name: 'E-mail' }),
  password: page.getByLabel('Password', { exact: true }),
  otherAddress: page.getByRole('button', { name: 'Use another address' }),
  address: page.getByRole('textbox', { name: 'Address of Petrosoft’s service' }),
  locationId: page.getByRole('textbox', { name: 'Location ID' }),
  storeName: page.getByRole('textbox', { name: 'Store name' }),
  folder: page.getByRole('textbox', { name: 'Sales folder' }),
  found: page.getByRole('region', { name: 'What is in the folder' }),
  trouble: page.getByRole('alert'),
  next: page.getByRole('button', { name: /^Next:|^Continue anyway$/ }),
  back: page.getByRole('button', { name: 'Back' }),
  start: page.getByRole('button', { name: 'Start sending' }),
})
