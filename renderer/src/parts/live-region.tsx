// One polite voice for the whole window (ux 2.15): what changed by the person's own doing is said once.

import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react'
import { currentLocale } from '../words/say.ts'
import { useHiddenStyles } from './hidden-words.tsx'

const AnnounceContext = createContext<(words: string) => void>(() => undefined)

export const LiveRegion = ({ children }: { readonly children: ReactNode }) => {
  const styles = useHiddenStyles()
  const [said, setSaid] = useState({ words: '', locale: currentLocale() })
  const turn = useRef(false)
  const announce = useCallback((words: string) => {
    // A no-break space at the end makes equal words, said twice, two different contents.
    turn.current = !turn.current
    setSaid({ words: turn.current ? words : `${words}\u00a0`, locale: currentLocale() })
  }, [])
  return (
    <AnnounceContext.Provider value={announce}>
      {children}
      <div role="status" aria-live="polite" data-live-region className={styles.hidden}>
        {/* What was said in another language than the window's now would be read out wrongly. */}
        {said.locale === currentLocale() ? said.words : ''}
      </div>
    </AnnounceContext.Provider>
  )
}

/** Says something to a screen reader, without interrupting. */
export const useAnnounce = (): ((words: string) => void) => useContext(AnnounceContext)
