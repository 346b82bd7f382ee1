// The window of a store that is set up: what stands on every screen, and the ways to the screens.

import type { Locator, Page } from '@playwright/test'
import { fileDetailOf, type FileDetail } from './file-detail.ts'
import { filesOf, type Files } from './files.ts'
import { settingsScreenOf, type SettingsScreen } from './settings.ts'
import { signInDialogOf, type SignInDialog } from './sign-in-dialog.ts'

export type Place = 'Today' | 'Files' | 'Connection' | 'Settings'

export interface StoreWindow {
  readonly page: Page
  readonly navigation: Locator
  /** The strip above every screen: store, how it stands, when that was checked. */
  readonly strip: Locator
  /** The screen itself, with the one bar above it. */
  readonly screen: Locator
  readonly practiceStrip: Locator
  /** What a person's own doings came to; says and offers Undo. */
  readonly notices: Locator
  readonly files: Files
  readonly file: FileDetail
  readonly settings: SettingsScreen
  readonly signIn: SignInDialog
  readonly go: (place: Place) => Promise<void>
  /** Opens a file's page by its name, through the list. */
  readonly openFile: (name: string) => Promise<void>
}

export const windowOf = (page: Page): StoreWindow => {
  const navigation = page.getByRole('navigation', { name: 'Main' })
  const files = filesOf(page)
  const file = fileDetailOf(page)
  const go = (place: Place): Promise<void> => navigation.getByRole('link', { name: place }).click()
  return {
    page,
    navigation,
    strip: page.getByRole('banner'),
    screen: page.getByRole('main'),
    practiceStrip: page
      .getByRole('region', { name: 'Practice mode' })
      .filter({ hasText: 'Nothing reaches Petrosoft.' }),
    notices: page.getByRole('status', { name: 'What was done' }),
    files,
    file,
    settings: settingsScreenOf(page),
    signIn: signInDialogOf(page),
    go,
    openFile: async (name) => {
      // From elsewhere the list is opened anew; from a file's page it is as it was left.
      await go('Today')
      await go('Files')
      await files.row(name).click()
      await file.title(name).waitFor()
    },
  }
}
