// The number on the program's button. Only few desktops draw one, so what main asks of the desktop is written down instead.

import type { StartedApp } from '../fixtures.ts'

/** From now on each number main asks for is kept; gives the newest one, null before the first. */
export const watchBadge = async (app: StartedApp): Promise<() => Promise<number | null>> => {
  await app.electron.evaluate(({ app: electron }) => {
    electron.setBadgeCount = (count) => Reflect.set(globalThis, 'badge', count ?? null)
  })
  return () => app.electron.evaluate(() => (Reflect.get(globalThis, 'badge') as number | undefined) ?? null)
}
