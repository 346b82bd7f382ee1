// Short words about what a person just did, with Undo while it can be undone (ux 2.4, 2.9). They stay while the
// pointer or the focus is on them; Ctrl+Z takes the newest Undo. They only tell: an order that waits is kept by the
// engine, which carries it out also when the window has gone. While a notice is held, its order is held with it.

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss'
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { takeBackMs } from '../../../contract/file-orders.ts'
import { rem } from '../theme/rem.ts'
import { colours, text } from '../theme/themes.ts'
import { say } from '../words/say.ts'

/** How long a notice stays, and how long an order can be taken back. */
export const NOTICE_MS = takeBackMs
const TICK_MS = 250
/** A held order is asked to wait on this often, */
const HOLD_EVERY_MS = 1000
/** and each time at least this long: it must not run between two askings. */
const HOLD_AT_LEAST_MS = 4000

export interface Notice {
  readonly key: number
  readonly words: string
  readonly leftMs: number
  readonly undo: (() => void) | null
  readonly order: WaitingOrder | null
}

/** What is carried out elsewhere when the notice's time is up. */
export interface WaitingOrder {
  /** Asks it to wait this long from now; false when it waits no more. */
  readonly hold: (leftMs: number) => Promise<boolean>
  /** Its time is up. */
  readonly over: () => void
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
  readonly announceOrder: (words: string, undo: () => void, order: WaitingOrder) => void
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
    width: 'max-content',
    maxWidth: `min(${rem(560)}, calc(100vw - 32px))`,
    '@media (max-width: 600px)': { right: '16px', bottom: '16px' },
  },
  notice: {
    ...text.body,
    display: 'flex',
    flexWrap: 'wrap',
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
  words: { flex: `1 1 ${rem(160)}`, minWidth: 0, overflowWrap: 'anywhere' },
  button: { flexShrink: 0 },
  left: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums', minWidth: rem(24) },
})

export const NoticesProvider = ({ children }: { readonly children: ReactNode }) => {
  const styles = useStyles()
  const [notices, setNotices] = useState<readonly Notice[]>([])
  const current = useRef(notices)
  const area = useRef<HTMLDivElement>(null)
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

  /** Returns false when it had gone already. */
  const remove = useCallback(
    (key: number): boolean => {
      const others = current.current.filter((notice) => notice.key !== key)
      const there = others.length < current.current.length
      if (there) replace(others)
      return there
    },
    [replace],
  )

  const busy = notices.length > 0
  useEffect(() => {
    if (!busy) return
    let wasHeld = false
    let askedAt = -Infinity
    const hold = (leastMs: number): void => {
      for (const { key, leftMs, order } of current.current)
        void order?.hold(Math.max(leftMs, leastMs)).then((waits) => {
          if (!waits && remove(key)) order.over()
        })
    }
    const timer = setInterval(() => {
      // Asked of the page, not remembered from events: a button that is pressed and goes away takes its focus along.
      const held =
        area.current !== null && (area.current.matches(':hover') || area.current.contains(document.activeElement))
      if (held && performance.now() - askedAt >= HOLD_EVERY_MS) {
        askedAt = performance.now()
        hold(HOLD_AT_LEAST_MS)
      }
      if (wasHeld && !held) {
        askedAt = -Infinity
        hold(0)
      }
      wasHeld = held
      const { stay, over } = passTime(current.current, TICK_MS, held)
      replace(stay)
      for (const { order } of over) order?.over()
    }, TICK_MS)
    return () => clearInterval(timer)
  }, [busy, remove, replace])

  const undo = useCallback(
    (notice: Notice) => {
      if (remove(notice.key)) notice.undo?.()
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
      tell: (words) => add({ words, undo: null, order: null }),
      tellUndoable: (words, undoIt) => add({ words, undo: undoIt, order: null }),
      announceOrder: (words, undoIt, order) => add({ words, undo: undoIt, order }),
    }),
    [add],
  )

  return (
    <NoticesContext.Provider value={value}>
      {children}
      <div ref={area} role="status" aria-label={say('notices.label')} className={styles.area}>
        {notices.map((notice) => (
          <div key={notice.key} className={styles.notice}>
            <span className={styles.words}>{notice.words}</span>
            {notice.undo !== null && (
              <>
                <span className={styles.left} aria-hidden>
                  {say('time.seconds', { n: Math.ceil(notice.leftMs / 1000) })}
                </span>
                <Button className={styles.button} size="small" onClick={() => undo(notice)}>
                  {say('action.undo')}
                </Button>
              </>
            )}
            {notice.order === null && (
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
