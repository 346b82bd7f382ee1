// The menu of the program: none where the window draws its own title bar; on macOS what the system cannot do without. Its
// Quit asks what the tray's asks, because the role's own would end the program without a word.

import { app, Menu } from 'electron'
import { say } from './words.ts'

/** Call it again when the language changes. */
export const setAppMenu = (onQuit: () => void): void => {
  if (process.platform !== 'darwin') {
    Menu.setApplicationMenu(null)
    return
  }
  const ownMenu: Electron.MenuItemConstructorOptions = {
    label: app.name,
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { label: say('tray.quit'), accelerator: 'Command+Q', click: onQuit },
    ],
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate([ownMenu, { role: 'editMenu' }, { role: 'windowMenu' }]))
}
