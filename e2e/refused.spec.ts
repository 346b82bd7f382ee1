// A refused file: the line that is shown is the line the acknowledgement names, in every encoding and line end, in one
// line and in a million, and where it names no line at all.

import { createHash } from 'node:crypto'
import type { Locator } from '@playwright/test'
import { ipcPrefix } from '../contract/channel-names.ts'
import type { FaultRuleInput } from '../sandbox/fault-rules.ts'
import { expect, test } from './fixtures.ts'
import { aJournal, lineWith, wrongPrice, type Journal, type JournalOptions } from './store/journal.ts'

/** A verdict of the cloud, with the messages it is told to give. */
const refusal = (
  ...details: readonly { line: number | null; position: number | null; message: string; severity?: string }[]
): FaultRuleInput => ({
  on: 'journal',
  do: { kind: 'verdict', status: 'FatalError', message: 'The document was refused.', details: [...details] },
})

const forms: readonly (JournalOptions & { readonly called: string })[] = [
  { called: 'LF', lineEnd: '\n' },
  { called: 'CRLF', lineEnd: '\r\n' },
  { called: 'CR alone', lineEnd: '\r' },
  { called: 'UTF-8 with a byte order mark', byteOrderMark: true, description: 'CAFÉ 咖啡' },
  { called: 'ISO-8859-1', encoding: 'ISO-8859-1', description: 'CAFÉ AU LAIT NOËL Ñ' },
  { called: 'UTF-16', encoding: 'UTF-16', lineEnd: '\r\n', description: 'CAFÉ 咖啡' },
]

test('the highlighted line is the one the acknowledgement names, whatever the line ends and the encoding, and stays what was sent when the folder’s file is changed', async ({
  store,
  cloud,
  register,
}) => {
  for (const { called, ...options } of forms)
    await test.step(called, async () => {
      const journal = aJournal({ ...options, prices: ['2.49', wrongPrice, '0.99'] })
      register.write(journal)
      const { journals } = await cloud.control.when((ledger) =>
        ledger.journals.some(({ name }) => name === journal.name),
      )
      const told = journals.find(({ name }) => name === journal.name)?.details[0]
      expect(told, 'the cloud finds the price by itself').toMatchObject({ line: lineWith(journal, wrongPrice) })

      await store.openFile(journal.name)
      await expect(store.file.status).toHaveText('Refused - fix needed')
      const text = journal.lines[Number(told?.line) - 1] ?? ''
      await expect(store.file.markedLine).toHaveCount(1)
      await expect(store.file.markedLine).toContainText(text)
      await expect(store.file.markedLine).toContainText(String(told?.line))
      await expect(store.file.markedLine).toContainText(`▲ position ${told?.position}`)
      expect(text.slice(Number(told?.position) - 1)).toMatch(/^1,25</)
    })

  await test.step('changed in the folder after it was sent', async () => {
    const sent = aJournal({ prices: [wrongPrice] })
    register.write(sent)
    const { journals } = await cloud.control.when((ledger) => ledger.journals.some(({ name }) => name === sent.name))
    await store.openFile(sent.name)
    const { file, screen } = store
    const notice = screen.getByText('The file in the folder has changed since.')
    await expect(file.markedLine).toContainText(wrongPrice)
    await expect(notice).toBeHidden()

    const later = aJournal({ name: sent.name, prices: ['7.77', '8.88'] })
    register.write(later)
    await expect(notice).toBeVisible()
    await expect(screen).toContainText('You see the file as it was sent.')
    await expect(file.markedLine).toContainText(wrongPrice)
    await expect(file.text).not.toContainText('7.77')
    await file.tab('Document facts').click()
    const [{ sha256 } = { sha256: 'nothing' }] = journals.filter(({ name }) => name === sent.name)
    expect(sha256, 'what Petrosoft was sent').toBe(createHash('sha256').update(sent.bytes).digest('hex'))
    await expect(file.panel, 'is what is shown').toContainText(sha256)
  })
})

