// How every screen looks, for people and for programs that read screens: pictures of each, light and dark, wide and
// narrow, kept in test-results/pictures to be looked at; axe finds nothing serious; nothing scrolls sideways.

import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test, type StartedApp } from './fixtures.ts'
import { windowOf } from './screens/store-window.ts'
import { wizardOf } from './screens/wizard.ts'
import { aJournal, storeNumber, wrongPrice } from './store/journal.ts'
import { account } from './store/set-up-store.ts'

interface Size {
  readonly width: number
  readonly height: number
}
const wide: Size = { width: 1366, height: 768 }
/** The same screen at 200 %. */
const narrow: Size = { width: 683, height: 768 }
/** The same window at 400 %. */
const narrowest: Size = { width: 320, height: 640 }

/** Resizes the window itself: the place the system leaves for the title bar changes with it. */
const resize = async (app: StartedApp, page: Page, size: Size): Promise<void> => {
  await app.electron.evaluate(({ BrowserWindow }, { width, height }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.setMinimumSize(200, 200)
    window?.setContentSize(width, height)
  }, size)
  // The page learns its own width before it learns that of the title bar.
  await page.waitForFunction(({ width, height }) => {
    const { windowControlsOverlay: overlay } = navigator as {
      windowControlsOverlay?: { getTitlebarAreaRect(): DOMRect }
    }
    const bar = overlay?.getTitlebarAreaRect().width ?? 0
    return innerWidth === width && innerHeight === height && bar < width
  }, size)
}

/** What is wider than its place, from the page's main part outwards. */
const wideParts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const parts: string[] = []
    for (let part = document.querySelector('dialog, main'); part !== null; part = part.parentElement)
      if (part.scrollWidth > part.clientWidth + 1) parts.push(`${part.tagName} ${part.scrollWidth}>${part.clientWidth}`)
    return parts
  })

const complaints = async (page: Page): Promise<readonly string[]> => {
  // Electron opens no blank page for axe to work in; legacy mode needs none.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`)
}

/** Looks at what the window shows now, in each theme and width. */
const look = (app: StartedApp, page: Page, name: string): Promise<void> =>
  test.step(name, async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const size of [wide, narrow]) {
        await resize(app, page, size)
        await page.screenshot({ path: join('test-results/pictures', `${name}-${size.width}-${colorScheme}.png`) })
      }
      // Colours are a matter of the theme, layout of the width: both are seen in these two.
      if (colorScheme === 'light') await resize(app, page, wide)
      expect.soft(await complaints(page), `${name}, ${colorScheme}`).toEqual([])
    }
    expect.soft(await wideParts(page), `${name} at 200 %`).toEqual([])
    await resize(app, page, narrowest)
    expect.soft(await wideParts(page), `${name} at 400 %`).toEqual([])
    await resize(app, page, wide)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  })

test('each step of the set-up looks right in every width and theme', async ({ app, page, cloud, register }) => {
  register.write(aJournal())
  const wizard = wizardOf(page)
  await expect(wizard.welcome).toBeVisible()
  await look(app, page, '01-welcome')
  await wizard.setUp.click()
  await wizard.otherAddress.click()
  await wizard.address.fill(cloud.url)
  await wizard.email.fill(account.email)
  await wizard.password.fill('not-the-password')
  await wizard.next.click()
  await wizard.trouble.waitFor()
  await look(app, page, '02-sign-in')
  await wizard.password.fill(account.password)
  await wizard.next.click()
  await wizard.locationId.fill(storeNumber)
  await wizard.storeName.fill('Acme #204')
  await expect(wizard.question('Which store is this?')).toBeVisible()
  await look(app, page, '03-your-store')
  await wizard.next.click()
  await wizard.folder.fill(register.path)
  await expect(wizard.found).toContainText('This folder can be used')
  await look(app, page, '04-folder')
  await wizard.next.click()
  await expect(page.getByText('Clock: good')).toBeVisible()
  await look(app, page, '05-test')
  await wizard.next.click()
  await expect(wizard.start).toBeVisible()
  await look(app, page, '06-ready')
})

test('each screen of a store with a good and a bad file looks right in every width and theme', async ({
  app,
  store,
  cloud,
  register,
}) => {
  test.setTimeout(120_000)
  const { page, file, screen } = store
  await expect(screen).toContainText('No files yet')
  await look(app, page, '10-today-empty')
  const bad = aJournal({ prices: ['2.49', wrongPrice, '0.99', wrongPrice] })
  register.write(aJournal({ prices: ['2.49', '12.00'] }), aJournal(), bad)
  await cloud.control.when(({ journals }) => journals.length === 3)
  await expect(store.strip).toContainText('1 file needs you')
  await look(app, page, '11-today')
  await store.go('Files')
  await expect(store.files.rows).toHaveCount(3)
  await look(app, page, '12-files')
  await store.files.chooseGroup('Waiting')
  await expect(screen).toContainText('No waiting files (last 14 days).')
  await look(app, page, '13-files-none')
  await store.openFile(bad.name)
  await expect(file.markedLine).toBeVisible()
  await look(app, page, '14-file-messages')
  for (const [name, tab] of [
    ['15-file-history', 'History'],
    ['16-file-facts', 'Document facts'],
    ['17-file-answer', 'Raw answer'],
  ] as const) {
    await file.tab(tab).click()
    await look(app, page, name)
  }
  await file.actions.getByRole('button', { name: 'Ignore…' }).click()
  await look(app, page, '18-ignore')
  await page.keyboard.press('Escape')
  await store.go('Connection')
  await expect(screen).toContainText('Signed in')
  await look(app, page, '19-connection')
  await store.go('Settings')
  await store.settings.field('Location ID').fill('')
  await store.settings.save.click()
  await look(app, page, '20-settings-wrong')
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await look(app, page, '21-settings')
  await cloud.control.goAway()
  register.write(aJournal())
  await expect(screen).toContainText('is saved here and will go by itself')
  await store.go('Files')
  await look(app, page, '22-files-waiting')
  await store.go('Settings')
  await page.getByRole('button', { name: 'Change sign-in…' }).click()
  await expect(store.signIn.password).toBeFocused()
  await look(app, page, '23-sign-in-dialog')
})

test('practice looks right in every width and theme', async ({ app, page }) => {
  await wizardOf(page).practise.click()
  const { screen } = windowOf(page)
  await expect(screen.getByRole('listitem').filter({ hasText: 'Accepted' }).nth(2)).toBeVisible()
  await look(app, page, '30-practice-today')
})
