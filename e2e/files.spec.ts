// The list of files, and what a person may decide about one.

import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { aJournal, wrongPrice, type Journal } from './store/journal.ts'
import type { Folder } from './store/register.ts'

/** What a person's decision must leave as the register made it. */
const asRegisterLeftIt = ({ path }: Folder, { name }: Journal): string => {
  const { mtimeMs, ino } = statSync(join(path, name))
  return `${ino} ${mtimeMs} ${createHash('sha256')
    .update(readFileSync(join(path, name)))
    .digest('hex')}`
}

test('the list is narrowed by group and by the beginning of a name, and one link shows all again', async ({
  store,
  cloud,
  register,
}) => {
  const good = [aJournal({ name: 'PJR-morning-1.xml' }), aJournal({ name: 'PJR-morning-2.xml' })]
  const bad = aJournal({ name: 'PJR-evening.xml', prices: [wrongPrice] })
  register.write(...good, bad)
  await cloud.control.when(({ journals }) => journals.length === 3)
  const { files, screen } = store
  await store.go('Files')
  await expect(files.rows).toHaveCount(3)
  await expect(screen.getByRole('list', { name: 'How many files' })).toHaveText('3 files2 accepted1 refused')

  await files.chooseGroup('Refused')
  await expect(files.rows).toHaveCount(1)
  await expect(files.row(bad.name)).toContainText('Refused - fix needed')
  await files.clearAll.click()
  await expect(files.rows).toHaveCount(3)

  await store.page.keyboard.press('ControlOrMeta+F')
  await expect(files.search).toBeFocused()
  await store.page.keyboard.type('PJR-mor')
  await expect(files.rows).toHaveCount(2)
  await files.search.fill('morning')
  await expect(screen).toContainText('No file name, ID or reference begins with “morning”.')
  await files.clearAll.click()
  await expect(files.rows).toHaveCount(3)

  await screen.getByRole('button', { name: 'Problems only' }).click()
  await expect(files.rows).toHaveCount(1)
  await files.clearAll.click()
  await screen.getByRole('button', { name: /^Sales day:/ }).click()
  await screen.getByRole('radio', { name: 'Yesterday' }).click()
  await expect(screen).toContainText('No files (yesterday).')
})

test('the list is worked with the keyboard alone: arrows move, Enter opens, Escape comes back to the same row', async ({
  store,
  cloud,
  register,
}) => {
  const journals = Array.from({ length: 6 }, (_, index) => aJournal({ name: `PJR-${index}.xml` }))
  register.write(...journals)
  await cloud.control.when((ledger) => ledger.journals.length === journals.length)
  const { page, files, file } = store
  await page.keyboard.press('ControlOrMeta+2')
  await expect(page.getByRole('heading', { level: 1, name: 'Files' })).toBeFocused()
  await expect(files.rows).toHaveCount(6)
  await expect(files.grid).toHaveAttribute('aria-rowcount', '7')

  await files.rows.first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(files.rows.nth(2)).toBeFocused()
  await page.keyboard.press('End')
  await expect(files.rows.last()).toBeFocused()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  const chosen = files.rows.nth(1)
  await expect(chosen).toBeFocused()
  const name = (await chosen.getByRole('gridcell', { name: /^PJR-/ }).getAttribute('aria-label')) ?? ''
  await page.keyboard.press('Enter')
  await expect(file.title(name)).toBeVisible()
  await expect(file.status).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(files.row(name)).toBeFocused()
  const stops = await files.rows.evaluateAll((rows) => rows.filter((row) => (row as HTMLElement).tabIndex === 0).length)
  expect(stops, 'one stop for Tab, whatever the number of rows').toBe(1)
})

test('files that arrive do not move the rows being read; a button tells of them and shows them', async ({
  store,
  cloud,
  register,
}) => {
  const [first, second, third] = [aJournal(), aJournal(), aJournal()]
  register.write(first)
  await cloud.control.when(({ journals }) => journals.length === 1)
  const { files, screen } = store
  await store.go('Files')
  await expect(files.row(first.name)).toContainText('Accepted')
  register.write(second, third)
  await expect(screen).toContainText('2 new files')
  await expect(files.rows).toHaveCount(1)
  await expect(files.row(first.name)).toHaveAttribute('aria-rowindex', '2')

  await files.showNew.click()
  await expect(files.rows).toHaveCount(3)
  await expect(files.row(first.name)).toHaveAttribute('aria-rowindex', '4')
  await expect(screen).not.toContainText('new files')
})

