// A panel that drops from its button: opens on click, closes on Escape, on a click elsewhere and when the focus leaves.
// The button keeps saying whether it is open. Where there is no room to the right of the button, it moves to the left.

import { makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { colours } from '../theme/themes.ts'

/** Pixels that stay free at the window's edges. */
const EDGE = 16

const useStyles = makeStyles({
  place: { position: 'relative', display: 'inline-block' },
  panel: {
    position: 'absolute',
    top: 'calc(100% + 4px)',
    zIndex: 10,
    padding: '16px',
    maxWidth: 'calc(100vw - 32px)',
    width: 'max-content',
    backgroundColor: colours.sbCard,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: '8px',
    boxShadow: tokens.shadow16,
  },
})

export interface DropPanelProps {
  readonly label: string
  readonly button: (state: { readonly open: boolean; readonly toggle: () => void }) => ReactNode
  readonly children: ReactNode
}

export const DropPanel = ({ label, button, children }: DropPanelProps) => {
  const styles = useStyles()
  const place = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const [left, setLeft] = useState(0)

  useLayoutEffect(() => {
    if (!open) return
    const keepInside = (): void => {
      const from = place.current?.getBoundingClientRect().left ?? 0
      const width = panel.current?.offsetWidth ?? 0
      setLeft(Math.min(0, Math.max(EDGE, window.innerWidth - EDGE - width) - from))
    }
    keepInside()
    window.addEventListener('resize', keepInside)
    return () => window.removeEventListener('resize', keepInside)
  }, [open])

  useEffect(() => {
    if (!open) return
    panel.current?.querySelector<HTMLElement>('input:checked, input, button')?.focus()
    const onPointer = (event: PointerEvent): void => {
      if (event.target instanceof Node && place.current?.contains(event.target) === false) setOpen(false)
    }
    document.addEventListener('pointerdown', onPointer)
    return () => document.removeEventListener('pointerdown', onPointer)
  }, [open])

  return (
    <div
      ref={place}
      className={styles.place}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.preventDefault()
        event.stopPropagation()
        setOpen(false)
        place.current?.querySelector<HTMLElement>('button')?.focus()
      }}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      {button({ open, toggle: () => setOpen(!open) })}
      {open && (
        <div ref={panel} role="group" aria-label={label} className={styles.panel} style={{ left: `${left}px` }}>
          {children}
        </div>
      )}
    </div>
  )
}
