// Short words about what a person just did, with Undo while it can be undone (ux 2.4, 2.9). They stay while the
// pointer or the focus is on them; Ctrl+Z takes the newest Undo. What runs when the time is up also runs when the
// window goes away: an order given is carried out, never forgotten.

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss'
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { rem } from '../theme/rem.ts'
import { colours, text } from '../theme/themes.ts'
import { say } from '../words/say.ts'

/** How long a notice stays, and how long an order can be taken back. */
export const NOTICE_MS = 8000
const TICK_MS = 250

export interface Notice {
  readonly key: number
  readonly words: string
  readonly leftMs: number
  readonly undo: (() => void) | null
  /** Runs once when the time is up, or the window closes, unless undone. */
  readonly then: (() => void) | null
}

/** The notices after some time has passed, and those whose time is up. Nothing passes while `held`. */
export const passTime = (
  notices: readonly Notice[],
  elapsedMs: number,
  held: boolean,
): { readonly stay: readonly Notice[]; readonly over: readonly Notice[] } => {
  if (held) return { stay: notices, over: [] }
  const aged = notices.map((notice) => ({ ...notice, leftMs: notice.leftMs - elapsedMs }))
  return { stay: aged.filter((notice) => notice.leftMs > 0), over: aged.filter((notice) => notice.leftMs <= 0) }
}

export interface Notices {
  /** Says something that cannot be undone. */
  readonly tell: (words: string) => void
  /** Says what was done and offers to undo it. */
  readonly tellUndoable: (words: string, undo: () => void) => void
  /** Says what will be done when the time is up, and offers to stop it. */
  readonly announceOrder: (words: string, then: () => void, undone: string) => void
}

const NoticesContext = createContext<Notices | null>(null)

export const useNotices = (): Notices => {
  const notices = useContext(NoticesContext)
  if (notices === null) throw new Error('useNotices needs a NoticesProvider above it')
  return notices
}

const useStyles = makeStyles({
  area: {
    position: 'fixed',
    right: '24px',
    bottom: '24px',
    zIndex: 1000,
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    maxWidth: 'calc(100vw - 32px)',
  },
  notice: {
    ...text.body,
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    padding: '8px 8px 8px 16px',
    borderRadius: '8px',
    backgroundColor: colours.sbCard,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    boxShadow: tokens.shadow16,
    animationName: { from: { opacity: 0, transform: 'translateY(4px)' }, to: { opacity: 1, transform: 'none' } },
    animationDuration: tokens.durationFast,
  },
  words: { flexGrow: 1 },
  left: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums', minWidth: rem(24) },
})

export const NoticesProvider = ({ children }: { readonly children: ReactNode }) => {
  const styles = useStyles()
  const [notices, setNotices] = useState<readonly Notice[]>([])
  const current = useRef(notices)
  const held = useRef(false)
  const nextKey = useRef(1)

  const replace = useCallback((next: readonly Notice[]) => {
    current.current = next
    setNotices(next)
  }, [])

  const add = useCallback(
    (notice: Omit<Notice, 'key' | 'leftMs'>) => {
      replace([...current.current, { ...notice, key: nextKey.current, leftMs: NOTICE_MS }])
      nextKey.current += 1
    },
    [replace],
  )

  const remove = useCallback(
    (key: number) => replace(current.current.filter((notice) => notice.key !== key)),
    [replace],
  )

  const busy = notices.length > 0
  useEffect(() => {
    if (!busy) return
    const timer = setInterval(() => {
      const { stay, over } = passTime(current.current, TICK_MS, held.current)
      replace(stay)
      for (const notice of over) notice.then?.()
    }, TICK_MS)
    return () => clearInterval(timer)
  }, [busy, replace])

  useEffect(() => {
    const carryOut = (): void => {
      const waiting = current.current
      replace([])
      for (const notice of waiting) notice.then?.()
    }
    window.addEventListener('pagehide', carryOut)
    return () => window.removeEventListener('pagehide', carryOut)
  }, [replace])

  const undo = useCallback(
    (notice: Notice) => {
      remove(notice.key)
      notice.undo?.()
    },
    [remove],
  )

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && /^(input|textarea)$/i.test(event.target.tagName)
      if (typing || event.key.toLowerCase() !== 'z' || !event.ctrlKey || event.shiftKey || event.altKey) return
      const newest = current.current.findLast((notice) => notice.undo !== null)
      if (newest === undefined) return
      event.preventDefault()
      undo(newest)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [undo])

  const value = useMemo(
    (): Notices => ({
      tell: (words) => add({ words, undo: null, then: null }),
      tellUndoable: (words, undoIt) => add({ words, undo: undoIt, then: null }),
      announceOrder: (words, then, undone) =>
        add({ words, then, undo: () => add({ words: undone, undo: null, then: null }) }),
    }),
    [add],
  )

  return (
    <NoticesContext.Provider value={value}>
      {children}
      <div
        role="status"
        aria-label={say('notices.label')}
        className={styles.area}
        onMouseEnter={() => {
          held.current = true
        }}
        onMouseLeave={() => {
          held.current = false
        }}
        onFocus={() => {
          held.current = true
        }}
        onBlur={() => {
          held.current = false
        }}
      >
        {notices.map((notice) => (
          <div key={notice.key} className={styles.notice}>
            <span className={styles.words}>{notice.words}</span>
            {notice.undo !== null && (
              <>
                <span className={styles.left} aria-hidden>
                  {say('time.seconds', { n: Math.ceil(notice.leftMs / 1000) })}
                </span>
                <Button size="small" onClick={() => undo(notice)}>
                  {say('action.undo')}
                </Button>
              </>
            )}
            {notice.then === null && (
              <Button
                size="small"
                appearance="subtle"
                aria-label={say('action.close')}
                icon={<Dismiss16Regular />}
                onClick={() => remove(notice.key)}
              />
            )}
          </div>
        ))}
      </div>
    </NoticesContext.Provider>
  )
}
