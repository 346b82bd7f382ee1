// Every view of the window there is (renderer/dev/views.ts: each screen in each state, each tab, menu, question and step
// of the set-up), in real Electron, against the laws for people who see little, hear the screen or use keys alone: in
// English and in Spanish a third longer than it is, light and dark, at the width of a shop's screen, at twice its size and
// at 320 pixels. Drawn over the scripted main process: a view costs a fraction of a second, and states that are hard to
// come by are there. The app itself is walked in keyboard.spec.ts.

import { join } from 'node:path'
import { _electron, type CDPSession, type ElectronApplication, type Page } from '@playwright/test'
import type { Language } from '../contract/language.ts'
import { servePages, type ServedPages } from '../renderer/dev/serve-pages.ts'
import { addressOf, scriptedWords, views, wordsOf, type View } from '../renderer/dev/views.ts'
import { bannedWords } from '../renderer/locales/banned-words.ts'
import { expect, test } from './fixtures.ts'
import {
  faintParts,
  lasting,
  lostParts,
  lostStops,
  movingParts,
  prepareForLaws,
  seriousFindings,
} from './screens/page-laws.ts'
import { isEnglish, wordsOn } from './screens/spoken-words.ts'

/** A shop's screen; the same at 200 %; the narrowest there is (WCAG 1.4.10). */
const wide = { width: 1366, height: 768 }
const double = { width: 683, height: 384 }
const narrowest = { width: 320, height: 640 }

/** Names of files, whole and in the parts a narrow list shows. */
const fileNames = /PJR[-\d*][-\w*.]*/g

interface Room {
  readonly page: Page
  readonly pages: ServedPages
  readonly resize: (size: { readonly width: number; readonly height: number }) => Promise<void>
}

const roomOf = (page: Page, pages: ServedPages, browser: CDPSession): Room => ({
  page,
  pages,
  resize: async (size) => {
    await browser.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false })
    // Two frames: the first tells the page its width, the second shows what it made of it.
    await page.evaluate(
      (width) =>
        new Promise<void>((done) => {
          const look = (): void => {
            if (innerWidth === width) requestAnimationFrame(() => requestAnimationFrame(() => done()))
            else requestAnimationFrame(look)
          }
          look()
        }),
      size.width,
    )
  },
})

/** Views of one scenario in a row, those without an act first: they need no new page. */
const inOrder = views.toSorted(
  (one, other) =>
    `${one.scenario}${one.hold === true}`.localeCompare(`${other.scenario}${other.hold === true}`) ||
    Number(one.act !== undefined) - Number(other.act !== undefined),
)

const show = async ({ page, pages }: Room, view: View, language: Language, longer: boolean): Promise<void> => {
  // What was opened on a page stays open there, and what it waits for it waits for once.
  if (view.act !== undefined || view.hold === true) await page.goto('about:blank')
  await page.goto(addressOf(pages.base, view, { language, theme: 'system', longer }))
  await page.locator('main').first().waitFor()
  const busy = page.locator('[aria-busy="true"]')
  if (view.hold !== true) await expect(busy).toHaveCount(0)
  // Not every screen waits for something; one that does shows it after a moment.
  else if ((await busy.count()) > 0) await busy.first().waitFor()
  await view.act?.(page, (id) => wordsOf(language, id))
}

/** Goes through all views in one window. */
const walk = async (
  userData: string,
  language: Language,
  longer: boolean,
  look: (room: Room, view: View) => Promise<void>,
): Promise<void> => {
  const pages = await servePages()
  let electron: ElectronApplication | null = null
  try {
    electron = await _electron.launch({
      args: [join('e2e', 'store', 'plain-window.cjs'), '--disable-gpu'],
      env: { ...(process.env as Record<string, string>), STOREBRIDGE_USER_DATA: userData, TZ: 'America/New_York' },
    })
    const page = await electron.firstWindow()
    await prepareForLaws(page)
    const room = roomOf(page, pages, await page.context().newCDPSession(page))
    for (const view of inOrder)
      await test.step(view.name, async () => {
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
        await room.resize(wide)
        await show(room, view, language, longer)
        await look(room, view)
      })
  } finally {
    await electron?.close()
    await pages.close()
  }
}

// Each walk takes minutes: side by side they do not hold up the others.
test.describe.configure({ mode: 'parallel' })

test('every view can be seen, heard and reached: axe, colours, stillness, and focus at twice the size', async ({
  userData,
}) => {
  test.setTimeout(900_000)
  await walk(userData, 'en-US', false, async ({ page, resize }, { name }) => {
    const law = (what: string, broken: readonly string[]): void => expect.soft(broken, `${name}: ${what}`).toEqual([])
    law('axe', await seriousFindings(page))
    law('colours, light', await lasting(() => faintParts(page)))
    law('stillness', await movingParts(page))
    law(
      'words',
      (await wordsOn(page)).filter((words) => bannedWords['en-US'].test(words.replaceAll(fileNames, ''))),
    )
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    law('colours, dark', await lasting(() => faintParts(page)))
    await resize(double)
    law('focus at 200 %', await lostStops(page))
  })
})

test('every view holds Spanish words that are a third longer, at any size, and no word of English', async ({
  userData,
}) => {
  test.setTimeout(900_000)
  await walk(userData, 'es-US', true, async ({ page, resize }, { name }) => {
    const law = (what: string, broken: readonly string[]): void => expect.soft(broken, `${name}: ${what}`).toEqual([])
    const words = await wordsOn(page)
    law(
      'English',
      words.filter((each) => isEnglish(each) && !scriptedWords.test(each)),
    )
    law(
      'words',
      words.filter((each) => bannedWords['es-US'].test(each.replaceAll(fileNames, ''))),
    )
    // What the longest words do not push out no words do.
    for (const size of [wide, double, narrowest]) {
      await resize(size)
      law(`at ${size.width} pixels`, await lasting(() => lostParts(page)))
    }
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    law('axe, dark', await seriousFindings(page))
  })
})
