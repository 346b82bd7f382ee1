// Puts the app together: the real store's engine, the window, practice, the password and the preferences. The engine
// lives as long as the app does; windows come and go. Closing the window ends the app, and that waits until the engine
// has ended in good order.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app, clipboard, dialog, ipcMain, Menu, powerMonitor, session as sessions, type Session } from 'electron'
import { pauseFor, systemClock } from '../engine/support/clock.ts'
import { databaseFile } from '../engine/storage/database-file.ts'
import { faultText, type Log } from '../engine/support/log.ts'
import type { AppSnapshot, Preferences } from '../../contract/ipc.ts'
import { bundleOrigin } from './bundle-path.ts'
import { serveBundle } from './bundle-protocol.ts'
import { EngineHost } from './engine-host.ts'
import { guardAllContents, guardSession, type AllowedPages } from './guards.ts'
import { bindCalls } from './ipc-binding.ts'
import { openMainWindow, type MainWindow } from './main-window.ts'
import { createPdfDocuments, PdfNotMade, type PdfDocuments } from './pdf-document.ts'
import { PasswordKeeper } from './password-keeper.ts'
import { beginPractice, deletePractice, type PracticeSession } from './practice.ts'
import { readPreferences, usualPreferences, writePreferences } from './preferences.ts'
import { readProvisioning } from './provisioning.ts'
import { safeStoragePort } from './safe-storage-port.ts'
import { createSecretStore } from './secret-store.ts'
import { snapshotFrom } from './snapshot.ts'
import { startEngineProcess, startPracticeCloudProcess, type ProcessFiles } from './utility-processes.ts'
import { createWindowCalls } from './window-calls.ts'

export interface AppOptions {
  /** Where main's built files lie. */
  readonly builtFolder: string
  readonly userData: string
  readonly log: Log
  /** Address of the live-reload server; only outside a packed app. */
  readonly developmentServer: string | null
  /** True to begin in practice (STOREBRIDGE_PRACTICE=1). */
  readonly beginsInPractice: boolean
}

const firstPictureLimitMs = 5000
const snapshotEveryMs = 200

export class StorebridgeApp {
  readonly #options: AppOptions
  readonly #log: Log
  readonly #storeFolder: string
  readonly #practiceFolder: string
  readonly #preferencesFile: string
  readonly #files: ProcessFiles
  readonly #real: EngineHost
  readonly #password: PasswordKeeper
  readonly #hadStore: boolean
  #practice: PracticeSession | null = null
  #practiceChange = Promise.resolve()
  #preferences: Preferences = usualPreferences
  #window: MainWindow | null = null
  #session: Session | null = null
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
    await this.#password.load()
    this.#real.start()
    powerMonitor.on('resume', () => this.#real.wokeUp())
    const pages = this.#guard()
    const practice = this.#options.beginsInPractice ? this.#startPractice() : Promise.resolve()
    this.#openWindow(pages)
    await practice.catch((fault: unknown) => this.#log('error', 'practice-not-begun', { fault: faultText(fault) }))
  }

  /** Shows the window: a second start of the app, a click on its icon. */
  show(): void {
    this.#window?.show()
  }

  /** Ends practice and the engine in good order; the same promise for every caller. */
  end(): Promise<void> {
    this.#ending ??= (async () => {
      if (this.#snapshotSoon !== null) clearTimeout(this.#snapshotSoon)
      await Promise.all([this.#leavePractice(), this.#real.stop()])
    })()
    return this.#ending
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

  #openWindow({ origin, developmentServer }: AllowedPages): void {
    const { builtFolder } = this.#options
    if (this.#session === null) return
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
      page,
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
    bindCalls({
      handle: (channel, listener) => ipcMain.handle(channel, listener),
      isTrusted: (event: Electron.IpcMainInvokeEvent) => window.isSender(event) || pdfs.isSender(event),
      answers: this.#answers(window, pdfs),
      log: this.#log,
    })
  }

  #answers(window: MainWindow, pdfs: PdfDocuments): ReturnType<typeof createWindowCalls> {
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
      },
      chooseFolder: async () => {
        const { canceled, filePaths } = await dialog.showOpenDialog(window.browserWindow, {
          properties: ['openDirectory', 'dontAddToRecent'],
        })
        return canceled ? null : (filePaths[0] ?? null)
      },
      chooseProvisioning: async () => {
        const { canceled, filePaths } = await dialog.showOpenDialog(window.browserWindow, {
          properties: ['openFile', 'dontAddToRecent'],
          filters: [{ name: 'Storebridge set-up', extensions: ['json'] }],
        })
        const [path] = filePaths
        return canceled || path === undefined ? null : readProvisioning(path, process.env)
      },
      startPractice: () => this.#startPractice(),
      leavePractice: () => this.#leavePractice(),
      preferences: () => this.#preferences,
      savePreferences: async (preferences) => {
        await writePreferences(this.#preferencesFile, preferences)
        this.#preferences = preferences
        window.apply(preferences)
      },
      copyText: async (text) => {
        await clipboard.writeText(text)
      },
      savePdf: async (document) => {
        try {
          return { ok: true, value: await pdfs.save(document) }
        } catch (fault) {
          if (fault instanceof PdfNotMade) return { ok: false, kind: 'failed', sentence: fault.message }
          throw fault
        }
      },
      documentReady: (ok) => pdfs.ready(ok),
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
    }, snapshotEveryMs)
  }

  #tellFilesChanged(): void {
    this.#filesChanged += 1
    this.#window?.send('filesChanged', this.#filesChanged)
  }
}

/** No menu where the window draws its own title bar; on macOS what the system cannot do without. */
export const setMenu = (): void => {
  if (process.platform === 'darwin')
    Menu.setApplicationMenu(Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]))
  else Menu.setApplicationMenu(null)
}
