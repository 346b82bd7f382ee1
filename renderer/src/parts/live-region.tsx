// The two voices of the window (ux 2.15). The polite one says what changed, by the person's own doing or around them, when
// nothing else is being said. The urgent one interrupts: only for what stops all sending until a person does something.

import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react'
import { currentLocale } from '../words/say.ts'
import { useHiddenStyles } from './hidden-words.tsx'

type Announce = (words: string) => void

const VoicesContext = createContext<{ readonly polite: Announce; readonly urgent: Announce }>({
  polite: () => undefined,
  urgent: () => undefined,
})

const useVoice = (): readonly [string, Announce] => {
  const [said, setSaid] = useState({ words: '', locale: currentLocale() })
  const turn = useRef(false)
  const announce = useCallback((words: string) => {
    // A no-break space at the end makes equal words, said twice, two different contents.
    turn.current = !turn.current
    setSaid({ words: turn.current ? words : `${words}\u00a0`, locale: currentLocale() })
  }, [])
  // What was said in another language than the window's now would be read out wrongly.
  return [said.locale === currentLocale() ? said.words : '', announce]
}

export const LiveRegion = ({ children }: { readonly children: ReactNode }) => {
  const styles = useHiddenStyles()
  const [politeWords, polite] = useVoice()
  const [urgentWords, urgent] = useVoice()
  const voices = useMemo(() => ({ polite, urgent }), [polite, urgent])
  return (
    <VoicesContext.Provider value={voices}>
      {children}
      <div role="status" aria-live="polite" data-live-region className={styles.hidden}>
        {politeWords}
      </div>
      <div aria-live="assertive" aria-atomic="true" data-urgent-region className={styles.hidden}>
        {urgentWords}
      </div>
    </VoicesContext.Provider>
  )
}

/** Says something to a screen reader, without interrupting. */
export const useAnnounce = (): Announce => useContext(VoicesContext).polite

/** Says something at once: that nobody can sign in, that there is no room. Nothing else. */
export const useAnnounceUrgently = (): Announce => useContext(VoicesContext).urgent
