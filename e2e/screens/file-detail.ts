// The page of one file: its status, what to do, the messages and the stored text with the marked line.

import type { Locator, Page } from '@playwright/test'

export interface FileDetail {
  /** The name above the page. */
  readonly title: (name: string) => Locator
  /** The status in words, the page's heading. */
  readonly status: Locator
  readonly whatToDo: Locator
  readonly actions: Locator
  readonly messages: Locator
  readonly chosenMessage: Locator
  /** The stored text. */
  readonly text: Locator
  /** The one line the chosen message is about. */
  readonly markedLine: Locator
  readonly back: Locator
  readonly tab: (name: string) => Locator
  readonly panel: Locator
  /** The warning before sales may count twice, and the question before a file is ignored. */
  readonly warning: Locator
}

export const fileDetailOf = (page: Page): FileDetail => {
  const main = page.getByRole('main')
  const text = main.getByRole('region', { name: /^The file as we/ })
  const messages = main.getByRole('listbox', { name: 'Messages about this file' })
  return {
    title: (name) => main.getByText(name, { exact: true }).first(),
    status: main.getByRole('heading', { level: 1 }),
    whatToDo: main.getByRole('region', { name: 'What to do' }),
    actions: main.getByRole('group', { name: 'What you can do' }),
    messages,
    chosenMessage: messages.getByRole('option', { selected: true }),
    text,
    // `aria-current` has no role of its own to ask for.
    markedLine: text.locator('[aria-current="true"]'),
    back: main.getByRole('link', { name: 'Files' }),
    tab: (name) => main.getByRole('tab', { name: new RegExp(`^${name}`) }),
    panel: main.getByRole('tabpanel'),
    warning: page.getByRole('alertdialog'),
  }
}
