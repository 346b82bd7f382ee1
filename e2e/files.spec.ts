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

  await order()
  await notices.getByRole('button', { name: 'Undo' }).click()
  await expect(notices).toContainText(`${journal.name} is not sent again.`)
  await file.tab('History').click()
  for (const words of ['ordered the file to be sent again; it was not sent', 'took the order back; nothing was sent'])
    await expect(file.panel, 'who ordered it, and who took that back').toContainText(words)

  await order()
  const { journals } = await cloud.control.when((ledger) => ledger.journals.length === 2, 15_000)
  expect(
    journals.map(({ copies }) => copies),
    'Petrosoft has it twice now, as the warning said; what was taken back was never sent',
  ).toEqual([2, 2])
  await expect(file.panel).toContainText('sent the file again')
  await expect(file.panel).toContainText('The office asked for it.')
})

test('selected files are sent again together, without the accepted ones; a held notice holds the order, Ctrl+Z takes it back', async ({
  store,
  cloud,
  register,
}) => {
  const bad = Array.from({ length: 3 }, (_, n) => aJournal({ name: `PJR-bad-${n}.xml`, prices: [wrongPrice] }))
  const good = [aJournal({ name: 'PJR-good-1.xml' }), aJournal({ name: 'PJR-good-2.xml' })]
  register.write(...bad, ...good)
  await cloud.control.when(({ journals }) => journals.length === 5)
  const { files, notices, page } = store
  await store.go('Files')
  await expect(files.rows).toHaveCount(5)
  for (const { name } of bad) await expect(files.row(name)).toContainText('Refused')
  await expect(files.grid).toHaveAttribute('aria-multiselectable', 'true')

  await test.step('by the mouse: a box, and a range with Shift', async () => {
    await files.rows.first().getByRole('checkbox').click()
    await files.rows
      .nth(2)
      .getByRole('checkbox')
      .click({ modifiers: ['Shift'] })
    await expect(files.bulk).toContainText('3 selected')
    await expect(files.rows.nth(1)).toHaveAttribute('aria-selected', 'true')
    await files.bulk.getByRole('button', { name: 'Clear selection' }).click()
    await expect(files.bulk).toBeHidden()
  })

  await test.step('by the keyboard: Space, Shift and arrows, Ctrl+A, Escape', async () => {
    await files.rows.first().focus()
    await page.keyboard.press('Space')
    await expect(files.bulk).toContainText('One selected')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await expect(files.bulk).toContainText('3 selected')
    await page.keyboard.press('Shift+ArrowUp')
    await expect(files.bulk).toContainText('2 selected')
    await page.keyboard.press('Escape')
    await expect(files.bulk).toBeHidden()
    await page.keyboard.press('ControlOrMeta+A')
    await expect(files.bulk).toContainText('5 selected')
  })

  await files.bulk.getByRole('button', { name: 'Send again' }).click()
  await expect(notices).toContainText(
    '3 files will be sent again in a moment. 2 were already accepted and were left alone.',
  )
  // The pointer rests on the notice for longer than the order waits by itself: it does not run under the hands.
  await notices.getByRole('button', { name: 'Undo' }).hover()
  await page.waitForTimeout(9500)
  expect(cloud.received().journals).toHaveLength(5)
  await page.mouse.move(400, 300)
  await page.keyboard.press('ControlOrMeta+Z')
  await expect(notices).toContainText('Nothing was sent again.')

  await test.step('an order is the engine’s: the window may go', async () => {
    await files.row(bad[0]?.name ?? '').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Send again' }).click()
    await expect(notices).toContainText('PJR-bad-0.xml is sent again in a moment.')
    await page.reload()
    await cloud.control.when(
      ({ journals }) => journals.filter(({ name }) => name === bad[0]?.name).length === 2,
      15_000,
    )
    expect(cloud.received().journals, 'nothing else was sent').toHaveLength(6)
  })

  await test.step('all in a filter are set aside and ignored after a question, and stand as before after Undo', async () => {
    await store.go('Files')
    await files.chooseGroup('Refused')
    await expect(files.rows).toHaveCount(3)
    await page.getByRole('checkbox', { name: 'Select the files shown' }).click()
    await files.bulk.getByRole('button', { name: 'Set aside' }).click()
    await expect(notices).toContainText('3 files are set aside.')
    await notices.getByRole('button', { name: 'Undo' }).last().click()
    await expect(notices).toContainText('3 files are as they were before.')
    await page.getByRole('checkbox', { name: 'Select the files shown' }).click()
    await files.bulk.getByRole('button', { name: 'Ignore…' }).click()
    const { warning } = store.file
    await expect(warning).toHaveAccessibleName('Ignore 3 files?')
    await expect(warning).toContainText('will not be at the office')
    await page.keyboard.press('Escape')
    await expect(warning).toBeHidden()
    for (const { name } of bad) await expect(files.row(name)).toContainText('Refused')
  })
})

test('the list is put in another order and shows other columns, which stay chosen', async ({
  store,
  cloud,
  register,
}) => {
  const large = aJournal({ name: 'PJR-large.xml', prices: Array.from({ length: 40 }, () => '2.49') })
  const refused = aJournal({ name: 'PJR-refused.xml', prices: [wrongPrice] })
  const small = aJournal({ name: 'PJR-small.xml' })
  register.write(large)
  await cloud.control.when(({ journals }) => journals.length === 1)
  register.write(refused, small)
  await cloud.control.when(({ journals }) => journals.length === 3)
  const { files, page, screen } = store
  await store.go('Files')
  await expect(files.rows).toHaveCount(3)
  const head = (name: string) => files.grid.getByRole('columnheader', { name, exact: true })
  await expect(head('Found')).toHaveAttribute('aria-sort', 'descending')
  await head('Status').getByRole('button').click()
  await expect(head('Status')).toHaveAttribute('aria-sort', 'ascending')
  await expect(files.rows.first(), 'what needs a person comes first').toContainText('Refused')

  await screen.getByRole('button', { name: 'Columns' }).click()
  await screen.getByRole('checkbox', { name: 'Size' }).click()
  await screen.getByRole('checkbox', { name: 'Found' }).click()
  await expect(screen.getByRole('checkbox', { name: 'File', exact: true })).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(head('Found')).toBeHidden()
  await head('Size').getByRole('button').click()
  await expect(files.rows.first(), 'the largest first').toContainText('PJR-large')
  await page.reload()
  await expect(files.rows.first(), 'the order is in the address, the columns are kept').toContainText('PJR-large')
  await expect(head('Size')).toHaveAttribute('aria-sort', 'descending')
  await screen.getByRole('button', { name: 'Columns' }).click()
  await screen.getByRole('button', { name: 'Usual columns' }).click()
  await expect(head('Found')).toBeVisible()
  await expect(head('Size')).toBeHidden()
})
