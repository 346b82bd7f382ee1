// Closes every way out of our own page: navigation, new windows, web views, permissions, devices, downloads and requests
// to anywhere (reliability 4.1). Installed for the whole app and for the session of the window, so that nothing made
// later is forgotten.

import { app, type Session, type WebContents } from 'electron'
import type { Log } from '../engine/support/log.ts'

/** Addresses the window may ask: its own page, and in development the live-reload server. */
export interface AllowedPages {
  readonly origin: string
  /** Only in development. */
  readonly developmentServer: string | null
}

const isAllowed = (url: string, { origin, developmentServer }: AllowedPages): boolean => {
  if (url.startsWith(`${origin}/`)) return true
  if (developmentServer === null) return false
  const socket = developmentServer.replace(/^http/, 'ws')
  return url.startsWith(developmentServer) || url.startsWith(socket) || url.startsWith('devtools:')
}

const guardContents = (contents: WebContents, pages: AllowedPages, log: Log): void => {
  const refuse = (event: { readonly url: string; preventDefault(): void }): void => {
    if (isAllowed(event.url, pages)) return
    event.preventDefault()
    log('warn', 'navigation-refused', { url: event.url.slice(0, 200) })
  }
  contents.on('will-navigate', refuse)
  contents.on('will-frame-navigate', refuse)
  contents.on('will-redirect', refuse)
  contents.setWindowOpenHandler(({ url }) => {
    log('warn', 'window-refused', { url: url.slice(0, 200) })
    return { action: 'deny' }
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-prevent-unload', (event) => event.preventDefault())
}

/** Guards every page the app will ever make. Call it before the first window. */
export const guardAllContents = (pages: AllowedPages, log: Log): void => {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, pages, log))
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault()
    callback(false)
  })
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    event.preventDefault()
    callback()
  })
  app.on('login', (event) => event.preventDefault())
}

/** Takes everything from a session that a page could ask for. Electron's own default is to grant. */
export const guardSession = (session: Session, pages: AllowedPages, log: Log): void => {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}))
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest((details, callback) => {
    const cancel = !isAllowed(details.url, pages)
    if (cancel) log('warn', 'request-refused', { url: details.url.slice(0, 200) })
    callback({ cancel })
  })
}