test('F8 and Shift+F8 walk the messages, and the file follows them', async ({ store, cloud, register }) => {
  const journal = aJournal({ prices: [wrongPrice, '2.49', wrongPrice] })
  const wrongLines = journal.lines.flatMap((line, index) => (line.includes('>1,25<') ? [index + 1] : []))
  register.write(journal)
  await cloud.control.when(({ journals }) => journals.length === 1)
  await store.openFile(journal.name)
  const { page, file } = store

  const isShown = async (line: number | undefined): Promise<void> => {
    await expect(file.chosenMessage).toContainText(`Line ${line}, position`)
    await expect(file.markedLine).toContainText(`${line}`)
    await expect(file.markedLine).toContainText('1,25')
    await expect(file.markedLine).toBeInViewport()
  }
  expect(wrongLines).toHaveLength(2)
  await isShown(wrongLines[0])
  await page.keyboard.press('F8')
  await isShown(wrongLines[1])
  await page.keyboard.press('Shift+F8')
  await isShown(wrongLines[0])
  await file.messages.focus()
  await page.keyboard.press('ArrowDown')
  await isShown(wrongLines[1])
  await page.keyboard.press('Enter')
  await expect(file.markedLine, 'Enter goes to the line').toBeFocused()
})

test('a message that names line zero, a line outside the file or none is told in words, and marks nothing', async ({
  store,
  cloud,
  register,
}) => {
  const journal = aJournal()
  const outside = journal.lines.length + 40
  cloud.control.addFaults(
    refusal(
      { line: 0, position: 0, message: 'Something at line zero.' },
      { line: outside, position: 3, message: 'Something far below.' },
      { line: null, position: null, message: 'Something somewhere.' },
      { line: 5, position: 9000, message: 'Something far to the right.' },
    ),
  )
  register.write(journal)
  await cloud.control.when(({ journals }) => journals.length === 1)
  await store.openFile(journal.name)
  const { page, file } = store
  const places = [
    ['Something at line zero.', 'Petrosoft did not say where in the file'],
    ['Something far below.', `Line ${outside} is outside the file`],
    ['Something somewhere.', 'Petrosoft did not say where in the file'],
  ] as const

  for (const [words, place] of places) {
    await expect(file.chosenMessage).toContainText(words)
    await expect(file.chosenMessage).toContainText(place)
    await expect(file.text).toContainText('StoreLocationID')
    await expect(file.markedLine).toHaveCount(0)
    await page.keyboard.press('F8')
  }
  await expect(file.chosenMessage).toContainText('Something far to the right.')
  await expect(file.markedLine).toContainText('VendorName')
  await expect(file.markedLine).toContainText('position 9,000 is outside this line')
})

test('a refusal without any message says so', async ({ store, cloud, register }) => {
  const journal = aJournal()
  cloud.control.addFaults(refusal())
  register.write(journal)
  await cloud.control.when(({ journals }) => journals.length === 1)
  await store.openFile(journal.name)
  await expect(store.screen).toContainText('Petrosoft refused the file without naming a line.')
  await expect(store.file.text).toContainText('StoreLocationID')
})

test('a file of one line of 5 MB shows the marked character, and lays out what stands around it', async ({
  app,
  store,
  cloud,
  register,
}) => {
  const prices = Array.from({ length: 4600 }, (_, index) => (index === 4000 ? wrongPrice : '2.49'))
  const journal = aJournal({ lineEnd: '', prices })
  expect(journal.bytes.length).toBeGreaterThan(5_000_000)
  register.write(journal)
  const { journals } = await cloud.control.when((ledger) => ledger.journals.length === 1, 30_000)
  const position = journals[0]?.details[0]?.position
  const other = aJournal()
  register.write(other)
  await cloud.control.when((ledger) => ledger.journals.length === 2)
  await store.openFile(journal.name)
  const { file } = store

  await expect(file.chosenMessage).toContainText('Line 1, position')
  await expect(file.markedLine).toContainText('<ActualSalesPrice>1,25</ActualSalesPrice>')
  await expect(file.markedLine).toContainText('…')
  await expect(file.markedLine).toContainText(`position ${Number(position).toLocaleString('en-US')}`)
  expect((await file.markedLine.innerText()).length, 'only a window of the line is drawn').toBeLessThan(2000)

  await store.screen.getByRole('switch', { name: 'Laid out' }).click()
  const laidOut = store.screen.getByRole('region', { name: /laid out over several lines$/ })
  const marked = laidOut.locator('[aria-current="true"]')
  await expect(marked).toHaveCount(1)
  await expect(marked).toContainText('<ActualSalesPrice>1,25</ActualSalesPrice>')
  await expect(marked).toContainText('▲ here')
  // "Go to line" leads back to the file's own lines.
  await store.page.keyboard.press('Control+G')
  await store.page.keyboard.press('Enter')
  await expect(laidOut).toBeHidden()
  await expect(file.text).toBeVisible()

  await test.step('its page has a heading while it is not there yet, and when it cannot be read', async () => {
    await store.go('Files')
    const answer = (with_: 'nothing' | 'a-failure') =>
      app.electron.evaluate(
        ({ ipcMain }, [channel, how]) => {
          ipcMain.removeHandler(channel)
          ipcMain.handle(channel, () =>
            how === 'nothing' ? new Promise(() => undefined) : { ok: false, kind: 'failed', sentence: 'Not now.' },
          )
        },
        [`${ipcPrefix}getFile`, with_] as const,
      )
    await answer('nothing')
    await store.files.row(other.name).click()
    await expect(file.status).toHaveText(other.name)
    await expect(file.status).toBeFocused()
    await expect(store.screen.getByRole('progressbar', { name: 'Loading the file…' })).toBeVisible()
    await answer('a-failure')
    await store.go('Today')
    await store.page.evaluate(() => {
      location.hash = '/files/999999'
    })
    await expect(store.screen.getByRole('alert')).toContainText('Your files are safe.')
    await expect(file.status).toHaveText('This file')
  })
})

