// Puts the app together: the real store's engine, the window, practice, the password and the preferences. The engine
// lives as long as the app does; windows come and go. Closing the window keeps sending in the background where a person can
// find the program again, and asks where not; the end waits until the engine has ended in good order.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  app,
  clipboard,
  dialog,
  ipcMain,
  Notification,
  powerMonitor,
  session as sessions,
  shell,
  type BrowserWindow,
  type Session,
} from 'electron'
import { pauseFor, systemClock } from '../engine/support/clock.ts'
import { databaseFile } from '../engine/storage/database-file.ts'
import { faultText, type Log } from '../engine/support/log.ts'
import type { AppSnapshot, Preferences } from '../../contract/ipc.ts'
import { languageOf } from '../../contract/language.ts'
import { logFileName } from './app-log.ts'
import { setAppMenu } from './app-menu.ts'
import { autostartState, enterOnce } from './autostart.ts'
import { autostartPort } from './autostart-port.ts'
import { bundleOrigin } from './bundle-path.ts'
import { serveBundle } from './bundle-protocol.ts'
import { beginsWithoutWindow, closingOf } from './closing.ts'
import { electronToast } from './electron-toast.ts'
import { EngineHost } from './engine-host.ts'
import { guardAllContents, guardSession, type AllowedPages } from './guards.ts'
import { bindCalls } from './ipc-binding.ts'
import { ManagerPin } from './manager-pin.ts'
import { openMainWindow, type MainWindow } from './main-window.ts'
import { Notifications } from './notifications.ts'
import { pauseEnd } from './pause-end.ts'
import { createCsvExports } from './csv-export.ts'
import { createPdfDocuments, PdfNotMade, type PdfDocuments } from './pdf-document.ts'
import { PasswordKeeper } from './password-keeper.ts'
import { beginPractice, deletePractice, type PracticeSession } from './practice.ts'
import { readPreferences, usualPreferences, writePreferences } from './preferences.ts'
import { Presence } from './presence.ts'
import { readProvisioning } from './provisioning.ts'
import { asksToLose, asksToQuit, tellsOfBackground } from './quit-dialog.ts'
import { readRecentLog } from './recent-log.ts'
import { saveText } from './save-text.ts'
import { safeStoragePort } from './safe-storage-port.ts'
import { createSecretStore } from './secret-store.ts'
import { emptyMemory, readShellMemory, writeShellMemory, type ShellMemory } from './shell-memory.ts'
import { SetupDraftFile } from './setup-draft.ts'
import { snapshotFrom } from './snapshot.ts'
import { showBadge } from './taskbar-badge.ts'
import { createTray, iconFolder } from './tray.ts'
import { findTrayHost } from './tray-host.ts'
import type { TrayWish } from './tray-picture.ts'
import { startEngineProcess, startPracticeCloudProcess, type ProcessFiles } from './utility-processes.ts'
import { createWindowCalls } from './window-calls.ts'
import { say, speak } from './words.ts'

export interface AppOptions {
  /** Where main's built files lie. */
  readonly builtFolder: string
  readonly userData: string
  readonly log: Log
  /** Address of the live-reload server; only outside a packed app. */
  readonly developmentServer: string | null
  /** True to begin in practice (STOREBRIDGE_PRACTICE=1). */
  readonly beginsInPractice: boolean
  /** True when the computer started the program: no window then, if a store is set up and nothing has to be typed. */
  readonly beginsHidden: boolean
}

const firstPictureLimitMs = 5000
const snapshotEveryMs = 200
/** What only time changes (a scan grows old, a day begins) is looked at this often. */
const lookEveryMs = 5000
const shownLogEntries = 500
const savedLogEntries = 1000

