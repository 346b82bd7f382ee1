// The app's main process. Decides in what surroundings it may run at all; everything else is put together in
// shell/app.ts.

import inspector from 'node:inspector'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import { faultText, type Log } from './engine/support/log.ts'
import { createAppLog } from './shell/app-log.ts'
import { StorebridgeApp } from './shell/app.ts'
import { hiddenSwitch } from './shell/hidden-switch.ts'
import { registerBundleScheme } from './shell/bundle-protocol.ts'
import { refusedSwitch } from './shell/switches.ts'
import { say } from './shell/words.ts'

const usage = 2

/** Why this start is refused, or null. The pack for tests is the only one in which a debugger can be open. */
const refusal = (): string | null => {
  if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    return 'NODE_TLS_REJECT_UNAUTHORIZED=0 is set: Storebridge does not run without checking who it talks to.'
  const refused = app.isPackaged && inspector.url() === undefined ? refusedSwitch(process.argv.slice(1)) : null
  return refused === null ? null : `${refused} is not allowed.`
}

const run = (userData: string, log: Log): void => {
  const storebridge = new StorebridgeApp({
    builtFolder: __dirname,
    userData,
    log,
    developmentServer: app.isPackaged ? null : process.env['ELECTRON_RENDERER_URL'] || null,
    beginsInPractice: process.env['STOREBRIDGE_PRACTICE'] === '1',
    beginsHidden: process.argv.includes(hiddenSwitch),
  })
  let ended = false
  const end = (code: number): void => {
    void storebridge
      .end()
      .catch((fault: unknown) => log('error', 'not-ended-well', { fault: faultText(fault) }))
      .then(() => {
        ended = true
        app.exit(code)
      })
  }
  app.on('second-instance', () => storebridge.show())
  app.on('activate', () => storebridge.show())
  app.on('window-all-closed', () => storebridge.windowsClosed())
  app.on('before-quit', (event) => {
    if (ended) return
    event.preventDefault()
    end(0)
  })
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName }) => {
    const meant = reason === 'clean-exit' || reason === 'killed'
    log(meant ? 'debug' : 'warn', 'process-gone', { type, reason, exitCode, serviceName })
  })
  // What main does not expect leaves it in no state to go on; the engine is ended in good order first.
  const crash = (fault: unknown): void => {
    log('error', 'main-crashed', { fault: faultText(fault) })
    end(1)
  }
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)
  process.on('SIGTERM', () => end(0))
  process.on('SIGINT', () => end(0))

  void app.whenReady().then(() => storebridge.start(), crash)
}

const begin = (): void => {
  const refused = refusal()
  if (refused !== null) {
    process.stderr.write(`${refused}\n`)
    app.exit(usage)
    return
  }
  // Chromium has no sandbox for root; there, and only there, --no-sandbox means what it says.
  const cannotSandbox = process.getuid?.() === 0 && app.commandLine.hasSwitch('no-sandbox')
  if (!cannotSandbox) app.enableSandbox()
  // The name Windows knows our notifications and our entry in its start-up list by.
  if (process.platform === 'win32') app.setAppUserModelId('app.storebridge.desktop')
  registerBundleScheme()
  app.commandLine.appendSwitch('disable-http-cache')
  const chosen = process.env['STOREBRIDGE_USER_DATA']
  if (chosen !== undefined && chosen !== '') app.setPath('userData', chosen)
  const userData = app.getPath('userData')
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  let log: Log
  try {
    log = createAppLog(join(userData, 'logs'))
  } catch (fault) {
    dialog.showErrorBox('Storebridge', say('dialog.cannotWrite', { folder: userData, detail: faultText(fault) }))
    app.exit(usage)
    return
  }
  log('info', 'app-starting', {
    version: app.getVersion(),
    electron: process.versions['electron'],
    packaged: app.isPackaged,
  })
  run(userData, log)
}

begin()
