// A status icon as the desktop sees it: its tooltip and its menu, read and clicked over the session bus.

import type { SessionBus } from './session-bus.ts'

export interface TrayIcon {
  readonly tooltip: () => Promise<string>
  /** Every label of the menu and its submenus, in order. */
  readonly labels: () => Promise<readonly string[]>
  readonly click: (label: string) => Promise<void>
  /** The left mouse button. */
  readonly activate: () => Promise<void>
}

/** Text as gdbus prints it: quoted, with escapes. */
const quoted = `'((?:[^'\\\\]|\\\\.)*)'|"((?:[^"\\\\]|\\\\.)*)"`

/** Starts the part of a desktop that shows icons; the first icon that comes. */
export const startTrayHost = async (bus: SessionBus): Promise<{ readonly firstIcon: () => Promise<TrayIcon> }> => {
  const lines = bus.start('/usr/bin/python3', ['e2e/desktop/tray-host.py'])
  const next = async (): Promise<string> => ((await lines.next()) as IteratorResult<string, string>).value ?? ''
  if ((await next()) !== 'READY') throw new Error('the tray’s host does not run')
  return {
    firstIcon: async () => {
      const [, name = '', path = ''] = (await next()).split(' ')
      return iconAt(bus, name, path)
    },
  }
}

const iconAt = (bus: SessionBus, name: string, path: string): TrayIcon => {
  const property = (which: string): Promise<string> =>
    bus.call(name, path, 'org.freedesktop.DBus.Properties.Get', 'org.kde.StatusNotifierItem', which)
  const menuPath = async (): Promise<string> => /objectpath '([^']+)'/.exec(await property('Menu'))?.[1] ?? ''
  const layout = async (): Promise<readonly { readonly id: string; readonly label: string }[]> => {
    const at = await menuPath()
    const text = await bus.call(name, at, 'com.canonical.dbusmenu.GetLayout', 'int32 0', 'int32 -1', '@as []')
    const item = new RegExp(`\\((?:int32 )?(\\d+), (?:@a\\{sv\\} )?\\{([^{}]*)\\}`, 'g')
    return [...text.matchAll(item)].flatMap(([, id = '', properties = '']) => {
      const label = new RegExp(`'label': <(?:${quoted})>`).exec(properties)
      const words = label?.[1] ?? label?.[2]
      return words === undefined ? [] : [{ id, label: words.replaceAll(/\\(.)/g, '$1').replaceAll('__', '_') }]
    })
  }
  return {
    tooltip: () => property('ToolTip'),
    labels: async () => (await layout()).map(({ label }) => label),
    click: async (label) => {
      const found = (await layout()).find((item) => item.label === label)
      if (found === undefined) throw new Error(`the menu has no ${label}`)
      await bus.call(
        name,
        await menuPath(),
        'com.canonical.dbusmenu.Event',
        `int32 ${found.id}`,
        "'clicked'",
        "<''>",
        'uint32 0',
      )
    },
    activate: async () => {
      await bus.call(name, path, 'org.kde.StatusNotifierItem.Activate', '0', '0')
    },
  }
}
