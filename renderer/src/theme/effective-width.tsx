// How much room the window really has: its width divided by the text size, because large text needs the layouts of
// a small window (ux 2.1, visual.md part 2). Screens ask for steps, so they render again only when a step is crossed.

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

/** `width` and `height` in CSS pixels, `textSize` in percent. */
export const roomOf = (width: number, height: number, textSize: number): Room => {
  const effective = (width * 100) / textSize
  return { wide: effective >= 1100, medium: effective >= 700, rail: effective >= 640, tall: height >= 700 }
}

const RoomContext = createContext<Room>({ wide: true, medium: true, rail: true, tall: true })
const TextSizeContext = createContext(100)

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('resize', changed)
  return () => window.removeEventListener('resize', changed)
}

export const RoomProvider = ({ textSize, children }: { readonly textSize: number; readonly children: ReactNode }) => {
  const key = useSyncExternalStore(subscribe, () => {
    const room = roomOf(window.innerWidth, window.innerHeight, textSize)
    return `${room.wide}|${room.medium}|${room.rail}|${room.tall}`
  })
  const room = useMemo(() => {
    const [wide, medium, rail, tall] = key.split('|').map((part) => part === 'true')
    return { wide: wide === true, medium: medium === true, rail: rail === true, tall: tall === true }
  }, [key])
  return (
    <TextSizeContext.Provider value={textSize}>
      <RoomContext.Provider value={room}>{children}</RoomContext.Provider>
    </TextSizeContext.Provider>
  )
}

export const useRoom = (): Room => useContext(RoomContext)

/** How many CSS pixels a length of `theme/rem.ts` takes at the current text size. */
export const usePixels = (): ((at100: number) => number) => {
  const textSize = useContext(TextSizeContext)
  return (at100) => (at100 * textSize) / 100
}
