// The list of files.

import type { Locator, Page } from '@playwright/test'

export interface Files {
  readonly grid: Locator
  /** The row of a file, whatever its status. */
  readonly row: (name: string) => Locator
  /** All rows that hold a file. */
  readonly rows: Locator
  readonly search: Locator
  /** Opens the choice of groups and chooses one: "Refused". */
  readonly chooseGroup: (name: string) => Promise<void>
  readonly clearAll: Locator
  /** What can be done with the selected files; there while any are. */
  readonly bulk: Locator
  /** The button that shows what came since the list was opened. */
  readonly showNew: Locator
}

export const filesOf = (page: Page): Files => {
  const grid = page.getByRole('grid', { name: 'Files' })
  const filters = page.getByRole('search', { name: 'Filter files' })
  // The heads' row has column heads and no cells.
  const rows = grid.getByRole('row').filter({ has: page.getByRole('gridcell') })
  return {
    grid,
    rows,
    row: (name) => rows.filter({ has: page.getByRole('gridcell', { name, exact: true }) }),
    search: filters.getByRole('searchbox', { name: 'File name or ID' }),
    chooseGroup: async (name) => {
      await filters.getByRole('button', { name: /^Status:/ }).click()
      await filters.getByRole('radio', { name: new RegExp(`^${name} \\(`) }).click()
      await page.keyboard.press('Escape')
    },
    bulk: page.getByRole('toolbar', { name: 'Selected files' }),
    clearAll: filters.getByRole('button', { name: 'Clear all' }),
    showNew: page.getByRole('button', { name: 'Show', exact: true }),
  }
}
