// The size of the app's first window, smaller than the app itself would let it become.

import type { Page } from '@playwright/test'
import type { StartedApp } from '../fixtures.ts'

/** Gives the window's page this size in CSS pixels; done once the page has its width. */
export const resize = async (app: StartedApp, page: Page, width: number, height: number): Promise<void> => {
  await app.electron.evaluate(
    ({ BrowserWindow }, size) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.setMinimumSize(200, 200)
      window?.setContentSize(size.width, size.height)
    },
    { width, height },
  )
  await page.waitForFunction((wanted) => innerWidth === wanted, width)
}
