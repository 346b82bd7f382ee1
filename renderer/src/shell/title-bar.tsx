// The window's own title bar: the place to drag the window by, beside the computer's own buttons.

import { makeStyles } from '@fluentui/react-components'
import { useSyncExternalStore } from 'react'
import { AppMark } from '../parts/app-mark.tsx'
import { rem } from '../theme/rem.ts'
import { colours, text } from '../theme/themes.ts'

const useStyles = makeStyles({
  bar: {
    ...text.caption,
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    height: rem(36),
    flexShrink: 0,
    // The computer draws its buttons over the rest of the width.
    width: 'env(titlebar-area-width, 100%)',
    marginLeft: 'env(titlebar-area-x, 0px)',
    paddingLeft: '16px',
    paddingRight: '8px',
    backgroundColor: colours.sbShell,
    userSelect: 'none',
    WebkitAppRegion: 'drag',
  } as object,
  title: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
})

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('storebridge-title', changed)
  return () => window.removeEventListener('storebridge-title', changed)
}

export const TitleBar = () => {
  const styles = useStyles()
  const title = useSyncExternalStore(subscribe, () => document.title)
  return (
    // The same words are the window's title, which a screen reader says by itself.
    <div className={styles.bar} aria-hidden>
      <AppMark />
      <span className={styles.title}>{title}</span>
    </div>
  )
}
