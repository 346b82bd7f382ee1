// Processes die. The engine comes back by itself and loses nothing; the window comes back and the engine does not notice.

import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type StartedApp } from './fixtures.ts'
import { windowOf } from './screens/store-window.ts'
import { aJournal } from './store/journal.ts'

/** The process of an engine; null while there is none. */
const engineProcess = (app: StartedApp): Promise<number | null> =>
  app.electron.evaluate(
    ({ app: electron }) => electron.getAppMetrics().find(({ name }) => name === 'Storebridge engine')?.pid ?? null,
  )

test('an engine that is killed starts again by itself, and no file is lost or sent twice', async ({
  store,
  app,
  cloud,
  register,
}) => {
  const [before, during, after] = [aJournal(), aJournal(), aJournal()]
  register.write(before)
  await cloud.control.when(({ journals }) => journals.length === 1)
  await store.go('Files')
  await expect(store.files.row(before.name)).toContainText('Accepted')

  // The cloud holds its answer, so that the engine dies between sending and hearing.
  cloud.control.addFaults({ on: 'journal', do: { kind: 'hang', store: true } })
  register.write(during)
  await cloud.control.when(({ journals }) => journals.length === 2)
  const first = await engineProcess(app)
  process.kill(Number(first), 'SIGKILL')
  register.write(after)

  await expect.poll(() => engineProcess(app)).not.toBe(first)
  await expect.poll(() => engineProcess(app)).not.toBeNull()
  await cloud.control.when(({ journals }) => journals.some(({ name }) => name === after.name), 20_000)
  await store.go('Today')
  await store.go('Files')
  await expect(store.files.rows).toHaveCount(3)
  for (const { name } of [before, during, after]) await expect(store.files.row(name)).toContainText('Accepted')
  await expect(store.strip).toContainText('All sent to 127.0.0.1')
  const arrived = cloud.received().journals.map(({ name }) => name)
  expect(
    arrived.filter((name) => name === during.name),
    'the unanswered one is sent once more',
  ).toHaveLength(2)
  expect(arrived.filter((name) => name === before.name)).toHaveLength(1)

  await store.files.row(during.name).click()
  await store.file.tab('History').click()
  await expect(store.file.panel, 'and its page says so').toContainText('may have arrived')
})

/** What the page shows, asked through main: Playwright takes a page whose process died for lost. */
const wordsOf = (app: StartedApp): Promise<unknown> =>
  app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents()[0]?.executeJavaScript('document.body.innerText'),
  )

test('a window whose process is killed is loaded anew, and the engine goes on meanwhile', async ({
  store,
  app,
  cloud,
  register,
}) => {
  const engine = await engineProcess(app)
  const pid = await app.electron.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId())
  const gone = store.page.waitForEvent('crash')
  process.kill(Number(pid), 'SIGKILL')
  await gone
  register.write(aJournal())
  await cloud.control.when(({ journals }) => journals.length === 1)

  await expect.poll(() => wordsOf(app)).toContain('All sent to 127.0.0.1')
  expect(await engineProcess(app), 'the same engine').toBe(engine)
})

test('a window that hangs stops nothing else, and is loaded anew by itself', async ({
  store,
  app,
  cloud,
  register,
}) => {
  test.setTimeout(120_000)
  const engine = await engineProcess(app)
  const [pid, sent] = await app.electron.evaluate(({ webContents }) => {
    const contents = webContents.getAllWebContents()[0]
    void contents?.executeJavaScript('for (;;);').catch(() => undefined)
    return [contents?.getOSProcessId(), 'the loop has begun']
  })
  expect(sent).toBe('the loop has begun')
  const [first, second] = [aJournal(), aJournal()]
  register.write(first)
  await cloud.control.when(({ journals }) => journals.some(({ name }) => name === first.name))
  expect(store.page.isClosed(), 'nobody has closed it').toBe(false)

  const processNow = (): Promise<number | undefined> =>
    app.electron.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId())
  await expect.poll(processNow, { timeout: 60_000, intervals: [1000] }).not.toBe(pid)
  register.write(second)
  await cloud.control.when(({ journals }) => journals.some(({ name }) => name === second.name))
  await expect.poll(() => wordsOf(app)).toContain('All sent to 127.0.0.1')
  expect(await engineProcess(app), 'the same engine').toBe(engine)
})

test('a window that crashes is loaded anew, and the engine goes on meanwhile', async ({
  store,
  app,
  cloud,
  register,
}) => {
  const engine = await engineProcess(app)
  const crashed = store.page.waitForEvent('crash')
  await app.electron.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.forcefullyCrashRenderer())
  await crashed
  const journal = aJournal()
  register.write(journal)
  await cloud.control.when(({ journals }) => journals.length === 1)

  await expect.poll(() => wordsOf(app)).toContain('All sent to 127.0.0.1')
  expect(await engineProcess(app), 'the same engine').toBe(engine)
})

test('records of a newer program are left alone, every screen says what to do, and no green tick of before is shown', async ({
  store,
  app,
  startApp,
  userData,
}) => {
  await expect(store.strip).toContainText('All sent')
  await app.end()
  const path = join(userData, 'store', 'storebridge.db')
  // The version stands at byte 60 of an SQLite file (www.sqlite.org/fileformat2.html, 1.3).
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.from([0, 0, 3, 132]), 0, 4, 60)
  closeSync(file)
  const before = readFileSync(path)

  const again = await startApp()
  const later = windowOf(await again.electron.firstWindow())
  const words = 'This store was last run by a newer Storebridge. Install that version again; nothing is lost.'
  await expect(later.strip).toContainText('Can’t work')
  for (const screen of ['Today', 'Files', 'Connection', 'Settings'] as const) {
    await later.go(screen)
    await expect(later.page.getByText(words).first(), screen).toBeVisible()
    await expect(later.screen.getByText(/^(Working|Good|Signed in)$/), screen).toHaveCount(0)
  }
  await again.end()
  expect(readFileSync(path).equals(before)).toBe(true)
})
