// The way to any place of the window, also to one no link on the screen leads to.

import type { Page } from '@playwright/test'

/** `place` as the window's addresses have it behind the "#": "/sales-days/2026-11-20". Does not wait for the screen. */
export const visit = (page: Page, place: string): Promise<void> =>
  page.evaluate((hash) => {
    location.hash = hash
  }, place)