/** Milliseconds from the click on a row to the marked line of its file, as the window itself measures them. */
const untilMarked = (row: Locator): Promise<number> =>
  row.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        const began = performance.now()
        const look = (): void => {
          if (document.querySelector('[aria-current="true"]')?.textContent.includes('▲ position 5') === true)
            resolve(performance.now() - began)
          else requestAnimationFrame(look)
        }
        ;(element as HTMLElement).click()
        look()
      }),
  )

/** Fifty million bytes in well over a million lines, as a register left running for a year might write them. */
const hugeJournal = (): Journal => {
  const small = aJournal({ prices: Array.from({ length: 100 }, () => '2.49') })
  const text = small.bytes.toString('latin1')
  const from = text.indexOf('    <SaleEvent>')
  const to = text.indexOf('  </JournalReport>')
  const sales = text.slice(from, to)
  const parts = [text.slice(0, from)]
  // Lines shorter than a real sale's, so that fifty megabytes hold line 1,200,000.
  const short = sales.replace(/^ +/gm, '')
  let length = text.length
  for (let round = 0; length + short.length < 50_000_000; round += 1) {
    parts.push(short.replace(/<TransactionID>\d+/g, (id) => `${id}${String(round).padStart(4, '0')}`))
    length += short.length + 400
  }
  parts.push(text.slice(to))
  const bytes = Buffer.from(parts.join(''), 'latin1')
  return { name: 'PJR-huge.xml', bytes, lines: [] }
}

test(
  'a file of 50 MB opens at line 1,200,000 within a moment and costs the window little memory',
  { tag: '@alone' },
  async ({ store, cloud, register }, info) => {
    test.setTimeout(150_000)
    const line = 1_200_000
    const journal = hugeJournal()
    cloud.control.addFaults(refusal({ line, position: 5, message: 'Something deep in the file.' }))
    register.write(journal)
    await cloud.control.when(({ journals }) => journals.length === 1, 120_000)
    const { page, files, file } = store
    const browser = await page.context().newCDPSession(page)
    const heap = async (): Promise<number> => {
      await browser.send('HeapProfiler.collectGarbage')
      return (await browser.send('Runtime.getHeapUsage')).usedSize
    }
    await store.go('Files')
    await expect(files.row(journal.name)).toContainText('Refused', { timeout: 20_000 })
    const before = await heap()

    const tookMs = await untilMarked(files.row(journal.name))
    const grownMb = ((await heap()) - before) / 1e6

    info.annotations.push({
      type: 'measured',
      description: `open ${Math.round(tookMs)} ms, heap +${grownMb.toFixed(1)} MB`,
    })
    console.log(`50 MB: opened in ${Math.round(tookMs)} ms, heap grew by ${grownMb.toFixed(1)} MB`)
    await expect(file.markedLine).toContainText('1200000')
    await expect(file.markedLine).toBeInViewport()
    expect(tookMs, 'ms').toBeLessThan(3000)
    expect(grownMb, 'MB').toBeLessThan(40)
  },
)
