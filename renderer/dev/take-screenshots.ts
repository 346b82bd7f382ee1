// `npm run screenshots -- [FOLDER] [NAME…]`: a picture of each screen in each of its states, in both languages and themes,
// and the gallery in forced colours and in grey besides, with a contact sheet of each language and theme. Drawn over the
// scripted main process, so that states that are hard to come by are there too. Ends with exit code 1 when a page reports
// an error or scrolls sideways. The pictures are to be looked at, never committed.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium, type Browser } from '@playwright/test'
import { languages } from '../../contract/language.ts'
import { servePages } from './serve-pages.ts'
import { addressOf, views, wordsOf, type View } from './views.ts'

const [out = 'test-results/screenshots', ...only] = process.argv.slice(2)
const folder = resolve(out)
mkdirSync(folder, { recursive: true })

interface Shot extends Pick<View, 'name' | 'act' | 'size'> {
  readonly address: string
}

let faults = 0
const complain = (where: string, what: string): void => {
  faults += 1
  console.log(`${where}: ${what}`)
}

const contactSheet = async (browser: Browser, name: string, pictures: readonly string[]): Promise<void> => {
  const page = await browser.newPage({ viewport: { width: 1640, height: 800 } })
  const cells = pictures.map((each) => `<figure><img src="${each}.png"><figcaption>${each}</figcaption></figure>`)
  const sheet = join(folder, `${name}.html`)
  writeFileSync(
    sheet,
    `<!doctype html><meta charset="utf-8"><style>body{display:grid;grid-template-columns:repeat(4,400px);gap:8px;font:11px sans-serif}
figure{margin:0}img{width:400px;border:1px solid #888}</style>${cells.join('')}`,
  )
  await page.goto(`file://${sheet}`)
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
  await page.close()
}

const pages = await servePages()
const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium' })
try {
  for (const language of languages.toReversed())
    for (const theme of ['light', 'dark'] as const) {
      const taken: string[] = []
      const gallery = { name: 'gallery', address: `${pages.base}gallery.html?theme=${theme}&language=${language}` }
      const shots: readonly Shot[] = [
        ...views.map((view) => ({
          name: view.name,
          address: addressOf(pages.base, view, { language, theme }),
          ...(view.act === undefined ? {} : { act: view.act }),
          ...(view.size === undefined ? {} : { size: view.size }),
        })),
        gallery,
      ]
      for (const { name, address, act, size: [width, height] = [1366, 768] } of shots) {
        if (only.length > 0 && !only.some((each) => name.startsWith(each))) continue
        const label = `${name}-${language}-${theme}`
        const context = await browser.newContext({
          viewport: { width, height },
          colorScheme: theme,
          reducedMotion: 'reduce',
          timezoneId: 'America/New_York',
          locale: language,
        })
        const page = await context.newPage()
        page.on('pageerror', (error) => complain(label, error.message))
        try {
          await page.goto(address)
          await page.locator('main').first().waitFor({ timeout: 20_000 })
          // Loading states show themselves after a moment; pictures are of what a person sees then.
          await page.waitForTimeout(700)
          if (act !== undefined) {
            await act(page, (id) => wordsOf(language, id))
            await page.waitForTimeout(400)
          }
          const fullPage = name === 'gallery'
          await page.screenshot({ path: join(folder, `${label}.png`), fullPage })
          taken.push(label)
          if (fullPage) {
            await page.emulateMedia({ forcedColors: 'active' })
            await page.screenshot({ path: join(folder, `${label}-forced.png`), fullPage })
            await page.emulateMedia({ forcedColors: 'none' })
            await page.addStyleTag({ content: 'html { filter: grayscale(1) }' })
            await page.screenshot({ path: join(folder, `${label}-grey.png`), fullPage })
            taken.push(`${label}-forced`, `${label}-grey`)
          }
          const wide = await page.evaluate(() =>
            [document.documentElement, document.querySelector('main')].some(
              (part) => part !== null && part.scrollWidth > part.clientWidth + 1,
            ),
          )
          if (wide) complain(label, 'scrolls sideways')
        } catch (error) {
          complain(label, error instanceof Error ? error.message : String(error))
        } finally {
          await context.close()
        }
      }
      await contactSheet(browser, `sheet-${language}-${theme}`, taken)
    }
} finally {
  await browser.close()
  await pages.close()
}
console.log(faults === 0 ? `nothing found; ${folder}` : `${faults} findings; ${folder}`)
process.exitCode = faults === 0 ? 0 : 1
