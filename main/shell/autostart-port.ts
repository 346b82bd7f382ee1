// The system's list of programs that start with the computer: Electron's login items on Windows and macOS, a desktop file on
// Linux (linux-autostart.ts).

import { homedir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import type { AutostartPort } from './autostart.ts'
import { linuxAutostart } from './linux-autostart.ts'
import { hiddenSwitch } from './hidden-switch.ts'

const windowsPort: AutostartPort = {
  read: () => {
    const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings({ args: [hiddenSwitch] })
    // Task Manager leaves the entry and marks it as switched off.
    if (executableWillLaunchAtLogin) return 'enabled'
    return openAtLogin ? 'disabled' : 'absent'
  },
  enter: () => app.setLoginItemSettings({ openAtLogin: true, enabled: true, args: [hiddenSwitch] }),
  remove: () => app.setLoginItemSettings({ openAtLogin: false, args: [hiddenSwitch] }),
}

const macPort: AutostartPort = {
  read: () => {
    const { openAtLogin, status } = app.getLoginItemSettings()
    if (status === 'requires-approval') return 'disabled'
    return openAtLogin ? 'enabled' : 'absent'
  },
  enter: () => app.setLoginItemSettings({ openAtLogin: true }),
  remove: () => app.setLoginItemSettings({ openAtLogin: false }),
}

/** null where the program must leave the list alone: it is not installed, or runs on a data folder of somebody's choice. */
export const autostartPort = (): AutostartPort | null => {
  if (!app.isPackaged || (process.env['STOREBRIDGE_USER_DATA'] ?? '') !== '') return null
  if (process.platform === 'win32') return windowsPort
  if (process.platform === 'darwin') return macPort
  const folder = join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'autostart')
  // Inside an AppImage the program lies under a name that is gone with it.
  return linuxAutostart(folder, process.env['APPIMAGE'] || process.execPath)
}