export class StorebridgeApp {
  readonly #options: AppOptions
  readonly #log: Log
  readonly #storeFolder: string
  readonly #practiceFolder: string
  readonly #preferencesFile: string
  readonly #logFile: string
  readonly #setupDraft: SetupDraftFile
  readonly #files: ProcessFiles
  readonly #real: EngineHost
  readonly #password: PasswordKeeper
  readonly #pin: ManagerPin
  readonly #hadStore: boolean
  #practice: PracticeSession | null = null
  #practiceChange = Promise.resolve()
  #preferences: Preferences = usualPreferences
  #preferencesSaved: Promise<void> = Promise.resolve()
  #window: MainWindow | null = null
  #session: Session | null = null
  #pages: AllowedPages | null = null
  #pdfs: PdfDocuments | null = null
  #memory: ShellMemory = emptyMemory
  #memoryWritten = Promise.resolve()
  #presence: Presence | null = null
  #notifications: Notifications | null = null
  #looking: ReturnType<typeof setInterval> | null = null
  /** True while a person decides what closing means. */
  #isClosing = false
  /** True when the window was closed and sending goes on without it. */
  #inBackground = false
  readonly #autostart = autostartPort()
  readonly #icons = iconFolder(process.resourcesPath, app.getAppPath())
  readonly #memoryFile: string
  #filesChanged = 0
  #snapshotSoon: ReturnType<typeof setTimeout> | null = null
  #ending: Promise<void> | null = null

