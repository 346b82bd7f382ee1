// The program without its window: the icon in the tray and what its menu does, closing the window, and the end. The session
// bus is the test's own; without a tray on it, closing must not make the program unreachable.

import { once } from 'node:events'
import { answerDialogs, askedDialogs } from './desktop/dialogs.ts'
import { missingForTray, startSessionBus, type SessionBus } from './desktop/session-bus.ts'
import { startTrayHost, type TrayIcon } from './desktop/tray-icon.ts'
import { expect, test as base, type StartedApp } from './fixtures.ts'
import { aJournal, wrongPrice } from './store/journal.ts'

interface Desktop {
  readonly bus: SessionBus
  readonly icon: () => Promise<TrayIcon>
}

const missing = missingForTray()

const test = base.extend<{ readonly desktop: Desktop }>({
  desktop: async ({}, use) => {
    const bus = await startSessionBus()
    const host = await startTrayHost(bus)
    let first: Promise<TrayIcon> | null = null
    await use({ bus, icon: () => (first ??= host.firstIcon()) })
    await bus.end()
  },
  appEnvironment: async ({ desktop }, use) => use({ DBUS_SESSION_BUS_ADDRESS: desktop.bus.address }),
})

const windowsOf = (app: StartedApp): Promise<number> =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

/** As the ✕ of the window does. */
const closeWindow = (app: StartedApp): Promise<void> =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

