// The one h1 of a screen. It takes the focus when the screen is entered, and the window takes its title, so that a
// screen reader says where one has come to (ux 2.15).

import { makeStyles, mergeClasses } from '@fluentui/react-components'
import { useEffect, type ReactNode } from 'react'
import { useSnapshot } from '../data/snapshot-context.tsx'
import { text } from '../theme/themes.ts'
import { say } from '../words/say.ts'
import { useFocusOnEntry } from './focus-on-entry.ts'

const useStyles = makeStyles({
  heading: { ...text.title, margin: 0, outlineStyle: 'none', overflowWrap: 'anywhere' },
})

/** Writes the window's title as it is. */
export const useExactWindowTitle = (title: string): void => {
  useEffect(() => {
    document.title = title
    window.dispatchEvent(new Event('storebridge-title'))
  }, [title])
}

/** Writes the window's title: "Files - Storebridge", with "(practice)" in practice mode. */
export const useWindowTitle = (title: string, practice: boolean): void =>
  useExactWindowTitle(say(practice ? 'window.titlePractice' : 'window.title', { title }))

export interface PageHeadingProps {
  /** What the window's title says; the heading itself may say more. */
  readonly windowTitle: string
  readonly className?: string | undefined
  readonly children: ReactNode
}

export const PageHeading = ({ windowTitle, className, children }: PageHeadingProps) => {
  const styles = useStyles()
  const snapshot = useSnapshot()
  const heading = useFocusOnEntry<HTMLHeadingElement>()
  useWindowTitle(windowTitle, snapshot.mode === 'practice')
  return (
    <h1 ref={heading} tabIndex={-1} className={mergeClasses(styles.heading, className)}>
      {children}
    </h1>
  )
}
