// Whether the desktop shows tray icons at all. Windows and macOS do. On Linux somebody must own the name of the status icons'
// watcher on the session bus; the bus is asked by the tools that come with it, and where nobody can be asked the answer is
// no: the window is then never hidden where it could not be found again.

import { execFile } from 'node:child_process'

const askWithinMs = 2000
const watcher = 'org.kde.StatusNotifierWatcher'

const run = (program: string, args: readonly string[]): Promise<string | null> =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: askWithinMs, encoding: 'utf8' }, (fault, output) =>
      resolve(fault === null ? output : null),
    )
  })

/**
 * Who shows the icon in the tray, or null when nobody does. Another answer than before means that the panel was started
 * anew and knows no icons any more. Never rejects, and answers within a few seconds.
 */
export const findTrayHost = async (platform: NodeJS.Platform = process.platform): Promise<string | null> => {
  if (platform !== 'linux') return platform
  const [bus, path, method] = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.GetNameOwner']
  const byGlib = [
    'call',
    '--session',
    '--timeout',
    '2',
    '--dest',
    bus,
    '--object-path',
    path,
    '--method',
    method,
    watcher,
  ]
  const byDbus = [
    '--session',
    '--print-reply',
    '--reply-timeout=2000',
    `--dest=${bus}`,
    path,
    method,
    `string:${watcher}`,
  ]
  const answer = (await run('gdbus', byGlib)) ?? (await run('dbus-send', byDbus))
  return answer === null ? null : (/['"](:[\d.]+)['"]/.exec(answer)?.[1] ?? null)
}
