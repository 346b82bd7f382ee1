// Which theme the window wears: what the person chose, else what the computer says, always obeying forced colours.

import { useSyncExternalStore } from 'react'
import type { Preferences } from '../../../contract/ipc.ts'
import { darkTheme, forcedColoursTheme, lightTheme, type StorebridgeTheme } from './themes.ts'

const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
  )

export const useTheme = (
  chosen: Preferences['theme'],
): { readonly theme: StorebridgeTheme; readonly dark: boolean } => {
  const systemIsDark = useMedia('(prefers-color-scheme: dark)')
  const forced = useMedia('(forced-colors: active)')
  const dark = chosen === 'dark' || (chosen === 'system' && systemIsDark)
  return { theme: forced ? forcedColoursTheme : dark ? darkTheme : lightTheme, dark }
}
