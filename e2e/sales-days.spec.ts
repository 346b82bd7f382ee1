// Sales days as a manager walks them: a month by keys and by mouse, a planted gap told in words, a day marked as closed and
// opened again, the month on paper, the last days on Today, and a file whose sales are known already.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test, type StartedApp } from './fixtures.ts'
import { equalTwins } from './screens/hour-chart.ts'
import { saveTo } from './screens/save-dialog.ts'
import { seriousComplaints } from './screens/serious-complaints.ts'
import { visit } from './screens/visit.ts'
import { resize } from './screens/window-size.ts'
import { aJournal, storeZone, today, type Journal } from './store/journal.ts'

const dayMs = 24 * 3_600_000

const daysAgo = (days: number): string =>
  new Date(Date.parse(`${today()}T12:00:00Z`) - days * dayMs).toISOString().slice(0, 10)

/** "Friday 20 November", as the window names a day. */
const longName = (date: string): string => {
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(Date.parse(`${date}T12:00:00Z`))
  return `${part({ weekday: 'long' })} ${Number(date.slice(8))} ${part({ month: 'long' })}`
}
const monthName = (date: string): string =>
  new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${date}T12:00:00Z`),
  )

const clockIn = (timeZone: string, at: number, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-US', { ...options, timeZone }).format(at).replaceAll(/\s/g, ' ')

const two = (n: number): string => String(n).padStart(2, '0')

/** A journal of register 2 with these transactions of one day, forty an hour from eight in the morning. */
const journalOf = (name: string, date: string, numbers: readonly number[]): Journal =>
  aJournal({
    name,
    sales: numbers.map((number, index) => ({
      price: `${2 + (number % 7)}.${two(number % 100)}`,
      transaction: number,
      date,
      minute: `${two(8 + (Math.floor(index / 40) % 12))}:${two(index % 40)}`,
    })),
  })

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** A whole day three days ago, one with three numbers missing the day after, and nothing since. */
const wholeDay = daysAgo(3)
const gapDay = daysAgo(2)
const emptyDay = daysAgo(1)
const journals: readonly Journal[] = [
  journalOf('PJR-whole.xml', wholeDay, range(1001, 1240)),
  journalOf('PJR-gap.xml', gapDay, [...range(1241, 1300), ...range(1304, 1340)]),
]

const cellOf = (page: Page, date: string): Locator => page.locator(`button[data-date="${date}"]`)

const openDay = (page: Page, date: string): Promise<void> => visit(page, `/sales-days/${date}`)

/** Pictures in both themes and three widths, kept to be looked at; axe finds nothing; nothing scrolls sideways. */
const look = (app: StartedApp, page: Page, name: string): Promise<void> =>
  test.step(name, async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const [width, height] of [
        [1366, 768],
        [683, 768],
        [600, 768],
      ] as const) {
        await resize(app, page, width, height)
        await page.screenshot({ path: join('test-results/pictures', `${name}-${width}-${colorScheme}.png`) })
        expect.soft(await seriousComplaints(page), `${name}, ${width}, ${colorScheme}`).toEqual([])
      }
    }
    await resize(app, page, 320, 640)
    const sideways = await page.evaluate(() => {
      const main = document.querySelector('main')
      return main !== null && main.scrollWidth > main.clientWidth + 1
    })
    expect.soft(sideways, `${name} at 400 % scrolls sideways`).toBe(false)
    await resize(app, page, 1366, 768)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  })

/** A zone in which it is another day than in the store just now: this PC's. */
const zoneOfAnotherDay = (): string => {
  const hour = Number(clockIn(storeZone, Date.now(), { hour: '2-digit', hourCycle: 'h23' }))
  return hour < 6 ? 'Etc/GMT+12' : 'Pacific/Kiritimati'
}

test.describe('sales days', () => {
  test.setTimeout(150_000)
  test.use({ appEnvironment: { TZ: zoneOfAnotherDay() } })

  test('a month is walked by keys, a planted gap is told in words, a day is closed and opened again', async ({
    app,
    store,
    cloud,
    register,
  }) => {
    const { page, notices } = store
    register.write(...journals)
    await cloud.control.when((ledger) => ledger.journals.length === 2, 60_000)

    await page.keyboard.press('Control+4')
    await expect(page.getByRole('heading', { level: 1, name: 'Sales days' })).toBeFocused()
    await test.step('the day and the times are the store’s, though this PC has another date, and the store’s zone is named', async () => {
      const datesOf = (): Promise<number> => page.evaluate(() => new Date().getDate())
      expect(await datesOf()).not.toBe(Number(today().slice(8)))
      await expect(store.strip).toContainText('Store time: Eastern Time')
      await expect(cellOf(page, today())).toHaveAttribute('aria-current', 'date')
      await store.go('Files')
      const found = store.files.row('PJR-gap.xml').locator('time').first()
      await expect(found).toBeVisible()
      const at = Date.parse((await found.getAttribute('datetime')) ?? '')
      const words = (await found.innerText()).replaceAll(/\s/g, ' ')
      expect(words).toContain(clockIn(storeZone, at, { hour: 'numeric', minute: '2-digit' }))
    })

    await openDay(page, gapDay)
    const grid = page.getByRole('grid', { name: monthName(gapDay) })
    await expect(grid).toBeVisible()

    await test.step('the gap has its numbers', async () => {
      await expect(cellOf(page, gapDay)).toHaveAccessibleName(
        `${longName(gapDay)}, possible gap, 1 of 1 file accepted`,
        { timeout: 30_000 },
      )
      const panel = page.getByRole('region', { name: longName(gapDay) })
      await expect(panel).toContainText('Numbers 1301 to 1303 are missing on register 2; probably 3 sales.')
      await expect(panel.getByRole('table', { name: 'Registers' })).toContainText('97')
      expect(await equalTwins(panel.getByRole('region', { name: 'Sales by hour' }))).toEqual({
        '8 AM': 40,
        '9 AM': 40,
        '10 AM': 17,
      })
      await openDay(page, wholeDay)
      await expect(cellOf(page, wholeDay)).toHaveAccessibleName(
        `${longName(wholeDay)}, all accepted, 1 of 1 file accepted`,
      )
      await expect(page.getByRole('region', { name: longName(wholeDay) })).toContainText(
        'The one file found was accepted.',
      )
    })

    await test.step('one stop for Tab, arrows and Page keys move, Enter chooses', async () => {
      await openDay(page, gapDay)
      await expect(grid.locator('button[tabindex="0"]')).toHaveCount(1)
      await cellOf(page, gapDay).focus()
      await page.keyboard.press('ArrowLeft')
      await expect(cellOf(page, wholeDay)).toBeFocused()
      await page.keyboard.press('ArrowRight')
      await expect(cellOf(page, gapDay)).toBeFocused()
      await page.keyboard.press('PageUp')
      await expect(page.getByRole('grid', { name: monthName(gapDay) })).toHaveCount(0)
      await expect(page.locator('button[data-date]:focus')).toHaveCount(1)
      await page.keyboard.press('PageDown')
      await expect(page.getByRole('grid', { name: monthName(gapDay) })).toBeVisible()
      await page.keyboard.press('Control+Home')
      await expect(cellOf(page, `${gapDay.slice(0, 8)}01`)).toBeFocused()
      await page.keyboard.press('Enter')
      await expect(page.getByRole('region', { name: longName(`${gapDay.slice(0, 8)}01`) })).toBeVisible()
      expect(await page.evaluate(() => location.hash)).toBe(`#/sales-days/${gapDay.slice(0, 8)}01`)
    })

    await test.step('closed without a question, undone by one press, and opened again', async () => {
      await openDay(page, emptyDay)
      await expect(cellOf(page, emptyDay)).toHaveAccessibleName(`${longName(emptyDay)}, no files`)
      await page.getByRole('button', { name: 'Mark day as closed' }).click()
      await expect(cellOf(page, emptyDay)).toHaveAccessibleName(`${longName(emptyDay)}, closed`)
      await notices.getByRole('button', { name: 'Undo' }).click()
      await expect(cellOf(page, emptyDay)).toHaveAccessibleName(`${longName(emptyDay)}, no files`)
      await page.getByRole('button', { name: 'Mark day as closed' }).click()
      await page.getByRole('button', { name: 'Open again' }).click()
      await expect(cellOf(page, emptyDay)).toHaveAccessibleName(`${longName(emptyDay)}, no files`)
    })

    await openDay(page, gapDay)
    await expect(page.getByRole('region', { name: longName(gapDay) })).toContainText('Numbers 1301 to 1303')
    await look(app, page, 'days-1-gap')
    await page.getByRole('checkbox', { name: 'Show amounts' }).click()
    await expect(cellOf(page, wholeDay)).toContainText('$')

    await test.step('the last seven days are on Today, each a way to its day', async () => {
      await store.go('Today')
      const row = page.getByRole('region', { name: 'Last 7 days' })
      await expect(row.getByRole('listitem')).toHaveCount(7)
      await look(app, page, 'days-2-today')
      await row.getByRole('link', { name: `${longName(gapDay)}, possible gap, 1 of 1 file accepted` }).click()
      await expect(page.getByRole('region', { name: longName(gapDay) })).toBeVisible()
    })
  })

  test('the month is printed as a PDF, and no window and no half of a file stays behind', async ({
    app,
    store,
    cloud,
    register,
    userData,
  }) => {
    const { page, notices } = store
    register.write(...journals)
    await cloud.control.when((ledger) => ledger.journals.length === 2, 60_000)
    const path = join(userData, 'month.pdf')
    await openDay(page, gapDay)
    await expect(cellOf(page, gapDay)).toHaveAccessibleName(/possible gap/, { timeout: 30_000 })
    const print = page.getByRole('button', { name: 'Print month' })

    await saveTo(app, null)
    await print.click()
    await expect(print).toBeEnabled()
    await saveTo(app, path)
    await print.click()
    await expect(notices).toContainText('Saved: month.pdf', { timeout: 40_000 })
    const pdf = readFileSync(path)
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-')
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBe(1)
    expect(readdirSync(userData).filter((name) => name.includes('month.pdf'))).toEqual(['month.pdf'])
    expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)

    await saveTo(app, join(userData, 'not-there', 'month.pdf'))
    await print.click()
    await expect(notices).toContainText('month.pdf could not be written.', { timeout: 40_000 })
    await test.info().attach('month.pdf', { path, contentType: 'application/pdf' })
  })

  test('a file whose sales are known is compared sale by sale, and set aside by one press', async ({
    app,
    store,
    cloud,
    register,
  }) => {
    const { page, file } = store
    register.write(journalOf('PJR-one.xml', gapDay, [2001, 2002, 2003]))
    await cloud.control.when((ledger) => ledger.journals.length === 1, 60_000)
    register.write(journalOf('CPJR-some.xml', gapDay, [2001, 2002, 2009]))
    register.write(journalOf('CPJR-all.xml', gapDay, [2002, 2003]))
    await expect(store.strip).toContainText('2 files need you', { timeout: 30_000 })
    await store.openFile('CPJR-some.xml')
    await expect(store.screen).toContainText('2 of 3 sales in this file are already in PJR-one.xml.', {
      timeout: 30_000,
    })
    const table = page.getByRole('table', { name: 'Sales of this file and where they are known from' })
    await expect(table.getByRole('row', { name: /2001/ })).toContainText('PJR-one.xml')
    await expect(table.getByRole('row', { name: /2009/ })).toContainText('New')
    await page.getByRole('button', { name: 'New (1)' }).click()
    await expect(table.getByRole('row', { name: /2001/ })).toHaveCount(0)
    await page.getByRole('button', { name: 'All (3)' }).click()
    await look(app, page, 'days-3-repeats')
    await file.actions.getByRole('button', { name: 'Send anyway' }).click()
    const warning = page.getByRole('alertdialog')
    await expect(warning).toContainText('2 of its 3 sales are already in another file.')
    await page.keyboard.press('Escape')

    await store.openFile('CPJR-all.xml')
    await expect(store.screen).toContainText('All 2 sales in this file are already in PJR-one.xml.', {
      timeout: 30_000,
    })
    await file.actions.getByRole('button', { name: 'Set this file aside: every sale is already known' }).click()
    await expect(file.status).toHaveText('Set aside')
    expect((await cloud.control.when(() => true)).journals.map(({ name }) => name)).toEqual(['PJR-one.xml'])
  })
})