  constructor(options: AppOptions) {
    const { userData, builtFolder, log } = options
    this.#options = options
    this.#log = log
    this.#storeFolder = join(userData, 'store')
    this.#practiceFolder = join(userData, 'practice')
    this.#preferencesFile = join(userData, 'preferences.json')
    this.#memoryFile = join(userData, 'shell-memory.json')
    this.#pin = new ManagerPin({ path: join(userData, 'manager-pin.json'), clock: systemClock, log })
    this.#setupDraft = new SetupDraftFile(join(userData, 'setup.json'))
    this.#logFile = join(userData, 'logs', logFileName)
    this.#hadStore = existsSync(databaseFile(this.#storeFolder))
    this.#files = {
      engine: join(builtFolder, 'engine-process.cjs'),
      folderHelper: join(builtFolder, 'folder-helper.cjs'),
      practiceCloud: join(builtFolder, 'practice-cloud.cjs'),
    }
    this.#real = new EngineHost({
      dataDirectory: this.#storeFolder,
      mode: 'real',
      startProcess: () => startEngineProcess(this.#files, log),
      clock: systemClock,
      log,
      onChanged: () => this.#changed(),
      onFilesChanged: () => {
        if (this.#practice === null) this.#tellFilesChanged()
      },
    })
    const secrets = createSecretStore(safeStoragePort, join(this.#storeFolder, 'petrosoft-password.bin'), log)
    this.#password = new PasswordKeeper(secrets, (password) => this.#real.setPassword(password))
  }

  /** Starts everything; the app is ready. Resolves when the window is open. */
  async start(): Promise<void> {
    await deletePractice(this.#practiceFolder).catch((fault: unknown) =>
      this.#log('warn', 'practice-not-deleted', { fault: faultText(fault) }),
    )
    this.#preferences = await readPreferences(this.#preferencesFile)
    this.#speak()
    await this.#password.load()
    await this.#pin.load()
    this.#real.start()
    this.#memory = await readShellMemory(this.#memoryFile)
    powerMonitor.on('resume', () => {
      this.#notifications?.wokeUp()
      this.#real.wokeUp()
    })
    // The system ends: it does not wait for a person's answer.
    powerMonitor.on('shutdown', () => app.quit())
    this.#pages = this.#guard()
    this.#bind()
    const presence = this.#makePresence()
    this.#presence = presence
    const reachable = presence.start().then(() => presence.isReachable())
    const practice = this.#options.beginsInPractice ? this.#startPractice() : Promise.resolve()
    const hidden = beginsWithoutWindow({
      byComputer: this.#options.beginsHidden,
      hasStore: this.#hadStore,
      passwordNeeded: this.#password.state.password === 'needed',
      // A person who opens the program does not wait for the tray.
      reachable: this.#options.beginsHidden && (await reachable),
    })
    if (hidden) this.#inBackground = true
    else this.#openWindow()
    this.#looking = setInterval(() => this.#look(), lookEveryMs)
    await practice.catch((fault: unknown) => this.#log('error', 'practice-not-begun', { fault: faultText(fault) }))
  }

  /** Shows the window: a second start of the app, a click on its icon. */
  show(): void {
    this.#showAt(null)
  }

  /** All windows are gone: the program ends with them, unless it was sent to the background. */
  windowsClosed(): void {
    if (!this.#inBackground) app.quit()
  }

  /** Ends practice and the engine in good order; the same promise for every caller. */
  end(): Promise<void> {
    this.#ending ??= (async () => {
      if (this.#snapshotSoon !== null) clearTimeout(this.#snapshotSoon)
      if (this.#looking !== null) clearInterval(this.#looking)
      this.#presence?.end()
      await Promise.all([this.#leavePractice(), this.#real.stop(), this.#memoryWritten])
    })()
    return this.#ending
  }

  /** Menu, tray and dialogs in the person's language; the picture is told anew, for what main says in it. */
  #speak(): void {
    speak(languageOf(this.#preferences.language, app.getPreferredSystemLanguages()))
    setAppMenu(() => void this.#quitByHand())
    this.#changed()
  }

  #guard(): AllowedPages {
    const { developmentServer, builtFolder } = this.#options
    const pages: AllowedPages = { origin: bundleOrigin, developmentServer }
    guardAllContents(pages, this.#log)
    // In memory only: no cookies, no cache, nothing of a store on disk outside its database.
    this.#session = sessions.fromPartition('window', { cache: false })
    for (const session of [this.#session, sessions.defaultSession]) guardSession(session, pages, this.#log)
    serveBundle(this.#session, join(builtFolder, '..', 'renderer'))
    return pages
  }

  /** `place`: the hash of the screen to begin with. */
  #openWindow(place: string | null = null): void {
    const { builtFolder } = this.#options
    if (this.#session === null || this.#pages === null || this.#ending !== null) return
    const { origin, developmentServer } = this.#pages
    this.#inBackground = false
    const icon = join(app.getAppPath(), 'resources', 'icons', 'app', '256x256.png')
    const packedIcon = join(process.resourcesPath, 'icons', 'app', '256x256.png')
    const preload = join(builtFolder, '..', 'preload', 'index.cjs')
    const page =
      developmentServer === null
        ? { url: `${origin}/index.html`, origin }
        : { url: developmentServer, origin: new URL(developmentServer).origin }
    const window = openMainWindow({
      session: this.#session,
      preload,
      icon: process.platform !== 'linux' ? null : ([packedIcon, icon].find((path) => existsSync(path)) ?? null),
      page: place === null ? page : { ...page, url: `${page.url}#${place}` },
      devTools: !app.isPackaged,
      preferences: this.#preferences,
      isPractice: () => this.#practice !== null,
      log: this.#log,
    })
    this.#window = window
    const pdfs = createPdfDocuments({
      session: this.#session,
      preload,
      page,
      devTools: !app.isPackaged,
      parent: window.browserWindow,
      log: this.#log,
    })
    this.#pdfs = pdfs
    const { browserWindow } = window
    browserWindow.on('close', (event) => this.#closing(event, window))
    // Windows logs off or shuts down.
    browserWindow.on('session-end', () => app.quit())
    browserWindow.once('closed', () => {
      if (this.#window !== window) return
      this.#pin.lock()
      this.#window = null
      this.#pdfs = null
    })
    // A new button on the taskbar has no badge yet.
    browserWindow.once('show', () => this.#look())
  }

  /** Once for all windows: each call is answered for the window that is open now. */
  #bind(): void {
    bindCalls({
      handle: (channel, listener) => ipcMain.handle(channel, listener),
      isTrusted: (event: Electron.IpcMainInvokeEvent) =>
        this.#window?.isSender(event) === true || this.#pdfs?.isSender(event) === true,
      answers: this.#answers(),
      log: this.#log,
    })
  }

  #makePresence(): Presence {
    const notifications = new Notifications({
      show: electronToast(process.platform === 'linux' ? join(this.#icons, 'app', '64x64.png') : null, this.#log),
      clock: systemClock,
      log: this.#log,
      told: this.#memory.told,
      onTold: (told) => this.#remember({ told }),
      open: (place) => this.#showAt(place),
    })
    this.#notifications = notifications
    return new Presence({
      clock: systemClock,
      log: this.#log,
      hasDock: process.platform === 'darwin',
      findTrayHost,
      createTray: () => createTray(join(this.#icons, 'tray'), (wish) => void this.#grant(wish)),
      showBadge: (count) => showBadge(this.#icons, count, this.#window?.browserWindow ?? null),
      notifications,
    })
  }

  /** Shows the window, at a place of it where one is named. */
  #showAt(place: string | null): void {
    if (this.#window === null) this.#openWindow(place)
    else {
      if (place !== null) this.#window.send('goTo', place)
      this.#window.show()
    }
  }

  /** True when there is a real store to go on with, whatever can be read of it just now. */
  #hasStore(): boolean {
    const picture = this.#real.picture
    if (picture === null) return this.#hadStore
    return picture.phase !== 'setup' && (this.#hadStore || picture.store !== null)
  }

  #closing(event: { preventDefault(): void }, window: MainWindow): void {
    if (this.#ending !== null || !this.#hasStore()) return
    event.preventDefault()
    if (this.#isClosing) return
    this.#isClosing = true
    void this.#close(window)
      .catch((fault: unknown) => this.#log('error', 'window-not-closed', { fault: faultText(fault) }))
      .finally(() => {
        this.#isClosing = false
      })
  }

  async #close(window: MainWindow): Promise<void> {
    const { browserWindow } = window
    const reachable = (await this.#presence?.isReachable()) === true
    const closing = closingOf({
      closeToTray: this.#preferences.closeToTray,
      reachable,
      hasStore: this.#hasStore(),
      ending: this.#ending !== null,
    })
    const ends = closing === 'end' || (closing === 'ask' && (await asksToQuit(browserWindow)))
    if (!ends && !reachable) {
      // Nowhere else to be found: it stays on the taskbar, with what is typed in it.
      if (!browserWindow.isDestroyed()) browserWindow.minimize()
      return
    }
    if (!(await this.#mayLosePage())) return
    if (ends) {
      app.quit()
      return
    }
    if (browserWindow.isDestroyed()) return
    this.#inBackground = true
    // Its memory is given back; the engine does not notice.
    browserWindow.destroy()
    this.#log('info', 'window-closed-to-tray')
    if (this.#memory.toldOfBackground) return
    this.#remember({ toldOfBackground: true })
    await tellsOfBackground()
  }

  /** False when the window holds what is saved nowhere, and the person wants to keep it: nothing may close it then. */
  async #mayLosePage(): Promise<boolean> {
    const window = this.#window
    if (window === null || window.unsaved() === 0) return true
    window.show()
    return asksToLose(window.browserWindow, window.unsaved())
  }

  /** Ends the program because a person chose so, not the system: with the questions that belong to it. */
  async #quitByHand(): Promise<void> {
    const wanted = !this.#hasStore() || (await asksToQuit(this.#window?.browserWindow ?? null))
    if (wanted && (await this.#mayLosePage())) app.quit()
  }

  /** What a person wants from the tray. */
  async #grant(wish: TrayWish): Promise<void> {
    const host = this.#shown()
    const pause = async (kind: 'pause-hour' | 'pause-until-morning'): Promise<void> => {
      const zone = host.picture?.store?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
      const until = new Date(pauseEnd(kind, Date.now(), zone)).toISOString()
      this.#tellRefusal(await host.ask('pause', { until }))
    }
    switch (wish) {
      case 'open':
        return this.show()
      case 'attention':
        return this.#showAt('/attention')
      case 'help':
        return this.#showAt('/help')
      case 'check-now':
        return this.#tellRefusal(await host.ask('checkNow', undefined))
      case 'pause-hour':
      case 'pause-until-morning':
        return pause(wish)
      case 'resume':
        return this.#tellRefusal(await host.ask('resume', undefined))
      case 'quit':
        return this.#quitByHand()
    }
  }

  /** A wish of the tray that came to nothing is said; there is no screen to show it on. */
  #tellRefusal(result: { readonly ok: boolean; readonly sentence?: string }): void {
    if (result.ok) return
    void dialog.showMessageBox({ type: 'info', title: 'Storebridge', message: result.sentence ?? '' })
  }

  #remember(change: Partial<ShellMemory>): void {
    const memory = { ...this.#memory, ...change }
    this.#memory = memory
    this.#memoryWritten = this.#memoryWritten
      .then(() => writeShellMemory(this.#memoryFile, memory))
      .catch((fault: unknown) => this.#log('warn', 'memory-not-written', { fault: faultText(fault) }))
  }

  /** Draws what is seen without a window. */
  #look(): void {
    this.#presence?.show({
      snapshot: this.#snapshot(),
      preferences: this.#preferences,
      openingHours: this.#real.picture?.openingHours ?? null,
    })
    const enteredBefore = this.#memory.enteredAutostart
    if (enteredBefore || this.#real.picture?.phase !== 'running') return
    try {
      if (enterOnce({ hasStore: true, enteredBefore, port: this.#autostart }))
        this.#remember({ enteredAutostart: true })
    } catch (fault) {
      this.#log('warn', 'autostart-not-entered', { fault: faultText(fault) })
      this.#remember({ enteredAutostart: true })
    }
  }

  /** The open window, as the parent of a dialog it asked for. Throws when it has gone meanwhile: the call fails then. */
  #asking(): BrowserWindow {
    if (this.#window === null) throw new Error('the window that asked has gone')
    return this.#window.browserWindow
  }

  #answers(): ReturnType<typeof createWindowCalls> {
    return createWindowCalls({
      snapshot: async () => {
        // Not a moment of the set-up before practice that is about to begin.
        await Promise.race([this.#practiceChange, pauseFor(systemClock, firstPictureLimitMs)])
        if (this.#shown().picture === null) await this.#shown().known(firstPictureLimitMs)
        return this.#snapshot()
      },
      shown: () => this.#shown(),
      real: this.#real,
      isPractice: () => this.#practice !== null,
      password: {
        isNeeded: () => this.#password.state.password === 'needed',
        keep: (password) => this.#password.keep(password),
        useOnce: (password) => this.#password.useOnce(password),
        forget: () => this.#password.forget(),
      },
      chooseFolder: async () => {
        const { canceled, filePaths } = await dialog.showOpenDialog(this.#asking(), {
          title: say('dialog.chooseFolder'),
          buttonLabel: say('dialog.chooseFolder.button'),
          properties: ['openDirectory', 'dontAddToRecent'],
        })
        return canceled ? null : (filePaths[0] ?? null)
      },
      chooseProvisioning: async () => {
        const { canceled, filePaths } = await dialog.showOpenDialog(this.#asking(), {
          title: say('dialog.setUpFile'),
          buttonLabel: say('dialog.setUpFile.button'),
          properties: ['openFile', 'dontAddToRecent'],
          filters: [{ name: say('dialog.setUpFile.kind'), extensions: ['json'] }],
        })
        const [path] = filePaths
        return canceled || path === undefined ? null : readProvisioning(path, process.env)
      },
      startPractice: () => this.#startPractice(),
      leavePractice: () => this.#leavePractice(),
      preferences: () => this.#preferences,
      // One after the other: of quick changes the last one holds.
      savePreferences: (preferences) => {
        const saved = this.#preferencesSaved.then(async () => {
          await writePreferences(this.#preferencesFile, preferences)
          this.#preferences = preferences
          this.#speak()
          this.#window?.apply(preferences)
          this.#look()
        })
        this.#preferencesSaved = saved.catch(() => undefined)
        return saved
      },
      autostart: () => autostartState(this.#autostart),
      setAutostart: (on) => {
        if (on) this.#autostart?.enter()
        else this.#autostart?.remove()
        this.#remember({ enteredAutostart: true })
        return autostartState(this.#autostart)
      },
      testNotification: () => {
        if (!Notification.isSupported() || this.#notifications === null) return false
        this.#notifications.test()
        return true
      },
      pin: this.#pin,
      copyText: async (text) => {
        await clipboard.writeText(text)
      },
      savePdf: async (document) => {
        try {
          return { ok: true, value: (await this.#pdfs?.save(document)) ?? null }
        } catch (fault) {
          if (fault instanceof PdfNotMade) return { ok: false, kind: 'failed', sentence: fault.message }
          throw fault
        }
      },
      saveCsv: createCsvExports({ parent: () => this.#window?.browserWindow ?? null, log: this.#log }),
      documentReady: (ok) => this.#pdfs?.ready(ok),
      unsavedTold: (changes) => this.#window?.tellUnsaved(changes),
      setupDraft: this.#setupDraft,
      recentLog: () => readRecentLog(this.#logFile, shownLogEntries),
      showLogFolder: () => shell.showItemInFolder(this.#logFile),
      supportGround: async () => ({
        at: new Date().toISOString(),
        supportId: this.#snapshot().supportId,
        version: app.getVersion(),
        system: `${process.platform} ${process.getSystemVersion()} ${process.arch}`,
        log: await readRecentLog(this.#logFile, savedLogEntries),
        secrets: this.#password.known,
      }),
      saveText: (name, text) => saveText(this.#asking(), name, text),
      changed: () => this.#changed(),
    })
  }

  #shown(): EngineHost {
    return this.#practice?.host ?? this.#real
  }

  #startPractice(): Promise<void> {
    return this.#changePractice(async () => {
      if (this.#practice !== null || this.#ending !== null) return
      this.#practice = await beginPractice({
        folder: this.#practiceFolder,
        startEngine: () => startEngineProcess(this.#files, this.#log),
        startCloud: () => startPracticeCloudProcess(this.#files, this.#log),
        clock: systemClock,
        log: this.#log,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        onChanged: () => this.#changed(),
        onFilesChanged: () => this.#tellFilesChanged(),
      })
      this.#log('info', 'practice-begun')
      this.#changed()
    })
  }

  #leavePractice(): Promise<void> {
    return this.#changePractice(async () => {
      const practice = this.#practice
      if (practice === null) return
      this.#practice = null
      this.#changed()
      await practice.end()
      this.#log('info', 'practice-left')
    })
  }

  /** Beginning and leaving happen one after the other. */
  #changePractice(work: () => Promise<void>): Promise<void> {
    const done = this.#practiceChange.then(work)
    this.#practiceChange = done.catch(() => undefined)
    return done
  }

  #snapshot(): AppSnapshot {
    const host = this.#shown()
    const { picture } = host
    const trouble = this.#practice?.trouble() ?? null
    return snapshotFrom({
      picture: picture !== null && trouble !== null ? { ...picture, trouble } : picture,
      engine: host.engine,
      practice: this.#practice !== null,
      hasStore: this.#hadStore,
      password: this.#password.state,
      version: app.getVersion(),
      now: Date.now(),
    })
  }

  #changed(): void {
    if (this.#snapshotSoon !== null || this.#ending !== null) return
    this.#snapshotSoon = setTimeout(() => {
      this.#snapshotSoon = null
      this.#window?.send('snapshotChanged', this.#snapshot())
      this.#look()
    }, snapshotEveryMs)
  }

  #tellFilesChanged(): void {
    this.#filesChanged += 1
    this.#window?.send('filesChanged', this.#filesChanged)
  }
}
