// Every view of the window there is (renderer/dev/views.ts: each screen in each state, each tab, menu, question and step
// of the set-up), in real Electron, against the laws for people who see little, hear the screen or use keys alone: in
// English and, changed while it is shown, in Spanish a third longer than it is; light, dark and in forced colours; at the
// width of a shop's screen, at twice its size and at 320 pixels. Drawn over the scripted main process: a view costs a
// fraction of a second, and states that are hard to come by are there. The app itself is walked in keyboard.spec.ts.

import { join } from 'node:path'
import { _electron, type CDPSession, type ElectronApplication, type Page } from '@playwright/test'
import type { Language } from '../contract/language.ts'
import { servePages, type ServedPages } from '../renderer/dev/serve-pages.ts'
import { addressOf, scriptedWords, views, wordsOf, type View } from '../renderer/dev/views.ts'
import { bannedWords } from '../renderer/locales/banned-words.ts'
import { expect, onThisScreen, test } from './fixtures.ts'
import {
  faintParts,
  lasting,
  lostParts,
  lostStops,
  mixedWords,
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
  readonly browser: CDPSession
  readonly pages: ServedPages
}

/** The page hears of a change in one frame, and is painted so in the next. */
const twoFrames = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))))

const resize = async (
  { page, browser }: Room,
  size: { readonly width: number; readonly height: number },
): Promise<void> => {
  await browser.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false })
  await page.waitForFunction((width) => innerWidth === width, size.width)
  await twoFrames(page)
}

/** What a person's computer asks for: a theme, or the colours of a high contrast that overrule every theme. */
const dresses = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours': { colorScheme: 'dark', forcedColors: 'active' },
} as const

const dress = async (page: Page, which: keyof typeof dresses): Promise<void> => {
  await page.emulateMedia({ ...dresses[which], reducedMotion: 'reduce' })
  await twoFrames(page)
}

/** Another language for what is on the screen, as after a choice in Settings. */
const speakIn = async (page: Page, language: Language, longer: boolean): Promise<void> => {
  await page.evaluate(
    ([next, more]) =>
      (window as unknown as { speakIn: (language: Language, longer: boolean) => Promise<void> }).speakIn(next, more),
    [language, longer] as const,
  )
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}

/** Views of one scenario in a row, those without an act first: they need no new page. */
const inOrder = views.toSorted(
  (one, other) =>
    `${one.scenario}${one.hold === true}`.localeCompare(`${other.scenario}${other.hold === true}`) ||
    Number(one.act !== undefined) - Number(other.act !== undefined),
)

const show = async ({ page, pages }: Room, view: View, language: Language, longer: boolean): Promise<void> => {
  // What was opened on a page stays open there, and what it waits for it waits for once: such a view has a page of its own.
  const own = view.act !== undefined || view.hold === true ? `${view.name}-${language}` : ''
  await page.goto(addressOf(`${pages.base}${own}`, view, { language, theme: 'system' }))
  await page.locator('main').first().waitFor()
  await speakIn(page, language, longer)
  const busy = page.locator('[aria-busy="true"]')
  if (view.hold !== true) await expect(busy).toHaveCount(0)
  // Not every screen waits for something; one that does shows it after a moment.
  else if ((await busy.count()) > 0) await busy.first().waitFor()
  await view.act?.(page, (id) => wordsOf(language, id))
}

/** Holds what is shown now against every law. */
const judge = async (room: Room, view: View): Promise<void> => {
  const { page, browser } = room
  const { name } = view
  const law = (what: string, broken: readonly string[]): void => expect.soft(broken, `${name}: ${what}`).toEqual([])
  const banned = (words: readonly string[], language: Language): readonly string[] =>
    words.filter((each) => bannedWords[language].test(each.replaceAll(fileNames, '')))

  law('axe', await seriousFindings(page))
  law('headings', (await page.locator('h1').count()) === 1 ? [] : ['not one h1'])
  law('stillness', await movingParts(page))
  law('words', banned(await wordsOn(page), 'en-US'))
  for (const which of ['light', 'forced colours', 'dark'] as const) {
    await dress(page, which)
    law(`colours, ${which}`, await lasting(() => faintParts(page)))
  }

  if (view.spokenOnce === true) await show(room, view, 'es-US', true)
  else await speakIn(page, 'es-US', true)
  law('axe, Spanish', await seriousFindings(page))
  const spanish = await wordsOn(page)
  law(
    'English',
    spanish.filter((each) => isEnglish(each) && !scriptedWords.test(each)),
  )
  law('words, Spanish', banned(spanish, 'es-US'))
  // What the longest words do not push out no words do. What is open finds its place anew when the size changes.
  for (const size of [narrowest, wide, double]) {
    await resize(room, size)
    law(`at ${size.width} pixels`, await lasting(() => lostParts(page)))
    law(`words over words at ${size.width} pixels`, await lasting(() => mixedWords(page)))
  }
  law('focus at 200 %', await lostStops(page, browser))
}

/** Goes through some views in one window. */
const walk = async (userData: string, some: readonly View[]): Promise<void> => {
  const pages = await servePages()
  let electron: ElectronApplication | null = null
  try {
    electron = await _electron.launch({
      args: [join('e2e', 'store', 'plain-window.cjs'), ...onThisScreen],
      env: { ...(process.env as Record<string, string>), STOREBRIDGE_USER_DATA: userData, TZ: 'America/New_York' },
    })
    const page = await electron.firstWindow()
    await prepareForLaws(page)
    const room = { page, pages, browser: await page.context().newCDPSession(page) }
    for (const view of some)
      await test.step(view.name, async () => {
        await dress(page, 'light')
        await resize(room, wide)
        await show(room, view, 'en-US', false)
        await judge(room, view)
      })
  } finally {
    await electron?.close()
    await pages.close()
  }
}

// Each walk takes more than a minute: side by side they do not hold up the others.
test.describe.configure({ mode: 'parallel' })

const half = Math.ceil(inOrder.length / 2)
const halves = { first: inOrder.slice(0, half), second: inOrder.slice(half) }

for (const [which, some] of Object.entries(halves))
  test(`every view can be seen, heard and reached, holds Spanish words a third longer, and has no other: the ${which} half`, async ({
    userData,
  }) => {
    test.setTimeout(900_000)
    await walk(userData, some)
  })