test.describe('with a tray', () => {
  test.skip(missing !== null, missing ?? '')

  test('the icon tells how the store stands, and its menu checks, pauses and resumes', async ({
    desktop,
    store,
    register,
    cloud,
  }) => {
    const icon = await desktop.icon()
    register.write(aJournal())
    await cloud.control.when(({ journals }) => journals.length === 1)
    await expect(store.strip).toContainText('All sent to 127.0.0.1')
    await expect.poll(icon.tooltip).toMatch(/Acme #204 - All sent to 127\.0\.0\.1:\d+\. Last file accepted .+ Checked /)
    const labels = await icon.labels()
    expect(labels[0]).toMatch(/^All sent to 127\.0\.0\.1:\d+ · checked /)
    expect(labels.slice(1)).toEqual([
      'Open Storebridge',
      'Check for files now',
      'Pause sending',
      '1 hour',
      expect.stringMatching(/^Until (tomorrow )?6 AM$/),
      'Help & support',
      'Quit…',
    ])

    await icon.click('1 hour')
    await expect(store.strip).toContainText('Paused')
    await expect.poll(icon.labels).toContain('Resume')
    expect((await icon.labels())[0]).toMatch(/^Paused · checked /)
    await icon.click('Resume')
    await expect(store.strip).toContainText('All sent to 127.0.0.1')
  })

  test('a refused file is counted in the menu, which leads to it', async ({ desktop, store, app, register }) => {
    const icon = await desktop.icon()
    register.write(aJournal({ prices: [wrongPrice] }))
    await expect.poll(async () => (await icon.labels())[0], { timeout: 30_000 }).toMatch(/^1 file needs you · checked /)
    expect(await icon.labels()).toContain('Needs attention (1)…')
    await answerDialogs(app, 'OK')
    await closeWindow(app)
    await expect.poll(() => windowsOf(app)).toBe(0)
    const opened = app.electron.waitForEvent('window')
    await icon.click('Needs attention (1)…')
    const page = await opened
    await expect(page).toHaveURL(/#\/attention$/)
    await expect(page.getByRole('main')).toBeVisible()
    expect(store.page.isClosed()).toBe(true)
  })

  test('closing the window keeps sending, says so once, and a click opens the window again', async ({
    desktop,
    store,
    app,
    register,
    cloud,
  }) => {
    const icon = await desktop.icon()
    await expect(store.strip).toContainText('All sent')
    await answerDialogs(app, 'OK')
    await closeWindow(app)
    await expect.poll(() => windowsOf(app), 'its memory is given back').toBe(0)
    await expect.poll(() => askedDialogs(app)).toHaveLength(1)
    expect((await askedDialogs(app))[0]?.message).toBe('Still sending in the background')

    const journal = aJournal()
    register.write(journal)
    await cloud.control.when(({ journals }) => journals.some(({ name }) => name === journal.name))
    expect(app.electron.process().exitCode).toBeNull()

    const opened = app.electron.waitForEvent('window')
    await icon.activate()
    const page = await opened
    await expect(page.getByRole('banner')).toContainText('All sent to 127.0.0.1')
    await closeWindow(app)
    await expect.poll(() => windowsOf(app)).toBe(0)
    expect(await askedDialogs(app), 'it is said only once').toHaveLength(1)
  })

  test('Quit says what it means, ends only when a person wants it, and like closing asks before it loses what is not saved', async ({
    desktop,
    store,
    app,
  }) => {
    const icon = await desktop.icon()
    await expect(store.strip).toContainText('All sent')
    await answerDialogs(app, 'Keep running')
    await icon.click('Quit…')
    await expect.poll(() => askedDialogs(app)).toHaveLength(1)
    expect((await askedDialogs(app))[0]).toEqual({
      message: 'Quit Storebridge?',
      detail: 'Files will not be sent until you open it again.',
      buttons: ['Quit', 'Keep running'],
    })
    await expect(store.strip).toBeVisible()

    await store.go('Settings')
    const name = store.settings.field('Store name')
    await name.fill('Half typed')
    await expect(store.screen).toContainText('1 change not saved')
    // Of a box without such a button the first is pressed: of Quit, "Quit".
    await answerDialogs(app, 'Keep editing')
    const asked = async (): Promise<readonly string[]> => (await askedDialogs(app)).map(({ message }) => message)
    await closeWindow(app)
    await expect.poll(asked).toEqual(['Quit Storebridge?', 'Close without saving?'])
    expect((await askedDialogs(app))[1]).toMatchObject({
      detail: '1 change in Settings is not saved yet.',
      buttons: ['Close without saving', 'Keep editing'],
    })
    await icon.click('Quit…')
    await expect.poll(async () => (await asked()).slice(2)).toEqual(['Quit Storebridge?', 'Close without saving?'])
    await expect(name).toHaveValue('Half typed')

    // A page that hangs holds nobody up: it is main that knows and asks.
    await app.electron.evaluate(({ webContents }) => {
      void webContents
        .getAllWebContents()[0]
        ?.executeJavaScript('for (;;);')
        .catch(() => undefined)
    })
    await answerDialogs(app, 'Close without saving')
    await closeWindow(app)
    await expect.poll(() => windowsOf(app)).toBe(0)
    await expect
      .poll(async () => (await asked()).slice(4))
      .toEqual(['Close without saving?', 'Still sending in the background'])

    await answerDialogs(app, 'Quit')
    const ended = once(app.electron.process(), 'exit')
    // The program may be gone before it has answered the click.
    await icon.click('Quit…').catch(() => undefined)
    expect(await ended).toEqual([0, null])
  })

  test('where closing is not to keep sending, it asks', async ({ desktop, store, app }) => {
    await desktop.icon()
    await store.go('Settings')
    await store.screen.getByRole('switch', { name: 'Keep sending in the background when the window is closed' }).click()
    await answerDialogs(app, 'Quit')
    const ended = once(app.electron.process(), 'exit')
    await closeWindow(app)
    expect(await ended).toEqual([0, null])
  })
})

base.describe('without a tray', () => {
  base.use({ appEnvironment: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' } })

  base('closing the window asks, and keeps it where it can be found', async ({ store, app, register, cloud }) => {
    await answerDialogs(app, 'Keep running')
    await closeWindow(app)
    await expect.poll(() => askedDialogs(app)).toHaveLength(1)
    expect((await askedDialogs(app))[0]?.message).toBe('Quit Storebridge?')
    expect(await windowsOf(app)).toBe(1)
    const journal = aJournal()
    register.write(journal)
    await cloud.control.when(({ journals }) => journals.length === 1)

    await answerDialogs(app, 'Quit')
    const ended = once(app.electron.process(), 'exit')
    await closeWindow(app)
    expect(await ended).toEqual([0, null])
    expect(store.page.isClosed()).toBe(true)
  })

  base('before a store is set up, closing the window ends the program', async ({ page, app }) => {
    await page.getByRole('heading', { level: 1 }).waitFor()
    const ended = once(app.electron.process(), 'exit')
    await closeWindow(app)
    expect(await ended).toEqual([0, null])
  })
})
