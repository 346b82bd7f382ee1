// The dialog that asks for the sign-in again.

import type { Locator, Page } from '@playwright/test'

export interface SignInDialog {
  readonly dialog: Locator
  readonly email: Locator
  readonly password: Locator
  readonly submit: Locator
  readonly trouble: Locator
}

export const signInDialogOf = (page: Page): SignInDialog => {
  const dialog = page.getByRole('dialog', { name: 'Sign in to Petrosoft' })
  return {
    dialog,
    email: dialog.getByRole('textbox', { name: 'E-mail' }),
    password: dialog.getByLabel('Password', { exact: true }),
    submit: dialog.getByRole('button', { name: 'Sign in' }),
    trouble: dialog.getByRole('alert'),
  }
}
