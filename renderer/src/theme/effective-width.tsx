// How much room the window really has, in steps: main zooms the page by the person's text size, so the window's own
// width already is what is left for it (ux 2.1, visual.md part 2). Screens ask for steps, so they render again only
// when a step is crossed.

import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react'

export interface Room {
  /** Labels beside icons, panes side by side: 1100 px and more. */
  readonly wide: boolean
  /** Tables with all their rows in one line: 700 px and more. */
  readonly medium: boolean
  /** Navigation fits beside the page: 640 px and more. */
  readonly rail: boolean
  /** The strip stays while the page scrolls only when the window is high enough. */
  readonly tall: boolean
}

/** `width` and `height` in CSS pixels. */
export const roomOf = (width: number, height: number): Room => ({
  wide: width >= 1100,
  medium: width >= 700,
  rail: width >= 640,
  tall: height >= 700,
})

const RoomContext = createContext<Room>({ wide: true, medium: true, rail: true, tall: true })

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('resize', changed)
  return () => window.removeEventListener('resize', changed)
}

export const RoomProvider = ({ children }: { readonly children: ReactNode }) => {
  const key = useSyncExternalStore(subscribe, () => {
    const room = roomOf(window.innerWidth, window.innerHeight)
    return `${room.wide}|${room.medium}|${room.rail}|${room.tall}`
  })
  const room = useMemo(() => {
    const [wide, medium, rail, tall] = key.split('|').map((part) => part === 'true')
    return { wide: wide === true, medium: medium === true, rail: rail === true, tall: tall === true }
  }, [key])
  return <RoomContext.Provider value={room}>{children}</RoomContext.Provider>
}

export const useRoom = (): Room => useContext(RoomContext)

/** How many CSS pixels a length of `theme/rem.ts` takes. */
export const usePixels = (): ((at100: number) => number) => {
  const scale = useMemo(() => (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) / 16, [])
  return useMemo(() => (at100: number) => at100 * scale, [scale])
}
