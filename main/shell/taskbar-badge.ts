// The number of things that need a person, on the program's button: Windows hides new tray icons, so the tray alone is not
// seen (ux 2.3). An overlay picture with words on Windows, the badge of the Dock or of the launcher elsewhere.

import { join } from 'node:path'
import { app, nativeImage, type BrowserWindow } from 'electron'
import { say } from './words.ts'

/** Above nine the number is not readable at this size. */
export const badgePicture = (count: number): string | null =>
  count <= 0 ? null : count > 9 ? 'badge-more' : `badge-${count}`

export const badgeWords = (count: number): string => (count <= 0 ? '' : say('badge.things', { n: count }))

/** `window` is null while none is open; Windows has no button then. */
export const showBadge = (folder: string, count: number, window: BrowserWindow | null): void => {
  if (process.platform !== 'win32') {
    app.setBadgeCount(count)
    return
  }
  if (window === null || window.isDestroyed()) return
  const picture = badgePicture(count)
  window.setOverlayIcon(
    picture === null ? null : nativeImage.createFromPath(join(folder, 'badge', `${picture}.png`)),
    badgeWords(count),
  )
}
