// The one window: sandboxed, with the page of the bundle and the preload's bridge, and nothing else (reliability 4.1).
// A page that crashes is loaded anew, and so is one that hangs; the engine does not notice.

import { BrowserWindow, nativeTheme, type IpcMainInvokeEvent, type Session } from 'electron'
import { ipcPrefix, type EventName } from '../../contract/channel-names.ts'
import type { EventPayloads, Preferences } from '../../contract/ipc.ts'
import type { Log } from '../engine/support/log.ts'
import { pagePreferences } from './page-preferences.ts'
import { feelPulse } from './page-pulse.ts'
import { isTrustedSender } from './trusted-sender.ts'
import { say } from './words.ts'

export interface MainWindowOptions {
  readonly session: Session
  readonly preload: string
  readonly icon: string | null
  /** Address and origin of the page. */
  readonly page: { readonly url: string; readonly origin: string }
  readonly devTools: boolean
  readonly preferences: Preferences
  /** True while the window shows practice. */
  readonly isPractice: () => boolean
  readonly log: Log
}

export interface MainWindow {
  readonly show: () => void
  readonly send: <Name extends EventName>(name: Name, payload: EventPayloads[Name]) => void
  readonly isSender: (event: IpcMainInvokeEvent) => boolean
  readonly apply: (preferences: Preferences) => void
  /** How many changes the page holds that are saved nowhere, as it told last; a page that died holds none. */
  readonly unsaved: () => number
  readonly tellUnsaved: (changes: number) => void
  /** The window itself, as the parent of dialogs. */
  readonly browserWindow: BrowserWindow
}

const titleBarHeight = 36
const showAtLatestMs = 500
/** A page that crashes more often than this within a minute is left; the engine goes on without it. */
const mostCrashes = 3
const crashSpanMs = 60_000

const shellColours = (): { readonly background: string; readonly symbols: string } =>
  nativeTheme.shouldUseDarkColors
    ? { background: '#19191C', symbols: '#FFFFFF' }
    : { background: '#F2F2F5', symbols: '#242424' }

/** How many times its usual size the page is drawn: text size and zoom together, within what the zoom keys reach. */
const factorOf = ({ textSize, zoom }: Preferences): number => Math.min(3, Math.max(0.5, (textSize * zoom) / 10_000))

const overlayFor = (factor: number): Electron.TitleBarOverlayOptions => {
  const { background, symbols } = shellColours()
  return { color: background, symbolColor: symbols, height: Math.round(titleBarHeight * factor) }
}

const frameOptions = (factor: number): Electron.BrowserWindowConstructorOptions =>
  process.platform === 'darwin'
    ? { titleBarStyle: 'hidden', titleBarOverlay: true }
    : { titleBarStyle: 'hidden', titleBarOverlay: overlayFor(factor) }

export const openMainWindow = (options: MainWindowOptions): MainWindow => {
  const { session, preload, icon, page, devTools, isPractice, log } = options
  let factor = factorOf(options.preferences)
  nativeTheme.themeSource = options.preferences.theme
  const window = new BrowserWindow({
    width: 1180,
    height: 760,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Storebridge',
    backgroundColor: shellColours().background,
    autoHideMenuBar: true,
    ...(icon === null ? {} : { icon }),
    ...frameOptions(factor),
    webPreferences: pagePreferences({ session, preload, devTools }),
  })
  const { webContents: contents } = window

  const paintFrame = (): void => {
    if (window.isDestroyed()) return
    window.setBackgroundColor(shellColours().background)
    // Not every system draws buttons over the page.
    if (process.platform !== 'darwin')
      try {
        window.setTitleBarOverlay(overlayFor(factor))
      } catch {
        return
      }
  }
  const zoom = (): void => contents.setZoomFactor(factor)

  nativeTheme.on('updated', paintFrame)
  window.on('closed', () => nativeTheme.off('updated', paintFrame))
  let shown = false
  const showFirst = (): void => {
    if (shown || window.isDestroyed()) return
    shown = true
    window.show()
  }
  window.once('ready-to-show', showFirst)
  // A graphics process that starts anew may lose the first picture, and with it the event: then the page is enough.
  contents.once('did-finish-load', () => setTimeout(showFirst, showAtLatestMs))
  contents.on('did-finish-load', zoom)
  contents.on('did-finish-load', () => log('info', 'window-loaded'))
  // Whatever the page calls itself: nobody may take practice for the real thing.
  window.on('page-title-updated', (event, title) => {
    const mark = say('window.practiceMark')
    if (!isPractice() || title.includes(mark)) return
    event.preventDefault()
    window.setTitle(`${title} ${mark}`)
  })

  let unsaved = 0
  const forgetUnsaved = (): void => {
    unsaved = 0
  }
  contents.on('did-navigate', forgetUnsaved)
  contents.on('render-process-gone', forgetUnsaved)

  let crashes: number[] = []
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log('error', 'window-gone', { reason, exitCode })
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const now = performance.now()
    crashes = [...crashes.filter((at) => now - at < crashSpanMs), now]
    if (crashes.length <= mostCrashes) contents.reload()
  })
  contents.on('unresponsive', () => log('warn', 'window-unresponsive'))
  const pulse = feelPulse({
    ask: () => contents.executeJavaScript('0'),
    mayAsk: () => !window.isDestroyed() && !contents.isLoading() && !contents.isDevToolsOpened(),
    onHang: () => {
      log('error', 'window-hangs')
      // What follows is the course of a crash.
      if (!window.isDestroyed()) contents.forcefullyCrashRenderer()
    },
  })
  contents.on('did-finish-load', () => pulse.restart())
  contents.on('render-process-gone', () => pulse.stop())
  window.on('closed', () => pulse.stop())
  contents.on('preload-error', (_event, path, error) => log('error', 'preload-failed', { path, fault: error.message }))

  void window.loadURL(page.url).catch((fault: unknown) => {
    log('error', 'page-not-loaded', { fault: fault instanceof Error ? fault.message : String(fault) })
    showFirst()
  })

  const send: MainWindow['send'] = (name, payload) => {
    if (!window.isDestroyed() && !contents.isDestroyed()) contents.send(`${ipcPrefix}${name}`, payload)
  }
  contents.on('zoom-changed', (_event, direction) => send('zoomAsked', direction))

  return {
    browserWindow: window,
    show: () => {
      if (window.isDestroyed()) return
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    send,
    isSender: (event) => {
      const frame = event.senderFrame
      return isTrustedSender(
        {
          isOurWindow: !window.isDestroyed() && event.sender === contents,
          frame: frame === null ? null : { isTop: frame.parent === null, origin: frame.origin, url: frame.url },
        },
        page.origin,
      )
    },
    apply: (preferences) => {
      nativeTheme.themeSource = preferences.theme
      factor = factorOf(preferences)
      if (window.isDestroyed()) return
      zoom()
      paintFrame()
    },
    unsaved: () => unsaved,
    tellUnsaved: (changes) => {
      unsaved = changes
    },
  }
}