test('a refused file is set aside, put back and ignored, and the register’s own file is never touched', async ({
  store,
  cloud,
  register,
}) => {
  const journal = aJournal({ prices: [wrongPrice] })
  register.write(journal)
  const untouched = asRegisterLeftIt(register, journal)
  await cloud.control.when(({ journals }) => journals.length === 1)
  const { file, notices, page } = store
  await store.openFile(journal.name)

  await file.actions.getByRole('button', { name: 'Set aside' }).click()
  await expect(file.status).toHaveText('Set aside')
  await expect(notices).toContainText(`${journal.name} is set aside.`)
  await notices.getByRole('button', { name: 'Undo' }).click()
  await expect(file.status).toHaveText('Refused - fix needed')

  await file.actions.getByRole('button', { name: 'Set aside' }).click()
  await file.actions.getByRole('button', { name: 'Put back' }).click()
  await expect(file.status).toHaveText('Refused - fix needed')

  await file.actions.getByRole('button', { name: 'Ignore…' }).click()
  await expect(file.warning).toHaveAccessibleName('Ignore this file?')
  await expect(file.warning.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(file.warning).toBeHidden()
  await file.actions.getByRole('button', { name: 'Ignore…' }).click()
  await file.warning.getByRole('textbox').fill('Rung up twice by mistake.')
  await file.warning.getByRole('button', { name: 'Ignore this file' }).click()
  await expect(file.status).toHaveText('Ignored')
  await file.tab('History').click()
  for (const words of ['set the file aside', 'put the file back', 'ignored the file', 'Rung up twice by mistake.'])
    await expect(file.panel).toContainText(words)
  expect(asRegisterLeftIt(register, journal)).toBe(untouched)
  expect(cloud.received().journals, 'no decision sent anything').toHaveLength(1)
})

test('an accepted file goes again only after a warning, with a reason, and after the time to undo it', async ({
  store,
  cloud,
  register,
}) => {
  const journal = aJournal()
  register.write(journal)
  await cloud.control.when(({ journals }) => journals.length === 1)
  const { file, notices, page } = store
  await store.openFile(journal.name)
  await expect(file.status).toHaveText('Accepted')
  const again = file.actions.getByRole('button', { name: 'Send again' })
  const { warning } = file
  const order = async (): Promise<void> => {
    await again.click()
    await warning.getByRole('textbox').fill('The office asked for it.')
    await warning.getByRole('button', { name: 'Send again anyway' }).click()
    await expect(notices).toContainText(`${journal.name} is sent again in a moment.`)
  }

  await again.click()
  await expect(warning).toContainText('Sending it again may count the sales twice.')
  await expect(warning.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(warning, 'a hasty Enter sends nothing').toBeHidden()
  await again.click()
  await warning.getByRole('button', { name: 'Send again anyway' }).click()
  await expect(warning).toContainText('Enter a reason. It is kept in the history.')
  await page.keyboard.press('Escape')

  // The eight seconds pass at once.
  await page.clock.install()
  await order()
  await notices.getByRole('button', { name: 'Undo' }).click()
  await expect(notices).toContainText(`${journal.name} is not sent again.`)
  await page.clock.runFor(9_000)
  await file.tab('History').click()
  await expect(file.panel).not.toContainText('sent the file again')
  expect(cloud.received().journals).toHaveLength(1)

  await order()
  await page.clock.runFor(9_000)
  const { journals } = await cloud.control.when((ledger) => ledger.journals.length === 2)
  expect(
    journals.map(({ copies }) => copies),
    'Petrosoft has it twice now, as the warning said',
  ).toEqual([2, 2])
  await expect(file.panel).toContainText('sent the file again')
  await expect(file.panel).toContainText('The office asked for it.')
})
