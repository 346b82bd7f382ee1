// The list of programs that start with a Linux session: a desktop file in ~/.config/autostart.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AutostartPort } from './autostart.ts'
import { desktopEntry, isDesktopEntryOn } from './desktop-entry.ts'
import { hiddenSwitch } from './hidden-switch.ts'

/** `folder` is ~/.config/autostart, or where the desktop says it is. */
export const linuxAutostart = (folder: string, program: string): AutostartPort => {
  const path = join(folder, 'storebridge.desktop')
  return {
    read: () => {
      if (!existsSync(path)) return 'absent'
      return isDesktopEntryOn(readFileSync(path, 'utf8')) ? 'enabled' : 'disabled'
    },
    enter: () => {
      mkdirSync(folder, { recursive: true })
      writeFileSync(path, desktopEntry([program, hiddenSwitch]))
    },
    remove: () => rmSync(path, { force: true }),
  }
}
