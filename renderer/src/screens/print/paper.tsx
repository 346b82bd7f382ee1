// What every document for paper is drawn on, and how it tells main that it is complete.

import { makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useRef, type ReactNode } from 'react'
import { useBridge } from '../../bridge.ts'
import { useExactWindowTitle } from '../../parts/page-heading.tsx'
import { colours, text } from '../../theme/themes.ts'

const useStyles = makeStyles({
  paper: {
    ...text.caption,
    padding: '24px',
    backgroundColor: colours.sbCard,
    color: tokens.colorNeutralForeground1,
    colorScheme: 'light',
    minHeight: '100vh',
    '@media print': { padding: 0, minHeight: 0 },
  },
})

/** Tells main, once, that the page is complete (`true`) or never will be. */
export const useDocumentReady = (state: 'loading' | 'complete' | 'impossible'): void => {
  const bridge = useBridge()
  const told = useRef(false)
  useEffect(() => {
    if (state === 'loading' || told.current) return
    told.current = true
    // After the picture of this state is on the page.
    requestAnimationFrame(() =>
      setTimeout(() => {
        bridge.documentReady({ ok: state === 'complete' }).catch(() => undefined)
      }),
    )
  }, [bridge, state])
}

export interface PaperProps {
  /** The PDF's own title. */
  readonly title: string
  readonly children: ReactNode
}

export const Paper = ({ title, children }: PaperProps) => {
  useExactWindowTitle(title)
  return <main className={useStyles().paper}>{children}</main>
}
