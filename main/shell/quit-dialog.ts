// The words said at the moments in which a person could misjudge what closing does: when the window goes and sending goes
// on, when the program ends and sending stops (ux 2.3, R19), and when what was typed and not saved would go with the window.
// Main asks by itself and never the page, so that a page that hangs holds nobody up.

import { dialog, type BrowserWindow } from 'electron'
import { say, type MessageId } from './words.ts'

/** True when the person wants to end the program. `window` is the one it is asked over, if any is open. */
export const asksToQuit = async (window: BrowserWindow | null): Promise<boolean> => {
  const options: Electron.MessageBoxOptions = {
    type: 'warning',
    title: 'Storebridge',
    message: say('quit.question'),
    detail: say('quit.text'),
    buttons: [say('quit.quit'), say('quit.keepRunning')],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  }
  const asked =
    window === null || window.isDestroyed() ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options)
  return (await asked).response === 0
}

/** True when the person gives up `changes` of the settings that are saved nowhere. */
export const asksToLose = async (window: BrowserWindow, changes: number): Promise<boolean> => {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: 'Storebridge',
    message: say('unsaved.question'),
    detail: say('unsaved.text', { n: changes }),
    buttons: [say('unsaved.discard'), say('unsaved.keepEditing')],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  return response === 0
}

const wayBack = (platform: NodeJS.Platform): MessageId =>
  platform === 'darwin' ? 'background.dock' : platform === 'win32' ? 'background.hiddenIcons' : 'background.besideClock'

/** Told once, when the window is closed for the first time and sending goes on. */
export const tellsOfBackground = async (): Promise<void> => {
  await dialog.showMessageBox({
    type: 'info',
    title: 'Storebridge',
    message: say('background.title'),
    detail: say(wayBack(process.platform)),
    buttons: [say('background.ok')],
    defaultId: 0,
    noLink: true,
  })
}
