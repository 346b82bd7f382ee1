// The icon beside the clock: draws what tray-picture.ts says and hands back what a person wants. It is drawn anew only when
// something changed, so that an open menu does not vanish under the pointer for nothing.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Menu, nativeImage, nativeTheme, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron'
import type { StandingShape } from '../../contract/standing.ts'
import type { TrayItem, TrayPicture, TrayWish } from './tray-picture.ts'

export interface TrayIcon {
  readonly show: (picture: TrayPicture) => void
  readonly remove: () => void
}

/** `dark`: pale pictures for a dark taskbar. */
const isTaskbarDark = (): boolean => {
  // GNOME's bar is dark whatever the windows are; Windows has a setting of its own for the taskbar.
  if (process.platform === 'linux') return true
  const ofTaskbar = (nativeTheme as { readonly shouldUseDarkColorsForSystemIntegratedUI?: boolean })
    .shouldUseDarkColorsForSystemIntegratedUI
  return ofTaskbar ?? nativeTheme.shouldUseDarkColors
}

const imageOf = (folder: string, shape: StandingShape): NativeImage => {
  if (process.platform === 'darwin') {
    const image = nativeImage.createFromPath(join(folder, `${shape}Template.png`))
    image.setTemplateImage(true)
    return image
  }
  return nativeImage.createFromPath(join(folder, `${shape}-on-${isTaskbarDark() ? 'dark' : 'light'}.png`))
}

const menuOf = (items: readonly TrayItem[], onWish: (wish: TrayWish) => void): MenuItemConstructorOptions[] =>
  items.map((item): MenuItemConstructorOptions => {
    // An ampersand in a label would underline the next letter.
    const label = (words: string): string => words.replaceAll('&', '&&')
    switch (item.kind) {
      case 'line':
        return { type: 'separator' }
      case 'heading':
        return { label: label(item.words), enabled: false }
      case 'wish':
        return { label: label(item.words), click: () => onWish(item.wish) }
      case 'more':
        return { label: label(item.words), submenu: menuOf(item.items, onWish) }
    }
  })

/** `folder` holds the pictures (resources/icons/tray). */
export const createTray = (folder: string, onWish: (wish: TrayWish) => void): TrayIcon => {
  let shown: TrayPicture | null = null
  const tray = new Tray(imageOf(folder, 'working'))
  tray.on('click', () => onWish('open'))
  const repaint = (): void => {
    if (shown !== null) tray.setImage(imageOf(folder, shown.shape))
  }
  nativeTheme.on('updated', repaint)
  return {
    show: (picture) => {
      if (tray.isDestroyed()) return
      const before = shown
      shown = picture
      if (before?.shape !== picture.shape) tray.setImage(imageOf(folder, picture.shape))
      if (before?.tooltip !== picture.tooltip) tray.setToolTip(picture.tooltip)
      if (JSON.stringify(before?.items) !== JSON.stringify(picture.items))
        tray.setContextMenu(Menu.buildFromTemplate(menuOf(picture.items, onWish)))
    },
    remove: () => {
      nativeTheme.off('updated', repaint)
      if (!tray.isDestroyed()) tray.destroy()
    },
  }
}

/** Where the pictures lie: beside the packed program, or in the project. */
export const iconFolder = (resources: string, project: string): string => {
  const packed = join(resources, 'icons')
  return existsSync(join(packed, 'tray')) ? packed : join(project, 'resources', 'icons')
}
