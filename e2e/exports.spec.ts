// What leaves the window as a file: CSV and PDF of the files, of one file, of a sales day. No card number is in any of them,
// nor on the screen, until a person asks to see one file in full, which is written down.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { everyFile } from '../contract/ipc.ts'
import { expect, test } from './fixtures.ts'
import { saveTo } from './screens/save-dialog.ts'
import { seriousComplaints } from './screens/serious-complaints.ts'
import { visit } from './screens/visit.ts'
import { resize } from './screens/window-size.ts'
import { aJournal, storeZone, today } from './store/journal.ts'

/** A public test number. */
const card = '4111111111111111'
const maskedCard = '411111••••••1111'

const good = aJournal({ name: '=PJR-good.xml', prices: ['2.49', '3.00'], description: `CAFÉ ${card}` })
const bad = aJournal({ name: 'PJR-bad.xml', prices: ['1.00', `${card},00`] })

const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0

/** Opens a document's page as main's hidden window does: from the start, without the frame. */
const openAlone = async (page: Page, hash: string): Promise<void> => {
  await page.evaluate((place) => history.replaceState(null, '', place), hash)
  await page.reload()
}

test('files, one file and a day are exported whole, in the store’s words and without a card number', async ({
  app,
  store,
  cloud,
  register,
  userData,
}) => {
  test.setTimeout(120_000)
  const { page, notices, files, file } = store
  register.write(good, bad)
  await cloud.control.when((ledger) => ledger.journals.length === 2, 60_000)
  await store.go('Files')
  await expect(files.row('PJR-bad.xml')).toContainText('Refused', { timeout: 30_000 })

  await test.step('the list as CSV, by the menu and by Ctrl+E', async () => {
    await saveTo(app, join(userData, 'files.csv'))
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: /CSV/ }).click()
    await expect(notices).toContainText('Saved: files.csv, 2 lines', { timeout: 30_000 })
    const csv = readFileSync(join(userData, 'files.csv'), 'utf8')
    expect(csv.startsWith('\ufeffFile number,File,Status,')).toBe(true)
    expect(csv.trimEnd().split('\r\n')).toHaveLength(3)
    expect(csv).toContain(",'=PJR-good.xml,Accepted,")
    expect(csv).toContain(',5.49,')
    expect(csv).toContain(`,${storeZone},`)
    expect(csv).not.toContain(card)
    await saveTo(app, join(userData, 'again.csv'))
    await page.keyboard.press('Control+e')
    await expect(notices).toContainText('Saved: again.csv', { timeout: 30_000 })
    expect(readFileSync(join(userData, 'again.csv'), 'utf8')).toBe(csv)
  })

  await test.step('the list as PDF, by Ctrl+P', async () => {
    await saveTo(app, join(userData, 'files.pdf'))
    await page.keyboard.press('Control+p')
    await expect(notices).toContainText('Saved: files.pdf', { timeout: 40_000 })
    expect(pagesOf(readFileSync(join(userData, 'files.pdf')))).toBe(1)
  })

  await test.step('a place that cannot be written is a sentence, and leaves nothing', async () => {
    await saveTo(app, join(userData, 'not-there', 'files.csv'))
    await page.keyboard.press('Control+e')
    await expect(notices).toContainText('files.csv could not be written.', { timeout: 30_000 })
    expect(readdirSync(userData).filter((name) => name.endsWith('.new'))).toEqual([])
  })

  await store.openFile('PJR-bad.xml')
  const id = /\/files\/(\d+)/.exec(page.url())?.[1] ?? ''

  await test.step('a file’s proof of delivery', async () => {
    await saveTo(app, join(userData, 'proof.pdf'))
    await page.getByRole('button', { name: 'Save report PDF' }).click()
    await expect(notices).toContainText('Saved: proof.pdf', { timeout: 40_000 })
    expect(pagesOf(readFileSync(join(userData, 'proof.pdf')))).toBeGreaterThanOrEqual(1)
    await saveTo(app, join(userData, 'proof.csv'))
    await page.getByRole('button', { name: 'Save report CSV' }).click()
    await expect(notices).toContainText('Saved: proof.csv', { timeout: 30_000 })
    const proof = readFileSync(join(userData, 'proof.csv'), 'utf8')
    expect(proof).toContain('Petrosoft’s status,FatalError')
    expect(proof).not.toContain(card)
  })

  await test.step('the file is shown masked until a person asks, which is written down, and again when they return', async () => {
    const viewer = page.getByRole('main')
    await expect(viewer).toContainText(`${maskedCard},00`)
    await expect(viewer).not.toContainText(card)
    await expect(viewer).not.toContainText('<CashierID>107')
    await page.getByRole('switch', { name: 'Show full' }).click()
    await expect(viewer).toContainText(`${card},00`)
    await page.getByRole('tab', { name: /History/ }).click()
    await expect(viewer).toContainText('showed the file in full')
    await store.openFile('=PJR-good.xml')
    await store.openFile('PJR-bad.xml')
    await expect(page.getByRole('switch', { name: 'Show full' })).not.toBeChecked()
    await expect(viewer).toContainText(`${maskedCard},00`)
    await expect(viewer).not.toContainText(card)
    await expect(file.title('PJR-bad.xml')).toBeVisible()
  })

  await test.step('no search finds a card number', async () => {
    await store.go('Files')
    await page.locator('input[data-filter], [data-filter] input').first().fill(card)
    await expect(page.getByRole('row')).toHaveCount(0)
  })

  await test.step('the day sheet fits one page', async () => {
    await visit(page, `/sales-days/${today()}`)
    await saveTo(app, join(userData, 'day.pdf'))
    await page.getByRole('button', { name: 'Print day sheet' }).click()
    await expect(notices).toContainText('Saved: day.pdf', { timeout: 40_000 })
    expect(pagesOf(readFileSync(join(userData, 'day.pdf')))).toBe(1)
    await saveTo(app, join(userData, 'days.csv'))
    await page.keyboard.press('Control+e')
    await expect(notices).toContainText('Saved: days.csv', { timeout: 30_000 })
    expect(readFileSync(join(userData, 'days.csv'), 'utf8')).toContain(`${today()},2,`)
  })

  await test.step('the pages of the documents say what they must, readable by anybody, also in grey', async () => {
    const filter = JSON.stringify(everyFile)
    const documents: readonly (readonly [name: string, place: string, words: readonly string[]])[] = [
      ['proof', `#/print/proof/${id}`, ['Proof of delivery', 'PJR-bad.xml', 'FatalError', 'SHA-256', maskedCard]],
      ['day', `#/print/sales-day/${today()}`, ['Day sheet', 'Register', 'Checked by', 'PJR-bad.xml', '$5.49']],
      ['files', `#/print/files/${encodeURIComponent(filter)}`, ['Files', 'PJR-bad.xml', 'Refused', '2 files']],
    ]
    for (const [name, place, words] of documents) {
      await openAlone(page, place)
      const paper = page.getByRole('main')
      // The width of US Letter between its margins: what is wider would be cut off.
      await resize(app, page, 720, 900)
      const cut = await paper.evaluate((main) => main.scrollWidth - main.clientWidth)
      expect.soft(cut, `${name} fits the paper`).toBeLessThanOrEqual(0)
      for (const text of words) await expect(paper).toContainText(text)
      await expect(paper).not.toContainText(card)
      await page.evaluate(() => {
        document.documentElement.style.filter = 'grayscale(1)'
      })
      await page.screenshot({ path: join('test-results/pictures', `print-${name}.png`), fullPage: true })
      expect.soft(await seriousComplaints(page), name).toEqual([])
    }
  })

  await test.step('the log tells of exports, and of no card', () => {
    const logs = readdirSync(join(userData, 'logs')).map((name) => readFileSync(join(userData, 'logs', name), 'utf8'))
    expect(logs.join('')).toContain('export-written')
    expect(logs.join('')).not.toContain(card)
    return Promise.resolve()
  })
})
