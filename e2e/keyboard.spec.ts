// The real app without a mouse, as a person who cannot use one goes through it: from the set-up to a refused file that is
// sent again, and through every screen; and what such a person and a screen reader are owed on the way.

import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test, type StartedApp } from './fixtures.ts'
import { faintParts, focusTrouble, lasting, movingParts, prepareForLaws, seriousFindings } from './screens/page-laws.ts'
import { windowOf } from './screens/store-window.ts'
import { visit } from './screens/visit.ts'
import { wizardOf } from './screens/wizard.ts'
import { aJournal, storeNumber, wrongPrice } from './store/journal.ts'
import { account } from './store/set-up-store.ts'

const mostStops = 60

/** Goes on by Tab (or back) until something has the focus; each stop on the way can be seen. */
const tabTo = async (page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> => {
  await target.waitFor()
  for (let stop = 0; stop < mostStops; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
    // From the last stop Tab leads out of the page and in again.
    if (await page.evaluate(() => document.activeElement === document.body)) continue
    expect(await focusTrouble(page)).toBeNull()
  }
  throw new Error(`Tab does not come to ${target.toString()}`)
}

const typeInto = async (page: Page, field: Locator, words: string): Promise<void> => {
  await tabTo(page, field)
  await page.keyboard.type(words)
}

const titleOf = (app: StartedApp): Promise<string> =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle() ?? '')

const zoomOf = (app: StartedApp): Promise<number> =>
  app.electron.evaluate(({ BrowserWindow }) =>
    Math.round((BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0) * 100),
  )

/** Ctrl and the wheel, as the window gets it; Playwright's own wheel asks Chromium for no zoom. */
const turnWheel = (app: StartedApp, ticks: 1 | -1): Promise<void> =>
  app.electron.evaluate(({ BrowserWindow }, wheelTicksY) => {
    BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({
      type: 'mouseWheel',
      modifiers: ['control'],
      x: 200,
      y: 200,
      deltaY: wheelTicksY * 120,
      wheelTicksY,
    })
  }, ticks)

