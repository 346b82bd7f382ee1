// How a window of ours may run its page: sandboxed, apart from the preload's world, and with nothing a page of ours does
// not need (reliability 4.1). One place, so that no window has less of it than another.

import type { Session, WebPreferences } from 'electron'

export interface PageOptions {
  readonly session: Session
  readonly preload: string
  readonly devTools: boolean
}

export const pagePreferences = ({ session, preload, devTools }: PageOptions): WebPreferences => ({
  session,
  preload,
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  devTools,
  // Times and counts must stay true while the window lies behind others.
  backgroundThrottling: false,
})
