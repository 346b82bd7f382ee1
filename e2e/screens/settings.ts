// The settings page.

import type { Locator, Page } from '@playwright/test'

export interface SettingsScreen {
  readonly field: (name: string) => Locator
  readonly save: Locator
  /** What must be corrected; it has the focus when it appears. */
  readonly summary: Locator
  readonly choose: (question: string, answer: string) => Promise<void>
}

export const settingsScreenOf = (page: Page): SettingsScreen => {
  const main = page.getByRole('main')
  return {
    field: (name) => main.getByRole('textbox', { name, exact: true }),
    save: main.getByRole('button', { name: 'Save', exact: true }),
    summary: main.getByRole('alert').filter({ hasText: 'before this can be saved' }),
    choose: (question, answer) =>
      main.getByRole('radiogroup', { name: question }).getByRole('radio', { name: answer }).check(),
  }
}