test('everything from the set-up to a refused file that is sent again, taken back and sent, goes by keys alone', async ({
  app,
  page,
  cloud,
  register,
}) => {
  test.setTimeout(120_000)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await prepareForLaws(page)
  const wizard = wizardOf(page)
  const bad = aJournal({ prices: ['2.49', wrongPrice, '0.99', wrongPrice] })
  register.write(bad)

  await test.step('the set-up', async () => {
    await tabTo(page, wizard.setUp)
    await page.keyboard.press('Enter')
    await tabTo(page, wizard.otherAddress)
    await page.keyboard.press('Enter')
    await tabTo(page, wizard.address)
    await page.keyboard.press('Control+A')
    await page.keyboard.type(cloud.url)
    await tabTo(page, wizard.email, 'Shift+Tab')
    await page.keyboard.type(account.email)
    await typeInto(page, wizard.password, account.password)
    await page.keyboard.press('Enter')
    await expect(wizard.question('Which store is this?')).toBeFocused()
    await typeInto(page, wizard.locationId, storeNumber)
    await typeInto(page, wizard.storeName, 'Acme #204')
    await tabTo(page, wizard.next)
    await page.keyboard.press('Enter')
    await typeInto(page, wizard.folder, register.path)
    await expect(wizard.found).toContainText('This folder can be used')
    await tabTo(page, wizard.next)
    await page.keyboard.press('Enter')
    await expect(page.getByText('Clock: good')).toBeVisible()
    await tabTo(page, wizard.next)
    await page.keyboard.press('Enter')
    await tabTo(page, wizard.start)
    await page.keyboard.press('Enter')
  })

  const { strip, files, file, notices } = windowOf(page)
  await cloud.control.when(({ journals }) => journals.length === 1)
  await expect(strip).toContainText('1 file needs you')

  await test.step('the refused file, its messages, and sending it again', async () => {
    await page.keyboard.press('Control+2')
    await expect(page.getByRole('heading', { level: 1, name: 'Files' })).toBeFocused()
    await tabTo(page, files.row(bad.name))
    await page.keyboard.press('Enter')
    await expect(file.status).toHaveText('Refused - fix needed')
    await expect(file.status).toBeFocused()
    await expect(file.chosenMessage).toContainText('Line')
    const before = await file.chosenMessage.textContent()
    await page.keyboard.press('F8')
    await expect(file.chosenMessage).not.toHaveText(before ?? '')
    const said = page.locator('[data-live-region]')
    const [line] = /\d+/.exec((await file.chosenMessage.textContent()) ?? '') ?? []
    await expect(said, 'said with its line and what it means').toContainText(`Line ${line}: The price is not a number.`)
    // From a tab without the file's lines the same keys lead to them.
    const chosen = await file.chosenMessage.textContent()
    const goToLine = page.getByRole('textbox', { name: 'Line', exact: true })
    for (const [name, key, target, back] of [
      ['History', 'F8', file.messages, 'Tab'],
      ['Document facts', 'Shift+F8', file.messages, 'Shift+Tab'],
      ['Raw answer', 'Control+G', goToLine, 'Shift+Tab'],
    ] as const) {
      await tabTo(page, file.tab('Messages'), back)
      while (!(await file.tab(name).evaluate((tab) => tab === document.activeElement)))
        await page.keyboard.press('ArrowRight')
      await expect(file.messages).toBeHidden()
      await page.keyboard.press(key)
      await expect(file.tab('Messages')).toHaveAttribute('aria-selected', 'true')
      await expect(target).toBeFocused()
      expect(await focusTrouble(page)).toBeNull()
      await expect(file.chosenMessage).toHaveText(chosen ?? '')
    }
    await page.keyboard.press('Control+A')
    await page.keyboard.type('3')
    await page.keyboard.press('Enter')
    await expect(said).toContainText('Line 3')
    const again = file.actions.getByRole('button', { name: 'Send again' })
    await tabTo(page, again, 'Shift+Tab')
    await page.keyboard.press('Enter')
    await expect(notices).toContainText('sent again')
    // Not from a field: there Ctrl+Z is the field's own.
    await page.keyboard.press('Control+Z')
    await expect(notices).toContainText('not sent again')
    expect(cloud.received().journals, 'nothing was sent').toHaveLength(1)
    await page.keyboard.press('Escape')
    await expect(files.row(bad.name)).toBeFocused()
  })

  await test.step('each screen takes the focus to its heading, and the window its name', async () => {
    for (const [keys, heading] of [
      ['Control+3', 'Needs attention'],
      ['Control+4', 'Sales days'],
      ['Control+5', 'Connection'],
      ['Control+,', 'Settings'],
      ['F1', 'Help & support'],
      ['Control+2', 'Files'],
    ] as const) {
      await page.keyboard.press(keys)
      await expect(page.getByRole('heading', { level: 1, name: heading })).toBeFocused()
      await expect.poll(() => titleOf(app)).toContain(heading)
    }
    await page.keyboard.press('Control+1')
    await expect.poll(() => titleOf(app)).toContain('Today')
    await expect(page.locator('h1')).toBeFocused()
    await page.keyboard.press('Control+F')
    await expect(files.search).toBeFocused()
  })

  await test.step('F6 goes round the parts of the window, and back', async () => {
    const part = (): Promise<string> =>
      page.evaluate(() => document.activeElement?.closest('[data-region]')?.tagName ?? 'none')
    const seen: string[] = []
    for (let turn = 0; turn < 4; turn += 1) {
      await page.keyboard.press('F6')
      expect(await focusTrouble(page)).toBeNull()
      seen.push(await part())
    }
    expect(new Set(seen)).toEqual(new Set(['NAV', 'MAIN']))
    expect([seen[0], seen[1]]).toEqual([seen[2], seen[3]])
    await page.keyboard.press('Shift+F6')
    expect(await part()).toBe(seen[2])
  })

  await test.step('Ctrl with the keys or the wheel zooms from 50 to 300 percent, and what it reached is kept', async () => {
    expect(await zoomOf(app)).toBe(100)
    for (let press = 0; press < 9; press += 1) await page.keyboard.press('Control+=')
    await expect.poll(() => zoomOf(app)).toBe(300)
    await turnWheel(app, -1)
    await expect.poll(() => zoomOf(app)).toBeLessThan(300)
    for (let turn = 0; turn < 4; turn += 1) await turnWheel(app, 1)
    await expect.poll(() => zoomOf(app)).toBe(300)
    for (let press = 0; press < 14; press += 1) await page.keyboard.press('Control+-')
    await expect.poll(() => zoomOf(app)).toBe(50)
    await page.keyboard.press('Control+0')
    await expect.poll(() => zoomOf(app)).toBe(100)
  })

  await test.step('keys of a browser do nothing', async () => {
    await page.evaluate(() => Object.assign(window, { stillHere: true }))
    for (const keys of ['Control+R', 'Control+Shift+R', 'F12', 'Control+Shift+I', 'Alt+ArrowLeft'])
      await page.keyboard.press(keys)
    expect(await page.evaluate(() => 'stillHere' in window)).toBe(true)
  })

  await test.step('the screens of the app itself: axe, colours, forced colours and stillness', async () => {
    const forced = { forcedColors: 'active', colorScheme: 'dark', reducedMotion: 'reduce' } as const
    for (const place of ['/', '/attention', '/files', '/sales-days', '/connection', '/settings', '/help']) {
      await visit(page, place)
      await expect(page.locator('h1')).toBeVisible()
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce', forcedColors: 'none' })
        expect.soft(await lasting(() => faintParts(page)), `${place}, ${colorScheme}`).toEqual([])
      }
      expect.soft(await seriousFindings(page), `${place}, axe`).toEqual([])
      expect.soft(await movingParts(page), `${place}, stillness`).toEqual([])
      await page.emulateMedia(forced)
      expect.soft(await lasting(() => faintParts(page)), `${place}, forced colours`).toEqual([])
      const chosen = page.getByRole('navigation', { name: 'Main' }).locator('[aria-current="page"]')
      await expect(chosen, `${place}, the place one is at`).toHaveCSS('outline-style', 'solid')
      if (place !== '/files') continue
      await files.rows.first().focus()
      await page.keyboard.press('Space')
      await expect(files.rows.first()).toHaveAttribute('aria-selected', 'true')
      await expect(files.rows.first(), 'the selected row').toHaveCSS('border-left-style', 'solid')
      await page.screenshot({ path: join('test-results/pictures', 'forced-selected.png') })
      await page.keyboard.press('Escape')
    }
  })
})
